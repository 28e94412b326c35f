// Telling those who wait where they stand.
import type { Call } from '../calls/call.ts';
import type { Prompt } from '../configuration.ts';
import type { Decision } from '../decision.ts';
import type { Ms } from '../ids.ts';
import { announceTimer } from '../timer-ids.ts';
import type { World } from '../world.ts';
import { estimatedWaitMs, positionOf } from './estimate.ts';

/** Says position and wait, and will again. While a phone rings for the call nothing is said. */
export function announce(world: World, call: Call, at: Ms, decision: Decision): void {
  if (call.queue === null) return;
  const queue = world.queues.get(call.queue.queueId);
  const everyMs = world.directory.queues.get(call.queue.queueId)?.announceEveryMs ?? null;
  const waiter = call.connections[0];
  if (queue === undefined || everyMs === null || waiter === undefined) return;
  decision.effects.push({ effect: 'startTimer', timerId: announceTimer(call.id), afterMs: everyMs });
  if (!queue.waiting.includes(call.id)) return;
  const position = positionOf(queue, call.id);
  const waitMs = estimatedWaitMs(world, queue, position);
  decision.events.push({ at, type: 'call.announced', callId: call.id, position, estimatedWaitMs: waitMs });
  const prompts: Prompt[] = [
    { kind: 'sound', name: 'queue-position' },
    { kind: 'digits', digits: String(position) },
  ];
  if (waitMs !== null) {
    prompts.push(
      { kind: 'sound', name: 'queue-wait-minutes' },
      { kind: 'digits', digits: String(Math.max(1, Math.ceil(waitMs / 60_000))) },
    );
  }
  decision.effects.push({ effect: 'play', connectionId: waiter.id, playId: `${call.id}.announce.${at}`, prompts });
}
