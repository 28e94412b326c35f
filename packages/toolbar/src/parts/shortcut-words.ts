// Shortcuts in words: what a group of actions is called, and the list that the help shows.
import { css, html } from 'lit';
import { actionRows } from '../actions/actions.table.ts';
import type { ShortcutGroup } from '../actions/shortcuts.ts';
import type { Say } from '../say.ts';

export function groupWords(group: ShortcutGroup, say: Say): string {
  return group.map((name) => say(actionRows[name].label)).join(' / ');
}

export const keyCap = css`
  kbd {
    font: inherit;
    font-size: 12px;
    padding: 1px 7px;
    border: 1px solid var(--agent-bar-line);
    border-radius: 6px;
    background: var(--agent-bar-raised);
    white-space: nowrap;
  }
`;

export const cap = (chord: string) => html`<kbd>${chord}</kbd>`;
