// Calls begin, ring, are answered, held, muted and ended, from either side and at awkward moments.
import { expect, test } from 'vitest';
import type { CallId } from '../ids.ts';
import { callsPerTelephone } from '../limits.ts';
import { Floor } from '../support/floor.ts';
import { agent, device, queue, sample } from '../support/sample.ts';
import { topologyOf } from './topology.ts';

const c = 'c' as CallId;
const hearing = (floor: Floor, callId = 'c') =>
  Object.fromEntries(
    topologyOf(floor.world, floor.call(callId)!).participants.map(({ connectionId, hears }) => [
      connectionId,
      hears.kind === 'connections' ? hears.connectionIds.join() : hears.kind === 'music' ? hears.music : hears.kind,
    ]),
  );
const talking = () => new Floor().ready('1001').customer('c').answered('c.2');

test('a number nobody has is turned away without a call', () => {
  const floor = new Floor().customer('c', '4711');
  expect(floor.types).toEqual([]);
  expect(floor.wishes('clear')).toEqual([{ effect: 'clear', connectionId: 'c.1', cause: 'notFound' }]);
});

test('hold: the held one hears music, the holder nothing; by command and at the phone', () => {
  const floor = talking();
  expect(floor.command('1001', 'call.hold', { callId: c })).toEqual({ result: {} });
  expect(hearing(floor)).toEqual({ 'c.1': 'piano', 'c.2': 'none' });
  expect(floor.command('1001', 'call.hold', { callId: c })).toEqual({ refused: 'wrongCallState' });
  floor.fact({ fact: 'retrievedByDevice', connectionId: 'c.2' as never });
  expect(hearing(floor)).toEqual({ 'c.1': 'c.2', 'c.2': 'c.1' });
});

test('mute: the others hear nothing of him, and no music', () => {
  const floor = talking();
  floor.command('1001', 'call.mute', { callId: c });
  expect(hearing(floor)).toEqual({ 'c.1': '', 'c.2': 'c.1' });
  floor.command('1001', 'call.unmute', { callId: c });
  expect(hearing(floor)).toEqual({ 'c.1': 'c.2', 'c.2': 'c.1' });
});

test('a customer who gives up while it rings frees the agent, who has not missed anything', () => {
  const floor = new Floor().ready('1001').customer('c').alerting('c.2').cleared('c.1');
  expect(floor.types).not.toContain('agent.missedCall');
  expect(floor.happened.find(({ type }) => type === 'call.cleared')).toMatchObject({
    record: { outcome: 'abandoned' },
  });
  expect(floor.state('1001')).toBe('ready');
  floor.answered('c.2');
  expect(floor.wishes('clear'), 'his answer came too late').toEqual([
    { effect: 'clear', connectionId: 'c.2', cause: 'cancelled' },
  ]);
});

test('an agent who hangs up while it rings has refused the call', () => {
  const floor = new Floor().ready('1001', '1002').customer('c').alerting('c.2');
  floor.command('1001', 'call.hangUp', { callId: c });
  expect(floor.types).toContain('agent.missedCall');
  expect(floor.connections('c')).toEqual(['013800000001:connected', '1002:initiated']);
});

test('a direct call rings, with the far ringing passed on; not ready keeps no colleague away', () => {
  const floor = new Floor().ready('1002');
  floor.command('1002', 'agent.setNotReady', { reason: 'paper' });
  floor.customer('c', '9502');
  expect(topologyOf(floor.world, floor.call('c')!).participants[0]).toMatchObject({ stage: 'proceeding' });
  floor.alerting('c.2');
  expect(topologyOf(floor.world, floor.call('c')!).participants[0]).toMatchObject({
    stage: 'ringing',
    hears: { kind: 'ringback' },
  });
  floor.answered('c.2').cleared('c.2');
  expect(floor.happened.at(-1)).toMatchObject({ type: 'agent.notReady', reason: 'paper' });
});

test('a direct call to somebody in a call is told that he is busy', () => {
  const floor = new Floor().ready('1002').customer('a', '9502').customer('b', '9502');
  expect(floor.wishes('clear')).toEqual([{ effect: 'clear', connectionId: 'b.1', cause: 'busy' }]);
  expect(floor.call('b')).toBeUndefined();
});

test('an agent makes a call: his own phone first, then the other, whose ringing he hears', () => {
  const floor = new Floor().ready('1001');
  expect(floor.command('1001', 'call.make', { to: { kind: 'number', number: '01012345678' } })).toEqual({
    result: { callId: 'made-2' },
  });
  expect(floor.wishes('originate')).toMatchObject([
    { to: { kind: 'device', deviceId: '8001' }, autoAnswer: true, from: { number: '01012345678' } },
  ]);
  floor.answered('made-2.1');
  expect(floor.wishes('originate')).toMatchObject([
    { to: { kind: 'number', number: '01012345678' }, from: { number: '9500', name: '' } },
  ]);
  expect(hearing(floor, 'made-2')).toEqual({ 'made-2.1': 'ringback', 'made-2.2': 'none' });
  floor.alerting('made-2.2', true);
  expect(hearing(floor, 'made-2')).toEqual({ 'made-2.1': 'made-2.2', 'made-2.2': 'none' });
  floor.answered('made-2.2').wait(1_000).cleared('made-2.2');
  expect(floor.happened.find(({ type }) => type === 'call.cleared')).toMatchObject({
    record: { kind: 'outbound', outcome: 'answered', talkMs: 1_000, agentIds: ['1001'] },
  });
  expect(floor.state('1001'), 'no wrap-up after his own call').toBe('ready');
});

test('an agent shows the called party a number of the tenant, and no other', () => {
  const floor = new Floor().ready('1001');
  const to = { kind: 'number', number: '01012345678' } as const;
  expect(floor.command('1001', 'call.make', { to, displayNumber: '110' })).toEqual({
    refused: 'displayNumberNotAllowed',
    field: 'displayNumber',
  });
  expect(floor.command('1001', 'call.make', { to, displayNumber: '9501' })).toMatchObject({ result: {} });
  floor.answered('made-3.1');
  expect(floor.wishes('originate')).toMatchObject([{ from: { number: '9501' } }]);
});

test('a tenant without a number of its own has the agent choose one for the outside', () => {
  const floor = new Floor({ ...sample, tenant: { ...sample.tenant, displayNumber: '' } }).ready('1001', '1002');
  const to = { kind: 'number', number: '01012345678' } as const;
  expect(floor.command('1001', 'call.make', { to })).toEqual({
    refused: 'displayNumberRequired',
    field: 'displayNumber',
  });
  expect(floor.command('1001', 'call.make', { to, displayNumber: '' })).toMatchObject({ field: 'displayNumber' });
  expect(floor.command('1001', 'call.make', { to, displayNumber: '9500' })).toMatchObject({ result: {} });
  expect(floor.command('1002', 'call.make', { to: { kind: 'queue', queueId: queue('sales') } })).toMatchObject({
    result: {},
  });
});

test('what may not be dialled is refused by name', () => {
  const floor = new Floor().ready('1001');
  const make = (to: Parameters<typeof floor.command<'call.make'>>[2]['to']) =>
    floor.command('1001', 'call.make', { to });
  expect(make({ kind: 'number', number: '12345' })).toMatchObject({ refused: 'numberNotAllowed', field: 'to' });
  expect(make({ kind: 'number', number: '0*1' })).toMatchObject({ refused: 'numberNotAllowed' });
  expect(make({ kind: 'number', number: 'abc' })).toMatchObject({ refused: 'numberInvalid' });
  expect(make({ kind: 'agent', agentId: agent('1001') })).toMatchObject({ refused: 'targetIsSelf' });
  expect(make({ kind: 'number', number: '8001' })).toMatchObject({ refused: 'targetIsSelf' });
  expect(make({ kind: 'agent', agentId: agent('1003') })).toMatchObject({ refused: 'targetNotSignedIn' });
  expect(make({ kind: 'device', deviceId: device('8004') })).toMatchObject({ refused: 'deviceUnregistered' });
});

test('a phone here dials: its agent is in his own call; outside only where allowed', () => {
  const floor = new Floor().ready('1001').phone('p', '8001', '01012345678').answered('p.2');
  expect(floor.connections('p')).toEqual(['1001:connected', '01012345678:connected']);
  expect(floor.state('1001')).toBe('busy');
  floor.registered('8004').phone('q', '8004', '555');
  expect(floor.wishes('clear')).toEqual([{ effect: 'clear', connectionId: 'q.1', cause: 'notAllowed' }]);
  floor.phone('r', '8004', '8001');
  expect(floor.wishes('clear')).toEqual([{ effect: 'clear', connectionId: 'r.1', cause: 'busy' }]);
});

test('one telephone without an agent begins only so many calls at once', () => {
  const floor = new Floor().registered('8004');
  for (let nth = 1; nth <= callsPerTelephone; nth += 1) floor.phone(`p${nth}`, '8004', '9501');
  expect(floor.world.calls.size).toBe(callsPerTelephone);
  floor.phone('q', '8004', '9501');
  expect(floor.wishes('clear')).toEqual([{ effect: 'clear', connectionId: 'q.1', cause: 'busy' }]);
  floor.cleared('p1.1').phone('r', '8004', '9501');
  expect(floor.call('r')).toBeDefined();
});

test('an agent calls a colleague by extension; both are busy, and free afterwards', () => {
  const floor = new Floor().ready('1001', '1002').phone('p', '8001', '8002');
  expect([floor.state('1001'), floor.state('1002')]).toEqual(['busy', 'busy']);
  floor.wait(30_000);
  expect(floor.happened.find(({ type }) => type === 'call.cleared')).toMatchObject({ cause: 'noAnswer' });
  expect([floor.state('1001'), floor.state('1002')]).toEqual(['ready', 'ready']);
});

test('calls are only for those who are in them', () => {
  const floor = talking().ready('1002');
  expect(floor.command('1002', 'call.hangUp', { callId: c })).toMatchObject({ refused: 'notYourCall' });
  expect(floor.command('1002', 'call.hangUp', { callId: 'x' as CallId })).toMatchObject({ refused: 'unknownCall' });
});

test('data is merged, an empty value takes a name away, and there is a bound', () => {
  const floor = talking();
  floor.command('1001', 'call.setData', { callId: c, data: { order: '17', name: 'Li' } });
  floor.command('1001', 'call.setData', { callId: c, data: { order: '' } });
  expect(floor.call('c')?.data).toEqual({ name: 'Li' });
  const many = Object.fromEntries(Array.from({ length: 70 }, (_, n) => [`k${n}`, 'v']));
  expect(floor.command('1001', 'call.setData', { callId: c, data: many })).toMatchObject({
    refused: 'invalidParameter',
  });
});

test('keys go to the other side', () => {
  const floor = talking();
  floor.command('1001', 'call.sendDigits', { callId: c, digits: '12#' });
  expect(floor.effects).toEqual([{ effect: 'sendDigits', connectionId: 'c.1', digits: '12#' }]);
  expect(floor.command('1001', 'call.sendDigits', { callId: c, digits: 'x' })).toMatchObject({
    refused: 'invalidParameter',
  });
});

test('answer is a wish to the phone; what happens is what the switch says', () => {
  const floor = new Floor().ready('1001').customer('c').alerting('c.2');
  floor.command('1001', 'call.answer', { callId: c });
  expect(floor.effects).toEqual([{ effect: 'answer', connectionId: 'c.2' }]);
  expect(floor.connections('c')[1]).toBe('1001:alerting');
});
