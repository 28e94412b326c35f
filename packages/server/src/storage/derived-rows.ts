// What follows from journal entries besides themselves: call records, agent state intervals, the recordings' index. Pure.
import type { AgentState, CallRecord, Event, EventOf, EventType } from '@cordboard/domain';
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
type Rows<Row> = { readonly [T in EventType]?: (event: EventOf<T>) => Row };

/** The state that an event puts an agent in. */
const changes: Rows<Change> = {
  'agent.loggedOn': ({ agentId }) => ({ agentId, state: 'notReady', reason: '' }),
  'agent.loggedOff': ({ agentId, reason }) => ({ agentId, state: 'null', reason }),
  'agent.ready': ({ agentId }) => ({ agentId, state: 'ready', reason: '' }),
  'agent.notReady': ({ agentId, reason }) => ({ agentId, state: 'notReady', reason }),
  'agent.busy': ({ agentId }) => ({ agentId, state: 'busy', reason: '' }),
  'agent.workingAfterCall': ({ agentId }) => ({ agentId, state: 'workingAfterCall', reason: '' }),
};

const nothing = { path: null, startedAt: null, durationMs: null } as const;
const recordingRows: Rows<RecordingRow> = {
  'recording.started': ({ recordingId, callId, path, at }) => ({
    ...nothing,
    recordingId,
    callId,
    path,
    startedAt: at,
    state: 'recording',
  }),
  'recording.stopped': ({ recordingId, callId, path, durationMs }) => ({
    ...nothing,
    recordingId,
    callId,
    path,
    durationMs,
    state: 'complete',
  }),
  'recording.failed': ({ recordingId, callId }) => ({ ...nothing, recordingId, callId, state: 'failed' }),
};

const rowOf = <Row>(rows: Rows<Row>, event: Event): Row | null =>
  (rows[event.type] as ((event: Event) => Row) | undefined)?.(event) ?? null;

/** @returns the rows of one batch, each recording once, or null when there are none: most batches. */
export function deriveRows(lines: readonly JournalLine[]): DerivedRows | null {
  const calls: DerivedRows['calls'][number][] = [];
  const ends: DerivedRows['ends'][number][] = [];
  const states: StateRow[] = [];
  const open = new Map<string, StateRow>();
  const recordings = new Map<string, RecordingRow>();
  for (const { seq, event } of lines) {
    if (event.type === 'call.cleared') calls.push({ seq, record: event.record });
    const change = rowOf(changes, event);
    if (change !== null) {
      const { agentId } = change;
      const before = open.get(agentId);
      if (before === undefined) ends.push({ agentId, seq, at: event.at });
      else before.toMs = event.at;
      const row: StateRow = { ...change, seq, fromMs: event.at, toMs: null };
      states.push(row);
      open.set(agentId, row);
    }
    const recording = rowOf(recordingRows, event);
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
