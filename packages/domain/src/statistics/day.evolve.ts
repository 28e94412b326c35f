// How the numbers of the day change by what happened.
import * as agents from '../agents/agent.evolve.ts';
import type { CallKind } from '../calls/call.ts';
import type { CallRecord } from '../calls/record.ts';
import type { EventOf } from '../event.ts';
import type { CallId } from '../ids.ts';
import * as queues from '../queues/queue.evolve.ts';
import type { World } from '../world.ts';
import { dayBeginning, noDay } from './day.ts';
import type { Day } from './day.ts';

/** The first day is the one in which the tenant was first configured. */
export function configured(world: World, event: EventOf<'tenant.configured'>): void {
  if (world.day.beganAt === null) world.day = { ...noDay, beganAt: dayBeginning(event.configuration.tenant, event.at) };
}

export function dayBegan(world: World, event: EventOf<'tenant.dayBegan'>): void {
  world.day = { ...noDay, beganAt: event.beganAt };
  for (const agent of world.agents.values()) agents.dayBegan(world, agent, event.beganAt);
  for (const queue of world.queues.values()) queues.dayBegan(world, queue);
}

export function callBegan(world: World, kind: CallKind): void {
  if (kind === 'inbound') count(world, 'callsIn');
  if (kind === 'outbound') count(world, 'callsOut');
}

/** Before the queue is noted in the call. */
export function callQueued(world: World, callId: CallId): void {
  const call = world.calls.get(callId);
  const onward = call !== undefined && (call.sentOnBy !== null || call.history.queueId !== null);
  count(world, onward ? 'enteredQueueOnward' : 'enteredQueue');
}

export function callDequeued(world: World, why: EventOf<'call.dequeued'>['why']): void {
  if (why === 'abandoned') count(world, 'abandoned');
}

export function callEnded(world: World, { kind, outcome, queueId }: CallRecord): void {
  if (outcome !== 'answered') return;
  if (kind === 'inbound' && queueId !== null) count(world, 'callsInAnswered');
  if (kind === 'outbound') count(world, 'callsOutAnswered');
}

function count(world: World, what: Exclude<keyof Day, 'beganAt'>): void {
  world.day = { ...world.day, [what]: world.day[what] + 1 };
}
