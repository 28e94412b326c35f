// What tabs make of each other's words: the newest leader counts, each tab has its own panel, and a new leader shows what was there.
import { expect, test } from 'vitest';
import { fixtures } from '../../dev/fixtures.ts';
import { asFollower, asLeader, heard, nextTerm, silent, takingOver } from './tab-messages.ts';
import type { BarState } from '../bar-state.ts';

const state = (name: string): BarState => fixtures[name]!;
const word = (term: number, name: string) => ({ kind: 'state', term, state: state(name), session: null }) as const;

test('terms rise, also when the clock was set back', () => {
  expect(nextTerm(0, 5_000)).toBe(5_000);
  expect(nextTerm(5_000, 4_000)).toBe(5_001);
});

test('a late word of the leader before changes nothing', () => {
  const led = heard({ term: 0, state: null }, word(7, 'talking'));
  expect(led).toEqual({ term: 7, state: state('talking') });
  expect(heard(led, word(6, 'ready'))).toBe(led);
  expect(heard(led, word(7, 'held')).state).toBe(state('held'));
});

test('a tab that follows shows the leader’s state and its own panel', () => {
  const shown = asFollower(state('settings'), { kind: 'dial' });
  expect([shown.panel, shown.tabs.leads]).toEqual([{ kind: 'dial' }, false]);
  expect(shown.me).toBe(state('settings').me);
});

test('its panel on a call closes with the call', () => {
  const panel = { kind: 'keypad', callId: 'c1' } as const;
  expect(asFollower(state('talking'), panel).panel).toBe(panel);
  expect(asFollower(state('wrapUp'), panel).panel).toBeNull();
});

test('the leader knows whether another tab is looked at', () => {
  const hidden = { visible: false, panel: null };
  expect(asLeader(state('ready'), []).tabs).toEqual({ leads: true, seenElsewhere: false });
  expect(asLeader(state('ready'), [hidden]).tabs.seenElsewhere).toBe(false);
  expect(asLeader(state('ready'), [hidden, { ...hidden, visible: true }]).tabs.seenElsewhere).toBe(true);
});

test('a tab that does not answer is gone', () => {
  const tab = { visible: true, panel: null };
  const followers = new Map([
    ['a', tab],
    ['b', tab],
  ]);
  expect(silent(followers, new Set(['b']))).toEqual(['a']);
  expect(silent(followers, new Set(['a', 'b']))).toEqual([]);
});

test('who takes over shows the call that was there, with the link on its way, until he knows himself', () => {
  const restoring: BarState = { ...state('signedOut'), session: 'restoring' };
  const shown = takingOver(state('talking'), restoring);
  expect([shown.session, shown.link, shown.phone, shown.quality]).toEqual([
    'signedIn',
    'connecting',
    'connecting',
    null,
  ]);
  expect(shown.calls).toBe(state('talking').calls);
  expect(takingOver(state('talking'), { ...state('signedOut'), session: 'signedIn' }).calls).toBe(shown.calls);
  expect(takingOver(state('talking'), state('held'))).toBe(state('held'));
  expect(takingOver(state('talking'), state('signedOut'))).toBe(state('signedOut'));
  expect(takingOver(null, restoring)).toBe(restoring);
  expect(takingOver(state('signedOut'), restoring)).toBe(restoring);
});
