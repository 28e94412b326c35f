// What a view asks beside the world: pure look-ups that belong to others, handed in by whoever makes views.
import type { Activity, Agent, AgentId, Membership, World } from '@cordboard/domain';
import type { Allowed } from './agent.view.ts';
import type { Attribution } from './attribution.view.ts';

export type Lookups = {
  /** The domain's `allowedMethods`. */
  readonly allowed: Allowed;
  /** The domain's `activityOf`. */
  readonly activity: (world: World, agent: Agent) => Activity;
  /** The domain's `servedBy`. */
  readonly served: (world: World, agentId: AgentId) => readonly Membership[];
  /** Where an outside number belongs. */
  readonly attribution: Attribution;
};
