// Directories through the class AgentBar: what can be named, each list with its event and its twin; and nothing where there is nothing.
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { BarFloor } from '../support/agent-bar-floor.ts';
import { exercises } from '../support/exercises.ts';

let floor: BarFloor;
beforeAll(async () => {
  floor = await BarFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

exercises(
  [
    'DoGetAccessNumbers',
    'GetAccessNumberEvent',
    'JSGetAccessNumberEvent',
    'DefaultAccessNum',
    'CalloutHistory',
    'DoGetIvrList',
    'GetIvrListEvent',
    'JSGetIvrListEvent',
    'DoGetIvrProfileList',
    'GetIvrProfileListEvent',
    'JSGetIvrProfileListEvent',
    'DoGetQueueList',
    'GetQueueListEvent',
    'JSGetQueueListEvent',
  ],
  'numbers, menus and queues',
  async () => {
    const { agent } = await floor.centre();
    const anna = await agent('2001');
    anna.bar.CalloutHistory = ['13800138000'];
    await anna.bar.DoGetAccessNumbersAsync();
    expect(await anna.hears('GetAccessNumberEvent')).toEqual({
      accessNumbers: ['4000', '4001', '4002'],
      default_access_number: '4000',
      callHistory: ['13800138000'],
    });
    anna.bar.DefaultAccessNum = '4002';
    await anna.bar.DoGetAccessNumbersAsync();
    expect(await anna.hearsTwin('GetAccessNumberEvent')).toMatchObject({ default_access_number: '4002' });
    await anna.bar.DoGetIvrListAsync();
    expect(await anna.hears('GetIvrListEvent')).toEqual({ ivr_list: { menu: 'Menu' } });
    expect(await anna.hearsTwin('GetIvrListEvent')).toEqual({ ivr_list: { menu: 'Menu' } });
    await anna.bar.DoGetIvrProfileListAsync();
    const profiles = { ivr_profile_list: { 'menu-en': 'Menu in English' } };
    expect(await anna.hears('GetIvrProfileListEvent')).toEqual(profiles);
    expect(await anna.hearsTwin('GetIvrProfileListEvent')).toEqual(profiles);
    expect(anna.bar.DoGetQueueList()).toBe(true);
    const queues = { queue_list: { sales: 'sales', reserve: 'reserve' } };
    expect(await anna.hears('GetQueueListEvent')).toEqual(queues);
    expect(await anna.hearsTwin('GetQueueListEvent')).toEqual(queues);
  },
);

exercises(
  [
    'DoGetAgentGroupList',
    'GetAgentGroupListEvent',
    'JSGetAgentGroupListEvent',
    'GetAllAgentGroupListEvent',
    'JSGetAllAgentGroupListEvent',
    'DoGetAgentsOfQueue',
    'GetAgentsOfQueueEvent',
    'DoGetAgentsOfAgentGroup',
    'GetAgentsOfAgentGroupEvent',
    '-41',
    '-42',
    '-44',
    '-61',
  ],
  'groups, the own and all, and who is in them; who serves a queue',
  async () => {
    const { agent, centre } = await floor.centre();
    const anna = await agent('2001');
    await anna.bar.DoGetAgentGroupListAsync();
    expect(await anna.hears('GetAgentGroupListEvent')).toEqual({ agent_group_list: { red: 'Red' } });
    expect(await anna.hearsTwin('GetAgentGroupListEvent')).toEqual({ agent_group_list: { red: 'Red' } });
    expect(await anna.hearsTwin('GetAllAgentGroupListEvent')).toEqual({
      agent_group_list: { red: 'Red', blue: 'Blue' },
    });
    await anna.bar.DoGetAgentsOfQueueAsync('sales');
    expect(await anna.hears('GetAgentsOfQueueEvent')).toEqual({ agent_list: '2001,2002', queue_num: 'sales' });
    await anna.bar.DoGetAgentsOfAgentGroupAsync('blue');
    expect(await anna.hears('GetAgentsOfAgentGroupEvent')).toEqual({ agent_list: '2003,2009', agentgroup_num: 'blue' });
    for (const queue of ['', 'nowhere']) await anna.bar.DoGetAgentsOfQueueAsync(queue);
    for (const group of ['', 'nowhere']) await anna.bar.DoGetAgentsOfAgentGroupAsync(group);
    expect(anna.codes).toEqual([-41, -42, -44, -61]);
    const max = await agent('2009', '6');
    await max.bar.DoGetAgentGroupListAsync();
    expect(await max.hears('GetAgentGroupListEvent')).toEqual({ agent_group_list: { red: 'Red', blue: 'Blue' } });
    await centre.settled();
  },
);

exercises(
  [
    'DoGetDefinedRoleRights',
    'GetDefinedRoleRightsEvent',
    'JSGetDefinedRoleRightsEvent',
    'GetRoleNameEvent',
    'RoleID',
    'DoGetAgentWebSiteInfo',
    'GetWebSiteInfoEvent',
    'JSGetWebSiteInfoEvent',
  ],
  'what the role permits, and the pages that agents are offered',
  async () => {
    const { agent } = await floor.centre();
    const lena = await agent('2000', '6');
    expect(lena.bar.RoleID).toBe('lead');
    await lena.bar.DoGetDefinedRoleRightsAsync();
    const rights = ['watchAgents', 'watchQueues', 'approveLeave'];
    expect(await lena.hears('GetDefinedRoleRightsEvent')).toEqual({ roleID: 'lead', roleName: 'Lead', rights });
    expect(await lena.hearsTwin('GetDefinedRoleRightsEvent')).toMatchObject({ rights });
    expect(await lena.hears('GetRoleNameEvent')).toEqual({ roleName: 'Lead' });
    await lena.bar.DoGetAgentWebSiteInfoAsync();
    const sites = { retCode: 0, web_site_info: { Knowledge: 'https://example.com/knowledge' } };
    expect(await lena.hears('GetWebSiteInfoEvent')).toMatchObject(sites);
    expect(await lena.hearsTwin('GetWebSiteInfoEvent')).toMatchObject(sites);
  },
);

exercises(
  [
    'DoGetAgentWebSiteInfo',
    'GetWebSiteInfoEvent',
    'DoGetAgentGroupList',
    'WarnAgentResigninEvent',
    '-62',
    '-38',
    '-46',
  ],
  'an operator takes away pages, the own group, and all groups',
  async () => {
    const { agent, centre } = await floor.centre();
    const anna = await agent('2001');
    await centre.configure((tenant) => ({ ...tenant, tenant: { ...tenant.tenant, sites: [] } }));
    expect(await anna.bar.DoGetAgentWebSiteInfoAsync()).toMatchObject({ retCode: -62 });
    expect(await anna.hears('GetWebSiteInfoEvent')).toMatchObject({ retCode: -62, web_site_info: {} });
    await centre.configure((tenant) => ({ ...tenant, groups: tenant.groups.filter(({ id }) => id !== 'red') }));
    await anna.hears('WarnAgentResigninEvent');
    expect(await anna.bar.DoGetAgentGroupListAsync()).toMatchObject({ retCode: -38 });
    await centre.configure((tenant) => ({ ...tenant, groups: [] }));
    expect(await anna.bar.DoGetAgentGroupListAsync()).toMatchObject({ retCode: -46 });
  },
);

exercises(
  ['DoGetDefinedRoleRights', 'DoApplyChangeStatus', '-20', '-68'],
  'an operator takes away the group that leaves belong to, and the role',
  async () => {
    const { agent, centre } = await floor.centre();
    const anna = await agent('2001');
    await centre.configure((tenant) => ({ ...tenant, groups: [] }));
    expect(await anna.bar.DoApplyChangeStatusAsync('7')).toMatchObject({ retCode: -68 });
    await centre.configure((tenant) => ({ ...tenant, roles: tenant.roles.filter(({ id }) => id !== 'agent') }));
    expect(await anna.bar.DoGetDefinedRoleRightsAsync()).toMatchObject({ retCode: -20 });
  },
);
