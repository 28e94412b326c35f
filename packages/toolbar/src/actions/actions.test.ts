// Buttons are enabled exactly when the server would accept the method and the link is up; shortcuts mean the enabled action of their key.
import { expect, test } from 'vitest';
import { agentBarButtons } from '@cordboard/contract/dialects/agentbar';
import { fixtures } from '../../dev/fixtures.ts';
import { actionRows } from './actions.table.ts';
import { namedButtons } from './named-buttons.table.ts';
import { interventionsOn } from './supervision.actions.ts';
import { allActions, makeView } from '../view.ts';
import { callActions, shownActions } from './call.actions.ts';
import { sayIn } from '../say.ts';
import { actionOf } from './shortcuts.ts';
import { tooltip } from './make-action.ts';
import type { BarState, Desk } from '../bar-state.ts';

const deeds: string[] = [];
const desk = new Proxy({} as Desk, {
  get:
    (_, name) =>
    (...given: unknown[]) =>
      deeds.push([name, ...given.map((one) => JSON.stringify(one))].join(' ')),
});
const press = (code: string, held: Partial<KeyboardEvent> = {}): Parameters<typeof actionOf>[0] => ({
  altKey: true,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  isComposing: false,
  repeat: false,
  code,
  ...held,
});
const state = (name: string): BarState => fixtures[name]!;
const shown = (name: string): string[] => {
  const call = state(name).calls[0]!;
  return shownActions(call, callActions(state(name), call, sayIn('en'), desk)).map(
    (one) => `${one.name}:${one.enabled}`,
  );
};

test('a ringing call can be answered or rejected', () => {
  expect(shown('ringing')).toEqual(['answer:true', 'reject:true']);
});

test('a held call offers what the server allows, and nothing else', () => {
  expect(shown('held')).toEqual([
    'retrieve:true',
    'unmute:true',
    'keypad:false',
    'consult:false',
    'invite:false',
    'transfer:true',
    'hangUp:true',
  ]);
});

test('a recording is paused or goes on by one key and one place; a call that is not recorded has neither', () => {
  const [call] = state('talking').calls;
  const names = (...allowed: string[]): string[] => {
    const one = { ...call!, allowed };
    return shownActions(one, callActions(state('talking'), one, sayIn('en'), desk)).map(({ name }) => name);
  };
  expect(names('recording.pause')).toContain('pauseRecording');
  expect(names('recording.resume')).toContain('resumeRecording');
  expect(names().filter((name) => name.endsWith('Recording'))).toEqual([]);
  deeds.length = 0;
  actionOf(press('KeyP'), allActions(makeView(state('talking'), 'en', desk)))?.run();
  expect(deeds).toEqual(['pauseRecording "c1"']);
});

test('without a link nothing that needs the server is enabled', () => {
  const lost = makeView({ ...state('ringing'), link: 'lost' }, 'en', desk);
  const names = allActions(lost)
    .filter((one) => one.enabled)
    .map((one) => one.name);
  expect(names).toEqual(['recent', 'idleAfterHangUp', 'settings', 'help']);
});

test('without a link the phone in this page can still hang up; a desk phone does it itself', () => {
  const enabled = (one: BarState): string[] =>
    allActions(makeView(one, 'en', desk))
      .filter((action) => action.enabled)
      .map((action) => action.name);
  const lost: BarState = { ...state('talking'), link: 'lost' };
  expect(enabled(lost)).toEqual(['hangUp', 'recent', 'idleAfterHangUp', 'settings', 'help']);
  expect(enabled({ ...lost, phone: 'desk' })).toEqual(['recent', 'idleAfterHangUp', 'settings', 'help']);
});

test('Alt+A answers the ringing call, also while another is held', () => {
  const both: BarState = {
    ...state('held'),
    calls: [
      { ...state('held').calls[0]!, callId: 'old' },
      { ...state('ringing').calls[0]!, callId: 'new' },
    ],
  };
  deeds.length = 0;
  actionOf(press('KeyA'), allActions(makeView(both, 'en', desk)))?.run();
  expect(deeds).toEqual(['answer "new"']);
});

test('Alt+H holds a talking call and retrieves a held one', () => {
  expect(actionOf(press('KeyH'), allActions(makeView(state('talking'), 'en', desk)))?.name).toBe('hold');
  expect(actionOf(press('KeyH'), allActions(makeView(state('held'), 'en', desk)))?.name).toBe('retrieve');
});

test.each([
  { altKey: false },
  { ctrlKey: true },
  { metaKey: true },
  { shiftKey: true },
  { isComposing: true },
  { repeat: true },
])('a press with %o is not ours', (held) => {
  expect(actionOf(press('KeyA', held), allActions(makeView(state('ringing'), 'en', desk)))).toBeNull();
});

test('shortcuts that are turned off neither act nor show', () => {
  const off = { ...state('ringing'), settings: { ...state('ringing').settings, shortcuts: { on: false, chords: {} } } };
  const actions = allActions(makeView(off, 'en', desk));
  expect(actionOf(press('KeyA'), actions)).toBeNull();
  expect(tooltip(actions[0]!)).toBe('Answer');
});

test('the tooltip names the shortcut', () => {
  expect(tooltip(allActions(makeView(state('ringing'), 'en', desk))[0]!)).toBe('Answer (Alt+A)');
});

test('the demo call is there only on a demo server with nothing in progress', () => {
  const enabled = (one: BarState): boolean => makeView(one, 'en', desk).agent.callMe.enabled;
  expect(enabled(state('ready'))).toBe(true);
  expect(enabled({ ...state('ready'), demo: false })).toBe(false);
  expect(enabled(state('talking'))).toBe(false);
});

test('in a consultation the card offers what ends it one way or another', () => {
  expect(shown('consulting')).toEqual([
    'mute:true',
    'alternate:true',
    'conference:true',
    'completeTransfer:true',
    'endConsultation:true',
    'hangUp:true',
  ]);
});

test('a call with a customer can be graded where grading is set up, in one of its languages', () => {
  const both = state('grading');
  const one: BarState = { ...both, gradingLanguages: ['en'], panel: null };
  deeds.length = 0;
  callActions(both, both.calls[0]!, sayIn('en'), desk).grade.run();
  callActions(one, one.calls[0]!, sayIn('en'), desk).grade.run();
  expect(deeds).toEqual(['show null', 'grade "c1" "en"']);
});

test('what a supervisor can do follows from his rights and from what the other is at', () => {
  const supervisor = state('team');
  const on = (agentId: string): string[] =>
    interventionsOn(
      supervisor.directory.colleagues.find((one) => one.agentId === agentId)!,
      supervisor,
      sayIn('en'),
      desk,
    )
      .filter((action) => action.enabled)
      .map((action) => action.name);
  const talking = [
    'listen',
    'whisper',
    'bargeIn',
    'takeOver',
    'clearCall',
    'makeReady',
    'makeNotReady',
    'signOutOther',
  ];
  expect(on('1003')).toEqual(talking);
  expect(on('1002')).toEqual(['makeNotReady', 'signOutOther']);
  expect(on('1006')).toEqual([]);
  expect(
    interventionsOn(supervisor.directory.colleagues[1]!, { ...supervisor, rights: ['listen'] }, sayIn('en'), desk),
  ).toHaveLength(1);
});

test('of the ways to be at a call the present one is pressed', () => {
  const names = makeView(state('supervising'), 'en', desk).supervision.map((one) => `${one.name}:${one.pressed}`);
  expect(names).toEqual(['listen:false', 'whisper:true', 'bargeIn:false', 'endSupervision:null']);
});

test('every button that pages know by name is an action, and nothing else is', () => {
  const rows: Readonly<Record<string, { readonly enabledBy: string | null }>> = agentBarButtons;
  expect(Object.keys(namedButtons).toSorted()).toEqual(Object.keys(rows).toSorted());
  for (const [name, actions] of Object.entries(namedButtons)) {
    const needs = actions.map((action) => actionRows[action].needs);
    expect(needs, name).toContain(rows[name]?.enabledBy);
  }
});
