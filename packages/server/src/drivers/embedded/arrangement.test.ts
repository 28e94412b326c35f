// What the media half is told follows from the topology and from who has audio, and from nothing else.
import type { CallId, ConnectionId, RecordingId, Topology } from '@cordboard/domain';
import { expect, test } from 'vitest';
import { arrangementOf } from './arrangement.ts';

const id = (name: string): ConnectionId => name as ConnectionId;
const topology: Topology = {
  callId: 'call' as CallId,
  recordingId: 'recording' as RecordingId,
  recordingPaused: false,
  participants: [
    {
      connectionId: id('customer'),
      stage: 'answered',
      hears: { kind: 'connections', connectionIds: [id('agent'), id('ringing')] },
      track: 'customer',
    },
    { connectionId: id('agent'), stage: 'answered', hears: { kind: 'music', music: 'waltz' }, track: 'agent' },
    { connectionId: id('ringing'), stage: 'answered', hears: { kind: 'none' }, track: null },
  ],
};

test('connections without audio are left out, as listeners and as heard', () => {
  const endpoints = new Map([
    [id('customer'), 'e1'],
    [id('agent'), 'e2'],
  ]);
  expect(arrangementOf(topology, (connectionId) => endpoints.get(connectionId) ?? null)).toEqual({
    listeners: [
      { endpointId: 'e1', hears: { kind: 'endpoints', endpointIds: ['e2'] } },
      { endpointId: 'e2', hears: { kind: 'music', music: 'waltz' } },
    ],
    recording: { recordingId: 'recording', agent: ['e2'], customer: ['e1'], paused: false },
  });
});

test('nothing is recorded before anybody has audio', () => {
  expect(arrangementOf(topology, () => null)).toEqual({ listeners: [], recording: null });
});
