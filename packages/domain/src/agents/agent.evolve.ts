// How agents change by what happened.
import type { EventOf } from '../event.ts';
import type { AgentId, CallId, Ms } from '../ids.ts';
import { numberOf } from '../calls/parties.ts';
import { missedCallsKept } from '../limits.ts';
import type { World } from '../world.ts';
import type { Agent, AgentState, AgentStatistics, MissedCall } from './agent.ts';
import { refreshAvailability, refreshServed } from './availability.ts';
import { sessionsOf } from './sessions.ts';

const noTime: Readonly<Record<AgentState, Ms>> = { null: 0, notReady: 0, ready: 0, busy: 0, workingAfterCall: 0 };

export const noStatistics: AgentStatistics = {
  countedFrom: 0,
  signedInAt: null,
  callsAnswered: 0,
  callsMissed: 0,
  callsMade: 0,
  talkMs: 0,
  lastCallEndedAt: null,
  stateMs: noTime,
};

/** @returns an agent who is not signed in. */
export const newAgent = (id: AgentId): Agent => ({
  id,
  state: 'null',
  reason: '',
  since: 0,
  deviceId: null,
  serves: null,
  blocked: null,
  pending: null,
  before: 'notReady',
  sessionId: null,
  companionIds: [],
  link: 'none',
  linkLostAt: null,
  callIds: [],
  backedOffUntilMs: null,
  missedInARow: 0,
  wrapUpUntilMs: null,
  missed: [],
  statistics: noStatistics,
});

/** Replaces one agent and keeps the ready sets in step. */
export function putAgent(world: World, agent: Agent): void {
  world.agents.set(agent.id, agent);
  refreshAvailability(world, agent.id);
}

/** The agent in another state, the time in the last one counted. */
function inState(agent: Agent, state: AgentState, at: Ms): Agent {
  const { statistics } = agent;
  return {
    ...agent,
    state,
    since: at,
    wrapUpUntilMs: null,
    statistics: { ...statistics, stateMs: withTime(statistics.stateMs, agent.state, timeInState(agent, at)) },
  };
}

/** How long he has been in his present state, of the present day. */
export const timeInState = ({ since, statistics }: Agent, at: Ms): Ms =>
  Math.max(0, at - Math.max(since, statistics.countedFrom));

/** Written out, because every turn of a call comes through here: a computed name would make each copy a slow one. */
const withTime = (old: AgentStatistics['stateMs'], state: AgentState, ms: Ms): AgentStatistics['stateMs'] => ({
  null: state === 'null' ? old.null + ms : old.null,
  notReady: state === 'notReady' ? old.notReady + ms : old.notReady,
  ready: state === 'ready' ? old.ready + ms : old.ready,
  busy: state === 'busy' ? old.busy + ms : old.busy,
  workingAfterCall: state === 'workingAfterCall' ? old.workingAfterCall + ms : old.workingAfterCall,
});

export function loggedOn(world: World, event: EventOf<'agent.loggedOn'>): void {
  const agent = world.agents.get(event.agentId);
  if (agent === undefined) return;
  assignDevice(world, agent, event.deviceId);
  const rested = inState(agent, 'notReady', event.at);
  const signedInAt = agent.state === 'null' ? event.at : agent.statistics.signedInAt;
  putAgent(world, {
    ...rested,
    reason: '',
    before: 'notReady',
    pending: null,
    deviceId: event.deviceId,
    serves: event.queueIds ?? (agent.state === 'null' ? null : agent.serves),
    backedOffUntilMs: null,
    missedInARow: 0,
    statistics: { ...rested.statistics, signedInAt },
  });
}

export function loggedOff(world: World, event: EventOf<'agent.loggedOff'>): void {
  const agent = world.agents.get(event.agentId);
  if (agent === undefined) return;
  assignDevice(world, agent, null);
  putAgent(world, {
    ...inState(agent, 'null', event.at),
    reason: event.reason === 'own' ? '' : event.reason,
    pending: null,
    before: 'notReady',
    deviceId: null,
    serves: null,
    blocked: null,
    backedOffUntilMs: null,
    missedInARow: 0,
    link: sessionsOf(agent).length === 0 ? 'none' : agent.link,
    linkLostAt: null,
  });
}

function assignDevice(world: World, agent: Agent, deviceId: Agent['deviceId']): void {
  if (agent.deviceId !== null && agent.deviceId !== deviceId) {
    const old = world.devices.get(agent.deviceId);
    if (old?.agentId === agent.id) world.devices.set(old.id, { ...old, agentId: null });
  }
  const device = deviceId === null ? undefined : world.devices.get(deviceId);
  if (device !== undefined) world.devices.set(device.id, { ...device, agentId: agent.id });
}

export function ready(world: World, event: EventOf<'agent.ready'>): void {
  const agent = world.agents.get(event.agentId);
  if (agent === undefined) return;
  putAgent(world, { ...inState(agent, 'ready', event.at), reason: '', before: 'ready', pending: null });
}

export function notReady(world: World, event: EventOf<'agent.notReady'>): void {
  const agent = world.agents.get(event.agentId);
  if (agent === undefined) return;
  putAgent(world, {
    ...inState(agent, 'notReady', event.at),
    reason: event.reason,
    before: 'notReady',
    pending: null,
    missedInARow: 0,
    backedOffUntilMs: null,
  });
}

export function busy(world: World, event: EventOf<'agent.busy'>): void {
  const agent = world.agents.get(event.agentId);
  if (agent === undefined) return;
  putAgent(world, inState(agent, 'busy', event.at));
}

export function workingAfterCall(world: World, event: EventOf<'agent.workingAfterCall'>): void {
  const agent = world.agents.get(event.agentId);
  if (agent === undefined) return;
  putAgent(world, { ...inState(agent, 'workingAfterCall', event.at), wrapUpUntilMs: event.untilMs });
}

export function pendingState(world: World, event: EventOf<'agent.pendingState'>): void {
  const agent = world.agents.get(event.agentId);
  if (agent !== undefined) putAgent(world, { ...agent, pending: event.pending });
}

/** He serves other queues: the ready sets of those he leaves and joins are brought in line. */
export function queuesChanged(world: World, event: EventOf<'agent.queuesChanged'>): void {
  const agent = world.agents.get(event.agentId);
  if (agent === undefined) return;
  const was = world.available.has(agent.id);
  world.agents.set(agent.id, { ...agent, serves: event.all ? null : event.queueIds });
  if (was) refreshServed(world, agent.id);
}

export function blocked(world: World, event: EventOf<'agent.blocked'>): void {
  const agent = world.agents.get(event.agentId);
  if (agent === undefined) return;
  const { state, reason } = event.was;
  putAgent(world, { ...agent, blocked: { state, reason } });
}

export function unblocked(world: World, event: EventOf<'agent.unblocked'>): void {
  const agent = world.agents.get(event.agentId);
  if (agent !== undefined) putAgent(world, { ...agent, blocked: null });
}

export function backedOff(world: World, event: EventOf<'agent.backedOff'>): void {
  const agent = world.agents.get(event.agentId);
  if (agent !== undefined) putAgent(world, { ...agent, backedOffUntilMs: event.untilMs });
}

export function backOffEnded(world: World, event: EventOf<'agent.backOffEnded'>): void {
  const agent = world.agents.get(event.agentId);
  if (agent !== undefined) putAgent(world, { ...agent, backedOffUntilMs: null });
}

export function missedCall(world: World, event: EventOf<'agent.missedCall'>): void {
  const agent = world.agents.get(event.agentId);
  if (agent === undefined) return;
  const { statistics } = agent;
  putAgent(world, {
    ...agent,
    missedInARow: event.queueId === null ? agent.missedInARow : agent.missedInARow + 1,
    missed: [...agent.missed, missedCallOf(world, event)].slice(-missedCallsKept),
    statistics: { ...statistics, callsMissed: statistics.callsMissed + 1 },
  });
}

function missedCallOf(world: World, { at, callId, queueId, cause }: EventOf<'agent.missedCall'>): MissedCall {
  const from = world.calls.get(callId)?.from;
  const number = from === undefined ? '' : numberOf(from);
  return { at, callId, queueId, number, name: from?.name ?? '', cause };
}

/** The day is over: what was counted begins anew, for him who works through it too. */
export function dayBegan(world: World, agent: Agent, beganAt: Ms): void {
  const { signedInAt, lastCallEndedAt } = agent.statistics;
  const statistics = { ...noStatistics, countedFrom: beganAt, signedInAt, lastCallEndedAt };
  world.agents.set(agent.id, { ...agent, statistics });
}

/** A call that concerns him has begun. */
export function joinCall(world: World, agentId: AgentId, callId: CallId, made: boolean): void {
  const agent = world.agents.get(agentId);
  if (agent === undefined || agent.callIds.includes(callId)) return;
  const { statistics } = agent;
  putAgent(world, {
    ...agent,
    callIds: [...agent.callIds, callId],
    ...(made ? { statistics: { ...statistics, callsMade: statistics.callsMade + 1 } } : {}),
  });
}

/** A call that was put through to him is on. */
export function answeredCall(world: World, agentId: AgentId): void {
  const agent = world.agents.get(agentId);
  if (agent === undefined) return;
  const { statistics } = agent;
  putAgent(world, {
    ...agent,
    missedInARow: 0,
    statistics: { ...statistics, callsAnswered: statistics.callsAnswered + 1 },
  });
}

/** He is no longer in the call. */
export function leaveCall(world: World, agentId: AgentId, callId: CallId, talkMs: Ms, at: Ms): void {
  const agent = world.agents.get(agentId);
  if (agent === undefined) return;
  const { statistics } = agent;
  putAgent(world, {
    ...agent,
    callIds: agent.callIds.filter((id) => id !== callId),
    statistics: { ...statistics, talkMs: statistics.talkMs + talkMs, lastCallEndedAt: at },
  });
}
