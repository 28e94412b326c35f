// What pages hear of leaves: the agent who asked, and everybody who may decide.
import type { AgentView } from '@cordboard/contract';
import type { HappeningContext, Happenings } from '../context.ts';
import { dateText } from '../date-text.ts';

const away = '7';
/** By an agent; 2 would be the system, which asks for nobody here. */
const byAgent = '1';
const timeOuts = { undecided: '1', notBegun: '2' } as const;

const groupOf = (agent: AgentView | undefined): string => agent?.groupId ?? '';

type Decided = { readonly agentId: string; readonly agent?: AgentView; readonly at: number };

function decided({ agentId, agent, at }: Decided, result: '0' | '1', { ownId, raise }: HappeningContext): void {
  const group = groupOf(agent);
  raise('ApproveChangeStatusDistributeEvent', ownId, agentId, group, away, result, dateText(at), 0, '');
}

export const leaveHappenings: Happenings = {
  'leave.applied': ({ agentId, agent, at }, { memory, ownId, raise }) => {
    const group = groupOf(agent);
    const groupName = memory.groupNames.get(group) ?? '';
    const name = agent?.name ?? '';
    const time = dateText(at);
    raise('ApplyChangeStatusDistributeEvent', ownId, agentId, away, name, group, groupName, time, byAgent, 0, '');
  },
  'leave.approved': (event, context) => decided(event, '1', context),
  'leave.refused': (event, context) => decided(event, '0', context),
  'leave.cancelled': ({ agentId }, { ownId, raise }) =>
    raise('ApplyChangeStatusCancelEvent', ownId, agentId, away, 0, ''),
  'leave.expired': ({ agentId, agent, timeOut }, { ownId, raise }) => {
    // Who is not back in time is away all the same.
    if (timeOut === 'overstayed') return;
    raise('ApproveChangeStatusTimeoutDistributeEvent', ownId, agentId, groupOf(agent), away, timeOuts[timeOut]);
  },
};
