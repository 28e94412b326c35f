// What the switch says of recordings. That one failed is told, and harms no call.
import type { Decision } from '../decision.ts';
import type { Ms } from '../ids.ts';
import type { Fact } from '../input.ts';
import type { World } from '../world.ts';

export type RecordingFact = Extract<Fact, { fact: `recording${string}` }>;

/** A recording may end after its call: its id, made from the call's, says whose it is. */
export function recordingFact(world: World, said: RecordingFact, at: Ms, decision: Decision): void {
  const { callId, recordingId } = said;
  if (!recordingId.startsWith(`${callId}.r`)) return;
  const agentIds = world.recordings.get(recordingId) ?? [];
  switch (said.fact) {
    case 'recordingStarted':
      decision.events.push({ at, type: 'recording.started', callId, recordingId, path: said.path, agentIds });
      return;
    case 'recordingStopped': {
      const { path, durationMs } = said;
      decision.events.push({ at, type: 'recording.stopped', callId, recordingId, path, durationMs, agentIds });
      return;
    }
    case 'recordingFailed':
      decision.events.push({ at, type: 'recording.failed', callId, recordingId, cause: said.cause, agentIds });
  }
}
