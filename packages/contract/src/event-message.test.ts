// What older journals did not say yet is said all the same when their events are told again.
import { createWorld } from '@cordboard/domain';
import type { Event } from '@cordboard/domain';
import { expect, test } from 'vitest';
import { eventMessage } from './event-message.ts';
import { events } from './events/index.ts';

const record = {
  callId: 'c',
  kind: 'inbound',
  from: '13800138000',
  dialled: '4000',
  startedAt: 1,
  answeredAt: 2,
  endedAt: 3,
  cause: 'normal',
  outcome: 'answered',
  queueId: null,
  waitMs: 0,
  talkMs: 1,
  holdMs: 0,
  agentIds: ['1001'],
  data: {},
  recordingIds: ['c.r1'],
};

const told = (event: object) =>
  eventMessage(createWorld(), event as Event, {
    allowed: () => [],
    activity: () => 'none',
    served: () => [],
    attribution: () => null,
  });

test('a recording says where it can be had, whatever its id', () => {
  const started = { at: 1, type: 'recording.started', callId: 'c', recordingId: 'c/1.r1', path: 'a.wav' };
  expect(told(started)).toEqual({ ...started, url: '/recordings/c%2F1.r1' });
  const stopped = { at: 1, type: 'recording.stopped', callId: 'c', recordingId: 'c.r1', path: 'a.wav', durationMs: 5 };
  expect(told(stopped)).toEqual({ ...stopped, url: '/recordings/c.r1' });
});

test('a record of before there were marks has none', () => {
  const cleared = { at: 3, type: 'call.cleared', callId: 'c', cause: 'normal', record } as const;
  const { type: _, at: __, ...payload } = told(cleared);
  expect(events['call.cleared'].payload.parse(payload)).toMatchObject({ record: { grade: null } });
  const graded = { ...cleared, record: { ...record, grade: { agentId: '1001', grade: 4 } } };
  expect(told(graded)).toMatchObject({ record: { grade: { agentId: '1001', grade: 4 } } });
});
