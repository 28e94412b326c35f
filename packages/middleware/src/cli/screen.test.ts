// The agent's program without a terminal: what it knows, what it shows, what its keys mean.
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { commandFor, isUseful, rowOf } from './actions.ts';
import { ArgumentError, readArguments } from './arguments.ts';
import type { Fields } from './api.ts';
import { keys, type KeyRow } from './keys.table.ts';
import { choose, emptyModel, fold, note, type Model } from './model.ts';
import { fit, helpScreen, screen } from './screen.ts';
import { texts } from './texts.table.ts';

const size = { columns: 80, rows: 24 };
const nowMs = 1_700_000_000_000;
const call = (cid: number, more: Fields = {}): Fields => ({
  cid,
  type: 'sip',
  state: 'new',
  direction: 'in',
  hold: false,
  muted: false,
  displayName: `caller ${cid}`,
  creationTime: nowMs / 1_000 - 65,
  ...more,
});
const after = (...events: readonly Fields[]): Model =>
  events.reduce<Model>((model, event) => fold(model, event, nowMs), { ...emptyModel('alice'), link: 'connected' });
const shown = (model: Model, language: 'en' | 'zh' | 'ru' = 'en'): string =>
  stripVTControlCharacters(screen(model, language, size, nowMs, null).join('\n'));
const row = (key: string): KeyRow => rowOf(key) ?? expect.fail(key);

test('a call rings, is talked on, ends, and goes', () => {
  const rings = after({ name: 'UserState', state: 'ringing', substates: ['ringing'] }, { name: 'NewCall', ...call(2) });
  expect(shown(rings)).toContain('▸ ← caller 2');
  expect(shown(rings)).toContain('1:05');
  expect(shown(rings)).toContain('a answer');
  const talks = fold(rings, { name: 'CallStatus', ...call(2, { state: 'connected', hold: true }) }, nowMs);
  expect(shown(talks)).toContain('talks, held');
  const gone = fold(talks, { name: 'OnClose', cid: '2' }, nowMs);
  expect(shown(gone)).toContain('no calls');
});

test('calls told anew take the place of those that were known', () => {
  const model = after({ name: 'NewCall', ...call(1) }, { name: 'Calls', calls: [call(2), call(3)] });
  expect(model.calls.map(({ cid }) => cid)).toEqual([2, 3]);
});

test('odd events are shown as well as they can be, and end nothing', () => {
  const noNumber = { toString: 1, valueOf: 1 };
  for (const word of ['constructor', '__proto__', 'toString']) {
    const model = after({ name: 'UserState', state: word }, { name: 'NewCall', ...call(1, { state: word }) });
    expect(shown(model)).toContain(`● ${word}`);
    expect(shown(model)).not.toContain('undefined');
  }
  for (const time of [noNumber, 'x', {}, null, [], -1, 1e300, true]) {
    const model = after({ name: 'NewCall', ...call(1, { creationTime: time, params: 'x', displayName: noNumber }) });
    expect(shown(model)).not.toMatch(/NaN|Infinity/u);
  }
  expect(shown(after({ name: 'Calls', calls: [null, 5, 'x', noNumber, call(3)] }, { name: noNumber }))).toContain(
    'caller 3',
  );
});

test('keys become commands for the chosen call, or the only one that fits', () => {
  const model = after({ name: 'NewCall', ...call(1, { state: 'connected' }) }, { name: 'NewCall', ...call(2) });
  expect(commandFor(row('a'), model, '')).toEqual({ name: 'Answer', cid: 2 });
  expect(commandFor(row('o'), model, '')).toEqual({ name: 'Hold', cid: 1, on: true });
  const held = after({ name: 'NewCall', ...call(1, { state: 'connected', hold: true }) });
  expect(commandFor(row('o'), held, '')).toEqual({ name: 'Hold', cid: 1, on: false });
  expect(commandFor(row('c'), held, '8002')).toEqual({ name: 'ConsultationTransfer', cid: 1, phoneNumber: '8002' });
  expect(commandFor(row('d'), held, '5')).toEqual({ name: 'MakeCall', phoneNumber: '5' });
  expect(commandFor(row('y'), held, '')).toEqual({ name: 'ChangeUserState', state: 'away' });
  expect(commandFor(row('w'), held, '')).toBeNull();
  const two = after({ name: 'Calls', calls: [call(1), call(2)] });
  expect(commandFor(row('a'), choose(two, 1), '')).toMatchObject({ cid: 2 });
  expect(isUseful(row('a'), after({ name: 'NewCall', ...call(1, { direction: 'out' }) }))).toBe(false);
});

test('what comes from outside does not steer the terminal, and whatever comes is survived', () => {
  const model = after(
    { name: 'NewCall', ...call(1, { displayName: '\u001B[2J\u0007evil\u202E' }) },
    { name: 'Novelty\u001B[31m', cid: {} },
    { name: 7 },
    { name: 'Calls', calls: 'none' },
    { name: 'UserState', state: {} },
    { name: 'CallStatus', cid: 1 },
    {},
  );
  expect(model.calls.map(({ name }) => name)).toEqual(['']);
  expect(after({ name: 'NewCall', ...call(1, { displayName: '\u001B[2Jevil' }) }).calls[0]?.name).toBe(' [2Jevil');
  expect(JSON.stringify(model.log)).not.toContain('\\u001b');
});

test('no line is wider than the screen, in any language, and wide characters count twice', () => {
  for (const language of ['en', 'zh', 'ru'] as const)
    for (const columns of [40, 80, 132]) {
      let model = after({ name: 'NewCall', ...call(1, { displayName: '北京市朝阳区客户服务中心王先生的电话' }) });
      for (let n = 0; n < 40; n += 1) model = note(model, `第${n}行 ${'x'.repeat(n * 4)}`, nowMs);
      const lines = screen(model, language, { columns, rows: 24 }, nowMs, { prompt: 'Number: ', typed: '123' });
      expect(lines).toHaveLength(24);
      expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns);
      for (const line of helpScreen(language, { columns, rows: 24 }))
        expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    }
  expect(stringWidth(fit('北京北京', 5))).toBeLessThanOrEqual(5);
});

test('each key once; a text in each language', () => {
  expect(new Set(keys.map(({ key }) => key)).size).toBe(keys.length);
  for (const [name, text] of Object.entries(texts)) {
    expect([name, /\p{Script=Han}/u.test(text.zh)]).toEqual([name, true]);
    expect([name, /\p{Script=Cyrillic}/u.test(text.ru)]).toEqual([name, true]);
  }
});

test('the words of the command line', () => {
  const read = (...words: string[]) => readArguments(words, { LANG: 'ru_RU.UTF-8' }, '1.2.3');
  expect(read('-a', 'host:1', '-l', 'alice')).toMatchObject({
    given: { address: 'http://host:1', login: 'alice', language: 'ru', isLineMode: false },
  });
  expect(read('-a=https://host', '--json', '--language', 'zh')).toMatchObject({
    given: { address: 'https://host', isLineMode: true, language: 'zh' },
  });
  expect(read('--version')).toMatchObject({ text: 'cordboard-cli 1.2.3\n' });
  for (const wrong of [
    ['-a'],
    ['--password', 'x'],
    ['-a', 'host/path'],
    ['-a', ':::'],
    ['--language', 'fr'],
    ['--bar', 'file:///etc'],
  ])
    expect(() => read(...wrong)).toThrow(ArgumentError);
});
