// How supervisions change by what happened.
import { answeredCall, joinCall, leaveCall } from '../agents/agent.evolve.ts';
import { changeCall, withAgent } from '../calls/call.evolve.ts';
import type { EventOf } from '../event.ts';
import type { World } from '../world.ts';
import { joinRecording } from '../recording/recording.evolve.ts';
import { asConnection } from './supervision.end.ts';
import type { Supervisor } from './supervisor.ts';

export function requested(world: World, event: EventOf<'supervision.requested'>): void {
  const { callId, connectionId, supervisorId: agentId, deviceId, watchedId, mode, takesOver, at } = event;
  const supervisor: Supervisor = {
    id: connectionId,
    agentId,
    deviceId,
    watchedId,
    mode,
    takesOver,
    since: at,
    connectedAt: null,
  };
  changeCall(world, callId, (call) => ({
    ...call,
    supervisors: [...call.supervisors, supervisor],
    connectionCount: call.connectionCount + 1,
  }));
  world.connections.set(connectionId, callId);
  joinCall(world, agentId, callId, false);
}

export function established(world: World, event: EventOf<'supervision.established'>): void {
  changeSupervisor(world, event, (one) => ({ ...one, since: event.at, connectedAt: event.at }));
}

export function changed(world: World, event: EventOf<'supervision.changed'>): void {
  changeSupervisor(world, event, (one) => ({ ...one, mode: event.mode, since: event.at }));
}

export function ended(world: World, event: EventOf<'supervision.ended'>): void {
  const { callId, connectionId, supervisorId, at } = event;
  world.connections.delete(connectionId);
  changeCall(world, callId, (call) => ({
    ...call,
    supervisors: call.supervisors.filter(({ id }) => id !== connectionId),
  }));
  leaveCall(world, supervisorId, callId, 0, at);
}

/** From now on he is a party like any other. */
export function takenOver(world: World, event: EventOf<'call.takenOver'>): void {
  const { callId, connectionId, party, at } = event;
  const supervisor = world.calls.get(callId)?.supervisors.find(({ id }) => id === connectionId);
  if (supervisor === undefined) return;
  const connection = { ...asConnection({ ...supervisor, since: at, connectedAt: at }, party.name), countedFrom: at };
  changeCall(world, callId, (call) => ({
    ...call,
    supervisors: call.supervisors.filter((one) => one !== supervisor),
    connections: [...call.connections, connection],
    history: withAgent(call.history, supervisor.agentId),
  }));
  answeredCall(world, supervisor.agentId);
  joinRecording(world, callId, supervisor.agentId);
}

function changeSupervisor(
  world: World,
  { callId, connectionId }: EventOf<'supervision.established' | 'supervision.changed'>,
  change: (supervisor: Supervisor) => Supervisor,
): void {
  changeCall(world, callId, (call) => ({
    ...call,
    supervisors: call.supervisors.map((one) => (one.id === connectionId ? change(one) : one)),
  }));
}
