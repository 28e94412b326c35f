// How connections and calls end: who leaves, what becomes of those who stay.
import { isMissed } from '../agents/after-call.decide.ts';
import type { Decision, FollowUp } from '../decision.ts';
import type { Target } from '../configuration.ts';
import type { DequeuedWhy } from '../queues/queue.ts';
import { noteGrade } from '../grading/grading.decide.ts';
import type { Ms } from '../ids.ts';
import type { ClearCause } from '../input.ts';
import { announceTimer, checkTimer, ivrTimer, maximumWaitTimer, noAnswerTimer } from '../timer-ids.ts';
import { endSupervisionsOf } from '../supervision/supervision.end.ts';
import type { World } from '../world.ts';
import type { Call, Connection } from './call.ts';
import { agentIdOf, isOffer } from './parties.ts';
import { recordOf } from './record.decide.ts';
import { offerFailed } from './routing.decide.ts';

export type Ending = {
  readonly cause: ClearCause;
  readonly at: Ms;
  /** The switch does not know yet: it is asked to end it. */
  readonly wish: boolean;
};

/** One connection ends; what follows for the rest of the call is looked at next. */
export function endConnection(call: Call, connection: Connection, ending: Ending, decision: Decision): void {
  decision.next.push({ at: ending.at, type: 'partyLeft', callId: call.id, connection, cause: ending.cause });
  dropConnection(call, connection, ending, decision);
}

/** One connection ends, and the call takes no notice. */
export function dropConnection(call: Call, connection: Connection, ending: Ending, decision: Decision): void {
  const { at, cause, wish } = ending;
  const callId = call.id;
  const { id: connectionId, party } = connection;
  const agentId = agentIdOf(connection);
  decision.events.push({ at, type: 'call.connectionCleared', callId, connectionId, party, cause });
  if (wish) decision.effects.push({ effect: 'clear', connectionId, cause });
  if (isOffer(connection)) {
    decision.effects.push({ effect: 'cancelTimer', timerId: noAnswerTimer(connectionId) });
    if (agentId !== null && connectionId !== call.caller && isMissed(cause)) {
      decision.events.push({ at, type: 'agent.missedCall', agentId, callId, queueId: connection.queueId, cause });
    }
  }
  if (connection.purpose === 'check') decision.effects.push({ effect: 'cancelTimer', timerId: checkTimer(callId) });
  if (agentId === null) return;
  endSupervisionsOf(call, agentId, cause, at, decision);
  decision.next.push({ at, type: 'agentFreed', agentId, callId, connection, cause });
}

/** What becomes of a call when one has left it. */
export function partyLeft(world: World, input: Extract<FollowUp, { type: 'partyLeft' }>, decision: Decision): void {
  const call = world.calls.get(input.callId);
  if (call === undefined) return;
  const { at, connection, cause } = input;
  const offers = call.connections.filter(isOffer);
  const staying = call.connections.length - offers.length;
  if (staying === 0) return endCall(world, call, cause, at, decision);
  if (isOffer(connection) && connection.id !== call.caller) {
    const agentId = agentIdOf(connection);
    if (offers.length > 0 || agentId === null || call.queue === null) {
      if (offers.length === 0 && call.queue === null && call.ivr === null && staying === 1) {
        offerFailed(world, call, cause, at, decision);
      }
      return;
    }
    const { queueId } = call.queue;
    decision.events.push({ at, type: 'call.requeued', callId: call.id, queueId, notAgentId: agentId });
    decision.next.push({ at, type: 'checkQueueLimit', callId: call.id });
    return;
  }
  if (staying === 1 && offers.length === 0 && call.queue === null && call.ivr === null) {
    endCall(world, call, cause, at, decision);
  }
}

/** The whole call ends: everybody still in it is cleared, and the record is made. */
export function endCall(_world: World, call: Call, cause: ClearCause, at: Ms, decision: Decision): void {
  const callId = call.id;
  for (const connection of call.connections) {
    const its: ClearCause = isOffer(connection) ? 'cancelled' : cause;
    dropConnection(call, connection, { cause: its, at, wish: true }, decision);
  }
  leaveQueue(call, cause === 'queueOverflow' ? 'overflow' : 'abandoned', at, decision);
  noteGrade(call, null, at, decision);
  leaveIvr(call, at, decision);
  decision.events.push({ at, type: 'call.cleared', callId, cause, record: recordOf(call, cause, at) });
}

/** @param to where it goes from here. */
export function leaveQueue(call: Call, why: DequeuedWhy, at: Ms, decision: Decision, to: Target | null = null): void {
  if (call.queue === null) return;
  decision.events.push({ at, type: 'call.dequeued', callId: call.id, queueId: call.queue.queueId, why, to });
  decision.effects.push(
    { effect: 'cancelTimer', timerId: maximumWaitTimer(call.id) },
    { effect: 'cancelTimer', timerId: announceTimer(call.id) },
  );
}

export function leaveIvr(call: Call, at: Ms, decision: Decision): void {
  if (call.ivr === null) return;
  decision.events.push({ at, type: 'call.leftIvr', callId: call.id });
  decision.effects.push({ effect: 'cancelTimer', timerId: ivrTimer(call.id) });
}
