// Names of pieces are read back as they were given.
import type { CallId, ConnectionId, RecordingId } from '@cordboard/domain';
import { expect, test } from 'vitest';
import { readTrackName, trackName } from './track-name.ts';

const [callId, connectionId] = ['8494bc2689b242fe' as CallId, 'tests-1795806170.29' as ConnectionId];

test('a track says of which recording it is a part', () => {
  const recordingId = `${callId}.r1` as RecordingId;
  const name = trackName(recordingId, connectionId, 'agent', 1_795_806_170_000);
  expect(readTrackName(name)).toEqual({
    name,
    startedMs: 1_795_806_170_000,
    track: 'agent',
    recordingId,
    connectionId,
  });
  expect(readTrackName('voicemail')).toBeNull();
});
