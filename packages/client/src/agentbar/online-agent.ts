// An agent as monitoring shows him: the structure of the document, from what the server says of him.
import type { AgentView } from '@cordboard/contract';
import { statusView, type StructOf } from '@cordboard/contract/dialects/agentbar';
import { dateText } from './date-text.ts';

export type OnlineAgent = StructOf<'Agent_Online_Struct'>;

/** The status of somebody of whose calls nothing is known here but what the server says he does in them. */
function statusAsTold({ state, reason, leave, activity }: AgentView): number {
  const why = leave?.state === 'away' && state === 'notReady' ? 'away' : reason;
  const row = statusView.find(
    ([of, for_, at]) => of === state && (for_ === '*' || for_ === why) && (at === '*' || at === activity),
  );
  return row?.[3] ?? -2;
}

export function onlineAgent(agent: AgentView, groupNames: ReadonlyMap<string, string>): OnlineAgent {
  return {
    agentgroup_name: groupNames.get(agent.groupId ?? '') ?? '',
    agentgroup_num: agent.groupId ?? '',
    agentName: agent.name,
    agentNum: agent.agentId,
    agentStatus: String(statusAsTold(agent)),
    bindExten: String(agent.deviceId !== null),
    flag: agent.state === 'null' ? '-1' : '0',
    roleNum: agent.roleId ?? '',
    status_change_time: agent.since === 0 ? '' : dateText(agent.since),
    customer_enter_channel: agent.callIds.length > 0 ? 'voice' : '',
  };
}

/** One whom the server does not know. */
export const unknownAgent = (agentNum: string): OnlineAgent => ({
  agentgroup_name: '',
  agentgroup_num: '',
  agentName: '',
  agentNum,
  agentStatus: '-2',
  bindExten: 'false',
  flag: '-99',
  roleNum: '',
  status_change_time: '',
  customer_enter_channel: '',
});
