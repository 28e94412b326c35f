// Consultation: who hears whom at each stage, who may leave when, and whom cannot be asked.
import { expect, test } from 'vitest';
import { allowedMethods } from '../permissions/allowed.table.ts';
import { topologyOf } from '../calls/topology.ts';
import type { Target } from '../configuration.ts';
import type { CallId, IvrId } from '../ids.ts';
import { Floor } from '../support/floor.ts';
import { agent, device, queue } from '../support/sample.ts';

const c = 'c' as CallId;
const colleague: Target = { kind: 'agent', agentId: agent('1002') };
/** A customer of the queue (c.1) talks to 1001 (c.2); 1002 is there, and c.3 once he is asked. */
const talking = () => new Floor().ready('1001').customer('c').answered('c.2').ready('1002');
const consulting = () => {
  const floor = talking();
  floor.command('1001', 'call.consult', { callId: c, to: colleague });
  return floor.answered('c.3');
};
const ask = (floor: Floor, method: 'alternate' | 'conference' | 'completeTransfer' | 'endConsultation') =>
  floor.command('1001', `call.${method}`, { callId: c });

/** Who hears what, by connection: `c.1` → `piano`, or the ids that are heard. */
function heard(floor: Floor): Record<string, string> {
  const call = floor.call('c');
  const participants = call === undefined ? [] : topologyOf(floor.world, call).participants;
  return Object.fromEntries(
    participants.map(({ connectionId, hears }) => [
      connectionId.slice(2),
      hears.kind === 'connections'
        ? hears.connectionIds.map((id) => id.slice(2)).join(' ')
        : hears.kind === 'music'
          ? hears.music
          : hears.kind,
    ]),
  );
}

test('while it rings the customer hears music and the agent hears it ring; the called one is told who asks', () => {
  const floor = talking();
  expect(floor.command('1001', 'call.consult', { callId: c, to: colleague })).toEqual({ result: {} });
  expect(floor.types).toEqual(['call.offered', 'agent.busy', 'call.consulted']);
  expect(floor.happened[0]).toMatchObject({ purpose: 'consultation', askedBy: '1001', by: 'c.2' });
  expect(floor.wishes('originate')[0]).toMatchObject({ from: { number: '8001' }, to: { deviceId: '8002' } });
  expect(heard(floor.alerting('c.3'))).toEqual({ 1: 'piano', 2: 'ringback', 3: 'none' });
  expect(floor.state('1002')).toBe('busy');
});

test('consulting, alternating, all three, and back', () => {
  const floor = consulting();
  expect(heard(floor)).toEqual({ 1: 'piano', 2: '3', 3: '2' });
  ask(floor, 'alternate');
  expect(heard(floor)).toEqual({ 1: '2', 2: '1', 3: 'piano' });
  ask(floor, 'alternate');
  expect(heard(floor)).toEqual({ 1: 'piano', 2: '3', 3: '2' });
  ask(floor, 'conference');
  expect(heard(floor)).toEqual({ 1: '2 3', 2: '1 3', 3: '1 2' });
  ask(floor, 'endConsultation');
  expect(heard(floor)).toEqual({ 1: '2', 2: '1' });
  expect(floor.state('1002')).toBe('ready');
  expect(floor.call('c')?.consultation).toBeNull();
});

test('hold within it: only the side he talks with hears music for it', () => {
  const floor = consulting();
  floor.command('1001', 'call.hold', { callId: c });
  expect(heard(floor)).toEqual({ 1: 'piano', 2: 'none', 3: 'piano' });
  ask(floor, 'alternate');
  expect(floor.types, 'going over takes off hold').toEqual(['call.retrieved', 'call.alternated']);
  expect(heard(floor)).toEqual({ 1: '2', 2: '1', 3: 'piano' });
});

test.each(['consulting', 'alternated', 'conference'] as const)('completed while %s: the other two talk', (stage) => {
  const floor = consulting();
  if (stage !== 'consulting') ask(floor, stage === 'alternated' ? 'alternate' : 'conference');
  expect(ask(floor, 'completeTransfer')).toEqual({ result: {} });
  expect(heard(floor)).toEqual({ 1: '3', 3: '1' });
  expect(floor.state('1001')).toBe('workingAfterCall');
  floor.wait(1_000).cleared('c.1');
  expect(floor.happened.find(({ type }) => type === 'call.cleared')).toMatchObject({
    record: { agentIds: ['1001', '1002'], talkMs: 1_000 },
  });
});

test('completed while it rings: the customer hears it ring, and the agent gets him back when nobody answers', () => {
  const floor = talking();
  floor.command('1001', 'call.consult', { callId: c, to: colleague });
  ask(floor, 'completeTransfer');
  expect(heard(floor.alerting('c.3'))).toEqual({ 1: 'ringback', 3: 'none' });
  floor.wait(29_999);
  expect(floor.connections('c')[1]).toBe('1002:alerting');
  floor.wait(1);
  expect(floor.connections('c')).toEqual(['013800000001:connected', '1001:initiated']);
  expect(floor.call('c')?.connections[1]).toMatchObject({ purpose: 'transfer', askedBy: '1001' });
});

test.each(['busy', 'rejected', 'noAnswer'] as const)(
  'the one asked is %s: the agent is back with the customer',
  (cause) => {
    const floor = talking();
    floor.command('1001', 'call.consult', { callId: c, to: colleague });
    floor.cleared('c.3', cause);
    expect(heard(floor)).toEqual({ 1: '2', 2: '1' });
    expect(floor.call('c')?.consultation).toBeNull();
  },
);

test('the one asked hangs up first, at each stage', () => {
  for (const stage of ['consulting', 'alternate', 'conference'] as const) {
    const floor = consulting();
    if (stage !== 'consulting') ask(floor, stage);
    floor.cleared('c.3');
    expect(heard(floor), stage).toEqual({ 1: '2', 2: '1' });
  }
});

test('the customer hangs up first: the two colleagues go on, or it rings on', () => {
  const floor = consulting().cleared('c.1');
  expect(heard(floor)).toEqual({ 2: '3', 3: '2' });
  expect(allowedMethods(floor.world, agent('1001'), c)).toContain('call.consult');
  const ringing = talking();
  ringing.command('1001', 'call.consult', { callId: c, to: colleague });
  expect(heard(ringing.alerting('c.3').cleared('c.1'))).toEqual({ 2: 'ringback', 3: 'none' });
  ringing.command('1002', 'call.reject', { callId: c });
  expect(ringing.call('c')).toBeUndefined();
});

test('the agent hangs up first: the customer is the colleague’s, not lost', () => {
  expect(heard(consulting().cleared('c.2'))).toEqual({ 1: '3', 3: '1' });
  const ringing = talking();
  ringing.command('1001', 'call.consult', { callId: c, to: colleague });
  ringing.cleared('c.2', 'mediaLost').alerting('c.3');
  expect(heard(ringing)).toEqual({ 1: 'ringback', 3: 'none' });
  ringing.command('1002', 'call.reject', { callId: c });
  expect(ringing.connections('c')[1], 'as if he had sent it on').toBe('1001:initiated');
});

test('invited: all go on talking while it rings, and are three when it is answered', () => {
  const floor = talking();
  floor.command('1001', 'call.invite', { callId: c, to: colleague });
  expect(floor.happened[0]).toMatchObject({ purpose: 'conference', askedBy: '1001' });
  expect(heard(floor)).toEqual({ 1: '2', 2: '1', 3: 'none' });
  expect(heard(floor.answered('c.3'))).toEqual({ 1: '2 3', 2: '1 3', 3: '1 2' });
  const asked = talking();
  asked.command('1001', 'call.consult', { callId: c, to: colleague });
  ask(asked, 'conference');
  expect(heard(asked)).toEqual({ 1: '2', 2: '1', 3: 'none' });
});

test('an outside number, when it may be dialled, speaks on the house’s track until the call is his', () => {
  const floor = talking();
  floor.command('1001', 'call.consult', { callId: c, to: { kind: 'number', number: '01012345678' } });
  expect(floor.wishes('originate')[0]).toMatchObject({ to: { kind: 'number' }, from: { number: '9500' } });
  floor.answered('c.3');
  expect(topologyOf(floor.world, floor.call('c')!).participants.map(({ track }) => track)).toEqual([
    'customer',
    'agent',
    'agent',
  ]);
  expect(floor.command('1001', 'call.sendDigits', { callId: c, digits: '1' })).toEqual({ result: {} });
  expect(floor.wishes('sendDigits'), 'keys go to the one he talks with').toMatchObject([{ connectionId: 'c.3' }]);
});

test.each<[string, Target, string]>([
  ['himself', { kind: 'agent', agentId: agent('1001') }, 'targetIsSelf'],
  ['his own extension', { kind: 'device', deviceId: device('8001') }, 'targetIsSelf'],
  ['somebody who is not there', { kind: 'agent', agentId: agent('1003') }, 'targetNotSignedIn'],
  ['nobody', { kind: 'agent', agentId: agent('9') }, 'unknownAgent'],
  ['a queue', { kind: 'queue', queueId: queue('sales') }, 'invalidParameter'],
  ['a menu', { kind: 'ivr', ivrId: 'welcome' as IvrId }, 'invalidParameter'],
  ['nothing', { kind: 'hangUp' }, 'invalidParameter'],
  ['a number outside the patterns', { kind: 'number', number: '110' }, 'numberNotAllowed'],
  ['no number', { kind: 'number', number: 'abc' }, 'numberInvalid'],
])('asking %s is refused', (_, to, refused) => {
  const floor = talking();
  expect(floor.command('1001', 'call.consult', { callId: c, to })).toMatchObject({ refused, field: 'to' });
  expect(heard(floor)).toEqual({ 1: '2', 2: '1' });
});

test('an agent who signed in without a telephone cannot be asked', () => {
  const floor = talking().open('1003');
  floor.command('1003', 'agent.signIn', {});
  const to: Target = { kind: 'agent', agentId: agent('1003') };
  expect(floor.command('1001', 'call.consult', { callId: c, to })).toMatchObject({ refused: 'targetWithoutDevice' });
});

test('one consultation at a time, and only the one who asked goes on with it', () => {
  const floor = consulting();
  expect(floor.command('1001', 'call.consult', { callId: c, to: colleague })).toMatchObject({
    refused: 'wrongCallState',
  });
  expect(floor.command('1001', 'call.transfer', { callId: c, to: colleague })).toMatchObject({
    refused: 'wrongCallState',
  });
  for (const method of [
    'call.alternate',
    'call.conference',
    'call.completeTransfer',
    'call.endConsultation',
  ] as const) {
    expect(floor.command('1002', method, { callId: c }), method).toMatchObject({ refused: 'wrongCallState' });
    expect(talking().command('1001', method, { callId: c }), method).toMatchObject({ refused: 'wrongCallState' });
  }
  expect(allowedMethods(floor.world, agent('1001'), c)).toEqual(
    expect.arrayContaining(['call.alternate', 'call.conference', 'call.completeTransfer', 'call.endConsultation']),
  );
  expect(
    allowedMethods(floor.world, agent('1002'), c).filter((method) => /consult|complete|alter/i.test(method)),
  ).toEqual([]);
});

test('what is known of the call goes along, and its recording goes on', () => {
  const floor = talking();
  floor.command('1001', 'call.setData', { callId: c, data: { order: '7' } });
  floor.command('1001', 'call.consult', { callId: c, to: colleague });
  expect(floor.wishes('originate')[0]).toMatchObject({ data: { order: '7' } });
  floor.answered('c.3');
  ask(floor, 'completeTransfer');
  expect(floor.call('c')).toMatchObject({ data: { order: '7' }, recordingId: 'c.r1' });
});

test('talk counts once: the consulted one’s from when the call is his', () => {
  const floor = consulting();
  floor.wait(10_000);
  ask(floor, 'completeTransfer');
  floor.wait(5_000).cleared('c.3');
  expect(floor.happened.find(({ type }) => type === 'call.cleared')).toMatchObject({ record: { talkMs: 15_000 } });
  expect(floor.world.agents.get(agent('1002'))?.statistics).toMatchObject({ callsAnswered: 1, talkMs: 15_000 });
});
