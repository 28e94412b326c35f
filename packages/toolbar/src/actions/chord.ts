// A chord: modifiers and one key pressed together, as text such as `Alt+A`; by the place of the key, so that it is the same on a Cyrillic keyboard.

export type Press = Pick<
  KeyboardEvent,
  'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'code' | 'isComposing' | 'repeat'
>;

/** Why a chord cannot be taken; the names are keys of the strings table. */
export type Unfit = 'chordBare' | 'chordTypes' | 'chordReserved';

const signs: Readonly<Record<string, string>> = {
  Slash: '/',
  Comma: ',',
  Period: '.',
  Semicolon: ';',
  Quote: "'",
  Backquote: '`',
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
};

/** @param code KeyboardEvent.code (W3C UI Events code values) @returns null for keys that are no shortcut's */
function keyName(code: string): string | null {
  return /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1] ?? /^F\d{1,2}$/.exec(code)?.[0] ?? signs[code] ?? null;
}

/** @returns what is pressed as text; null while only modifiers are, an input method is composing, or a key repeats */
export function chordOf(press: Press): string | null {
  const key = keyName(press.code);
  if (key === null || press.isComposing || press.repeat) return null;
  const held = [
    ...(press.ctrlKey ? ['Ctrl'] : []),
    ...(press.altKey ? ['Alt'] : []),
    ...(press.shiftKey ? ['Shift'] : []),
    ...(press.metaKey ? ['Meta'] : []),
  ];
  return [...held, key].join('+');
}

/** What browsers and clipboards do not let go of, or what people would miss. */
const reserved: ReadonlySet<string> = new Set([
  ...['A', 'C', 'F', 'L', 'N', 'P', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z'].flatMap((key) => [
    `Ctrl+${key}`,
    `Meta+${key}`,
  ]),
  ...['N', 'T', 'W', 'I', 'J', 'R'].flatMap((key) => [`Ctrl+Shift+${key}`, `Shift+Meta+${key}`]),
  'Meta+Q',
  'Meta+H',
  'Meta+M',
  'F5',
  'F11',
  'F12',
  'Alt+F4',
]);

/** A key alone would act while somebody types (WCAG 2.2, 2.1.4); Ctrl with Alt is AltGr, which types signs. */
export function unfitness(chord: string): Unfit | null {
  const held = chord.split('+').slice(0, -1);
  const alone = held.every((one) => one === 'Shift');
  if (alone && !/(?:^|\+)F\d{1,2}$/.test(chord)) return 'chordBare';
  if (held.includes('Ctrl') && held.includes('Alt')) return 'chordTypes';
  return reserved.has(chord) ? 'chordReserved' : null;
}
