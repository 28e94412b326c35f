// A recording is paused while something is said that must not be kept, and goes on afterwards.
import { expect, test } from 'vitest';
import { createWorld } from '../configured.ts';
import { topologyOf } from '../calls/topology.ts';
import { evolve } from '../evolve.ts';
import { freezeWorld, thawWorld } from '../frozen.ts';
import type { CallId, ConnectionId, RecordingId } from '../ids.ts';
import { recordingPausesPerCall } from '../limits.ts';
import { allowedMethods } from '../permissions/allowed.table.ts';
import { audienceOf } from '../permissions/audience.ts';
import { Floor } from '../support/floor.ts';
import { agent, device, queue } from '../support/sample.ts';

const callId = 'c' as CallId;
const talking = () => new Floor().ready('1001').customer('c').answered('c.2');
const pause = (floor: Floor, agentId = '1001') => floor.command(agentId, 'recording.pause', { callId });
const resume = (floor: Floor, agentId = '1001') => floor.command(agentId, 'recording.resume', { callId });
const paused = (floor: Floor) => {
  pause(floor);
  return floor;
};
/** He brings 1002 into his call. */
const withColleague = (floor: Floor) => {
  floor.ready('1002').command('1001', 'call.invite', { callId, to: { kind: 'agent', agentId: agent('1002') } });
  return floor.answered('c.3');
};
const isPaused = (floor: Floor) => topologyOf(floor.world, floor.call('c')!).recordingPaused;
const pauses = (floor: Floor) =>
  floor.events.flatMap((event) => (event.type === 'call.cleared' ? [event.record.recordingPauses] : []));

test('the switch is told to pause the recording, which is the same one afterwards', () => {
  const floor = talking();
  expect(pause(floor)).toEqual({ result: {} });
  expect(floor.happened).toMatchObject([{ type: 'recording.paused', recordingId: 'c.r1', by: '1001' }]);
  expect(floor.wishes('topology')).toMatchObject([{ topology: { recordingId: 'c.r1', recordingPaused: true } }]);
  expect(resume(floor)).toEqual({ result: {} });
  expect(floor.happened).toMatchObject([{ type: 'recording.resumed', recordingId: 'c.r1', by: '1001' }]);
  expect(floor.wishes('topology')).toMatchObject([{ topology: { recordingId: 'c.r1', recordingPaused: false } }]);
});

test('every agent in the call is told, and any of them may let it go on', () => {
  const floor = withColleague(talking());
  pause(floor);
  expect(audienceOf(floor.world, floor.happened[0]!)).toMatchObject({
    agentIds: ['1001', '1002'],
    watchersOf: 'agents',
  });
  expect(resume(floor, '1002')).toEqual({ result: {} });
  expect(floor.happened).toMatchObject([{ type: 'recording.resumed', by: '1002' }]);
});

test('what is so already is refused, and so is what cannot be', () => {
  const floor = talking();
  expect(resume(floor)).toEqual({ refused: 'recordingNotPaused' });
  pause(floor);
  expect(pause(floor)).toEqual({ refused: 'recordingPaused' });
  expect(floor.command('1001', 'recording.pause', { callId: 'x' as CallId })).toMatchObject({ refused: 'unknownCall' });
  expect(pause(floor.ready('1002'), '1002')).toMatchObject({ refused: 'notYourCall' });
});

test('a call that is not on record has nothing to pause, nor has one that only rings', () => {
  const floor = new Floor().ready('1001').customer('c', '9500');
  floor.wait(120_000);
  for (const digit of ['9', '9']) floor.fact({ fact: 'digit', connectionId: 'c.1' as ConnectionId, digit });
  expect(pause(floor)).toEqual({ refused: 'wrongCallState' });
  floor.answered('c.2');
  expect(pause(floor)).toEqual({ refused: 'notRecorded' });
  expect(resume(floor)).toEqual({ refused: 'notRecorded' });
});

test('what is allowed is said beside the party', () => {
  const methods = (floor: Floor) =>
    allowedMethods(floor.world, agent('1001'), callId).filter((method) => method.startsWith('recording.'));
  const floor = talking();
  expect(methods(floor)).toEqual(['recording.pause']);
  expect(methods(paused(floor))).toEqual(['recording.resume']);
});

test('hold and consultation change nothing about it', () => {
  const floor = paused(talking()).ready('1002');
  floor.command('1001', 'call.hold', { callId });
  expect(isPaused(floor)).toBe(true);
  floor.command('1001', 'call.retrieve', { callId });
  floor.command('1001', 'call.consult', { callId, to: { kind: 'agent', agentId: agent('1002') } });
  floor.answered('c.3');
  expect(isPaused(floor)).toBe(true);
});

test('when he who paused it leaves the call to a colleague, it goes on, and the colleague is told', () => {
  const floor = paused(talking()).ready('1002');
  floor.command('1001', 'call.consult', { callId, to: { kind: 'agent', agentId: agent('1002') } });
  floor.answered('c.3');
  floor.command('1001', 'call.completeTransfer', { callId });
  const resumed = floor.happened.find(({ type }) => type === 'recording.resumed');
  expect(resumed).toMatchObject({ recordingId: 'c.r1', by: null });
  expect(audienceOf(floor.world, resumed!).agentIds).toEqual(['1002']);
  expect(isPaused(floor)).toBe(false);
});

test('a supervisor is told of it, may not ask for it in another’s call, and has the call on record when he takes it over', () => {
  const floor = paused(talking()).open('2001').registered('8004');
  floor.command('2001', 'agent.signIn', { deviceId: device('8004') });
  floor.command('2001', 'supervision.listen', { agentId: agent('1001') });
  floor.answered('c.3');
  expect(resume(floor, '2001')).toMatchObject({ refused: 'notYourCall' });
  resume(floor);
  expect(audienceOf(floor.world, floor.happened[0]!).agentIds).toEqual(['1001', '2001']);
  pause(floor);
  floor.command('2001', 'supervision.takeOver', { agentId: agent('1001') });
  expect(floor.types).toContain('recording.resumed');
  expect(isPaused(floor)).toBe(false);
  expect(pause(floor, '2001')).toEqual({ result: {} });
});

test('when somebody else leaves, it stays paused', () => {
  const floor = paused(withColleague(talking()));
  floor.command('1002', 'call.hangUp', { callId });
  expect(floor.types).not.toContain('recording.resumed');
  expect(isPaused(floor)).toBe(true);
});

test('the next recording of a call is not paused because the last one was', () => {
  const floor = paused(talking()).ready('1002');
  floor.command('1001', 'call.transfer', { callId, to: { kind: 'queue', queueId: queue('sales') } });
  expect(floor.types).not.toContain('recording.resumed');
  floor.answered('c.3');
  expect(floor.call('c')).toMatchObject({ recordingId: 'c.r2', recordingPause: null });
});

test('the record tells when it was paused, also when the call ends meanwhile, or the recording does', () => {
  const floor = talking();
  const from = floor.now;
  pause(floor);
  resume(floor.wait(1_000));
  pause(floor.wait(500));
  floor.wait(200).cleared('c.1');
  expect(pauses(floor)).toEqual([
    [
      { recordingId: 'c.r1', fromMs: from, toMs: from + 1_000 },
      { recordingId: 'c.r1', fromMs: from + 1_500, toMs: from + 1_700 },
    ],
  ]);
  const failed = paused(talking()).wait(300);
  failed.fact({ fact: 'recordingFailed', callId, recordingId: 'c.r1' as RecordingId, cause: 'diskFull' });
  expect(pause(failed)).toEqual({ refused: 'notRecorded' });
  failed.wait(50).cleared('c.1');
  expect(pauses(failed)).toMatchObject([[{ fromMs: from, toMs: from + 300 }]]);
  expect(pauses(talking().cleared('c.1'))).toEqual([undefined]);
});

test('a call is paused so often and no oftener', () => {
  const floor = talking();
  for (let count = 0; count < recordingPausesPerCall; count += 1) {
    expect(pause(floor)).toEqual({ result: {} });
    resume(floor);
  }
  expect(pause(floor)).toEqual({ refused: 'limitReached' });
});

test('a restart knows of the pause, and the switch is told of it anew', () => {
  const floor = paused(talking());
  const replayed = createWorld();
  for (const event of floor.events) evolve(replayed, event);
  expect(replayed).toEqual(floor.world);
  expect(thawWorld(freezeWorld(floor.world))).toEqual(floor.world);
  floor.put({ type: 'recovered' });
  floor.fact({ fact: 'snapshot', connectionIds: ['c.1', 'c.2'] as ConnectionId[], deviceIds: [] });
  expect(floor.wishes('topology')).toMatchObject([{ topology: { recordingPaused: true } }]);
});

test('a world that was frozen before there were pauses has none', () => {
  const floor = talking();
  const older = freezeWorld(floor.world)
    .replaceAll(',"recordingPause":null', '')
    .replaceAll(',"recordingPauses":[]', '');
  expect(older).not.toContain('recordingPause');
  expect(thawWorld(older)).toEqual(floor.world);
});
