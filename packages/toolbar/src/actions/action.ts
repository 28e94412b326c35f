// One thing the agent can do: the same object feeds its button, its shortcut and its menu line.
import type { IconName } from '../icons.ts';
import type { ActionName } from './actions.table.ts';

export type Action = {
  readonly name: ActionName;
  readonly label: string;
  readonly icon: IconName;
  readonly enabled: boolean;
  /** For switches: on or off; null for an action that is no switch. */
  readonly pressed: boolean | null;
  /** Shown in the tooltip when shortcuts are on. */
  readonly shortcut: string | null;
  readonly run: () => void;
};
