// What the switch reports of one connection, and what it means for the call.
import type { Decision } from '../decision.ts';
import type { Ms } from '../ids.ts';
import type { ClearCause, Fact } from '../input.ts';
import { noAnswerTimer } from '../timer-ids.ts';
import { findSupervision, supervisionAnswered } from '../supervision/supervision.decide.ts';
import { endSupervision } from '../supervision/supervision.end.ts';
import type { World } from '../world.ts';
import type { Call, Connection } from './call.ts';
import { dropConnection, endConnection, leaveQueue } from './clear.decide.ts';
import { connectionMachine } from './connection.table.ts';
import type { ConnectionInput } from './connection.table.ts';
import { isOffer } from './parties.ts';

export type Found = { readonly call: Call; readonly connection: Connection };

/** @returns the call and connection that a fact or a person speaks of. */
export function findConnection(world: World, connectionId: Connection['id']): Found | null {
  const callId = world.connections.get(connectionId);
  const call = callId === undefined ? undefined : world.calls.get(callId);
  const connection = call?.connections.find(({ id }) => id === connectionId);
  return call === undefined || connection === undefined ? null : { call, connection };
}

/** @returns the row that allows it, or null. */
export const rowFor = ({ call, connection }: Found, input: ConnectionInput, earlyMedia = false) =>
  connectionMachine.find(connection.state, input, { connection, earlyMedia, own: connection.id === call.caller });

export function alerting(world: World, fact: Extract<Fact, { fact: 'alerting' }>, at: Ms, decision: Decision): void {
  const found = findConnection(world, fact.connectionId);
  if (found === null) {
    if (findSupervision(world, fact.connectionId) === null) unknown(fact.connectionId, decision);
    return;
  }
  const { connectionId } = fact;
  const isUnwanted = found.call.withoutEarlyMedia === true && found.connection.purpose === 'call';
  const earlyMedia = fact.earlyMedia && !isUnwanted;
  if (rowFor(found, 'alertingFact', earlyMedia) === null) return;
  decision.events.push({ at, type: 'call.delivered', callId: found.call.id, connectionId, earlyMedia });
}

/** A connection the core does not know is none it wants: it was given up while the switch was still busy with it. */
function unknown(connectionId: Connection['id'], decision: Decision): void {
  decision.effects.push({ effect: 'clear', connectionId, cause: 'cancelled' });
}

export function answered(world: World, fact: Extract<Fact, { fact: 'answered' }>, at: Ms, decision: Decision): void {
  const found = findConnection(world, fact.connectionId);
  if (found === null) {
    const supervision = findSupervision(world, fact.connectionId);
    if (supervision === null) return unknown(fact.connectionId, decision);
    return supervisionAnswered(world, supervision, at, decision);
  }
  if (found.connection.direction === 'in' || rowFor(found, 'answeredFact') === null) return;
  const { call, connection } = found;
  const callId = call.id;
  decision.effects.push({ effect: 'cancelTimer', timerId: noAnswerTimer(connection.id) });
  decision.events.push({ at, type: 'call.established', callId, connectionId: connection.id });
  if (connection.id === call.caller) {
    if (call.to !== null) decision.next.push({ at, type: 'route', callId, target: call.to });
    return;
  }
  takenBy(world, call, connection, at, decision);
}

/** Somebody has taken the call: the caller is put through, other phones stop ringing, the queue lets go. */
function takenBy(world: World, call: Call, taker: Connection, at: Ms, decision: Decision): void {
  for (const other of call.connections) {
    if (other.direction === 'in' && other.state === 'initiated') {
      decision.events.push({ at, type: 'call.established', callId: call.id, connectionId: other.id });
    } else if (other.id !== taker.id && isOffer(other)) {
      dropConnection(call, other, { cause: 'cancelled', at, wish: true }, decision);
    }
  }
  if (call.queue === null) return;
  leaveQueue(call, 'assigned', at, decision);
  const profile = world.directory.queues.get(call.queue.queueId);
  if (profile === undefined || (profile.greeting.length === 0 && profile.announceEveryMs === null)) return;
  for (const other of call.connections) {
    if (!isOffer(other)) decision.effects.push({ effect: 'stopPlay', connectionId: other.id });
  }
}

/** @param cause as the switch says it. */
export function clearedBySwitch(
  world: World,
  connectionId: Connection['id'],
  cause: ClearCause,
  at: Ms,
  decision: Decision,
): void {
  const found = findConnection(world, connectionId);
  if (found !== null) return endConnection(found.call, found.connection, { cause, at, wish: false }, decision);
  const supervision = findSupervision(world, connectionId);
  if (supervision !== null) {
    endSupervision(supervision.call, supervision.supervisor, { cause, at, wish: false }, decision);
  }
}

/** It rang long enough. */
export function noAnswer(world: World, connectionId: Connection['id'], at: Ms, decision: Decision): void {
  const supervision = findSupervision(world, connectionId);
  if (supervision !== null && supervision.supervisor.connectedAt === null) {
    endSupervision(supervision.call, supervision.supervisor, { cause: 'noAnswer', at, wish: true }, decision);
  }
  const found = findConnection(world, connectionId);
  if (found === null || !isOffer(found.connection)) return;
  endConnection(found.call, found.connection, { cause: 'noAnswer', at, wish: true }, decision);
}

/** Hold and retrieve, asked by a person or done at his phone. */
export function holdOrRetrieve(found: Found, input: 'hold' | 'retrieve', at: Ms, decision: Decision): boolean {
  const row = rowFor(found, input);
  if (row === null) return false;
  const where = { at, callId: found.call.id, connectionId: found.connection.id };
  decision.events.push(input === 'hold' ? { type: 'call.held', ...where } : { type: 'call.retrieved', ...where });
  return true;
}
