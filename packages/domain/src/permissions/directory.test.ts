// What can be looked up by everybody, who may not work, and a menu entered with presets.
import { expect, test } from 'vitest';
import type { CallId, GroupId, IvrId, IvrProfileId } from '../ids.ts';
import { dataEntries } from '../limits.ts';
import { Floor, deviceOf } from '../support/floor.ts';
import { agent, queue, queueProfile, sample } from '../support/sample.ts';
import { allowedMethods } from './allowed.table.ts';

const c = 'c' as CallId;
const toPreset = { kind: 'ivrProfile', ivrProfileId: 'welcome-vip' as IvrProfileId } as const;
const disabled = {
  ...sample,
  agents: sample.agents.map((one) => (one.id === '1001' ? { ...one, enabled: false } : one)),
};

test('the lists name everything that a request can name', () => {
  expect(new Floor().open('1001').command('1001', 'directory.lists', {})).toMatchObject({
    result: {
      accessNumbers: [
        { number: '9500', name: 'Main' },
        { number: '9501', name: 'Sales' },
        { number: '9502', name: 'Direct' },
      ],
      defaultAccessNumber: '9500',
      ivrs: [{ ivrId: 'welcome', name: 'Welcome' }],
      ivrProfiles: [{ ivrProfileId: 'welcome-vip', name: 'Welcome, important' }],
      queues: [{ queueId: 'sales' }, { queueId: 'help' }],
      groups: [{ groupId: 'floor', name: 'Floor' }],
      roles: [{ roleId: 'agent' }, { roleId: 'supervisor' }],
      sites: [{ name: 'Knowledge' }],
    },
  });
});

test('members of a queue and of a group, and of none that exists', () => {
  const floor = new Floor().open('1001');
  expect(floor.command('1001', 'queue.members', { queueId: queue('help') })).toEqual({
    result: { agentIds: ['1001'] },
  });
  expect(floor.command('1001', 'group.members', { groupId: 'floor' as GroupId })).toEqual({
    result: { agentIds: ['1001', '1002', '1003', '2001'] },
  });
  expect(floor.command('1001', 'queue.members', { queueId: queue('x') })).toEqual({
    refused: 'unknownQueue',
    field: 'queueId',
  });
  expect(floor.command('1001', 'group.members', { groupId: 'x' as GroupId })).toEqual({
    refused: 'unknownGroup',
    field: 'groupId',
  });
});

test('a call sent to a menu with presets brings them along, over what it had', () => {
  const floor = new Floor().ready('1001').customer('c').answered('c.2');
  floor.command('1001', 'call.setData', { callId: c, data: { level: 'plain', order: '7' } });
  expect(floor.command('1001', 'call.transfer', { callId: c, to: toPreset })).toEqual({ result: {} });
  const order = floor.types.filter((type) => type === 'call.dataChanged' || type === 'call.enteredIvr');
  expect(order).toEqual(['call.dataChanged', 'call.enteredIvr']);
  expect(floor.call('c')).toMatchObject({ ivr: { node: 'hello' }, data: { level: 'gold', order: '7' } });
  const again = new Floor().ready('1001').customer('c').answered('c.2');
  const nowhere = { kind: 'ivrProfile', ivrProfileId: 'x' as IvrProfileId } as const;
  expect(again.command('1001', 'call.transfer', { callId: c, to: nowhere })).toMatchObject({
    refused: 'unknownIvrProfile',
    field: 'to',
  });
});

test('presets come along by an access number, out of a full queue, and for a call that an agent makes', () => {
  const dialled = { number: '9503', name: 'Important', target: toPreset };
  const full = queueProfile('help', { members: [], maximumWaiting: 0, overflow: toPreset });
  const floor = new Floor({
    ...sample,
    accessNumbers: [
      ...sample.accessNumbers,
      dialled,
      { number: '9504', name: 'Help', target: { kind: 'queue', queueId: full.id } },
    ],
    queues: [queueProfile('sales'), full],
  }).ready('1001');
  floor.customer('a', '9503').customer('b', '9504');
  for (const id of ['a', 'b'])
    expect(floor.call(id)).toMatchObject({ ivr: { node: 'hello' }, data: { level: 'gold' } });
  expect(floor.command('1001', 'call.make', { to: toPreset })).toMatchObject({ result: {} });
  const made = [...floor.world.calls.keys()].at(-1)!;
  floor.answered(`${made}.1`);
  expect(floor.call(made)).toMatchObject({ ivr: { node: 'hello' }, data: { level: 'gold' } });
});

test('presets lose against nothing, however much is known about the call', () => {
  const floor = new Floor().ready('1001').customer('c').answered('c.2');
  const much = Object.fromEntries(Array.from({ length: dataEntries }, (_, nth) => [`${nth}`, 'x']));
  floor.command('1001', 'call.setData', { callId: c, data: much });
  floor.command('1001', 'call.transfer', { callId: c, to: toPreset });
  const { data = {} } = floor.call('c') ?? {};
  expect(data['level']).toBe('gold');
  expect(Object.keys(data)).toHaveLength(dataEntries);
});

test('presets for a menu that is not there are refused, and the call stays as it was', () => {
  const ivrProfiles = [{ id: toPreset.ivrProfileId, name: 'Lost', ivrId: 'gone' as IvrId, data: {} }];
  const floor = new Floor({ ...sample, ivrProfiles }).ready('1001').customer('c').answered('c.2');
  expect(floor.command('1001', 'call.transfer', { callId: c, to: toPreset })).toEqual({
    refused: 'unknownIvr',
    field: 'to',
  });
  expect(floor.connections('c')).toEqual(['013800000001:connected', '1001:connected']);
});

test('who is disabled during a call brings it to its end, and nothing else', () => {
  const floor = new Floor().ready('1001').customer('c').answered('c.2');
  floor.put({ type: 'configured', configuration: disabled });
  expect(floor.command('1001', 'call.hold', { callId: c })).toEqual({ result: {} });
  expect(floor.command('1001', 'agent.signIn', {})).toEqual({ refused: 'agentDisabled' });
  expect(floor.command('1001', 'agent.list', {})).toEqual({ refused: 'agentDisabled' });
  expect(floor.command('1001', 'agent.setReady', {})).toMatchObject({ refused: 'wrongAgentState' });
  expect(floor.command('1001', 'call.hangUp', { callId: c })).toEqual({ result: {} });
  expect(floor.state('1001')).toBe('null');
  expect(floor.command('1001', 'directory.lists', {})).toEqual({ refused: 'agentDisabled' });
});

test('no button is offered to who is not enabled, but those of the call he is in', () => {
  const floor = new Floor().ready('1001').customer('c').answered('c.2');
  expect(allowedMethods(new Floor(disabled).open('1001').world, agent('1001'), null)).toEqual([]);
  floor.put({ type: 'configured', configuration: disabled });
  expect(allowedMethods(floor.world, agent('1001'), c)).toContain('call.hangUp');
});

test('who is not enabled does nothing, and who is disabled at work is signed out', () => {
  expect(new Floor(disabled).open('1001').command('1001', 'agent.signIn', {})).toEqual({ refused: 'agentDisabled' });
  const floor = new Floor().ready('1001');
  floor.put({ type: 'configured', configuration: disabled });
  expect(floor.state('1001')).toBe('null');
  expect(floor.command('1001', 'agent.signIn', {})).toEqual({ refused: 'agentDisabled' });
});

test('why a colleague cannot be called is said by name', () => {
  const floor = new Floor().ready('1001').open('1002');
  const call = () => floor.command('1001', 'call.make', { to: { kind: 'agent', agentId: agent('1002') } });
  expect(call()).toMatchObject({ refused: 'targetNotSignedIn' });
  floor.command('1002', 'agent.signIn', {});
  expect(call()).toMatchObject({ refused: 'targetWithoutDevice' });
  floor.command('1002', 'agent.signIn', { deviceId: deviceOf('1002') });
  expect(call()).toMatchObject({ refused: 'targetUnregistered' });
  floor.registered(deviceOf('1002')).customer('c', '9502');
  expect(call()).toMatchObject({ refused: 'targetBusy' });
});
