// After a restart: the same world from the journal, timers armed again, and the switch asked what is still true.
import { expect, test } from 'vitest';
import { createWorld } from './configured.ts';
import { evolve } from './evolve.ts';
import { freezeWorld, thawWorld } from './frozen.ts';
import type { AgentId, ConnectionId, DeviceId } from './ids.ts';
import { allowedMethods } from './permissions/allowed.table.ts';
import { step } from './step.ts';
import { Floor } from './support/floor.ts';

/** One talks, one wraps up, one call waits, one is in the menu. */
const busyFloor = () => {
  const floor = new Floor().ready('1001', '1002').customer('a').customer('b').answered('a.2').answered('b.2');
  return floor.cleared('b.1').customer('w').customer('m', '9500').wait(1_000);
};
const supervised = (floor: Floor): Floor => {
  floor
    .open('2001')
    .registered('8004')
    .command('2001', 'agent.signIn', { deviceId: '8004' as DeviceId });
  return floor;
};
const snapshot = (floor: Floor, ...connectionIds: string[]) =>
  floor.fact({
    fact: 'snapshot',
    connectionIds: connectionIds as ConnectionId[],
    deviceIds: ['8001', '8002'] as DeviceId[],
  });

test('a replayed journal and a thawed world are the world', () => {
  const floor = busyFloor();
  const replayed = createWorld();
  for (const event of floor.events) evolve(replayed, event);
  expect(replayed).toEqual(floor.world);
  expect(thawWorld(freezeWorld(floor.world))).toEqual(floor.world);
});

test('timers come back with what was left of them, sessions do not', () => {
  const floor = busyFloor();
  floor.timers.clear();
  floor.put({ type: 'recovered' });
  expect(floor.types).toEqual(['session.closed', 'session.closed']);
  expect(Object.fromEntries([...floor.timers].map(([id, due]) => [id, due - floor.now]))).toEqual({
    'linkLoss:1001': 60_000,
    'linkLoss:1002': 60_000,
    'wrapUp:1002': 29_000,
    'ivr:m': 119_000,
  });
});

test('calls that are still there are arranged anew; menus ask again', () => {
  const floor = busyFloor();
  floor.put({ type: 'recovered' });
  snapshot(floor, 'a.1', 'a.2', 'w.1', 'm.1');
  expect(floor.types).toEqual(['call.enteredIvr']);
  expect(floor.wishes('topology').map(({ topology }) => topology.callId)).toEqual(['a', 'w', 'm']);
  expect(floor.wishes('play')).toMatchObject([{ connectionId: 'm.1' }]);
});

test('what the switch does not have is over; what only it has is let go', () => {
  const floor = busyFloor();
  floor.put({ type: 'recovered' });
  snapshot(floor, 'w.1', 'x.1');
  expect([...floor.world.calls.keys()]).toEqual(['w']);
  expect(floor.wishes('clear').filter(({ connectionId }) => connectionId === 'x.1')).toEqual([
    { effect: 'clear', connectionId: 'x.1', cause: 'failed' },
  ]);
  expect(floor.state('1001')).toBe('workingAfterCall');
});

test('an input about what is not there changes nothing', () => {
  const floor = busyFloor();
  const before = freezeWorld(floor.world);
  floor
    .cleared('ghost.1')
    .alerting('ghost.2')
    .fact({ fact: 'heldByDevice', connectionId: 'ghost.3' as ConnectionId });
  floor.fact({ fact: 'unregistered', deviceId: 'ghost' as DeviceId });
  step(floor.world, { type: 'timerExpired', timerId: 'toString:x' as never, at: 5 }, () => {});
  expect(freezeWorld(floor.world)).toBe(before);
});

test('who is no longer configured finishes his call and is signed out', () => {
  const floor = busyFloor();
  const { configuration } = floor.world;
  const agents = configuration.agents.filter(({ id }) => id !== '1001');
  floor.put({ type: 'configured', configuration: { ...configuration, agents } });
  expect(floor.state('1001')).toBe('busy');
  floor.cleared('a.1');
  expect(floor.happened.at(-1)).toMatchObject({ type: 'agent.loggedOff', agentId: '1001', reason: 'forced' });
});

test('a queue that is no longer configured lets its calls go', () => {
  const floor = busyFloor();
  const { configuration } = floor.world;
  floor.put({ type: 'configured', configuration: { ...configuration, queues: [] } });
  expect(floor.call('w')).toBeUndefined();
});

test('the switch is away: calls go on, nobody is offered one, and what waits is offered when it is back', () => {
  const floor = busyFloor();
  floor.fact({ fact: 'outOfReach', connectionIds: 'all' });
  expect(floor.types).toEqual(['call.outOfReach', 'call.outOfReach', 'call.outOfReach']);
  floor.fact({ fact: 'outOfReach', connectionIds: 'all' });
  expect(floor.types).toEqual([]);
  floor.command('1002', 'agent.finishWrapUp', { state: 'ready' });
  expect(floor.state('1002')).toBe('ready');
  expect(floor.wishes('originate')).toEqual([]);
  snapshot(floor, 'a.1', 'a.2', 'w.1', 'm.1');
  expect(floor.types.filter((type) => type === 'call.withinReach')).toHaveLength(3);
  expect(floor.wishes('originate')).toMatchObject([{ callId: 'w' }]);
  expect(thawWorld(freezeWorld(floor.world))).toEqual(floor.world);
});

test('a call whose switch is away is sent nowhere, which it would not survive, and nobody is called into it', () => {
  const floor = supervised(busyFloor());
  floor.fact({ fact: 'outOfReach', connectionIds: 'all' });
  const { id: callId } = floor.call('a')!;
  const to = { kind: 'agent', agentId: '1003' as AgentId } as const;
  for (const method of ['call.transfer', 'call.consult', 'call.invite'] as const) {
    expect(floor.command('1001', method, { callId, to }), method).toMatchObject({ refused: 'wrongCallState' });
    expect(allowedMethods(floor.world, '1001' as AgentId, callId)).not.toContain(method);
  }
  for (const method of ['listen', 'whisper', 'bargeIn', 'takeOver'] as const) {
    const asked = floor.command('2001', `supervision.${method}`, { agentId: '1001' as AgentId });
    expect(asked, method).toMatchObject({ refused: 'wrongCallState' });
  }
  floor.command('1001', 'call.hangUp', { callId });
  expect(floor.call('a')).toBeUndefined();
});

test('a call that rings while its switch is away is not picked up from there', () => {
  const floor = supervised(new Floor().ready('1001')).customer('c').alerting('c.2');
  floor.fact({ fact: 'outOfReach', connectionIds: 'all' });
  const asked = floor.command('2001', 'supervision.pickUp', { agentId: '1001' as AgentId });
  expect(asked).toMatchObject({ refused: 'wrongCallState' });
});

test('of several switches one is still away: its calls are not over, and not within reach', () => {
  const floor = busyFloor();
  const at = (is: { outOfReach?: string[]; isPartial?: boolean }, ...there: string[]) =>
    floor.fact({
      fact: 'snapshot',
      connectionIds: there as ConnectionId[],
      deviceIds: ['8001', '8002'] as DeviceId[],
      ...(is as object),
    });
  const outOfReach = () =>
    [...floor.world.calls.values()].filter((call) => call.outOfReach === true).map(({ id }) => id);
  at({ outOfReach: ['a.1', 'a.2'] }, 'a.1', 'a.2', 'w.1', 'm.1');
  expect(outOfReach()).toEqual(['a']);
  at({ isPartial: true }, 'w.1', 'm.1');
  expect([...floor.world.calls.keys()]).toEqual(['a', 'w', 'm']);
  expect(outOfReach()).toEqual(['a']);
  at({}, 'w.1', 'm.1');
  expect([...floor.world.calls.keys()]).toEqual(['w', 'm']);
});
