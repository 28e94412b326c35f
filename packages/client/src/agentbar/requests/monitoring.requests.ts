// What the methods that watch agents do: who is online, what they are at, and a call in detail.
import type { AgentView, CallView, ResultOf } from '@cordboard/contract';
import { callTypes, type StructOf } from '@cordboard/contract/dialects/agentbar';
import type { BarContext, Checks, Requests } from '../context.ts';
import { dateText } from '../date-text.ts';
import { listed } from '../listed.ts';
import { barLimits } from '../limits.ts';
import { onlineAgent, unknownAgent, type OnlineAgent } from '../online-agent.ts';

const nowOf = ({ state }: BarContext): string => dateText(Date.now() + state.clockOffsetMs);

/** Page after page, up to the limit. */
async function everybody({ ask }: BarContext): Promise<readonly AgentView[]> {
  const found: AgentView[] = [];
  let after: string | null = null;
  do {
    const page: ResultOf<'agent.list'> = await ask('agent.list', after === null ? {} : { after });
    found.push(...page.agents);
    after = page.next;
  } while (after !== null && found.length < barLimits.maxListedAgents);
  return found;
}

async function named({ ask, memory }: BarContext, agentIds: readonly string[]): Promise<readonly OnlineAgent[]> {
  const { agents, unknown } = await ask('agent.get', { agentIds });
  const byId = new Map(agents.map((agent) => [agent.agentId as string, onlineAgent(agent, memory.groupNames)]));
  for (const id of unknown) byId.set(id, unknownAgent(id));
  return [...new Set(agentIds)].flatMap((id) => byId.get(id) ?? []);
}

/** @returns null: no group has this name or number. */
async function ofGroup(context: BarContext, group: string): Promise<readonly OnlineAgent[] | null> {
  const { groups } = await context.ask('directory.lists');
  const found = groups.find(({ groupId, name }) => name === group || groupId === group);
  if (found === undefined) return null;
  const { agentIds } = await context.ask('group.members', { groupId: found.groupId });
  return named(context, agentIds);
}

/** What a list said of an agent, a change is told from. */
function known({ memory }: BarContext, agents: readonly OnlineAgent[]): void {
  for (const { agentNum, agentStatus } of agents) memory.statuses.set(agentNum, Number(agentStatus));
}

const numTypes = { agent: 1, group: 2 } as const;

export const monitoringRequests = {
  DoGetOnlineAgent: async (context, specificNum, numType) => {
    const { memory, properties, raise } = context;
    let agents: readonly OnlineAgent[] | null;
    if (numType === numTypes.agent) agents = await named(context, [specificNum]);
    else if (numType === numTypes.group) agents = await ofGroup(context, specificNum);
    else agents = (await everybody(context)).map((agent) => onlineAgent(agent, memory.groupNames));
    if (agents === null) return { retCode: -61 };
    const asked = numType === numTypes.agent || properties.IsMonitorOfflineAgent;
    const shown = asked ? agents : agents.filter(({ flag }) => flag === '0');
    known(context, agents);
    raise('GetAgentOnlineEvent', shown);
    return { agent_online: shown };
  },
  DoGetAgentsMonitorInfo: async (context, agents) => {
    const { ask, raise } = context;
    const info = await named(context, listed(agents));
    const { groups, roles } = await ask('directory.lists');
    const groupList = Object.fromEntries(groups.map(({ groupId, name }) => [groupId, name]));
    const roleList = Object.fromEntries(roles.map(({ roleId, name }) => [roleId, name]));
    known(context, info);
    raise('GetAgentsMonitorInfoEvent', info, nowOf(context), groupList, roleList);
    return { agent_monitor_info: info };
  },
  DoGetDetailCallInfo: async ({ ask, raise }, agentNum) => {
    const detail = await ask('call.detail', { agentId: agentNum });
    const legs = detail.calls.flatMap(legsOf);
    const relations = [...detail.calls.flatMap(relationsOf), ...supervisionsOf(detail)];
    const [first] = detail.calls;
    raise('GetDetailCallInfoEvent', agentNum, first === undefined ? '' : callTypes[first.kind], legs, relations);
    return { leg_info: legs, relation_info: relations };
  },
} satisfies Partial<Requests>;

function legsOf({ connections }: CallView): StructOf<'Leg_Info_Struct'>[] {
  return connections.map(
    ({ connectionId, party, direction, state, muted, since, alertingAt, connectedAt, queueId }) => ({
      uuid: connectionId,
      leg_type: party.kind,
      number: party.kind === 'agent' ? party.agentId : party.kind === 'device' ? party.deviceId : party.number,
      name: party.name,
      direction,
      state,
      muted: String(muted),
      start_time: dateText(alertingAt ?? connectedAt ?? since),
      ring_time: dateText(alertingAt),
      answer_time: dateText(connectedAt),
      queue_num: queueId ?? '',
    }),
  );
}

type Relation = StructOf<'Relation_Info_Struct'>;

function relationsOf({ connections, consultation }: CallView): Relation[] {
  if (consultation === null) return [];
  const numberOf = (id: string): string => {
    const connection = connections.find(({ connectionId }) => connectionId === id);
    const party = connection?.party;
    return party?.kind === 'agent' ? party.agentId : party?.kind === 'outside' ? party.number : (party?.deviceId ?? '');
  };
  const asked = connections.find(({ connectionId }) => connectionId === consultation.consulted);
  const together = consultation.state === 'conference' || consultation.state === 'inviting';
  return [
    {
      relation: together ? 'threeway' : 'consult',
      agent_num: numberOf(consultation.by),
      target_num: numberOf(consultation.consulted),
      state: consultation.state,
      start_time: dateText(asked?.alertingAt ?? null),
    },
  ];
}

const relationWords = { listen: 'eavesdrop', whisper: 'whisper', bargeIn: 'bargein' } as const;

const supervisionsOf = ({ supervisions }: ResultOf<'call.detail'>): Relation[] =>
  supervisions.map(({ supervisorId, watchedId, mode }) => ({
    relation: relationWords[mode],
    agent_num: supervisorId,
    target_num: watchedId,
    state: mode,
    start_time: '',
  }));

export const monitoringChecks: Checks = {
  DoGetOnlineAgent: (_, specificNum, numType) =>
    specificNum === '' && (numType === numTypes.agent || numType === numTypes.group) ? -59 : 0,
};
