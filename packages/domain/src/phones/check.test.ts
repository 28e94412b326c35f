// An agent tests his telephone: it rings, he hears himself, and nothing of it counts.
import { expect, test } from 'vitest';
import { topologyOf } from '../calls/topology.ts';
import type { AgentId, CallId } from '../ids.ts';
import { phoneCheckMs } from '../limits.ts';
import { allowedMethods } from '../permissions/allowed.table.ts';
import { Floor } from '../support/floor.ts';
import { agent, device } from '../support/sample.ts';

const check = (floor: Floor, by = '1001'): CallId => {
  const reply = floor.command(by, 'phone.check', {}) as { result: { callId: CallId } };
  return reply.result.callId;
};
const answered = () => {
  const floor = new Floor().ready('1001', '1002');
  const callId = check(floor);
  return { callId, floor: floor.answered(`${callId}.1`) };
};
const hears = (floor: Floor, callId: CallId) =>
  topologyOf(floor.world, floor.call(callId)!).participants.map(({ hears: heard }) => heard);

test('his telephone rings, and is not made to answer', () => {
  const floor = new Floor().ready('1001');
  const callId = check(floor);
  const [originate] = floor.wishes('originate');
  expect(originate).toMatchObject({ to: { deviceId: '8001' }, from: { number: '8001', name: 'Agent 1001' } });
  expect(originate).not.toHaveProperty('autoAnswer');
  expect(floor.call(callId)?.connections).toMatchObject([{ purpose: 'check', state: 'initiated' }]);
  expect(hears(floor, callId)).toEqual([{ kind: 'none' }]);
  expect(floor.state('1001')).toBe('busy');
});

test('when he has answered he hears himself, unless he is muted or holds', () => {
  const { floor, callId } = answered();
  const himself = [{ kind: 'connections', connectionIds: [`${callId}.1`] }];
  expect(hears(floor, callId)).toEqual(himself);
  floor.command('1001', 'call.mute', { callId });
  expect(hears(floor, callId)).toEqual([{ kind: 'connections', connectionIds: [] }]);
  floor.command('1001', 'call.unmute', { callId });
  floor.command('1001', 'call.hold', { callId });
  expect(hears(floor, callId)).toEqual([{ kind: 'none' }]);
  floor.command('1001', 'call.retrieve', { callId });
  expect(hears(floor, callId)).toEqual(himself);
});

test('he hangs up: as before, without wrap-up, nothing missed, made, answered or talked, and no customer waits', () => {
  const { floor, callId } = answered();
  floor.wait(3_000).customer('c');
  expect(floor.connections('c'), 'the customer is for the other one').toContain('1002:initiated');
  floor.cleared(`${callId}.1`);
  expect(floor.state('1001')).toBe('ready');
  expect(floor.happened.find(({ type }) => type === 'call.cleared')).toMatchObject({
    record: { kind: 'internal', outcome: 'answered', talkMs: 0, grade: null },
  });
  expect(floor.world.agents.get(agent('1001'))?.statistics).toMatchObject({
    callsMade: 0,
    callsAnswered: 0,
    callsMissed: 0,
    talkMs: 0,
  });
  expect(floor.world.day).toMatchObject({ callsIn: 1, callsOut: 0 });
  expect([...floor.timers.keys()].filter((timer) => timer.includes(callId))).toEqual([]);
});

test('it ends by itself: not answered, or answered and forgotten', () => {
  const floor = new Floor().ready('1001');
  const callId = check(floor);
  floor.wait(20_000);
  expect(floor.call(callId)).toBeUndefined();
  expect(floor.world.agents.get(agent('1001'))?.missed).toEqual([]);
  const forgotten = answered();
  forgotten.floor.wait(phoneCheckMs);
  expect(forgotten.floor.call(forgotten.callId)).toBeUndefined();
  expect(forgotten.floor.wishes('clear')).toEqual([
    { effect: 'clear', connectionId: `${forgotten.callId}.1`, cause: 'normal' },
  ]);
  expect(forgotten.floor.state('1001')).toBe('ready');
});

test('after a restart it still ends', () => {
  const { floor, callId } = answered();
  floor.wait(10_000).timers.clear();
  floor.put({ type: 'recovered' });
  expect(floor.timers.get(`check:${callId}` as never)).toBe(floor.now + phoneCheckMs - 10_000);
});

test('nobody else comes into it: no colleague, no supervisor', () => {
  const { floor, callId } = answered();
  floor.open('2001').registered('8004');
  floor.command('2001', 'agent.signIn', { deviceId: device('8004') });
  const agentId = agent('1001');
  for (const method of ['listen', 'takeOver', 'pickUp', 'clearCall'] as const) {
    expect(floor.command('2001', `supervision.${method}`, { agentId }), method).toMatchObject({
      refused: 'wrongCallState',
    });
  }
  const to = { kind: 'agent', agentId: agent('1002') } as const;
  for (const method of ['call.consult', 'call.invite', 'call.transfer'] as const) {
    expect(floor.command('1001', method, { callId, to }), method).toMatchObject({ refused: 'wrongCallState' });
  }
  expect(floor.command('1001', 'call.grade', { callId, language: 'en' })).toMatchObject({ refused: 'wrongCallState' });
  expect(floor.command('1002', 'call.make', { to: { kind: 'agent', agentId } })).toHaveProperty('refused');
  expect(allowedMethods(floor.world, agentId, callId)).toEqual([
    'call.setData',
    'call.hangUp',
    'call.hold',
    'call.mute',
  ]);
});

test('a wrap-up is over when he tests his telephone', () => {
  const floor = new Floor().ready('1001').customer('c').answered('c.2').wait(1_000).cleared('c.1');
  expect(floor.state('1001')).toBe('workingAfterCall');
  const callId = check(floor);
  floor.cleared(`${callId}.1`, 'rejected');
  expect(floor.state('1001')).toBe('ready');
  expect([...floor.timers.keys()]).toEqual([]);
});

test.each<[refused: string, begin: () => Floor]>([
  ['notSignedIn', () => new Floor().open('1001')],
  [
    'deviceRequired',
    () => {
      const floor = new Floor().open('1001');
      floor.command('1001', 'agent.signIn', {});
      return floor;
    },
  ],
  ['deviceUnregistered', () => new Floor().ready('1001').fact({ fact: 'unregistered', deviceId: device('8001') })],
  ['busyWithCall', () => new Floor().ready('1001').customer('c')],
  ['busyWithCall', () => answered().floor],
])('refused with %s', (refused, begin) => {
  const floor = begin();
  const may = allowedMethods(floor.world, '1001' as AgentId, null).includes('phone.check');
  expect(may).toBe(refused === 'deviceUnregistered');
  expect(floor.command('1001', 'phone.check', {})).toEqual({ refused });
  expect(floor.types).toEqual([]);
});
