// Names of pieces of recordings at a switch, so that a later life of ours finds out of them what they are.
import { randomUUID } from 'node:crypto';
import type { ConnectionId, RecordingId } from '@cordboard/domain';
import type { Piece } from './recordings.ts';
import type { Track } from './two-tracks.ts';

/** What a piece is of, in its name. */
export const trackName = (recordingId: RecordingId, connectionId: ConnectionId, track: Track, atMs: number): string =>
  `track-${randomUUID().slice(0, 8)}~${atMs}~${track}~${recordingId}~${connectionId}`;

export function readTrackName(name: string): Piece | null {
  const match = /^track-[0-9a-f]{8}~(\d+)~(agent|customer)~([^~]+)~(.+)$/u.exec(name);
  if (match === null) return null;
  const [, startedMs, track, recordingId, connectionId] = match;
  return {
    name,
    startedMs: Number(startedMs),
    track: track as Track,
    recordingId: recordingId as RecordingId,
    connectionId: connectionId as ConnectionId,
  };
}
