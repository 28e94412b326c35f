// What can be looked up by everybody, who may not work, and a menu entered with presets.
import { expect, test } from 'vitest';
import type { CallId, GroupId, IvrProfileId } from '../ids.ts';
import { Floor, deviceOf } from '../support/floor.ts';
import { agent, queue, sample } from '../support/sample.ts';

const c = 'c' as CallId;

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
  const to = { kind: 'ivrProfile', ivrProfileId: 'welcome-vip' as IvrProfileId } as const;
  expect(floor.command('1001', 'call.transfer', { callId: c, to })).toEqual({ result: {} });
  expect(floor.call('c')).toMatchObject({ ivr: { node: 'hello' }, data: { level: 'gold', order: '7' } });
  const again = new Floor().ready('1001').customer('c').answered('c.2');
  const nowhere = { kind: 'ivrProfile', ivrProfileId: 'x' as IvrProfileId } as const;
  expect(again.command('1001', 'call.transfer', { callId: c, to: nowhere })).toMatchObject({
    refused: 'unknownIvrProfile',
    field: 'to',
  });
});

test('who is not enabled does nothing, and who is disabled at work is signed out', () => {
  const disabled = {
    ...sample,
    agents: sample.agents.map((one) => (one.id === '1001' ? { ...one, enabled: false } : one)),
  };
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
