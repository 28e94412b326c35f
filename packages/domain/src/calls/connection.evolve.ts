// How the connections of a call change by what happened.
import { answeredCall, joinCall, leaveCall } from '../agents/agent.evolve.ts';
import type { EventOf } from '../event.ts';
import type { CallId, ConnectionId, Ms } from '../ids.ts';
import { stopRecordingWhenAlone, startRecordingWhenWanted } from '../recording/recording.evolve.ts';
import { handledCall, offeredCall } from '../queues/queue.evolve.ts';
import { answeredConsultation, endConsultation } from '../consultation/consultation.evolve.ts';
import type { World } from '../world.ts';
import { changeCall, withAgent } from './call.evolve.ts';
import type { Call, Connection } from './call.ts';

export function offered(world: World, event: EventOf<'call.offered'>): void {
  const { party } = event;
  const connection: Connection = {
    id: event.connectionId,
    party,
    direction: 'out',
    state: 'initiated',
    muted: false,
    earlyMedia: false,
    queueId: event.queueId,
    purpose: event.purpose,
    askedBy: event.askedBy,
    since: event.at,
    alertingAt: null,
    connectedAt: null,
    countedFrom: null,
    heldMs: 0,
  };
  changeCall(world, event.callId, (call) => ({
    ...call,
    connections: [...call.connections, connection],
    connectionCount: call.connectionCount + 1,
    history: { ...call.history, offered: true },
  }));
  world.connections.set(event.connectionId, event.callId);
  if (party.kind === 'agent') joinCall(world, party.agentId, event.callId, false);
  if (event.queueId !== null) offeredCall(world, event.queueId, event.callId, party);
}

export function delivered(world: World, event: EventOf<'call.delivered'>): void {
  changeConnection(world, event.callId, event.connectionId, (connection) => ({
    ...connection,
    state: 'alerting',
    earlyMedia: event.earlyMedia,
    alertingAt: connection.alertingAt ?? event.at,
    since: connection.state === 'alerting' ? connection.since : event.at,
  }));
}

export function established(world: World, event: EventOf<'call.established'>): void {
  const call = world.calls.get(event.callId);
  const before = call?.connections.find(({ id }) => id === event.connectionId);
  if (call === undefined || before === undefined) return;
  const { at } = event;
  const consulted = call.consultation?.consulted === before.id;
  const connection: Connection = {
    ...before,
    state: 'connected',
    since: at,
    connectedAt: before.connectedAt ?? at,
    countedFrom: before.countedFrom ?? (consulted ? null : at),
  };
  const connections = call.connections.map((one) => (one === before ? connection : one));
  const together = connections.filter(isTalking).length >= 2;
  const { party } = connection;
  const history = party.kind === 'agent' ? withAgent(call.history, party.agentId) : call.history;
  world.calls.set(call.id, {
    ...call,
    connections,
    consultation: consulted ? answeredConsultation(call) : call.consultation,
    sentOnBy: together ? null : call.sentOnBy,
    history:
      (together || connection.purpose === 'check') && history.answeredAt === null
        ? { ...history, answeredAt: at }
        : history,
  });
  startRecordingWhenWanted(world, call.id, connection);
  if (party.kind === 'agent' && call.caller !== connection.id) answeredCall(world, party.agentId);
}

export function held(world: World, event: EventOf<'call.held'>): void {
  changeConnection(world, event.callId, event.connectionId, (c) => ({ ...c, state: 'hold', since: event.at }));
}

export function retrieved(world: World, event: EventOf<'call.retrieved'>): void {
  changeConnection(world, event.callId, event.connectionId, (connection) => ({
    ...connection,
    state: 'connected',
    since: event.at,
    heldMs: heldMsOf(connection, event.at),
  }));
}

export function muted(world: World, event: EventOf<'call.muted'>): void {
  changeConnection(world, event.callId, event.connectionId, (connection) => ({ ...connection, muted: true }));
}

export function unmuted(world: World, event: EventOf<'call.unmuted'>): void {
  changeConnection(world, event.callId, event.connectionId, (connection) => ({ ...connection, muted: false }));
}

export function transferred(world: World, event: EventOf<'call.transferred'>): void {
  removeConnection(world, event.callId, event.connectionId, event.at);
  const { party } = event;
  changeCall(world, event.callId, (call) => ({
    ...call,
    sentOnBy: party.kind === 'agent' && call.connections.filter(isTalking).length < 2 ? party.agentId : null,
    recalled: false,
  }));
}

export function connectionCleared(world: World, event: EventOf<'call.connectionCleared'>): void {
  removeConnection(world, event.callId, event.connectionId, event.at);
}

function removeConnection(world: World, callId: CallId, connectionId: ConnectionId, at: Ms): void {
  world.connections.delete(connectionId);
  const call = world.calls.get(callId);
  const connection = call?.connections.find(({ id }) => id === connectionId);
  if (call === undefined || connection === undefined) return;
  const talkMs = talkMsOf(call, connection, connection.connectedAt, at);
  const { history } = call;
  world.calls.set(callId, {
    ...call,
    connections: call.connections.filter(({ id }) => id !== connectionId),
    history: {
      ...history,
      talkMs: history.talkMs + recordedTalkMsOf(call, connection, at),
      holdMs: history.holdMs + heldMsOf(connection, at),
    },
  });
  if (call.consultation !== null) endConsultation(world, callId, call.consultation, connection, at);
  stopRecordingWhenAlone(world, callId, at);
  if (connection.party.kind === 'agent') leaveCall(world, connection.party.agentId, callId, talkMs, at);
  if (connection.queueId !== null && connection.connectedAt !== null) handledCall(world, connection.queueId, talkMs);
}

/** Talk is counted once per conversation: on the side of whoever was called in, and for a consulted party from when the call is his. */
export const recordedTalkMsOf = (call: Call, connection: Connection, at: Ms): Ms =>
  connection.id === call.caller ? 0 : talkMsOf(call, connection, connection.countedFrom, at);

/** How long this connection has talked with somebody, hold not counted. */
function talkMsOf(call: Call, connection: Connection, from: Ms | null, at: Ms): Ms {
  const { answeredAt } = call.history;
  if (from === null || answeredAt === null || connection.purpose === 'check') return 0;
  return Math.max(0, at - Math.max(from, answeredAt) - heldMsOf(connection, at));
}

export const heldMsOf = (connection: Connection, at: Ms): Ms =>
  connection.heldMs + (connection.state === 'hold' ? Math.max(0, at - connection.since) : 0);

/** In conversation, be it on hold. */
export const isTalking = ({ state }: Connection): boolean => state === 'connected' || state === 'hold';

function changeConnection(
  world: World,
  callId: CallId,
  connectionId: ConnectionId,
  change: (connection: Connection) => Connection,
): void {
  changeCall(world, callId, (call) => ({
    ...call,
    connections: call.connections.map((connection) =>
      connection.id === connectionId ? change(connection) : connection,
    ),
  }));
}
