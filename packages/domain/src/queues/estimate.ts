// How long somebody in line will have to wait, from how long recent calls took.
import type { CallId, Ms } from '../ids.ts';
import type { World } from '../world.ts';
import type { Queue } from './queue.ts';

/** @returns the place in line, from 1; a call that rings somewhere is as good as served: 0. */
export const positionOf = (queue: Queue, callId: CallId): number => queue.waiting.indexOf(callId) + 1;

/** Members who are signed in and serve: ready, talking or wrapping up. */
export function servingCount(world: World, queue: Queue): number {
  let count = 0;
  for (const { agentId } of world.directory.queues.get(queue.id)?.members ?? []) {
    const state = world.agents.get(agentId)?.state ?? 'null';
    if (state !== 'null' && state !== 'notReady') count += 1;
  }
  return count;
}

/**
 * @param position from 1.
 * @returns null when nothing is known yet, or nobody serves.
 */
export function estimatedWaitMs(world: World, queue: Queue, position: number): Ms | null {
  if (queue.handlingMs === null) return null;
  const serving = servingCount(world, queue);
  return serving === 0 ? null : Math.round((queue.handlingMs * position) / serving);
}
