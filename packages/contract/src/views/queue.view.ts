// A queue as a client sees it: how many wait, since when, and what has come of it today.
import type { Queue, World } from '@cordboard/domain';
import { z } from 'zod';
import { make, personName, queueId } from '../fields.ts';

export const queueStatistics = z
  .strictObject({
    offered: make.count('Calls that came, or waited when the day began.'),
    answered: make.count('Calls answered.'),
    answeredInTime: make.count('Calls answered in time.'),
    abandoned: make.count('Callers who gave up.'),
    overflowed: make.count('Calls sent elsewhere.'),
    waitMs: make.duration('Waiting time of all calls together'),
    talkMs: make.duration('Talking time of all calls together'),
  })
  .meta({ description: 'Of today.' });

export const queueView = z
  .strictObject({
    queueId,
    name: personName,
    waiting: make.count('Calls that wait.'),
    oldestEnteredAt: make.instant('When the call that is served next began to wait').nullable(),
    serviceLevelMs: make.duration('Answered within this time counts as in time'),
    statistics: queueStatistics,
  })
  .meta({ id: 'QueueView', description: 'A queue.' });
export type QueueView = z.output<typeof queueView>;

export function viewQueue(world: World, queue: Queue): QueueView {
  const profile = world.directory.queues.get(queue.id);
  const first = queue.waiting[0];
  const call = first === undefined ? undefined : world.calls.get(first);
  return {
    queueId: queue.id,
    name: profile?.name ?? queue.id,
    waiting: queue.waiting.length,
    oldestEnteredAt: call?.queue?.enteredAt ?? null,
    serviceLevelMs: profile?.serviceLevelMs ?? 0,
    statistics: queue.statistics,
  };
}
