// Methods that look back: calls and agent states that are over.
import { z } from 'zod';
import { agentId, agentState, callData, callId, callKind, clearCause, grade, listLimit, make, queueId, reason, recordingId } from '../fields.ts';
import type { MethodTable } from '../method.ts';

export const callRecord = z
  .strictObject({
    callId,
    kind: callKind,
    from: z.string(),
    dialled: z.string(),
    startedAt: make.instant('When the call began'),
    answeredAt: make.instant('When an agent answered').nullable(),
    endedAt: make.instant('When it ended'),
    cause: clearCause,
    outcome: z.enum(['answered', 'abandoned', 'overflowed', 'unanswered', 'ivrOnly']),
    queueId: queueId.nullable(),
    waitMs: make.duration('Time in queues'),
    talkMs: make.duration('Time in conversation'),
    holdMs: make.duration('Time on hold'),
    agentIds: z.array(agentId).readonly(),
    data: callData,
    recordingIds: z.array(recordingId).readonly(),
    recordingPauses: z
      .array(z.strictObject({ recordingId, fromMs: make.instant('From'), toMs: make.instant('To') }))
      .readonly()
      .exactOptional()
      .meta({ description: 'When recordings were paused: silence in their files. Left out: never.' }),
    grade: z
      .strictObject({ agentId, grade })
      .nullable()
      .meta({ description: 'What the customer gave the agent; null: he was not asked.' }),
  })
  .meta({ id: 'CallRecord', description: 'The record of a call that is over.' });

export const stateInterval = z
  .strictObject({
    agentId,
    state: agentState,
    reason,
    fromMs: make.instant('When the state began'),
    toMs: make.instant('When it ended; null: it lasts').nullable(),
  })
  .meta({ id: 'StateInterval', description: 'A stretch of time that an agent spent in one state.' });

const filter = z.strictObject({
  agentId: agentId.exactOptional(),
  fromMs: make.instant('From').exactOptional(),
  toMs: make.instant('To').exactOptional(),
  limit: listLimit.exactOptional(),
});

export const historyMethods = {
  'history.calls': {
    does: 'Call records, newest first: one\'s own, and those of others as far as the role reaches.',
    params: filter,
    result: z.strictObject({ calls: z.array(callRecord).readonly() }),
    by: 'agent', answeredBy: 'door', causes: [], refusals: ['notPermitted', 'unknownAgent', 'overloaded'], service: null,
  },
  'history.states': {
    does: 'Agent states in the order of time: one\'s own, and those of others as far as the role reaches.',
    params: filter,
    result: z.strictObject({ states: z.array(stateInterval).readonly() }),
    by: 'agent', answeredBy: 'door', causes: [], refusals: ['notPermitted', 'unknownAgent', 'overloaded'], service: null,
  },
} as const satisfies MethodTable;
