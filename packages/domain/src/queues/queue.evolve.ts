// How queues change by what happened: who waits in which order, and what is counted.
import type { EventOf } from '../event.ts';
import type { Call, Party } from '../calls/call.ts';
import { changeCall } from '../calls/call.evolve.ts';
import type { CallId, Ms, QueueId } from '../ids.ts';
import { handlingWeight } from '../limits.ts';
import type { World } from '../world.ts';
import { wentElsewhere, type Queue, type QueueStatistics } from './queue.ts';

const noStatistics: QueueStatistics = {
  offered: 0,
  answered: 0,
  answeredInTime: 0,
  abandoned: 0,
  overflowed: 0,
  waitMs: 0,
  talkMs: 0,
};

export const newQueue = (id: QueueId): Queue => ({
  id,
  waiting: [],
  ringing: [],
  arrivals: 0,
  exclusive: 0,
  lastOffered: null,
  handlingMs: null,
  statistics: noStatistics,
});

export function queued(world: World, event: EventOf<'call.queued'>): void {
  const { callId, queueId, priority, exclusiveAgentId, exclusiveQueueId = null } = event;
  const arrival = (world.queues.get(queueId)?.arrivals ?? 0) + 1;
  changeCall(world, callId, (call) => ({
    ...call,
    queue: { queueId, enteredAt: event.at, arrival, priority, exclusiveAgentId, exclusiveQueueId, passedBy: [] },
    history: { ...call.history, queueId },
  }));
  changeQueue(world, queueId, (queue) => ({
    ...queue,
    waiting: placed(world, queue.waiting, callId),
    arrivals: arrival,
    exclusive: queue.exclusive + (exclusiveAgentId === null ? 0 : 1),
    statistics: { ...queue.statistics, offered: queue.statistics.offered + 1 },
  }));
}

/** It rings at somebody: out of the line, its place kept by its time of entry. */
export function offeredCall(world: World, queueId: QueueId, callId: CallId, party: Party): void {
  changeQueue(world, queueId, (queue) => ({
    ...queue,
    waiting: without(queue.waiting, callId),
    ringing: queue.ringing.includes(callId) ? queue.ringing : [...queue.ringing, callId],
    lastOffered: party.kind === 'agent' ? party.agentId : queue.lastOffered,
  }));
}

export function requeued(world: World, event: EventOf<'call.requeued'>): void {
  const { callId, queueId, notAgentId } = event;
  changeCall(world, callId, (call) =>
    call.queue === null
      ? call
      : {
          ...call,
          queue: {
            ...call.queue,
            passedBy: [...call.queue.passedBy.filter((id) => id !== notAgentId), notAgentId],
          },
        },
  );
  if (world.calls.get(callId)?.queue?.queueId !== queueId) return;
  changeQueue(world, queueId, (queue) => ({
    ...queue,
    waiting: placed(world, without(queue.waiting, callId), callId),
    ringing: without(queue.ringing, callId),
  }));
}

export function dequeued(world: World, event: EventOf<'call.dequeued'>): void {
  const call = world.calls.get(event.callId);
  if (call === undefined || call.queue === null) return;
  const waitMs = Math.max(0, event.at - call.queue.enteredAt);
  const { exclusiveAgentId } = call.queue;
  world.calls.set(call.id, {
    ...call,
    queue: null,
    history: {
      ...call.history,
      waitMs: call.history.waitMs + waitMs,
      overflowed: call.history.overflowed || wentElsewhere(event.why),
    },
  });
  const serviceLevelMs = world.directory.queues.get(event.queueId)?.serviceLevelMs ?? 0;
  changeQueue(world, event.queueId, (queue) => ({
    ...queue,
    waiting: without(queue.waiting, event.callId),
    ringing: without(queue.ringing, event.callId),
    exclusive: queue.exclusive - (exclusiveAgentId === null ? 0 : 1),
    statistics: counted(queue.statistics, event.why, waitMs, serviceLevelMs),
  }));
}

function counted(
  statistics: QueueStatistics,
  why: EventOf<'call.dequeued'>['why'],
  waitMs: Ms,
  serviceLevelMs: Ms,
): QueueStatistics {
  if (why === 'abandoned') return { ...statistics, abandoned: statistics.abandoned + 1 };
  if (wentElsewhere(why)) return { ...statistics, overflowed: statistics.overflowed + 1 };
  if (why === 'transferred') return { ...statistics, offered: Math.max(0, statistics.offered - 1) };
  return {
    ...statistics,
    answered: statistics.answered + 1,
    answeredInTime: statistics.answeredInTime + (waitMs <= serviceLevelMs ? 1 : 0),
    waitMs: statistics.waitMs + waitMs,
  };
}

/** An agent has finished a conversation that this queue sent. */
export function handledCall(world: World, queueId: QueueId, talkMs: Ms): void {
  const wrapUpMs = world.directory.queues.get(queueId)?.wrapUpMs ?? 0;
  const handlingMs = talkMs + wrapUpMs;
  changeQueue(world, queueId, (queue) => ({
    ...queue,
    handlingMs:
      queue.handlingMs === null ? handlingMs : queue.handlingMs + (handlingMs - queue.handlingMs) * handlingWeight,
    statistics: { ...queue.statistics, talkMs: queue.statistics.talkMs + talkMs },
  }));
}

/** The line with one call put where its priority and its arrival place it. */
function placed(world: World, waiting: readonly CallId[], callId: CallId): readonly CallId[] {
  const call = world.calls.get(callId);
  if (call === undefined) return waiting;
  let at = waiting.length;
  while (at > 0 && goesBefore(call, world.calls.get(waiting[at - 1] as CallId))) at -= 1;
  return [...waiting.slice(0, at), callId, ...waiting.slice(at)];
}

const goesBefore = (call: Call, other: Call | undefined): boolean => {
  if (call.queue === null || other === undefined || other.queue === null) return false;
  if (call.queue.priority !== other.queue.priority) return call.queue.priority > other.queue.priority;
  return call.queue.arrival < other.queue.arrival;
};

const without = (ids: readonly CallId[], callId: CallId): readonly CallId[] =>
  ids.includes(callId) ? ids.filter((id) => id !== callId) : ids;

function changeQueue(world: World, queueId: QueueId, change: (queue: Queue) => Queue): void {
  const queue = world.queues.get(queueId);
  if (queue !== undefined) world.queues.set(queueId, change(queue));
}

/** The day is over: who waits through it is a call of the new day. */
export function dayBegan(world: World, queue: Queue): void {
  const offered = queue.waiting.length + queue.ringing.length;
  world.queues.set(queue.id, { ...queue, statistics: { ...noStatistics, offered } });
}
