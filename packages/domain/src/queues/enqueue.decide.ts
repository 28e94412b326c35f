// A call joins a queue; and leaves it unserved when it has waited too long or found it full.
import { answerCaller } from '../calls/routing.decide.ts';
import { leaveQueue } from '../calls/clear.decide.ts';
import { numberOf } from '../calls/parties.ts';
import type { Call } from '../calls/call.ts';
import type { QueueProfile, Target } from '../configuration.ts';
import type { Decision, FollowUp } from '../decision.ts';
import type { Ms, QueueId } from '../ids.ts';
import type { ClearCause } from '../input.ts';
import { announceTimer, maximumWaitTimer } from '../timer-ids.ts';
import type { World } from '../world.ts';
import type { DequeuedWhy } from './queue.ts';

/** @returns why the queue cannot take it, or null. */
export function enqueue(world: World, call: Call, asked: QueueId, at: Ms, decision: Decision): ClearCause | null {
  const customer = world.directory.customers.get(numberOf(call.connections[0]?.party ?? call.from));
  const exclusive = customer?.exclusiveQueueId ?? null;
  const queueId = exclusive !== null && world.directory.queues.has(exclusive) ? exclusive : asked;
  const profile = world.directory.queues.get(queueId);
  if (profile === undefined) return 'notFound';
  const callId = call.id;
  answerCaller(call, at, decision);
  decision.events.push({
    at,
    type: 'call.queued',
    callId,
    queueId,
    priority: Math.max(call.priority, customer?.priority ?? 0),
    exclusiveAgentId: customer?.exclusiveAgentId ?? null,
    exclusiveQueueId: queueId === exclusive ? exclusive : null,
  });
  const waiter = call.connections[0];
  if (waiter !== undefined && profile.greeting.length > 0) {
    decision.effects.push({
      effect: 'play',
      connectionId: waiter.id,
      playId: `${callId}.greeting`,
      prompts: profile.greeting,
    });
  }
  startQueueTimers(profile, callId, profile.maximumWaitMs, decision);
  decision.next.push({ at, type: 'dispatch', queueId }, { at, type: 'checkQueueLimit', callId });
  return null;
}

/** @param leftMs how much of the maximum wait is left. */
export function startQueueTimers(
  profile: QueueProfile,
  callId: Call['id'],
  leftMs: Ms | null,
  decision: Decision,
): void {
  if (leftMs !== null) {
    decision.effects.push({ effect: 'startTimer', timerId: maximumWaitTimer(callId), afterMs: Math.max(0, leftMs) });
  }
  if (profile.announceEveryMs !== null) {
    decision.effects.push({ effect: 'startTimer', timerId: announceTimer(callId), afterMs: profile.announceEveryMs });
  }
}

/** After the newcomer was tried on whoever was free: does he fit, and is his time not up? */
export function checkQueueLimit(
  world: World,
  input: Extract<FollowUp, { type: 'checkQueueLimit' }>,
  decision: Decision,
): void {
  const call = world.calls.get(input.callId);
  if (call === undefined || call.queue === null) return;
  const queue = world.queues.get(call.queue.queueId);
  const profile = world.directory.queues.get(call.queue.queueId);
  if (queue === undefined || !queue.waiting.includes(call.id)) return;
  const waited = input.at - call.queue.enteredAt;
  const tooLong = profile?.maximumWaitMs != null && waited >= profile.maximumWaitMs;
  const full = waited === 0 && profile?.maximumWaiting != null && queue.waiting.length > profile.maximumWaiting;
  if (tooLong || full || profile === undefined) {
    overflow(world, call, tooLong ? 'timedOut' : full ? 'full' : 'overflow', input.at, decision);
  }
}

/** The call goes where the operator said. A phone that rings for it at this moment is given its chance first. */
export function waitedTooLong(world: World, call: Call, at: Ms, decision: Decision): void {
  if (call.queue === null || world.queues.get(call.queue.queueId)?.waiting.includes(call.id) !== true) return;
  const limitMs = world.directory.queues.get(call.queue.queueId)?.maximumWaitMs ?? null;
  if (limitMs === null || at < call.queue.enteredAt + limitMs) return;
  overflow(world, call, 'timedOut', at, decision);
}

/** The caller pressed a key while he waits: he may leave by it. While a phone rings for him he is about to be served. */
export function queueDigit(world: World, call: Call, digit: string, at: Ms, decision: Decision): void {
  const { queue } = call;
  if (queue === null || world.queues.get(queue.queueId)?.waiting.includes(call.id) !== true) return;
  const exit = world.directory.queues.get(queue.queueId)?.exit;
  if (exit?.key === digit) goElsewhere(call, 'keyLeft', exit.target, at, decision);
}

/** A switch that is away would fail it, and the call would be over: it is looked at again when the switch is back. */
function overflow(world: World, call: Call, why: DequeuedWhy, at: Ms, decision: Decision): void {
  if (call.queue === null || call.outOfReach === true) return;
  const target = world.directory.queues.get(call.queue.queueId)?.overflow ?? { kind: 'hangUp' };
  goElsewhere(call, why, target, at, decision);
}

function goElsewhere(call: Call, why: DequeuedWhy, target: Target, at: Ms, decision: Decision): void {
  leaveQueue(call, why, at, decision, target);
  const waiter = call.connections[0];
  if (waiter !== undefined) decision.effects.push({ effect: 'stopPlay', connectionId: waiter.id });
  if (target.kind === 'hangUp') {
    decision.next.push({ at, type: 'clearCall', callId: call.id, cause: 'queueOverflow' });
  } else {
    decision.next.push({ at, type: 'route', callId: call.id, target });
  }
}
