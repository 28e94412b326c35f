// What a view asks beside the world: pure look-ups that belong to others, handed in by whoever makes views.
import type { Allowed } from './agent.view.ts';
import type { Attribution } from './attribution.view.ts';

export type Lookups = {
  /** The domain's `allowedMethods`. */
  readonly allowed: Allowed;
  /** Where an outside number belongs. */
  readonly attribution: Attribution;
};
