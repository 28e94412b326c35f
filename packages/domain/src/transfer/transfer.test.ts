// Blind transfer: to everybody and everything, by command and by REFER, taken or not.
import { expect, test } from 'vitest';
import type { CallId, ConnectionId, IvrId } from '../ids.ts';
import type { Target } from '../configuration.ts';
import { Floor } from '../support/floor.ts';
import { agent, queue } from '../support/sample.ts';
import { topologyOf } from '../calls/topology.ts';

const c = 'c' as CallId;
/** A customer of the queue talks to 1001; 1002 is free. */
const talking = () => new Floor().ready('1001').customer('c').answered('c.2').ready('1002');
const transfer = (floor: Floor, to: Target) => floor.command('1001', 'call.transfer', { callId: c, to });

test('to an agent: the customer hears it ring, the first agent wraps up', () => {
  const floor = talking();
  expect(transfer(floor, { kind: 'agent', agentId: agent('1002') })).toEqual({ result: {} });
  expect(floor.wishes('clear')).toEqual([{ effect: 'clear', connectionId: 'c.2', cause: 'transferred' }]);
  expect(floor.state('1001')).toBe('workingAfterCall');
  floor.alerting('c.3');
  expect(topologyOf(floor.world, floor.call('c')!).participants[0]?.hears).toEqual({ kind: 'ringback' });
  floor.answered('c.3').wait(1_000).cleared('c.1');
  expect(floor.happened.find(({ type }) => type === 'call.cleared')).toMatchObject({
    record: { agentIds: ['1001', '1002'], talkMs: 1_000, outcome: 'answered' },
  });
});

test('to a queue, a menu, an outside number', () => {
  const queued = talking();
  transfer(queued, { kind: 'queue', queueId: queue('sales') });
  expect(queued.connections('c')[1], 'not to him who just sent it').toBe('1002:initiated');
  const menu = talking();
  transfer(menu, { kind: 'ivr', ivrId: 'welcome' as IvrId });
  expect(menu.call('c')?.ivr?.node).toBe('hello');
  const outside = talking();
  transfer(outside, { kind: 'number', number: '01012345678' });
  expect(outside.wishes('originate')).toMatchObject([{ to: { kind: 'number', number: '01012345678' } }]);
});

test('a held customer is taken off hold by it', () => {
  const floor = talking();
  floor.command('1001', 'call.hold', { callId: c });
  transfer(floor, { kind: 'agent', agentId: agent('1002') });
  expect(floor.connections('c')).toEqual(['013800000001:connected', '1002:initiated']);
});

test('not taken: back to the sender, even out of his wrap-up', () => {
  const floor = talking();
  transfer(floor, { kind: 'agent', agentId: agent('1002') });
  floor.command('1002', 'call.reject', { callId: c });
  expect(floor.types).toContain('call.recalled');
  expect(floor.connections('c')[1]).toBe('1001:initiated');
  floor.answered('c.4');
  expect(floor.connections('c')).toEqual(['013800000001:connected', '1001:connected']);
});

test('not taken, and the sender is gone: back to its queue', () => {
  const floor = talking();
  transfer(floor, { kind: 'number', number: '01012345678' });
  floor.command('1001', 'agent.signOut', {});
  floor.command('1002', 'agent.setNotReady', {});
  floor.cleared('c.3', 'busy');
  expect(floor.call('c')?.queue?.queueId).toBe('sales');
});

test('not taken twice: back to its queue; without one, the end', () => {
  const floor = talking();
  floor.command('1002', 'agent.setNotReady', {});
  transfer(floor, { kind: 'agent', agentId: agent('1002') });
  floor.wait(30_000).cleared('c.4', 'rejected');
  expect(floor.call('c')?.queue?.queueId).toBe('sales');

  const own = new Floor().ready('1001').phone('p', '8001', '01012345678').answered('p.2');
  own.command('1001', 'call.transfer', { callId: 'p' as CallId, to: { kind: 'number', number: '02000' } });
  own.command('1001', 'agent.signOut', {});
  own.cleared('p.3', 'busy');
  expect(own.call('p')).toBeUndefined();
});

test('REFER does the same; what cannot be done leaves the call as it is', () => {
  const floor = talking();
  const refer = (dialled: string) =>
    floor.fact({ fact: 'transferByDevice', connectionId: 'c.2' as ConnectionId, dialled });
  refer('99999');
  expect(floor.types).toEqual([]);
  refer('8002');
  expect(floor.connections('c')).toEqual(['013800000001:connected', '1002:initiated']);
});

test('REFER by somebody outside changes nothing, whatever he names', () => {
  const floor = talking();
  for (const dialled of ['01012345678', '8002', 'sales', '02000']) {
    floor.fact({ fact: 'transferByDevice', connectionId: 'c.1' as ConnectionId, dialled });
    expect(floor.types, dialled).toEqual([]);
    expect(floor.effects, dialled).toEqual([]);
  }
  expect(floor.connections('c')).toEqual(['013800000001:connected', '1001:connected']);
});

test('the one on the other side is not called into his own call, by whatever name', () => {
  const floor = new Floor().ready('1001', '1002').phone('p', '8001', '8002').answered('p.2');
  for (const to of [{ kind: 'number', number: '8002' } as const, { kind: 'agent', agentId: agent('1002') } as const]) {
    expect(floor.command('1001', 'call.transfer', { callId: 'p' as CallId, to })).toHaveProperty('refused');
  }
});

test('refused: to oneself, to the busy, before it is answered', () => {
  const floor = talking();
  expect(transfer(floor, { kind: 'agent', agentId: agent('1001') })).toMatchObject({ refused: 'targetIsSelf' });
  expect(transfer(floor, { kind: 'agent', agentId: agent('1003') })).toMatchObject({ refused: 'targetNotSignedIn' });
  floor.customer('d');
  expect(
    floor.command('1002', 'call.transfer', { callId: 'd' as CallId, to: { kind: 'queue', queueId: queue('help') } }),
  ).toEqual({ refused: 'wrongCallState' });
});
