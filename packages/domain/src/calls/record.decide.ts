// The record of a call that ends now.
import type { Ms } from '../ids.ts';
import type { ClearCause } from '../input.ts';
import type { Call } from './call.ts';
import { heldMsOf, recordedTalkMsOf } from './connection.evolve.ts';
import { numberOf } from './parties.ts';
import type { CallRecord } from './record.ts';
import { withoutPause } from '../recording/recording.evolve.ts';

/** @param at now: connections that are still there end with the call. */
export function recordOf(call: Call, cause: ClearCause, at: Ms): CallRecord {
  const { history } = call;
  let { talkMs, holdMs, waitMs } = history;
  for (const connection of call.connections) {
    talkMs += recordedTalkMsOf(call, connection, at);
    holdMs += heldMsOf(connection, at);
  }
  const { recordingPauses } = withoutPause(call, at).history;
  if (call.queue !== null) waitMs += Math.max(0, at - call.queue.enteredAt);
  return {
    callId: call.id,
    kind: call.kind,
    from: numberOf(call.from),
    dialled: call.dialled,
    startedAt: call.createdAt,
    answeredAt: history.answeredAt,
    endedAt: at,
    cause,
    outcome: outcomeOf(call, cause),
    queueId: history.queueId,
    waitMs,
    talkMs,
    holdMs,
    agentIds: history.agentIds,
    data: call.data,
    recordingIds: history.recordingIds,
    ...(recordingPauses.length > 0 && { recordingPauses }),
    grade: call.grading === null ? null : { agentId: call.grading.agentId, grade: call.grading.grade },
  };
}

function outcomeOf(call: Call, cause: ClearCause): CallRecord['outcome'] {
  const { history } = call;
  if (history.answeredAt !== null) return 'answered';
  if (cause === 'queueOverflow' || (history.overflowed && call.queue === null && !history.offered)) return 'overflowed';
  if (history.queueId !== null) return 'abandoned';
  if (history.enteredIvr && !history.offered) return 'ivrOnly';
  return 'unanswered';
}
