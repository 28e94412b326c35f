// How many of a group may be away at once, and how many are.
import type { LeaveRules } from '../configuration.ts';
import type { GroupId } from '../ids.ts';
import { leaveBeginMs, leaveDecisionMs } from '../limits.ts';
import type { World } from '../world.ts';
import type { LeaveState } from './leave.ts';

const noRules: LeaveRules = { maximumAway: null, decideWithinMs: leaveDecisionMs, beginWithinMs: leaveBeginMs };

export const rulesOf = (world: World, groupId: GroupId): LeaveRules =>
  world.directory.groups.get(groupId)?.leave ?? noRules;

/** @returns null: as many as like. What a supervisor has set counts until the configuration says something else. */
export function maximumAwayOf(world: World, groupId: GroupId): number | null {
  const set = world.leaveLimits.get(groupId);
  return set === undefined ? rulesOf(world, groupId).maximumAway : set;
}

/** How many leaves of a group are in one of these states. */
export function countOf(world: World, groupId: GroupId, states: readonly LeaveState[]): number {
  let count = 0;
  for (const { agentId, state } of world.leaves.values()) {
    if (states.includes(state) && world.directory.agents.get(agentId)?.groupId === groupId) count += 1;
  }
  return count;
}

/** @param states those that take a place. */
export function isFull(world: World, groupId: GroupId, states: readonly LeaveState[]): boolean {
  const maximum = maximumAwayOf(world, groupId);
  return maximum !== null && countOf(world, groupId, states) >= maximum;
}
