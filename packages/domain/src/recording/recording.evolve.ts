// When a call is on record: from the moment an agent answers a recorded queue's call until no agent is left in it.
import { changeCall } from '../calls/call.evolve.ts';
import type { Call, Connection } from '../calls/call.ts';
import type { EventOf } from '../event.ts';
import type { AgentId, CallId, Ms, RecordingId } from '../ids.ts';
import { recordingsKept } from '../limits.ts';
import type { World } from '../world.ts';

export function startRecordingWhenWanted(world: World, callId: CallId, connection: Connection): void {
  const call = world.calls.get(callId);
  if (call === undefined) return;
  if (call.recordingId === null && isWanted(world, connection)) {
    const { recordingIds } = call.history;
    const recordingId = `${callId}.r${recordingIds.length + 1}` as RecordingId;
    world.calls.set(callId, {
      ...call,
      recordingId,
      history: { ...call.history, recordingIds: [...recordingIds, recordingId] },
    });
  }
  if (connection.party.kind === 'agent') joinRecording(world, callId, connection.party.agentId);
}

const isWanted = (world: World, { queueId }: Connection): boolean =>
  queueId !== null && world.directory.queues.get(queueId)?.recorded === true;

/** He is on record from now on, and is told what becomes of the recording, be it after his call. */
export function joinRecording(world: World, callId: CallId, agentId: AgentId): void {
  const recordingId = world.calls.get(callId)?.recordingId ?? null;
  if (recordingId === null) return;
  const agentIds = world.recordings.get(recordingId) ?? [];
  if (!agentIds.includes(agentId)) world.recordings.set(recordingId, [...agentIds, agentId]);
  const [oldest] = world.recordings.size > recordingsKept ? world.recordings.keys() : [];
  if (oldest !== undefined) world.recordings.delete(oldest);
}

export function recordingStopped(world: World, { recordingId }: EventOf<'recording.stopped'>): void {
  world.recordings.delete(recordingId);
}

export function stopRecordingWhenAlone(world: World, callId: CallId, at: Ms): void {
  const call = world.calls.get(callId);
  if (call === undefined || call.recordingId === null) return;
  if (call.connections.some((c) => c.party.kind === 'agent' && c.connectedAt !== null)) return;
  world.calls.set(callId, { ...withoutPause(call, at), recordingId: null });
}

/** Nobody is to believe that a call is on record when it is not. */
export function recordingFailed(world: World, { at, callId, recordingId }: EventOf<'recording.failed'>): void {
  world.recordings.delete(recordingId);
  const call = world.calls.get(callId);
  if (call === undefined || call.recordingId !== recordingId) return;
  world.calls.set(callId, { ...withoutPause(call, at), recordingId: null });
}

export function recordingPaused(world: World, { at, callId, by }: EventOf<'recording.paused'>): void {
  changeCall(world, callId, (call) => ({ ...call, recordingPause: { agentId: by, since: at } }));
}

export function recordingResumed(world: World, { at, callId }: EventOf<'recording.resumed'>): void {
  changeCall(world, callId, (call) => withoutPause(call, at));
}

/** The pause is over; the record will tell of it. */
export function withoutPause(call: Call, at: Ms): Call {
  const { history, recordingId, recordingPause } = call;
  if (recordingPause === null || recordingId === null) return call;
  const stretch = { recordingId, fromMs: recordingPause.since, toMs: at };
  return {
    ...call,
    recordingPause: null,
    history: { ...history, recordingPauses: [...history.recordingPauses, stretch] },
  };
}
