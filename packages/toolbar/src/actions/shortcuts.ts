// Keyboard shortcuts: which chord an action has, which actions share one, and which enabled action a key press means.
import { actionRows } from './actions.table.ts';
import { chordOf } from './chord.ts';
import type { Shortcuts } from '../bar-state.ts';
import type { Action } from './action.ts';
import type { ActionName } from './actions.table.ts';
import type { Press } from './chord.ts';

/** Actions that one chord means: of a pair such as hold and retrieve only one is possible at a time. */
export type ShortcutGroup = readonly [ActionName, ...ActionName[]];

const names = Object.keys(actionRows) as ActionName[];

function defaultChord(name: ActionName): string | null {
  const { key } = actionRows[name];
  return key === null ? null : `Alt+${key}`;
}

/** In the table's order; actions with the same key there belong together. */
export const shortcutGroups: readonly ShortcutGroup[] = names.flatMap((name, at): ShortcutGroup[] => {
  const { key } = actionRows[name];
  const same = key === null ? [] : names.filter((other) => other !== name && actionRows[other].key === key);
  return same.some((other) => names.indexOf(other) < at) ? [] : [[name, ...same]];
});

/** @returns the chord of this action by table and choice, whether or not shortcuts are on */
export function chosenChord(name: ActionName, { chords }: Shortcuts): string | null {
  const chosen = chords[name];
  return chosen === undefined ? defaultChord(name) : chosen;
}

/** @returns null as well while all of them are turned off */
export function shortcutOf(name: ActionName, shortcuts: Shortcuts): string | null {
  return shortcuts.on ? chosenChord(name, shortcuts) : null;
}

/** @returns the groups that have the same chord as this one */
export function conflictsOf(group: ShortcutGroup, shortcuts: Shortcuts): readonly ShortcutGroup[] {
  const chord = chosenChord(group[0], shortcuts);
  if (chord === null) return [];
  return shortcutGroups.filter(([other]) => other !== group[0] && chosenChord(other, shortcuts) === chord);
}

/** @param chord null: none; what the table says anyway is not kept, so that a later table counts */
export function withChord(shortcuts: Shortcuts, group: ShortcutGroup, chord: string | null): Shortcuts {
  const chords: Partial<Record<ActionName, string | null>> = { ...shortcuts.chords };
  for (const name of group) {
    if (chord === defaultChord(name)) delete chords[name];
    else chords[name] = chord;
  }
  return { ...shortcuts, chords };
}

/**
 * @param press the key event
 * @param actions all there are, in the order of their importance
 * @returns the first enabled action of that chord
 */
export function actionOf(press: Press, actions: readonly Action[]): Action | null {
  const chord = chordOf(press);
  if (chord === null) return null;
  return actions.find((action) => action.enabled && action.shortcut === chord) ?? null;
}
