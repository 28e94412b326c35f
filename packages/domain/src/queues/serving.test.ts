// Signing in to queues and out of them, and taking a call out of its turn.
import { expect, test } from 'vitest';
import { Floor } from '../support/floor.ts';
import { agent, agentProfile, device, queue, queueProfile, sample } from '../support/sample.ts';

const sales = { queueIds: [queue('sales')] };
const help = { queueIds: [queue('help')] };
const both = [queue('sales'), queue('help')];

const offers = (floor: Floor, callId: string): string[] =>
  floor
    .connections(callId)
    .slice(1)
    .map((one) => one.split(':')[0]!);
const serves = (floor: Floor, id = '1001') => floor.world.agents.get(agent(id))?.serves;

test('who has signed out of a queue is not offered its calls, and is again once he signs in', () => {
  const floor = new Floor().ready('1001');
  expect(floor.command('1001', 'queue.signOut', sales)).toEqual({ result: {} });
  expect(floor.types).toEqual(['agent.queuesChanged']);
  floor.customer('c');
  expect(offers(floor, 'c')).toEqual([]);
  expect(floor.command('1001', 'queue.signIn', sales)).toEqual({ result: {} });
  expect(offers(floor, 'c')).toEqual(['1001']);
  expect(serves(floor)).toBeNull();
});

test('left out or none: all of his; what changes nothing says nothing', () => {
  const floor = new Floor().ready('1001');
  floor.command('1001', 'queue.signOut', {});
  expect(serves(floor)).toEqual([]);
  floor.command('1001', 'queue.signOut', { queueIds: [] });
  expect(floor.types).toEqual([]);
  floor.command('1001', 'queue.signIn', { queueIds: [] });
  expect(serves(floor)).toBeNull();
});

test('he begins with the queues that he names, and signing out forgets them', () => {
  const floor = new Floor().open('1001').registered('8001');
  floor.command('1001', 'agent.signIn', { deviceId: device('8001'), state: 'ready', ...help });
  expect(serves(floor)).toEqual([queue('help')]);
  floor.customer('c');
  expect(offers(floor, 'c')).toEqual([]);
  floor.command('1001', 'agent.signOut', {});
  floor.command('1001', 'agent.signIn', { deviceId: device('8001'), state: 'ready' });
  expect(offers(floor, 'c')).toEqual(['1001']);
});

test('queues that are not his, and such as there are none', () => {
  const floor = new Floor().ready('1002');
  expect(floor.command('1002', 'queue.signIn', help)).toMatchObject({ refused: 'notInQueue', field: 'queueIds' });
  expect(floor.command('1002', 'queue.signOut', { queueIds: [queue('none')] })).toMatchObject({
    refused: 'unknownQueue',
  });
  expect(floor.command('1003', 'queue.signIn', {})).toMatchObject({ refused: 'notAuthenticated' });
  floor.open('1003');
  expect(floor.command('1003', 'queue.signIn', {})).toMatchObject({ refused: 'notSignedIn' });
  const nobody = { deviceId: device('8003'), queueIds: [queue('help')] };
  expect(floor.command('1003', 'agent.signIn', nobody)).toMatchObject({ refused: 'notInQueue' });
  expect(floor.state('1003')).toBe('null');
});

test('a queue that he comes to belong to is served by him who serves all, and only by him', () => {
  const floor = new Floor().ready('1002', '1003');
  floor.command('1003', 'queue.signOut', sales);
  const members = ['1002', '1003'].map((id) => ({ agentId: agent(id), priority: 1 }));
  floor.put({
    type: 'configured',
    configuration: { ...sample, queues: [sample.queues[0]!, queueProfile('help', { members })] },
  });
  floor.command('1002', 'queue.signOut', {});
  floor.command('1002', 'queue.signIn', help);
  expect([serves(floor, '1002'), serves(floor, '1003')]).toEqual([[queue('help')], []]);
});

test('a supervisor signs somebody out of a queue', () => {
  const floor = new Floor().ready('1001').open('2001');
  const one = { agentId: agent('1001'), queueId: queue('sales') };
  expect(floor.command('2001', 'supervision.signOutOfQueue', one)).toEqual({ result: {} });
  expect(serves(floor)).toEqual([queue('help')]);
  expect(floor.command('2001', 'supervision.signOutOfQueue', { ...one, agentId: agent('2001') })).toMatchObject({
    refused: 'targetIsSelf',
  });
  expect(floor.command('2001', 'supervision.signOutOfQueue', { ...one, agentId: agent('1002') })).toMatchObject({
    refused: 'wrongAgentState',
  });
  expect(floor.command('1001', 'supervision.signOutOfQueue', one)).toMatchObject({ refused: 'notPermitted' });
});

test('queues survive freezing: who serves which is told by the agent', () => {
  const floor = new Floor().ready('1001');
  floor.command('1001', 'queue.signOut', help);
  expect(serves(floor)).toEqual(both.slice(0, 1));
});

/** A call waits; 1001 is at work and not ready. */
const waiting = (): Floor => {
  const floor = new Floor().ready('1001').customer('c');
  floor.cleared('c.2', 'noAnswer');
  floor.command('1001', 'agent.setNotReady', {});
  return floor;
};

test('a waiting call is taken out of its turn, by one who is not ready', () => {
  const floor = waiting();
  expect(floor.command('1001', 'queue.take', { callId: floor.call('c')!.id })).toEqual({ result: {} });
  expect(floor.types).toEqual(['call.offered', 'agent.busy']);
  floor.alerting('c.3').answered('c.3');
  expect(floor.happened.map(({ type }) => type)).toContain('call.dequeued');
  expect(floor.state('1001')).toBe('busy');
});

test('not answered, it waits on at its place', () => {
  const floor = waiting();
  const { arrival } = floor.call('c')!.queue!;
  floor.command('1001', 'queue.take', { callId: floor.call('c')!.id });
  floor.wait(20_000);
  expect(floor.call('c')!.queue).toMatchObject({ arrival });
  expect(floor.world.queues.get(queue('sales'))?.waiting).toEqual(['c']);
});

test('what waits at a switch that is away cannot be taken', () => {
  const floor = waiting();
  floor.fact({ fact: 'outOfReach', connectionIds: 'all' });
  const { id: callId } = floor.call('c')!;
  expect(floor.command('1001', 'queue.take', { callId })).toMatchObject({ refused: 'wrongCallState' });
  expect(floor.wishes('originate')).toEqual([]);
});

test('taking: from queues that one serves; from others by right; and never what does not wait', () => {
  const floor = waiting();
  const callId = floor.call('c')!.id;
  floor.command('1001', 'queue.signOut', sales);
  expect(floor.command('1001', 'queue.take', { callId })).toMatchObject({ refused: 'notPermitted' });
  floor.open('2001').registered('8004');
  expect(floor.command('2001', 'queue.take', { callId })).toMatchObject({ refused: 'notSignedIn' });
  floor.command('2001', 'agent.signIn', { deviceId: device('8004') });
  expect(floor.command('2001', 'queue.take', { callId: 'none' as typeof callId })).toMatchObject({
    refused: 'unknownCall',
  });
  expect(floor.command('2001', 'queue.take', { callId })).toEqual({ result: {} });
  expect(floor.command('2001', 'queue.take', { callId })).toMatchObject({ refused: 'wrongCallState' });
});

test('a profile of nobody’s queue: one without queues serves none', () => {
  const floor = new Floor({ ...sample, agents: [...sample.agents, agentProfile('1009')] }).open('1009');
  floor.command('1009', 'agent.signIn', {});
  expect(floor.command('1009', 'queue.signIn', {})).toEqual({ result: {} });
  expect(floor.types).toEqual([]);
});
