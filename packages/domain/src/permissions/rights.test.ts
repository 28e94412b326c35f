// Rights: what a role permits is said, and what it does not permit is refused.
import { expect, test } from 'vitest';
import type { Command, Method } from '../command.ts';
import type { Configuration, RoleProfile } from '../configuration.ts';
import type { AgentId, RoleId } from '../ids.ts';
import { Floor } from '../support/floor.ts';
import { sample } from '../support/sample.ts';
import { commandPolicies } from './policies.table.ts';
import type { CommandPolicy } from './policies.table.ts';

const withRole = (changes: Partial<RoleProfile>): Configuration => ({
  ...sample,
  roles: sample.roles.map((role) => (role.id === ('supervisor' as RoleId) ? { ...role, ...changes } : role)),
});

test('everybody may ask what his role permits, and over whom', () => {
  const floor = new Floor().open('1001').open('2001');
  expect(floor.command('1001', 'rights.mine', {})).toMatchObject({
    result: { roleId: 'agent', name: 'Agent', rank: 'agent', scope: 'own', rights: [], groups: [] },
  });
  const reply = floor.command('2001', 'rights.mine', {}) as { result: { methods: Method[] } };
  expect(reply).toMatchObject({
    result: {
      name: 'Supervisor',
      rights: expect.arrayContaining(['watchAgents', 'watchQueues', 'approveLeave']) as unknown,
      groups: [{ groupId: 'floor', name: 'Floor' }],
    },
  });
  expect(reply.result.methods).toEqual(expect.arrayContaining(['leave.approve', 'statistics.day', 'agent.setReady']));
});

const supervised = (Object.entries(commandPolicies) as [Method, CommandPolicy][]).filter(
  ([, { by, right }]) => right !== undefined && !by.includes('agent'),
);

test.each(supervised)('%s is refused without its right, and to an agent', (method, { right }) => {
  const params = { agentId: '1002' as AgentId, groupId: 'floor' } as unknown as Command['params'];
  const every = sample.roles.find(({ rank }) => rank === 'supervisor')!.rights;
  for (const role of [{ rights: every.filter((one) => one !== right) }, { scope: 'own' as const }]) {
    const floor = new Floor(withRole(role)).ready('2001', '1002');
    expect(floor.command('2001', method, params as never)).toMatchObject({ refused: 'notPermitted' });
    expect(floor.command('1002', method, params as never)).toEqual({ refused: 'notPermitted' });
    const mine = floor.command('2001', 'rights.mine', {}) as { result: { methods: Method[] } };
    expect(mine.result.methods).not.toContain(method);
  }
});
