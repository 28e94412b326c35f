// How a call as a whole changes by what happened.
import type { EventOf } from '../event.ts';
import { joinCall } from '../agents/agent.evolve.ts';
import type { AgentId, CallId } from '../ids.ts';
import type { World } from '../world.ts';
import type { Call, CallHistory, Connection } from './call.ts';

const noHistory: CallHistory = {
  answeredAt: null,
  waitMs: 0,
  talkMs: 0,
  holdMs: 0,
  queueId: null,
  overflowed: false,
  enteredIvr: false,
  offered: false,
  agentIds: [],
  recordingIds: [],
  recordingPauses: [],
};

const nobody: Call['supervisors'] = [];

export function originated(world: World, event: EventOf<'call.originated'>): void {
  const connection: Connection = {
    id: event.connectionId,
    party: event.from,
    direction: event.direction,
    state: 'initiated',
    muted: false,
    earlyMedia: false,
    queueId: null,
    purpose: event.purpose ?? 'call',
    askedBy: null,
    since: event.at,
    alertingAt: null,
    connectedAt: null,
    countedFrom: null,
    heldMs: 0,
  };
  const agentId = event.from.kind === 'agent' ? event.from.agentId : null;
  world.calls.set(event.callId, {
    id: event.callId,
    kind: event.kind,
    from: event.from,
    caller: event.connectionId,
    dialled: event.dialled,
    displayNumber: event.displayNumber,
    ...(event.withoutEarlyMedia === true && { withoutEarlyMedia: true as const }),
    createdAt: event.at,
    connections: [connection],
    connectionCount: 1,
    data: event.data,
    priority: event.priority,
    queue: null,
    ivr: null,
    consultation: null,
    grading: null,
    supervisors: nobody,
    recordingId: null,
    recordingPause: null,
    to: event.to,
    sentOnBy: null,
    recalled: false,
    diversions: 0,
    history: agentId === null ? noHistory : { ...noHistory, agentIds: [agentId] },
  });
  world.connections.set(event.connectionId, event.callId);
  if (agentId !== null) joinCall(world, agentId, event.callId, connection.purpose !== 'check');
}

export function dataChanged(world: World, event: EventOf<'call.dataChanged'>): void {
  changeCall(world, event.callId, (call) => ({ ...call, data: event.data }));
}

export function diverted(world: World, event: EventOf<'call.diverted'>): void {
  changeCall(world, event.callId, (call) => ({ ...call, to: null, diversions: call.diversions + 1 }));
}

export function recalled(world: World, event: EventOf<'call.recalled'>): void {
  changeCall(world, event.callId, (call) => ({
    ...call,
    recalled: true,
    sentOnBy: event.agentId === null ? null : call.sentOnBy,
  }));
}

export function outOfReach(world: World, event: EventOf<'call.outOfReach'>): void {
  changeCall(world, event.callId, (call) => ({ ...call, outOfReach: true }));
}

export function withinReach(world: World, event: EventOf<'call.withinReach'>): void {
  changeCall(world, event.callId, ({ outOfReach: _, ...call }) => call);
}

export function cleared(world: World, event: EventOf<'call.cleared'>): void {
  world.calls.delete(event.callId);
}

/** Replaces one call, if it is still there. */
export function changeCall(world: World, callId: CallId, change: (call: Call) => Call): void {
  const call = world.calls.get(callId);
  if (call !== undefined) world.calls.set(callId, change(call));
}

/** Notes that an agent took part. */
export const withAgent = (history: CallHistory, agentId: AgentId): CallHistory =>
  history.agentIds.includes(agentId) ? history : { ...history, agentIds: [...history.agentIds, agentId] };
