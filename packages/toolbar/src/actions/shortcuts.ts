// Keyboard shortcuts: which enabled action a key press means.
import { actionRows } from './actions.table.ts';
import type { Action } from './action.ts';

type Press = Pick<KeyboardEvent, 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'code' | 'isComposing' | 'repeat'>;

/**
 * @param press the key event; only Alt with a letter, never while an input method is composing
 * @param actions all there are, in the order of their importance
 * @returns the first enabled action of that key
 */
export function actionOf(press: Press, actions: readonly Action[]): Action | null {
  if (!press.altKey || press.ctrlKey || press.metaKey || press.shiftKey || press.isComposing || press.repeat)
    return null;
  return (
    actions.find(
      (action) => action.enabled && action.shortcut !== null && `Key${actionRows[action.name].key}` === press.code,
    ) ?? null
  );
}
