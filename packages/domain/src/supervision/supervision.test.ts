// Supervision: who hears whom, who learns of it, what it does to the call, and who may.
import { expect, test } from 'vitest';
import { topologyOf } from '../calls/topology.ts';
import type { Command } from '../command.ts';
import type { Configuration } from '../configuration.ts';
import type { CallId, GroupId, RoleId, SessionId } from '../ids.ts';
import { supervisorsPerCall } from '../limits.ts';
import { audienceOf } from '../permissions/audience.ts';
import { Floor } from '../support/floor.ts';
import { agent, agentProfile, device, sample, supervising } from '../support/sample.ts';

const c = 'c' as CallId;
const one = agent('1001');

/** 2001 supervises the floor at 8004, 2002 the whole tenant at 8005; 3001 is of another group. */
const configuration: Configuration = {
  ...sample,
  agents: [
    ...sample.agents,
    agentProfile('2002', { roleId: 'chief' as RoleId, groupId: 'other' as GroupId }),
    agentProfile('3001', { groupId: 'other' as GroupId }),
  ],
  roles: [
    ...sample.roles,
    { id: 'chief' as RoleId, name: 'Chief', rank: 'admin', scope: 'tenant', rights: supervising },
  ],
  devices: [...sample.devices, { id: device('8005'), name: 'Chief' }],
};

function supervisor(floor: Floor, id: string, deviceId: string): Floor {
  floor.open(id).registered(deviceId);
  floor.command(id, 'agent.signIn', { deviceId: device(deviceId) });
  return floor;
}

/** A customer (c.1) talks to 1001 (c.2); both supervisors are there. */
const talking = () => {
  const floor = new Floor(configuration).ready('1001').customer('c').answered('c.2');
  return supervisor(supervisor(floor, '2001', '8004'), '2002', '8005');
};
type Joining = 'listen' | 'whisper' | 'bargeIn';
const join = (floor: Floor, mode: Joining, who = '2001') => floor.command(who, `supervision.${mode}`, { agentId: one });
const joined = (mode: Joining) => {
  const floor = talking();
  expect(join(floor, mode)).toEqual({ result: {} });
  return floor.answered('c.3');
};

const participants = (floor: Floor) => topologyOf(floor.world, floor.call('c')!).participants;
const heard = (floor: Floor): Record<string, string> =>
  Object.fromEntries(
    participants(floor).map(({ connectionId, hears }) => [
      connectionId.slice(2),
      hears.kind === 'connections' ? hears.connectionIds.map((id) => id.slice(2)).join(' ') : hears.kind,
    ]),
  );

test('listen: hears both, heard by nobody, on no track', () => {
  const floor = talking();
  join(floor, 'listen');
  expect(floor.wishes('originate')[0]).toMatchObject({ to: { deviceId: '8004' }, autoAnswer: true });
  expect(heard(floor)).toEqual({ 1: '2', 2: '1', 3: 'none' });
  expect(heard(floor.answered('c.3'))).toEqual({ 1: '2', 2: '1', 3: '2 1' });
  expect(participants(floor).map(({ track }) => track)).toEqual(['customer', 'agent', null]);
});

test('whisper: heard by the agent alone, and not on record', () => {
  const floor = joined('whisper');
  expect(heard(floor)).toEqual({ 1: '2', 2: '1 3', 3: '2 1' });
  expect(participants(floor)[2]?.track).toBeNull();
});

test('barge in: heard by everybody, and on record', () => {
  const floor = joined('bargeIn');
  expect(heard(floor)).toEqual({ 1: '2 3', 2: '1 3', 3: '2 1' });
  expect(participants(floor)[2]?.track).toBe('agent');
});

test('from one to the other within one supervision', () => {
  const floor = joined('listen');
  for (const [mode, agentHears] of [
    ['whisper', '1 3'],
    ['bargeIn', '1 3'],
    ['listen', '1'],
  ] as const) {
    expect(floor.command('2001', 'supervision.switchTo', { mode })).toEqual({ result: {} });
    expect(heard(floor)).toMatchObject({ 1: mode === 'bargeIn' ? '2 3' : '2', 2: agentHears });
  }
  expect(floor.command('2001', 'supervision.end', {})).toEqual({ result: {} });
  expect(floor.wishes('clear')).toEqual([{ effect: 'clear', connectionId: 'c.3', cause: 'normal' }]);
  expect(heard(floor)).toEqual({ 1: '2', 2: '1' });
  expect(floor.state('2001')).toBe('notReady');
});

test('nobody in the call is told, and no other supervisor', () => {
  const floor = joined('listen');
  floor.command('2001', 'supervision.switchTo', { mode: 'whisper' });
  floor.command('2001', 'supervision.end', {});
  const told = floor.events.filter(({ type }) => type.startsWith('supervision.'));
  expect(told).toHaveLength(4);
  for (const event of told) {
    expect(audienceOf(floor.world, event)).toEqual({ agentIds: ['2001'], groupIds: [], watchersOf: 'none' });
  }
});

test('the supervisor follows the call he is at', () => {
  const floor = joined('listen');
  floor.command('1001', 'call.hold', { callId: c });
  expect(audienceOf(floor.world, floor.happened[0]!).agentIds).toEqual(['1001', '2001']);
  expect(heard(floor)).toEqual({ 1: 'music', 2: 'none', 3: '1' });
});

test('the watched call ends: so does the supervision, also while it rings', () => {
  for (const ringing of [true, false]) {
    const floor = talking();
    join(floor, 'whisper');
    if (!ringing) floor.answered('c.3');
    floor.cleared('c.1');
    expect(floor.call('c')).toBeUndefined();
    expect(floor.types).toContain('supervision.ended');
    expect(
      floor
        .wishes('clear')
        .map(({ connectionId }) => connectionId)
        .sort(),
    ).toEqual(['c.2', 'c.3']);
    expect(floor.state('2001')).toBe('notReady');
    expect(floor.world.connections.size).toBe(0);
  }
});

test('the watched agent leaves by transfer: the customer is not listened to any more', () => {
  const floor = joined('listen').ready('1002');
  floor.command('1001', 'call.transfer', { callId: c, to: { kind: 'agent', agentId: agent('1002') } });
  expect(floor.types).toContain('supervision.ended');
  expect(floor.call('c')?.supervisors).toEqual([]);
});

test('in a consultation he is on the side of the agent he watches', () => {
  const floor = joined('whisper').ready('1002');
  floor.command('1001', 'call.consult', { callId: c, to: { kind: 'agent', agentId: agent('1002') } });
  floor.answered('c.4');
  expect(heard(floor)).toEqual({ 1: 'music', 2: '4 3', 3: '2 4', 4: '2' });
  floor.command('2001', 'supervision.switchTo', { mode: 'bargeIn' });
  expect(heard(floor)).toEqual({ 1: 'music', 2: '4 3', 3: '2 4', 4: '2 3' });
});

test('the supervisor’s telephone does not answer, or hangs up: the call notices nothing', () => {
  const floor = talking();
  join(floor, 'listen');
  floor.wait(20_000);
  expect(floor.types).toContain('supervision.ended');
  expect(floor.state('2001')).toBe('notReady');
  expect(floor.events.map(({ type }) => type)).not.toContain('agent.missedCall');
  const hung = joined('listen').cleared('c.3');
  expect(heard(hung)).toEqual({ 1: '2', 2: '1' });
});

test('several may listen, one may speak', () => {
  const floor = joined('whisper');
  expect(join(floor, 'bargeIn', '2002')).toEqual({ refused: 'alreadySupervised', field: 'agentId' });
  expect(join(floor, 'listen', '2002')).toEqual({ result: {} });
  floor.answered('c.4');
  expect(floor.command('2002', 'supervision.switchTo', { mode: 'whisper' })).toMatchObject({
    refused: 'alreadySupervised',
  });
  expect(heard(floor), 'a whisper is between two').toMatchObject({ 4: '2 1' });
  floor.command('2001', 'supervision.switchTo', { mode: 'bargeIn' });
  expect(heard(floor)).toMatchObject({ 4: '2 1 3' });
  expect(supervisorsPerCall).toBeGreaterThan(2);
});

test('the record and the statistics know nothing of it', () => {
  const floor = joined('bargeIn').wait(5_000).cleared('c.1');
  expect(floor.happened.find(({ type }) => type === 'call.cleared')).toMatchObject({
    record: { agentIds: ['1001'], talkMs: 5_000 },
  });
  expect(floor.world.agents.get(agent('2001'))?.statistics).toMatchObject({ callsAnswered: 0, talkMs: 0 });
});

test('take over: out of listening at once, the agent is out and the recording goes on', () => {
  const floor = joined('listen');
  expect(floor.command('2001', 'supervision.takeOver', { agentId: one })).toEqual({ result: {} });
  expect(floor.connections('c')).toEqual(['013800000001:connected', '2001:connected']);
  expect(heard(floor)).toEqual({ 1: '3', 3: '1' });
  expect(floor.state('1001')).toBe('workingAfterCall');
  expect(floor.call('c')?.recordingId).toBe('c.r1');
  floor.wait(1_000).cleared('c.1');
  expect(floor.happened.find(({ type }) => type === 'call.cleared')).toMatchObject({
    record: { agentIds: ['1001', '2001'] },
  });
});

test('take over from outside: as soon as his telephone has answered', () => {
  const floor = talking();
  floor.command('2001', 'supervision.takeOver', { agentId: one });
  expect(floor.connections('c')).toEqual(['013800000001:connected', '1001:connected']);
  floor.answered('c.3');
  expect(floor.connections('c')).toEqual(['013800000001:connected', '2001:connected']);
  expect(floor.command('2001', 'call.hold', { callId: c })).toEqual({ result: {} });
});

test('in a consultation nobody’s place is taken', () => {
  const floor = joined('listen').ready('1002');
  floor.command('1001', 'call.consult', { callId: c, to: { kind: 'agent', agentId: agent('1002') } });
  expect(floor.command('2001', 'supervision.takeOver', { agentId: one })).toMatchObject({ refused: 'wrongCallState' });
  expect(floor.command('2002', 'supervision.takeOver', { agentId: one })).toMatchObject({ refused: 'wrongCallState' });
});

test('pick up: a call that rings at an agent rings at the supervisor; nobody missed anything', () => {
  const floor = supervisor(new Floor(configuration).ready('1001').customer('c'), '2001', '8004');
  expect(floor.command('2001', 'supervision.pickUp', { agentId: one })).toEqual({ result: {} });
  expect(floor.connections('c')).toEqual(['013800000001:connected', '2001:initiated']);
  expect(floor.events.map(({ type }) => type)).not.toContain('agent.missedCall');
  expect(floor.state('1001')).toBe('ready');
  floor.answered('c.3').wait(2_000).cleared('c.1');
  expect(floor.state('2001')).toBe('workingAfterCall');
  expect(floor.world.queues.get('sales' as never)?.statistics).toMatchObject({
    offered: 1,
    answered: 1,
    talkMs: 2_000,
  });
});

test('pick up, and his telephone does not answer: the call is offered on', () => {
  const floor = supervisor(new Floor(configuration).ready('1001').customer('c'), '2001', '8004').ready('1002');
  floor.command('1001', 'agent.setNotReady', {});
  floor.command('2001', 'supervision.pickUp', { agentId: one });
  floor.wait(20_000);
  expect(floor.connections('c')[1]).toBe('1002:initiated');
});

test('clear: the call ends for everybody', () => {
  const floor = joined('listen');
  expect(floor.command('2001', 'supervision.clearCall', { agentId: one })).toEqual({ result: {} });
  expect(floor.call('c')).toBeUndefined();
  expect(floor.happened.find(({ type }) => type === 'call.cleared')).toMatchObject({ cause: 'forced' });
  expect(floor.command('2001', 'supervision.clearCall', { agentId: one })).toMatchObject({ refused: 'wrongCallState' });
});

test('force a state: now, or after the call; the agent is told by whom', () => {
  const floor = talking();
  const force = (state: 'ready' | 'notReady', reason = 'rest') =>
    floor.command('2001', 'supervision.forceState', { agentId: one, state, reason });
  force('notReady');
  expect(floor.happened).toMatchObject([
    { type: 'agent.pendingState', agentId: '1001', pending: { state: 'notReady', reason: 'rest' } },
    { type: 'agent.stateForced', agentId: '1001', by: '2001', state: 'notReady' },
  ]);
  floor.cleared('c.1').wait(30_000);
  expect(floor.state('1001')).toBe('notReady');
  expect(force('ready')).toEqual({ result: {} });
  expect(floor.state('1001')).toBe('ready');
  expect(force('notReady', 'x'.repeat(65))).toMatchObject({ refused: 'invalidParameter', field: 'reason' });
  const notThere = { agentId: agent('1003'), state: 'ready' } as const;
  expect(floor.command('2001', 'supervision.forceState', notThere)).toMatchObject({
    refused: 'wrongAgentState',
    field: 'agentId',
  });
});

test('sign out: at once with his program, or after the call, and he cannot take it back', () => {
  const floor = talking().ready('1002');
  floor.command('2001', 'supervision.signOut', { agentId: agent('1002') });
  expect(floor.state('1002')).toBe('null');
  expect(floor.wishes('closeSession')).toEqual([
    { effect: 'closeSession', sessionId: 'session-1002', reason: 'signedOutByOther' },
  ]);
  floor.command('2001', 'supervision.signOut', { agentId: one });
  expect(floor.state('1001')).toBe('busy');
  expect(floor.command('1001', 'agent.setReady', {})).toMatchObject({ refused: 'wrongAgentState' });
  floor.cleared('c.1');
  expect(floor.state('1001')).toBe('null');
  expect(floor.happened.find(({ type }) => type === 'agent.loggedOff')).toMatchObject({ reason: 'forced' });
});

const over = (agentId: string): readonly Command[] => {
  const who = { agentId: agent(agentId) };
  return [
    { method: 'supervision.listen', params: who },
    { method: 'supervision.whisper', params: who },
    { method: 'supervision.bargeIn', params: who },
    { method: 'supervision.pickUp', params: who },
    { method: 'supervision.takeOver', params: who },
    { method: 'supervision.clearCall', params: who },
    { method: 'supervision.forceState', params: { ...who, state: 'notReady' } },
    { method: 'supervision.signOut', params: who },
  ];
};

test.each(over('1001').map(({ method }) => method))(
  '%s: refused without the right, beyond the group, to oneself',
  (method) => {
    const floor = talking().ready('1002');
    const ask = (who: string, whom: string, by = floor) => {
      const { params } = over(whom).find((command) => command.method === method)!;
      return by.command(who, method, params);
    };
    expect(ask('1002', '1001')).toMatchObject({ refused: 'notPermitted' });
    expect(ask('2001', '3001')).toMatchObject({ refused: 'notPermitted' });
    expect(ask('2001', '2001')).toMatchObject({ refused: 'targetIsSelf' });
    expect(ask('2001', 'nobody')).toMatchObject({ refused: 'unknownAgent' });
    expect(ask('2002', '3001'), 'the whole tenant').not.toMatchObject({ refused: 'notPermitted' });
    const without: Configuration = {
      ...configuration,
      roles: configuration.roles.map((role) => ({ ...role, rights: role.rights.filter((right) => !allOf.has(right)) })),
    };
    const poor = supervisor(new Floor(without), '2001', '8004');
    expect(ask('2001', '1001', poor)).toEqual({ refused: 'notPermitted', field: 'agentId' });
    expect(ask('2001', 'nobody', poor), 'nor is told who there is').toMatchObject({ refused: 'notPermitted' });
  },
);
const allOf = new Set<string>(supervising);

test('nothing to watch, no telephone of his own, or a call of his own', () => {
  const floor = talking().ready('1002');
  const listen = (agentId: string) => floor.command('2001', 'supervision.listen', { agentId: agent(agentId) });
  expect(listen('1002')).toMatchObject({ refused: 'wrongCallState' });
  expect(floor.command('2001', 'supervision.end', {})).toMatchObject({ refused: 'wrongCallState' });
  expect(floor.command('2001', 'supervision.switchTo', { mode: 'listen' })).toMatchObject({
    refused: 'wrongCallState',
  });
  listen('1001');
  expect(listen('1001')).toMatchObject({ refused: 'busyWithCall' });
  expect(floor.command('2001', 'call.hangUp', { callId: c }), 'it is not his').toMatchObject({
    refused: 'notYourCall',
  });
  const bare = talking();
  bare.command('2001', 'agent.signOut', {});
  bare.command('2001', 'agent.signIn', {});
  expect(join(bare, 'listen')).toMatchObject({ refused: 'deviceRequired' });
  bare.command('2001', 'agent.signOut', {}, 'session-2001' as SessionId);
  expect(join(bare, 'listen')).toMatchObject({ refused: 'notSignedIn' });
});
