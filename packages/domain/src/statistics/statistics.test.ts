// The numbers of the day: counted for whom they concern, and begun anew at the tenant's midnight.
import { expect, test } from 'vitest';
import type { AgentId, CallId, GroupId, QueueId } from '../ids.ts';
import { freezeWorld, thawWorld } from '../frozen.ts';
import { Floor } from '../support/floor.ts';
import { sample } from '../support/sample.ts';
import { dayBeginning } from './day.ts';

const hourMs = 3_600_000;
const one = '1001' as AgentId;
const sales = 'sales' as QueueId;

const resultOf = (reply: ReturnType<Floor['command']>): unknown =>
  reply !== null && 'result' in reply ? reply.result : reply;
const dayOf = (floor: Floor): unknown => resultOf(floor.command('2001', 'statistics.day', {}));
const ofAgent = (floor: Floor): unknown => resultOf(floor.command('1001', 'statistics.agent', {}));
const ofQueue = (floor: Floor): unknown => resultOf(floor.command('1001', 'statistics.queue', { queueId: sales }));

/** Where clocks are eight hours ahead; the floor's clock is at the beginning of 1970. */
const beijing = { ...sample, tenant: { ...sample.tenant, day: { utcOffsetMinutes: 480, beginsAtMinute: 0 } } };

test('a day begins at the place’s own midnight, or at the hour that is set', () => {
  const at = Date.UTC(2026, 2, 10, 17);
  const { tenant } = sample;
  expect(dayBeginning(tenant, at)).toBe(Date.UTC(2026, 2, 10));
  expect(dayBeginning(beijing.tenant, at)).toBe(Date.UTC(2026, 2, 10, 16));
  const late = { ...tenant, day: { utcOffsetMinutes: -300, beginsAtMinute: 240 } };
  expect(dayBeginning(late, at)).toBe(Date.UTC(2026, 2, 10, 9));
  expect(dayBeginning(late, Date.UTC(2026, 2, 10, 9) - 1)).toBe(Date.UTC(2026, 2, 9, 9));
});

test('calls are counted by where they came from, and what became of them', () => {
  const floor = new Floor().open('2001').ready('1001').customer('c').wait(5_000).answered('c.2').wait(20_000);
  floor.command('1001', 'call.transfer', { callId: 'c' as CallId, to: { kind: 'queue', queueId: sales } });
  floor.cleared('c.1');
  expect(dayOf(floor)).toEqual({
    since: 0,
    callsIn: 1,
    callsInAnswered: 1,
    callsOut: 0,
    callsOutAnswered: 0,
    enteredQueue: 1,
    enteredQueueOnward: 1,
    abandoned: 1,
  });
  expect(ofAgent(floor)).toMatchObject({ agentId: '1001', callsAnswered: 1, talkMs: 20_000 });
  expect(ofQueue(floor)).toMatchObject({
    waiting: 0,
    statistics: { answered: 1, abandoned: 1 },
    agents: { workingAfterCall: 1, offline: 2, online: 1 },
  });
});

test('the time in the present state is counted up to now', () => {
  const floor = new Floor().ready('1001').wait(7_000);
  expect(ofAgent(floor)).toMatchObject({ stateMs: { ready: 7_000 } });
  floor.command('1001', 'agent.setNotReady', { reason: 'x' });
  floor.wait(2_000);
  expect(ofAgent(floor)).toMatchObject({ stateMs: { ready: 7_000, notReady: 2_000 } });
});

test('signing in again on the same day keeps what was counted', () => {
  const floor = new Floor().ready('1001').customer('c').answered('c.2').wait(1_000).cleared('c.1');
  floor.command('1001', 'agent.signOut', {});
  floor.ready('1001');
  expect(ofAgent(floor)).toMatchObject({ callsAnswered: 1, talkMs: 1_000, signedInAt: floor.now });
});

test('at midnight everything begins anew, in the middle of calls and states', () => {
  const floor = new Floor(beijing).open('2001').ready('1001').customer('c').answered('c.2').customer('d');
  const midnight = 16 * hourMs;
  floor.wait(midnight - floor.now);
  expect(floor.happened).toEqual([{ at: midnight, type: 'tenant.dayBegan', beganAt: midnight }]);
  expect(dayOf(floor)).toMatchObject({ since: midnight, callsIn: 0 });
  expect(ofQueue(floor)).toMatchObject({ waiting: 1, statistics: { offered: 1, answered: 0 } });
  floor.wait(3_000);
  expect(ofAgent(floor)).toMatchObject({ callsAnswered: 0, stateMs: { ready: 0, busy: 3_000 } });
  floor.cleared('d.1').cleared('c.1');
  expect(ofAgent(floor)).toMatchObject({ stateMs: { busy: 3_000 } });
  expect(ofQueue(floor)).toMatchObject({ statistics: { offered: 1, abandoned: 1 } });
  floor.wait(24 * hourMs);
  expect(floor.events.filter(({ type }) => type === 'tenant.dayBegan')).toHaveLength(2);
});

test('a server that was down at midnight begins the day when it is back', () => {
  const floor = new Floor(beijing).ready('1001').customer('c').cleared('c.1');
  floor.world = thawWorld(freezeWorld(floor.world));
  floor.now = 20 * hourMs;
  floor.put({ type: 'recovered' });
  expect(floor.happened.find(({ type }) => type === 'tenant.dayBegan')).toMatchObject({ beganAt: 16 * hourMs });
  expect(floor.midnight).toBe(40 * hourMs);
});

test('a group is the sum of its agents', () => {
  const floor = new Floor().open('2001').ready('1001', '1002').customer('c').answered('c.2').wait(4_000);
  expect(resultOf(floor.command('2001', 'statistics.group', { groupId: 'floor' as GroupId }))).toMatchObject({
    callsAnswered: 1,
    stateMs: { busy: 4_000, ready: 4_000 },
    agents: { talking: 1, ready: 1, offline: 2, online: 2 },
  });
  floor.command('1001', 'call.hold', { callId: 'c' as CallId });
  expect(ofQueue(floor)).toMatchObject({ agents: { hold: 1, ready: 1 } });
});

test('missed calls are listed, the newest first, and only so many', () => {
  const floor = new Floor().open('2001').ready('1001');
  for (let n = 0; n < 60; n += 1) {
    floor.customer(`c${n}`, '9501', `0139${n}`).wait(20_000).cleared(`c${n}.1`).wait(10_000);
  }
  const { missedCalls } = resultOf(floor.command('1001', 'agent.missedCalls', {})) as { missedCalls: object[] };
  expect(missedCalls).toHaveLength(50);
  expect(missedCalls[0]).toMatchObject({ number: '013959', queueId: 'sales', cause: 'noAnswer' });
  expect(floor.command('2001', 'agent.missedCalls', { agentId: one })).toEqual({ result: { missedCalls } });
});

test('numbers of others are for who may watch them', () => {
  const floor = new Floor().open('2001').open('1002').ready('1001');
  expect(floor.command('1002', 'statistics.agent', { agentId: one })).toEqual({
    refused: 'notPermitted',
    field: 'agentId',
  });
  expect(floor.command('1002', 'agent.missedCalls', { agentId: one })).toMatchObject({ refused: 'notPermitted' });
  expect(floor.command('1002', 'statistics.queue', { queueId: 'help' as QueueId })).toMatchObject({
    refused: 'notPermitted',
  });
  expect(floor.command('1002', 'statistics.day', {})).toEqual({ refused: 'notPermitted' });
  expect(floor.command('1002', 'statistics.group', { groupId: 'floor' as GroupId })).toEqual({
    refused: 'notPermitted',
  });
  expect(floor.command('2001', 'statistics.agent', { agentId: one })).toMatchObject({ result: { agentId: '1001' } });
  expect(floor.command('2001', 'statistics.agent', { agentId: 'x' as AgentId })).toMatchObject({
    refused: 'unknownAgent',
  });
  expect(floor.command('2001', 'statistics.group', { groupId: 'x' as GroupId })).toMatchObject({
    refused: 'unknownGroup',
  });
});
