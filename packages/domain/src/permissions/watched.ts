// The calls of others that somebody may watch: the same by which events are told to him.
import type { Call } from '../calls/call.ts';
import type { AgentId, CallId } from '../ids.ts';
import { listRows } from '../limits.ts';
import type { World } from '../world.ts';
import { reachesGroup, roleOf } from './reach.ts';

/** @returns the latest ones, in the order in which they began; his own and those he is at as a supervisor are not among them. */
export function callsInReach(world: World, askerId: AgentId): readonly CallId[] {
  const role = roleOf(world, askerId);
  if (role === undefined || role.scope === 'own') return [];
  const [agents, queues] = [role.rights.includes('watchAgents'), role.rights.includes('watchQueues')];
  if (!agents && !queues) return [];
  const seen: CallId[] = [];
  for (const call of world.calls.values()) {
    if (isAt(call, askerId)) continue;
    const reached =
      (agents && reachesAgents(world, askerId, call, role.scope === 'tenant')) ||
      (queues && reachesQueue(world, askerId, call));
    if (reached) seen.push(call.id);
  }
  return seen.slice(-listRows);
}

const isAt = (call: Call, agentId: AgentId): boolean =>
  call.supervisors.some((supervisor) => supervisor.agentId === agentId) ||
  call.connections.some(({ party }) => party.kind === 'agent' && party.agentId === agentId);

function reachesAgents(world: World, askerId: AgentId, call: Call, all: boolean): boolean {
  if (all) return true;
  return call.connections.some(({ party }) => {
    const groupId = party.kind === 'agent' ? world.directory.agents.get(party.agentId)?.groupId : undefined;
    return groupId !== undefined && reachesGroup(world, askerId, 'watchAgents', groupId);
  });
}

function reachesQueue(world: World, askerId: AgentId, { queue }: Call): boolean {
  const groupIds = queue === null ? [] : (world.directory.groupsOfQueue.get(queue.queueId) ?? []);
  return groupIds.some((groupId) => reachesGroup(world, askerId, 'watchQueues', groupId));
}
