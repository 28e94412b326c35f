// Agents come to work, rest, are called, wrap up, lose their link and leave.
import { expect, test } from 'vitest';
import type { AgentId, SessionId } from '../ids.ts';
import { allowedMethods } from '../permissions/allowed.table.ts';
import { Floor, sessionOf } from '../support/floor.ts';
import { device, queueProfile, sample } from '../support/sample.ts';

const one = '1001' as AgentId;
const withQueue = (changes: Parameters<typeof queueProfile>[1]) =>
  new Floor({ ...sample, queues: [queueProfile('sales', changes), sample.queues[1]!] });

/** A customer is talking to 1001. */
const talking = (floor: Floor) => floor.ready('1001').customer('c').answered('c.2');

test('signs in without an extension, but is not ready without one', () => {
  const floor = new Floor().open('1001');
  expect(floor.command('1001', 'agent.signIn', {})).toEqual({ result: {} });
  expect(floor.state('1001')).toBe('notReady');
  expect(floor.command('1001', 'agent.setReady', {})).toEqual({ refused: 'deviceRequired' });
  expect(floor.command('1001', 'agent.signIn', { state: 'ready' })).toMatchObject({ refused: 'deviceRequired' });
});

test('an extension belongs to one agent at a time, and must exist', () => {
  const floor = new Floor().ready('1001').open('1002');
  expect(floor.command('1002', 'agent.signIn', { deviceId: device('8001') })).toMatchObject({ refused: 'deviceInUse' });
  expect(floor.command('1002', 'agent.signIn', { deviceId: device('9999') })).toMatchObject({
    refused: 'unknownDevice',
  });
  floor.command('1001', 'agent.signOut', {});
  expect(floor.command('1002', 'agent.signIn', { deviceId: device('8001') })).toEqual({ result: {} });
});

test('signing in again says yes and changes nothing, even in a call; another extension is for later', () => {
  const floor = talking(new Floor());
  expect(floor.command('1001', 'agent.signIn', { deviceId: device('8001') })).toEqual({ result: {} });
  expect(floor.types).toEqual([]);
  expect(floor.command('1001', 'agent.signIn', { deviceId: device('8003') })).toEqual({ refused: 'busyWithCall' });
});

test('a new session takes the old one over', () => {
  const floor = new Floor().ready('1001');
  floor.put({ type: 'sessionOpened', sessionId: 'second' as SessionId, agentId: one });
  expect(floor.wishes('closeSession')).toEqual([
    { effect: 'closeSession', sessionId: sessionOf('1001'), reason: 'signedInElsewhere' },
  ]);
  expect(floor.command('1001', 'agent.setNotReady', {})).toEqual({ refused: 'signedInElsewhere' });
  expect(floor.command('1001', 'agent.setNotReady', {}, 'second' as SessionId)).toEqual({ result: {} });
  floor.put({ type: 'sessionClosed', sessionId: sessionOf('1001'), agentId: one, how: 'lost' });
  expect(floor.types, 'the old one is nobody by now').toEqual([]);
});

test('a wish for later is told, kept through wrap-up, and can be withdrawn', () => {
  const floor = talking(new Floor());
  floor.command('1001', 'agent.setNotReady', { reason: 'lunch' });
  expect(floor.happened).toMatchObject([
    { type: 'agent.pendingState', pending: { state: 'notReady', reason: 'lunch' } },
  ]);
  floor.command('1001', 'agent.setReady', {});
  expect(floor.happened).toMatchObject([{ type: 'agent.pendingState', pending: null }]);
  floor.command('1001', 'agent.setNotReady', { reason: 'lunch' });
  floor.command('1001', 'call.hangUp', { callId: floor.call('c')!.id });
  expect(floor.state('1001')).toBe('workingAfterCall');
  floor.wait(30_000);
  expect(floor.happened).toMatchObject([{ type: 'agent.notReady', reason: 'lunch' }]);
});

test('ready and not ready end a wrap-up at once', () => {
  const floor = talking(new Floor()).cleared('c.1');
  expect(floor.command('1001', 'agent.setReady', {})).toEqual({ result: {} });
  expect(floor.types).toEqual(['agent.ready']);
  floor.customer('d').answered('d.2').cleared('d.1');
  floor.command('1001', 'agent.setNotReady', { reason: 'break' });
  expect(floor.happened).toMatchObject([{ type: 'agent.notReady', reason: 'break' }]);
  expect([...floor.timers.keys()]).toEqual([]);
});

test('signing out during a call waits for its end', () => {
  const floor = talking(new Floor());
  expect(floor.command('1001', 'agent.signOut', {})).toEqual({ result: {} });
  expect(floor.state('1001')).toBe('busy');
  floor.cleared('c.1');
  expect(floor.types.at(-1)).toBe('agent.loggedOff');
  expect(floor.world.devices.get(device('8001'))?.agentId).toBeNull();
});

test('wrap-up is finished by hand or by time, once', () => {
  const floor = talking(new Floor()).cleared('c.2');
  expect(floor.command('1001', 'agent.finishWrapUp', { state: 'notReady' })).toEqual({ result: {} });
  expect(floor.state('1001')).toBe('notReady');
  floor.put({ type: 'timerExpired', timerId: 'wrapUp:1001' as never });
  expect(floor.types, 'an old timer changes nothing').toEqual([]);
  expect(floor.command('1001', 'agent.finishWrapUp', {})).toEqual({ refused: 'wrongAgentState' });
});

test('a lost link: offered nothing at once, everything kept within the grace time', () => {
  const floor = new Floor().ready('1001');
  floor.put({ type: 'sessionClosed', sessionId: sessionOf('1001'), agentId: one, how: 'lost' });
  floor.customer('c');
  expect(floor.types).not.toContain('call.offered');
  floor.wait(59_000).open('1001');
  expect(floor.types).toEqual(['session.opened', 'call.offered', 'agent.busy']);
  floor.wait(10_000);
  expect(floor.state('1001')).toBe('busy');
});

test('a link lost too long signs out, after the call that is on', () => {
  const floor = talking(new Floor());
  floor.put({ type: 'sessionClosed', sessionId: sessionOf('1001'), agentId: one, how: 'lost' });
  floor.wait(60_000);
  expect(floor.state('1001')).toBe('busy');
  floor.cleared('c.1');
  expect(floor.happened.at(-1)).toMatchObject({ type: 'agent.loggedOff', reason: 'linkLost' });
});

test('coming back during the call keeps him signed in', () => {
  const floor = talking(new Floor());
  floor.put({ type: 'sessionClosed', sessionId: sessionOf('1001'), agentId: one, how: 'lost' });
  floor.wait(61_000).open('1001').cleared('c.1');
  expect(floor.state('1001')).toBe('workingAfterCall');
});

test('a phone that is not registered is not offered a call; when it is back it is', () => {
  const floor = new Floor()
    .ready('1001')
    .fact({ fact: 'unregistered', deviceId: device('8001') })
    .customer('c');
  expect(floor.types).not.toContain('call.offered');
  floor.registered('8001');
  expect(floor.types).toContain('call.offered');
});

test('who misses calls is left alone for a while, and after the limit made not ready', () => {
  const floor = withQueue({ noAnswerLimit: 2, members: [{ agentId: one, priority: 1 }] })
    .ready('1001')
    .customer('c');
  floor.wait(20_000);
  expect(floor.types).toEqual([
    'call.connectionCleared',
    'agent.missedCall',
    'call.requeued',
    'agent.backedOff',
    'agent.ready',
  ]);
  floor.wait(9_999);
  expect(floor.state('1001')).toBe('ready');
  floor.wait(1);
  expect(floor.types).toEqual(['agent.backOffEnded', 'call.offered', 'agent.busy']);
  floor.wait(20_000);
  expect(floor.happened.at(-1)).toMatchObject({ type: 'agent.notReady', reason: 'noAnswer' });
});

test('time in each state is counted', () => {
  const floor = talking(new Floor().open('1001')).wait(5_000).cleared('c.1').wait(30_000).wait(7_000);
  floor.command('1001', 'agent.setNotReady', {});
  const { stateMs, callsAnswered, talkMs } = floor.world.agents.get(one)!.statistics;
  expect(stateMs).toMatchObject({ busy: 5_000, workingAfterCall: 30_000, ready: 7_000 });
  expect({ callsAnswered, talkMs }).toEqual({ callsAnswered: 1, talkMs: 5_000 });
});

test('what is allowed is what is not refused', () => {
  const floor = new Floor().ready('1001');
  expect(allowedMethods(floor.world, one, null)).toEqual([
    'agent.signIn',
    'agent.signOut',
    'agent.setNotReady',
    'call.make',
    'phone.check',
    'queue.signIn',
    'queue.signOut',
    'leave.apply',
    'queue.take',
  ]);
  floor.customer('c').alerting('c.2');
  expect(allowedMethods(floor.world, one, floor.call('c')!.id)).toEqual([
    'call.setData',
    'call.answer',
    'call.reject',
    'call.hangUp',
  ]);
  floor.answered('c.2');
  expect(allowedMethods(floor.world, one, floor.call('c')!.id)).toEqual([
    'call.setData',
    'call.hangUp',
    'call.hold',
    'call.mute',
    'call.sendDigits',
    'call.transfer',
    'call.grade',
    'recording.pause',
    'call.consult',
    'call.invite',
  ]);
});
