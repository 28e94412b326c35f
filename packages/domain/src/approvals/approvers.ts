// Who may decide on an agent's leave, and whether one of them is there.
import type { AgentId } from '../ids.ts';
import { reaches, roleOf } from '../permissions/reach.ts';
import type { World } from '../world.ts';

export const mayDecide = (world: World, askerId: AgentId, agentId: AgentId): boolean =>
  roleOf(world, askerId)?.rank !== 'agent' && reaches(world, askerId, 'approveLeave', agentId);

/** Online is who has a program of his own here; he need not take calls. What only accompanies him shows him no applications. */
export function someApproverIsOnline(world: World, agentId: AgentId): boolean {
  for (const { id, sessionId } of world.agents.values()) {
    if (sessionId !== null && mayDecide(world, id, agentId)) return true;
  }
  return false;
}

/** @returns those whose leave is under way and whom he may decide on, the earliest application first. */
export function leavesInReach(world: World, askerId: AgentId): readonly AgentId[] {
  return [...world.leaves.values()]
    .filter(({ agentId, state }) => state !== 'null' && mayDecide(world, askerId, agentId))
    .sort((a, b) => a.appliedAt - b.appliedAt)
    .map(({ agentId }) => agentId);
}
