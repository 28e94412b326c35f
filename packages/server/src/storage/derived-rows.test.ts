// What follows from journal entries besides themselves.
import { expect, test } from 'vitest';
import type { AgentId, CallId, Event, RecordingId } from '@cordboard/domain';
import { deriveRows } from './derived-rows.ts';
import { lineOf } from './journal-line.ts';

const derive = (...events: Event[]) => deriveRows(events.map((event, index) => lineOf({ seq: index + 1, event })));
const [li, wang] = ['li' as AgentId, 'wang' as AgentId];
const callId = 'c' as CallId;
const recordingId = 'r' as RecordingId;

test('most events leave nothing but themselves', () => {
  expect(
    derive({ at: 1, type: 'call.leftIvr', callId }, { at: 2, type: 'agent.backOffEnded', agentId: li }),
  ).toBeNull();
});

test('each state ends the one before, inside the batch and before it', () => {
  const rows = derive(
    { at: 10, type: 'agent.ready', agentId: li },
    { at: 20, type: 'agent.ready', agentId: wang },
    { at: 30, type: 'agent.busy', agentId: li, callId },
  );
  expect(rows?.ends).toEqual([
    { agentId: li, seq: 1, at: 10 },
    { agentId: wang, seq: 2, at: 20 },
  ]);
  expect(rows?.states.map(({ agentId, state, fromMs, toMs }) => [agentId, state, fromMs, toMs])).toEqual([
    [li, 'ready', 10, 30],
    [wang, 'ready', 20, null],
    [li, 'busy', 30, null],
  ]);
});

test('a recording appears once in a batch, with all that is known', () => {
  const rows = derive(
    { at: 10, type: 'recording.started', callId, recordingId, path: 'a.wav' },
    { at: 20, type: 'recording.failed', callId, recordingId, cause: 'other' },
  );
  expect(rows?.recordings).toEqual([
    { recordingId, callId, path: 'a.wav', startedAt: 10, durationMs: null, state: 'failed' },
  ]);
});
