// What the methods that ask for directories do: each asks, and its event brings the list.
import type { BarContext, Checks, Failures, Requests } from '../context.ts';

type Named = { readonly name: string };
const dictionary = <Row extends Named>(rows: readonly Row[], key: (row: Row) => string): Record<string, string> =>
  Object.fromEntries(rows.map((row) => [key(row), row.name]));

const lists = ({ ask }: BarContext) => ask('directory.lists');

export const directoryRequests = {
  DoGetAccessNumbers: async (context) => {
    const { properties, raise } = context;
    const { accessNumbers, defaultAccessNumber } = await lists(context);
    const numbers = accessNumbers.map(({ number }) => number);
    const shown = properties.DefaultAccessNum === '' ? defaultAccessNumber : properties.DefaultAccessNum;
    raise('GetAccessNumberEvent', numbers, shown, properties.CalloutHistory);
    return { accessNumbers: numbers, default_access_number: shown, callHistory: properties.CalloutHistory };
  },
  DoGetIvrList: async (context) => {
    const list = dictionary((await lists(context)).ivrs, ({ ivrId }) => ivrId);
    context.raise('GetIvrListEvent', list);
    return { ivr_list: list };
  },
  DoGetIvrProfileList: async (context) => {
    const list = dictionary((await lists(context)).ivrProfiles, ({ ivrProfileId }) => ivrProfileId);
    context.raise('GetIvrProfileListEvent', list);
    return { ivr_profile_list: list };
  },
  DoGetQueueList: async (context) => {
    const list = dictionary((await lists(context)).queues, ({ queueId }) => queueId);
    context.raise('GetQueueListEvent', list);
    return { queue_list: list };
  },
  DoGetAgentGroupList: async (context) => {
    const all = dictionary((await lists(context)).groups, ({ groupId }) => groupId);
    if (Object.keys(all).length === 0) return { retCode: -46 };
    const { groups } = await context.ask('rights.mine');
    const { AgentGroupID } = context.properties;
    const reached = groups.length > 0 ? groups.map(({ groupId }) => groupId as string) : [AgentGroupID];
    const own = Object.fromEntries(Object.entries(all).filter(([groupId]) => reached.includes(groupId)));
    if (Object.keys(own).length === 0) return { retCode: -38 };
    context.raise('GetAgentGroupListEvent', own);
    context.raise('GetAllAgentGroupListEvent', all);
    return { agent_group_list: own, all_agent_group_list: all };
  },
  DoGetAgentsOfQueue: async ({ ask, raise }, queueNum) => {
    const agents = (await ask('queue.members', { queueId: queueNum })).agentIds.join(',');
    raise('GetAgentsOfQueueEvent', agents, queueNum);
    return { agent_list: agents, queue_num: queueNum };
  },
  DoGetAgentsOfAgentGroup: async ({ ask, raise }, groupNum) => {
    const agents = (await ask('group.members', { groupId: groupNum })).agentIds.join(',');
    raise('GetAgentsOfAgentGroupEvent', agents, groupNum);
    return { agent_list: agents, agentgroup_num: groupNum };
  },
  DoGetDefinedRoleRights: async ({ ask, raise }) => {
    const { roleId, name, rights } = await ask('rights.mine');
    raise('GetDefinedRoleRightsEvent', roleId, name, rights);
    raise('GetRoleNameEvent', name);
    return { roleID: roleId, roleName: name, rights };
  },
  DoGetAgentWebSiteInfo: async (context) => {
    const { sites } = await lists(context);
    if (sites.length === 0) return { retCode: -62 };
    const list = dictionary(
      sites.map(({ name, url }) => ({ key: name, name: url })),
      ({ key }) => key,
    );
    context.raise('GetWebSiteInfoEvent', context.properties.AgentID, 0, '', list);
    return { web_site_info: list };
  },
} satisfies Partial<Requests>;

export const directoryChecks: Checks = {};

export const directoryFailures: Failures = {
  DoGetAgentWebSiteInfo: ({ properties, raise }, { retCode, reason }) =>
    raise('GetWebSiteInfoEvent', properties.AgentID, retCode, reason, {}),
};
