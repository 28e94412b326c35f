// How a caller leaves a queue unserved, as those who watch it are told; and what they may ask about it.
import { expect, test } from 'vitest';
import type { CallId, GroupId, RoleId } from '../ids.ts';
import type { QueueProfile } from '../configuration.ts';
import { audienceOf } from '../permissions/audience.ts';
import { callsInReach } from '../permissions/watched.ts';
import { Floor } from '../support/floor.ts';
import { agent, agentProfile, device, queue, queueProfile, sample } from '../support/sample.ts';

const exit = { key: '0', target: { kind: 'queue', queueId: queue('help') } } as const;
const floorWith = (changes: Partial<QueueProfile>): Floor =>
  new Floor({ ...sample, queues: [queueProfile('sales', changes), ...sample.queues.slice(1)] });
const press = (floor: Floor, digit: string) => floor.fact({ fact: 'digit', connectionId: 'c.1' as never, digit });
const left = (floor: Floor) => floor.events.find(({ type }) => type === 'call.dequeued');

test('by the key of the queue: to where it leads', () => {
  const floor = press(floorWith({ exit }).customer('c'), '0');
  expect(left(floor)).toMatchObject({ why: 'keyLeft', to: exit.target });
  expect(floor.call('c')?.queue?.queueId).toBe('help');
  expect(floor.world.queues.get(queue('sales'))?.statistics).toMatchObject({ offered: 1, overflowed: 1 });
});

test('any other key does nothing, nor does this one while it rings for him', () => {
  expect(left(press(floorWith({ exit }).customer('c'), '1'))).toBeUndefined();
  expect(left(press(floorWith({ exit }).ready('1001').customer('c'), '0'))).toBeUndefined();
  expect(left(press(floorWith({}).customer('c'), '0'))).toBeUndefined();
});

test('a key that ends the call ends it', () => {
  const floor = press(floorWith({ exit: { key: '0', target: { kind: 'hangUp' } } }).customer('c'), '0');
  expect(floor.happened.at(-1)).toMatchObject({ type: 'call.cleared', record: { outcome: 'overflowed' } });
});

test('he waited too long, or found it full, or hung up', () => {
  const late = floorWith({ maximumWaitMs: 60_000, overflow: { kind: 'number', number: '01012345678' } }).customer('c');
  late.wait(60_000);
  expect(left(late)).toMatchObject({ why: 'timedOut', to: { kind: 'number', number: '01012345678' } });
  const full = floorWith({ maximumWaiting: 0 }).customer('c');
  expect(full.types).toContain('call.queued');
  expect(left(full)).toMatchObject({ why: 'full', to: { kind: 'hangUp' } });
  expect(left(floorWith({}).customer('c').cleared('c.1'))).toMatchObject({ why: 'abandoned', to: null });
});

test('all queues at once, with who serves them and the oldest call of any', () => {
  const floor = new Floor().open('2001').customer('a').wait(1_000).customer('b');
  expect(floor.command('2001', 'statistics.queues', {})).toMatchObject({
    result: {
      oldestEnteredAt: 1_000_000,
      queues: [
        { queueId: 'sales', name: 'sales', waiting: 2, agentIds: ['1001', '1002', '1003'], agents: { offline: 3 } },
        { queueId: 'help', waiting: 0, agentIds: ['1001'] },
      ],
    },
  });
  floor.open('1002');
  const own = floor.command('1002', 'statistics.queues', {});
  expect(own, 'his own alone').toMatchObject({ result: { queues: [{ queueId: 'sales' }] } });
});

test('agents by their ids, and those whom nobody knows', () => {
  const floor = new Floor().open('1001');
  const agentIds = [agent('1002'), agent('x'), agent('1002')];
  expect(floor.command('1001', 'agent.get', { agentIds })).toEqual({
    result: { agentsOf: ['1002'], unknown: ['x'] },
  });
});

test('the calls of an agent, and who listens to them', () => {
  const floor = new Floor().ready('1001').open('2001').customer('c').answered('c.2');
  floor.registered('8004').command('2001', 'agent.signIn', { deviceId: device('8004') });
  floor.command('2001', 'supervision.listen', { agentId: agent('1001') });
  expect(floor.command('2001', 'call.detail', { agentId: agent('1001') })).toEqual({
    result: {
      callsOf: ['c'],
      supervisions: [{ callId: 'c', supervisorId: '2001', watchedId: '1001', mode: 'listen' }],
    },
  });
  expect(floor.command('1001', 'call.detail', { agentId: agent('2001') })).toMatchObject({ refused: 'notPermitted' });
});

test('who watches finds the calls under way: of his group, or of its queues', () => {
  const elsewhere = agentProfile('3001', { groupId: 'other' as GroupId, roleId: 'supervisor' as RoleId });
  const groups = [...sample.groups, { id: 'other' as GroupId, name: 'Other' }];
  const floor = new Floor({ ...sample, groups, agents: [...sample.agents, elsewhere] });
  floor.ready('1001').customer('a').answered('a.2').customer('b');
  expect(callsInReach(floor.world, agent('2001'))).toEqual(['a', 'b']);
  expect(callsInReach(floor.world, agent('3001'))).toEqual([]);
  expect(callsInReach(floor.world, agent('1001'))).toEqual([]);
  floor
    .open('2001')
    .registered('8004')
    .command('2001', 'agent.signIn', { deviceId: device('8004') });
  floor.command('2001', 'supervision.listen', { agentId: agent('1001') });
  expect(callsInReach(floor.world, agent('2001')), 'not the one he is at').toEqual(['b' as CallId]);
});

test('an agent who is here is told that he was set up otherwise', () => {
  const floor = new Floor().ready('1001').open('1002');
  const renamed = sample.agents.map((one) => (one.id === '1001' ? { ...one, name: 'Other' } : one));
  floor.put({ type: 'configured', configuration: { ...sample, agents: renamed } });
  const changed = floor.happened.filter(({ type }) => type === 'agent.profileChanged');
  expect(changed).toMatchObject([{ agentId: '1001' }]);
  expect(audienceOf(floor.world, changed[0]!)).toEqual({
    agentIds: ['1001'],
    groupIds: ['floor'],
    watchersOf: 'agents',
  });
  floor.put({ type: 'configured', configuration: { ...sample, agents: renamed, queues: [] } });
  expect(floor.happened.filter(({ type }) => type === 'agent.profileChanged')).toHaveLength(2);
});
