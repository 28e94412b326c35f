// What a program can look up to offer it to its agent, and a customer who is sent to a menu that knows something about him already.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { password, Town } from '../support/call-centre.ts';
import { menu, menuInEnglish, red, sales } from '../support/small-tenant.ts';

let town: Town;
beforeAll(async () => {
  town = await Town.open();
});
afterEach(() => town.tidyUp());
afterAll(() => town.close());

test('an agent looks up numbers, menus, queues, groups and pages, and who is where', async () => {
  const centre = await town.centre();
  const { client } = await centre.agent('2001');
  expect(await client.call('directory.lists')).toMatchObject({
    accessNumbers: [{ number: '4000' }, { number: '4001' }, { number: '4002' }],
    defaultAccessNumber: '4000',
    ivrs: [{ ivrId: menu, name: 'Menu' }],
    ivrProfiles: [{ ivrProfileId: menuInEnglish, name: 'Menu in English' }],
    groups: [{ groupId: 'red' }, { groupId: 'blue' }],
    sites: [{ name: 'Knowledge', url: 'https://example.com/knowledge' }],
  });
  expect(await client.call('queue.members', { queueId: sales })).toEqual({ agentIds: ['2001', '2002'] });
  expect(await client.call('group.members', { groupId: red })).toEqual({ agentIds: ['2000', '2001', '2002'] });
  await expect(client.call('queue.members', { queueId: 'x' })).rejects.toMatchObject({ refused: 'unknownQueue' });
});

test('a customer who is sent to a menu with presets comes back with them', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  const customer = centre.customer('13800138000').call('4001');
  await centre.settled();
  await anna.client.call('call.answer', { callId: anna.callId });
  await centre.settled();
  const to = { kind: 'ivrProfile', ivrProfileId: menuInEnglish } as const;
  await anna.client.call('call.transfer', { callId: anna.callId, to });
  const boris = await centre.agent('2002');
  await centre.settled();
  customer.sendDigits('1');
  await centre.settled();
  customer.sendDigits('77#');
  await centre.settled();
  expect(boris.call.data).toEqual({ language: 'en', account: '77' });
});

test('who is not enabled is told so, when his password is right', async () => {
  const centre = await town.centre((configuration) => ({
    ...configuration,
    agents: configuration.agents.map((agent) => (agent.id === '2001' ? { ...agent, enabled: false } : agent)),
  }));
  await expect(centre.person('2001')).rejects.toMatchObject({ refused: 'agentDisabled' });
  const boris = await centre.person('2002');
  await expect(
    boris.client.signIn({ login: '2001', password: `${password}!`, tenant: centre.configuration.tenant.id }),
  ).rejects.toMatchObject({ refused: 'notAuthenticated' });
});
