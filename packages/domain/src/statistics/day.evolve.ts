// How the numbers of the day change by what happened.
import * as agents from '../agents/agent.evolve.ts';
import type { CallKind } from '../calls/call.ts';
import type { CallRecord } from '../calls/record.ts';
import type { EventOf } from '../event.ts';
import type { CallId } from '../ids.ts';
import * as queues from '../queues/queue.evolve.ts';
import type { World } from '../world.ts';
import { dayBeginning, noDay } from './day.ts';

/** The first day is the one in which the tenant was first configured. */
export function configured(world: World, event: EventOf<'tenant.configured'>): void {
  if (world.day.beganAt === null) world.day = { ...noDay, beganAt: dayBeginning(event.configuration.tenant, event.at) };
}

export function dayBegan(world: World, event: EventOf<'tenant.dayBegan'>): void {
  world.day = { ...noDay, beganAt: event.beganAt };
  for (const agent of world.agents.values()) agents.dayBegan(world, agent, event.beganAt);
  for (const queue of world.queues.values()) queues.dayBegan(world, queue);
}

// Names are written out here, because every call comes through: a computed name would make each copy a slow one.

export function callBegan(world: World, kind: CallKind): void {
  const { day } = world;
  if (kind === 'inbound') world.day = { ...day, callsIn: day.callsIn + 1 };
  if (kind === 'outbound') world.day = { ...day, callsOut: day.callsOut + 1 };
}

/** Before the queue is noted in the call. */
export function callQueued(world: World, callId: CallId): void {
  const { day } = world;
  const call = world.calls.get(callId);
  const onward = call !== undefined && (call.sentOnBy !== null || call.history.queueId !== null);
  world.day = onward
    ? { ...day, enteredQueueOnward: day.enteredQueueOnward + 1 }
    : { ...day, enteredQueue: day.enteredQueue + 1 };
}

export function callDequeued(world: World, why: EventOf<'call.dequeued'>['why']): void {
  if (why === 'abandoned') world.day = { ...world.day, abandoned: world.day.abandoned + 1 };
}

export function callEnded(world: World, { kind, outcome, queueId }: CallRecord): void {
  const { day } = world;
  if (outcome !== 'answered') return;
  if (kind === 'inbound' && queueId !== null) world.day = { ...day, callsInAnswered: day.callsInAnswered + 1 };
  if (kind === 'outbound') world.day = { ...day, callsOutAnswered: day.callsOutAnswered + 1 };
}
