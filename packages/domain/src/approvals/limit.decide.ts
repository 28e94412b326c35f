// How many of a group may be away at once: asked, and set by whoever decides on leaves.
import type { Agent } from '../agents/agent.ts';
import type { ParamsOf } from '../command.ts';
import type { Decision } from '../decision.ts';
import { refuse } from '../decision.ts';
import type { GroupId, Ms } from '../ids.ts';
import { groupMembers } from '../limits.ts';
import { reachesGroup } from '../permissions/reach.ts';
import type { World } from '../world.ts';
import { countOf, maximumAwayOf } from './group-limit.ts';

/** The groups asked for, else all that he may see: his own, and those his right reaches. */
export function listLimits(world: World, agent: Agent, params: ParamsOf<'leave.limits'>, decision: Decision): void {
  const own = world.directory.agents.get(agent.id)?.groupId;
  const maySee = (groupId: GroupId): boolean =>
    groupId === own || reachesGroup(world, agent.id, 'approveLeave', groupId);
  const groups = [];
  for (const groupId of params.groupIds ?? [...world.directory.groups.keys()].filter(maySee)) {
    const group = world.directory.groups.get(groupId);
    if (group === undefined) return refuse(decision, 'unknownGroup', 'groupIds');
    if (!maySee(groupId)) return refuse(decision, 'notPermitted', 'groupIds');
    groups.push({
      groupId,
      name: group.name,
      maximumAway: maximumAwayOf(world, groupId),
      applied: countOf(world, groupId, ['applied']),
      approved: countOf(world, groupId, ['approved']),
      away: countOf(world, groupId, ['away']),
    });
  }
  decision.reply = { result: { groups } };
}

export function setLimit(
  world: World,
  agent: Agent,
  params: ParamsOf<'leave.setLimit'>,
  at: Ms,
  decision: Decision,
): void {
  const { groupId, maximumAway } = params;
  if (!world.directory.groups.has(groupId)) return refuse(decision, 'unknownGroup', 'groupId');
  if (!reachesGroup(world, agent.id, 'approveLeave', groupId)) return refuse(decision, 'notPermitted', 'groupId');
  if (maximumAway !== null && !(Number.isInteger(maximumAway) && maximumAway >= 0 && maximumAway <= groupMembers)) {
    return refuse(decision, 'invalidParameter', 'maximumAway');
  }
  decision.reply = { result: {} };
  if (maximumAwayOf(world, groupId) === maximumAway) return;
  decision.events.push({ at, type: 'leave.limitChanged', groupId, maximumAway, by: agent.id });
}
