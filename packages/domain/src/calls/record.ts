// The record of one call: what storage keeps and reports are made of.
import type { AgentId, CallId, Ms, QueueId, RecordingId } from '../ids.ts';
import type { ClearCause } from '../input.ts';
import type { CallKind, PausedStretch } from './call.ts';

export type CallRecord = {
  readonly callId: CallId;
  readonly kind: CallKind;
  readonly from: string;
  readonly dialled: string;
  readonly startedAt: Ms;
  readonly answeredAt: Ms | null;
  readonly endedAt: Ms;
  readonly cause: ClearCause;
  readonly outcome: 'answered' | 'abandoned' | 'overflowed' | 'unanswered' | 'ivrOnly';
  readonly queueId: QueueId | null;
  readonly waitMs: Ms;
  readonly talkMs: Ms;
  readonly holdMs: Ms;
  readonly agentIds: readonly AgentId[];
  readonly data: Readonly<Record<string, string>>;
  readonly recordingIds: readonly RecordingId[];
  /** Left out: the recordings were never paused. */
  readonly recordingPauses?: readonly PausedStretch[];
  /** What the customer gave the agent who asked for it; `grade` null: he was asked and gave none. */
  readonly grade: { readonly agentId: AgentId; readonly grade: number | null } | null;
};
