// Makes an action from its row, the words of the reader's language, and what the server allows.
import type { Shortcuts } from '../bar-state.ts';
import type { Say } from '../say.ts';
import { actionRows } from './actions.table.ts';
import { shortcutOf } from './shortcuts.ts';
import type { ActionName } from './actions.table.ts';
import type { Action } from './action.ts';

export type Making = { readonly say: Say; readonly allowed: readonly string[]; readonly shortcuts: Shortcuts };

/**
 * @param name the row
 * @param making words, allowed methods, the agent's shortcuts
 * @param run what happens
 * @param pressed for a switch: its position
 * @param enabled a further condition of the page itself
 */
export function makeAction(
  name: ActionName,
  making: Making,
  run: () => void,
  pressed: boolean | null = null,
  enabled = true,
): Action {
  const { label, icon, needs } = actionRows[name];
  const allowed = needs === null || making.allowed.includes(needs);
  return {
    name,
    label: making.say(label),
    icon,
    enabled: enabled && allowed,
    pressed,
    shortcut: shortcutOf(name, making.shortcuts),
    run,
  };
}

/** Keys of one name exclude each other; of a pair such as hold and retrieve the one that is possible is meant. */
export function tooltip(action: Action): string {
  return action.shortcut ? `${action.label} (${action.shortcut})` : action.label;
}
