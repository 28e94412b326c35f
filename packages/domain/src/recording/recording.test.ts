// What goes on record, on which track, and that a failed recording harms no call.
import { expect, test } from 'vitest';
import type { CallId, ConnectionId, RecordingId } from '../ids.ts';
import { audienceOf } from '../permissions/audience.ts';
import { Floor } from '../support/floor.ts';
import { queue } from '../support/sample.ts';
import { topologyOf } from '../calls/topology.ts';

const callId = 'c' as CallId;
const recordingId = 'c.r1' as RecordingId;
const talking = () => new Floor().ready('1001').customer('c').answered('c.2');

test('a recorded queue is on record from the answer on, agent and customer apart; not while waiting', () => {
  const floor = new Floor().ready('1001').customer('c');
  expect(floor.call('c')?.recordingId).toBeNull();
  floor.answered('c.2');
  const { recordingId: id, participants } = topologyOf(floor.world, floor.call('c')!);
  expect([id, ...participants.map(({ track }) => track)]).toEqual(['c.r1', 'customer', 'agent']);
});

test('a queue that is not recorded is not', () => {
  const floor = new Floor().ready('1001').customer('c', '9500');
  floor.wait(120_000);
  for (const digit of ['9', '9']) floor.fact({ fact: 'digit', connectionId: 'c.1' as ConnectionId, digit });
  floor.answered('c.2');
  expect(floor.connections('c')).toEqual(['013800000001:connected', '1001:connected']);
  expect(floor.call('c')).toMatchObject({ recordingId: null, history: { queueId: 'help' } });
});

test('back in a queue the first recording ends; the next agent gets a second one', () => {
  const floor = talking().ready('1002');
  floor.command('1001', 'call.transfer', { callId, to: { kind: 'queue', queueId: queue('sales') } });
  expect(floor.call('c')?.recordingId).toBeNull();
  floor.answered('c.3');
  expect(floor.call('c')?.recordingId).toBe('c.r2');
  floor.cleared('c.1');
  expect(floor.happened.find(({ type }) => type === 'call.cleared')).toMatchObject({
    record: { recordingIds: ['c.r1', 'c.r2'] },
  });
});

test('a failed recording is told, and the call goes on', () => {
  const floor = talking().fact({ fact: 'recordingFailed', callId, recordingId, cause: 'diskFull' });
  expect(floor.types).toEqual(['recording.failed']);
  expect(floor.effects).toEqual([]);
  expect(floor.connections('c')).toEqual(['013800000001:connected', '1001:connected']);
  expect(floor.call('c')?.recordingId).toBeNull();
});

test('a recording may be finished after its call', () => {
  const floor = talking().cleared('c.1');
  floor.fact({ fact: 'recordingStopped', callId, recordingId, path: 'c.r1.wav', durationMs: 10 });
  expect(floor.happened).toMatchObject([{ type: 'recording.stopped', callId: 'c', path: 'c.r1.wav' }]);
});

test('who was on record is told what became of it, be it after the call; who came later is not', () => {
  const told = (floor: Floor) =>
    floor.happened
      .filter(({ type }) => type.startsWith('recording.'))
      .map((one) => audienceOf(floor.world, one).agentIds);
  const stopped = (floor: Floor, id: string) =>
    floor.fact({
      fact: 'recordingStopped',
      callId,
      recordingId: id as RecordingId,
      path: `${id}.wav`,
      durationMs: 10,
    });
  const floor = talking().fact({ fact: 'recordingStarted', callId, recordingId, path: 'c.r1.wav' });
  expect(told(floor)).toEqual([['1001']]);
  floor.ready('1002').command('1001', 'call.transfer', { callId, to: { kind: 'queue', queueId: queue('sales') } });
  floor.answered('c.3');
  expect(told(stopped(floor, 'c.r1'))).toEqual([['1001']]);
  floor.cleared('c.1');
  expect(floor.call('c')).toBeUndefined();
  expect(told(stopped(floor, 'c.r2'))).toEqual([['1002']]);
  expect([...floor.world.recordings]).toEqual([]);
});

test('an older journal does not say who was on record', () => {
  const floor = talking();
  const event = { at: 1, type: 'recording.started', callId, recordingId, path: 'c.r1.wav' } as const;
  expect(audienceOf(floor.world, event).agentIds).toEqual(['1001']);
});
