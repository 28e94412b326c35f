// When a call is on record: from the moment an agent answers a recorded queue's call until no agent is left in it.
import type { CallId, RecordingId } from '../ids.ts';
import type { Connection } from '../calls/call.ts';
import type { EventOf } from '../event.ts';
import type { World } from '../world.ts';

export function startRecordingWhenWanted(world: World, callId: CallId, connection: Connection): void {
  const call = world.calls.get(callId);
  if (call === undefined || call.recordingId !== null || connection.queueId === null) return;
  if (world.directory.queues.get(connection.queueId)?.recorded !== true) return;
  const { recordingIds } = call.history;
  const recordingId = `${callId}.r${recordingIds.length + 1}` as RecordingId;
  world.calls.set(callId, {
    ...call,
    recordingId,
    history: { ...call.history, recordingIds: [...recordingIds, recordingId] },
  });
}

export function stopRecordingWhenAlone(world: World, callId: CallId): void {
  const call = world.calls.get(callId);
  if (call === undefined || call.recordingId === null) return;
  if (call.connections.some((c) => c.party.kind === 'agent' && c.connectedAt !== null)) return;
  world.calls.set(callId, { ...call, recordingId: null });
}

/** Nobody is to believe that a call is on record when it is not. */
export function recordingFailed(world: World, { callId, recordingId }: EventOf<'recording.failed'>): void {
  const call = world.calls.get(callId);
  if (call === undefined || call.recordingId !== recordingId) return;
  world.calls.set(callId, { ...call, recordingId: null });
}
