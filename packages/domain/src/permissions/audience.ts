// Who is told of an event: the agents it concerns, and those whose role lets them watch.
import type { Audience, Event } from '../event.ts';
import type { Party } from '../calls/call.ts';
import type { CallRecord } from '../calls/record.ts';
import type { AgentId, CallId, GroupId } from '../ids.ts';
import type { World } from '../world.ts';

const nobody: Audience = { agentIds: [], groupIds: [], watchersOf: 'none' };

/**
 * @param world as it is right after the event was folded in.
 * @returns the agents concerned; the groups whose watchers (by the scope of their role) also see it; and which right they need.
 */
export function audienceOf(world: World, event: Event): Audience {
  if (event.type === 'tenant.configured') return nobody;
  if (event.type === 'tenant.dayBegan') return { ...nobody, agentIds: [...world.agents.keys()] };
  if (isSupervision(event)) return { ...nobody, agentIds: [event.supervisorId] };
  if (event.type === 'leave.limitChanged')
    return { agentIds: [event.by], groupIds: [event.groupId], watchersOf: 'leaves' };
  if ('deviceId' in event && !('agentId' in event)) {
    const agentId = world.devices.get(event.deviceId)?.agentId ?? null;
    return ofAgents(world, agentId === null ? [] : [agentId]);
  }
  if (event.type === 'call.cleared') return atItsEnd(world, event.record);
  if (event.type === 'call.connectionCleared' || event.type === 'call.transferred') {
    return withSupervisors(world, event, ofAgents(world, withParty(agentsOf(world, event.callId), event.party)));
  }
  const audience = withSupervisors(world, event, ofAgents(world, concerned(world, event)));
  if (event.type.startsWith('leave.')) return { ...audience, watchersOf: 'leaves' };
  if (event.type === 'call.queued' || event.type === 'call.dequeued' || event.type === 'call.requeued') {
    const groupIds = world.directory.groupsOfQueue.get(event.queueId) ?? [];
    return { agentIds: audience.agentIds, groupIds, watchersOf: 'queues' };
  }
  return event.type === 'call.announced' ? { ...audience, watchersOf: 'queues' } : audience;
}

/** Whoever was shown the call, as agents' or as its queue's watcher, learns that it is over. */
function atItsEnd(world: World, { agentIds, queueId }: CallRecord): Audience {
  const groupIds = queueId === null ? [] : (world.directory.groupsOfQueue.get(queueId) ?? []);
  return {
    agentIds,
    groupIds: [...new Set([...ofAgents(world, agentIds).groupIds, ...groupIds])],
    watchersOf: 'calls',
  };
}

/** Told to the supervisor alone: who is watched, or watches others, does not learn of it. */
const isSupervision = (event: Event): event is Extract<Event, { type: `supervision.${string}` }> =>
  event.type.startsWith('supervision.');

/** Who supervises a call follows it; his group has nothing to do with it. */
function withSupervisors(world: World, event: Event, audience: Audience): Audience {
  if (!('callId' in event) || event.type.startsWith('agent.')) return audience;
  const supervisors = world.calls.get(event.callId)?.supervisors ?? [];
  if (supervisors.length === 0) return audience;
  return { ...audience, agentIds: [...audience.agentIds, ...supervisors.map(({ agentId }) => agentId)] };
}

function concerned(world: World, event: Event): readonly AgentId[] {
  if ('agentId' in event && event.agentId !== null) return [event.agentId];
  if ('agentIds' in event) return event.agentIds;
  return 'callId' in event ? agentsOf(world, event.callId) : [];
}

function agentsOf(world: World, callId: CallId): AgentId[] {
  const ids: AgentId[] = [];
  for (const { party } of world.calls.get(callId)?.connections ?? []) {
    if (party.kind === 'agent') ids.push(party.agentId);
  }
  return ids;
}

const withParty = (ids: AgentId[], party: Party): AgentId[] =>
  party.kind === 'agent' && !ids.includes(party.agentId) ? [...ids, party.agentId] : ids;

function ofAgents(world: World, agentIds: readonly AgentId[]): Audience {
  const groupIds: GroupId[] = [];
  for (const agentId of agentIds) {
    const groupId = world.directory.agents.get(agentId)?.groupId;
    if (groupId !== undefined && !groupIds.includes(groupId)) groupIds.push(groupId);
  }
  return { agentIds, groupIds, watchersOf: 'agents' };
}
