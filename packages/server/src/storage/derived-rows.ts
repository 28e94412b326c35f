// What follows from journal entries besides themselves: call records, agent state intervals, the recordings' index. Pure.
import type { AgentState, CallRecord, Event } from '@cordboard/domain';
import type { JournalLine } from './journal-line.ts';

export type StateRow = {
  readonly agentId: string;
  readonly seq: number;
  readonly state: AgentState;
  readonly reason: string;
  readonly fromMs: number;
  toMs: number | null;
};
export type RecordingRow = {
  readonly recordingId: string;
  readonly callId: string;
  readonly path: string | null;
  readonly startedAt: number | null;
  readonly durationMs: number | null;
  readonly state: 'recording' | 'complete' | 'failed';
};
export type DerivedRows = {
  readonly calls: readonly { readonly seq: number; readonly record: CallRecord }[];
  /** Of each agent the first of `states` ends what was open before the batch. */
  readonly ends: readonly { readonly agentId: string; readonly seq: number; readonly at: number }[];
  readonly states: readonly StateRow[];
  readonly recordings: readonly RecordingRow[];
};

type Change = { readonly agentId: string; readonly state: AgentState; readonly reason: string };

/** The state an event puts an agent in; null: none. */
function stateOf(event: Event): Change | null {
  switch (event.type) {
    case 'agent.loggedOn':
      return { agentId: event.agentId, state: 'notReady', reason: '' };
    case 'agent.loggedOff':
      return { agentId: event.agentId, state: 'null', reason: event.reason };
    case 'agent.ready':
      return { agentId: event.agentId, state: 'ready', reason: '' };
    case 'agent.notReady':
      return { agentId: event.agentId, state: 'notReady', reason: event.reason };
    case 'agent.busy':
      return { agentId: event.agentId, state: 'busy', reason: '' };
    case 'agent.workingAfterCall':
      return { agentId: event.agentId, state: 'workingAfterCall', reason: '' };
    default:
      return null;
  }
}

function recordingOf(event: Event): RecordingRow | null {
  switch (event.type) {
    case 'recording.started': {
      const { recordingId, callId, path, at } = event;
      return { recordingId, callId, path, startedAt: at, durationMs: null, state: 'recording' };
    }
    case 'recording.stopped': {
      const { recordingId, callId, path, durationMs } = event;
      return { recordingId, callId, path, startedAt: null, durationMs, state: 'complete' };
    }
    case 'recording.failed': {
      const { recordingId, callId } = event;
      return { recordingId, callId, path: null, startedAt: null, durationMs: null, state: 'failed' };
    }
    default:
      return null;
  }
}

/** @returns the rows of one batch, each recording once, or null when there are none: most batches. */
export function deriveRows(lines: readonly JournalLine[]): DerivedRows | null {
  const calls: DerivedRows['calls'][number][] = [];
  const ends: DerivedRows['ends'][number][] = [];
  const states: StateRow[] = [];
  const open = new Map<string, StateRow>();
  const recordings = new Map<string, RecordingRow>();
  for (const { seq, event } of lines) {
    if (event.type === 'call.cleared') calls.push({ seq, record: event.record });
    const change = stateOf(event);
    if (change !== null) {
      const { agentId } = change;
      const before = open.get(agentId);
      if (before === undefined) ends.push({ agentId, seq, at: event.at });
      else before.toMs = event.at;
      const row: StateRow = { ...change, seq, fromMs: event.at, toMs: null };
      states.push(row);
      open.set(agentId, row);
    }
    const recording = recordingOf(event);
    if (recording !== null)
      recordings.set(recording.recordingId, join(recordings.get(recording.recordingId), recording));
  }
  if (calls.length + states.length + recordings.size === 0) return null;
  return { calls, ends, states, recordings: [...recordings.values()] };
}

const join = (before: RecordingRow | undefined, after: RecordingRow): RecordingRow => ({
  ...after,
  path: after.path ?? before?.path ?? null,
  startedAt: before?.startedAt ?? after.startedAt,
});
