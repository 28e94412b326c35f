// Which of his queues an agent serves now: all of them, unless he has signed out of some (CSTA: log on to an ACD group).
import type { Membership } from '../directory.ts';
import type { AgentId } from '../ids.ts';
import type { World } from '../world.ts';

/** A queue that he comes to belong to later is served by him who serves all. */
export function servedBy(world: World, agentId: AgentId): readonly Membership[] {
  const all = world.directory.memberships.get(agentId) ?? [];
  const serves = world.agents.get(agentId)?.serves ?? null;
  return serves === null ? all : all.filter(({ queueId }) => serves.includes(queueId));
}
