// An agent's own shortcuts: changed, taken away, all off; and what two actions share by accident.
import { expect, test } from 'vitest';
import { actionRows } from './actions.table.ts';
import { chosenChord, conflictsOf, shortcutGroups, shortcutOf, withChord } from './shortcuts.ts';
import type { ActionName } from './actions.table.ts';
import type { ShortcutGroup } from './shortcuts.ts';

const delivered = { on: true, chords: {} };
const groupOf = (name: ActionName): ShortcutGroup => shortcutGroups.find((group) => group.includes(name))!;

test('every action is in one group; a pair that excludes each other is one', () => {
  expect(shortcutGroups.flat().toSorted()).toEqual(Object.keys(actionRows).toSorted());
  expect(groupOf('retrieve')).toEqual(['hold', 'retrieve']);
  expect(groupOf('unmute')).toBe(groupOf('mute'));
});

test('as delivered nothing conflicts', () => {
  expect(shortcutGroups.filter((group) => conflictsOf(group, delivered).length > 0)).toEqual([]);
});

test('a chord given twice is a conflict on both sides, until one gives way', () => {
  const twice = withChord(delivered, groupOf('keypad'), 'Alt+H');
  expect(conflictsOf(groupOf('keypad'), twice)).toEqual([groupOf('hold')]);
  expect(conflictsOf(groupOf('hold'), twice)).toEqual([groupOf('keypad')]);
  const moved = withChord(twice, groupOf('hold'), 'Alt+J');
  expect(conflictsOf(groupOf('keypad'), moved)).toEqual([]);
  expect([chosenChord('hold', moved), chosenChord('retrieve', moved)]).toEqual(['Alt+J', 'Alt+J']);
});

test('two without a chord do not conflict', () => {
  const none = withChord(withChord(delivered, groupOf('keypad'), null), groupOf('hold'), null);
  expect(conflictsOf(groupOf('keypad'), none)).toEqual([]);
  expect(shortcutOf('retrieve', none)).toBeNull();
});

test('what the table says anyway is not kept as a choice', () => {
  const back = withChord(withChord(delivered, groupOf('mute'), 'Alt+J'), groupOf('mute'), 'Alt+M');
  expect(back).toEqual(delivered);
});

test('all off: none has a chord, the choices stay', () => {
  const off = { ...withChord(delivered, groupOf('answer'), 'F8'), on: false };
  expect(shortcutOf('answer', off)).toBeNull();
  expect(shortcutOf('answer', { ...off, on: true })).toBe('F8');
});
