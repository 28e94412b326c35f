// Chords: what a press means, and which chords cannot be an agent's.
import { expect, test } from 'vitest';
import { chordOf, unfitness } from './chord.ts';

const press = (code: string, held: Partial<KeyboardEvent> = {}): Parameters<typeof chordOf>[0] => ({
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  isComposing: false,
  repeat: false,
  code,
  ...held,
});

test.each([
  ['KeyA', { altKey: true }, 'Alt+A'],
  ['Digit4', { ctrlKey: true, shiftKey: true }, 'Ctrl+Shift+4'],
  ['F8', {}, 'F8'],
  ['Slash', { altKey: true }, 'Alt+/'],
  ['AltLeft', { altKey: true }, null],
  ['Tab', { altKey: true }, null],
  ['KeyA', { altKey: true, isComposing: true }, null],
  ['KeyA', { altKey: true, repeat: true }, null],
])('%s with %o is %s', (code, held, chord) => {
  expect(chordOf(press(code, held))).toBe(chord);
});

test.each([
  ['A', 'chordBare'],
  ['Shift+A', 'chordBare'],
  ['Ctrl+Alt+E', 'chordTypes'],
  ['Ctrl+T', 'chordReserved'],
  ['F5', 'chordReserved'],
  ['F8', null],
  ['Shift+F8', null],
  ['Alt+A', null],
  ['Ctrl+Shift+4', null],
])('%s: %s', (chord, why) => {
  expect(unfitness(chord)).toBe(why);
});
