// A blocked agent: nothing new comes to him, what goes on he may finish, and afterwards he is what he was.
import { expect, test } from 'vitest';
import { allowedMethods } from '../permissions/allowed.table.ts';
import { Floor } from '../support/floor.ts';
import { agent, device } from '../support/sample.ts';

const one = { agentId: agent('1001') };
const blocked = (floor: Floor) => floor.command('2001', 'supervision.block', one);
const unblocked = (floor: Floor) => floor.command('2001', 'supervision.unblock', one);
const present = () => new Floor().ready('1001').open('2001');
const stateOf = (floor: Floor) => floor.world.agents.get(one.agentId);

test('nothing is offered to him, and nothing that brings calls is open to him', () => {
  const floor = present();
  expect(blocked(floor)).toEqual({ result: {} });
  expect(floor.types).toEqual(['agent.notReady', 'agent.blocked']);
  expect(stateOf(floor)).toMatchObject({ state: 'notReady', reason: 'blocked' });
  floor.customer('c');
  expect(floor.connections('c')).toHaveLength(1);
  for (const [method, params] of [
    ['agent.setReady', {}],
    ['agent.setNotReady', { reason: 'lunch' }],
    ['call.make', { to: { kind: 'number', number: '013800000002' } }],
    ['phone.check', {}],
    ['queue.take', { callId: 'c' }],
    ['agent.signIn', { deviceId: device('8002'), state: 'ready' }],
  ] as const)
    expect(floor.command('1001', method, params as never), method).toMatchObject({ refused: 'agentBlocked' });
  expect(allowedMethods(floor.world, one.agentId, null)).not.toContain('agent.setReady');
  expect(floor.command('2001', 'supervision.forceState', { ...one, state: 'ready' })).toMatchObject({
    refused: 'agentBlocked',
  });
});

test('unblocked, he is ready again and waiting calls find him', () => {
  const floor = present();
  blocked(floor);
  floor.customer('c');
  expect(unblocked(floor)).toEqual({ result: {} });
  expect(floor.connections('c')).toHaveLength(2);
});

test('one who was at lunch is at lunch again', () => {
  const floor = present();
  floor.command('1001', 'agent.setNotReady', { reason: 'lunch' });
  blocked(floor);
  unblocked(floor);
  expect(stateOf(floor)).toMatchObject({ state: 'notReady', reason: 'lunch', blocked: null });
});

test('a call goes on to its end; then he is not ready, whatever he was', () => {
  const floor = present().customer('c').answered('c.2');
  blocked(floor);
  expect(floor.types).toEqual(['agent.pendingState', 'agent.blocked']);
  expect(floor.command('1001', 'call.hold', { callId: floor.call('c')!.id })).toEqual({ result: {} });
  floor.cleared('c.1');
  expect(floor.command('1001', 'agent.finishWrapUp', { state: 'ready' })).toEqual({ result: {} });
  expect(stateOf(floor)).toMatchObject({ state: 'notReady', reason: 'blocked' });
  unblocked(floor);
  expect(stateOf(floor)).toMatchObject({ state: 'ready' });
});

test('again, and of nobody: nothing; oneself, one who is away, and without the right: refused', () => {
  const floor = present();
  expect(unblocked(floor)).toEqual({ result: {} });
  expect(floor.types).toEqual([]);
  blocked(floor);
  blocked(floor);
  expect(floor.types).toEqual([]);
  expect(floor.command('2001', 'supervision.block', { agentId: agent('2001') })).toMatchObject({
    refused: 'targetIsSelf',
  });
  expect(floor.command('2001', 'supervision.block', { agentId: agent('1002') })).toMatchObject({
    refused: 'wrongAgentState',
  });
  expect(floor.command('1001', 'supervision.block', one)).toMatchObject({ refused: 'notPermitted' });
});

test('signing out ends it', () => {
  const floor = present();
  blocked(floor);
  floor.command('1001', 'agent.signOut', {});
  floor.command('1001', 'agent.signIn', { deviceId: device('8001'), state: 'ready' });
  expect(stateOf(floor)).toMatchObject({ state: 'ready', blocked: null });
});
