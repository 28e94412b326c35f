// What the methods of leaves do: ask to be away, decide, and look at limits and applications.
import type { LeaveView } from '@cordboard/contract';
import type { StructOf } from '@cordboard/contract/dialects/agentbar';
import type { BarContext, Checks, Failures, Requests } from '../context.ts';
import { dateText } from '../date-text.ts';
import { listed } from '../listed.ts';

export const away = '7';
const reason = 'leave';

/** Limits by the name of the group; empty: as many as like. */
async function limitsOf({ ask, properties, raise }: BarContext, ids: readonly string[]) {
  const { groups } = await ask('leave.limits', { groupIds: ids });
  const limits = Object.fromEntries(groups.map(({ name, maximumAway }) => [name, String(maximumAway ?? '')]));
  const names = groups.map(({ name }) => name).join(',');
  raise('GetAgentGroupStatusMaxNumEvent', properties.AgentID, names, limits);
  return { dicAgentGroupStatusMaxNum: limits };
}

export const leaveRequests = {
  DoApplyChangeStatus: async ({ ask, properties, raise }) => {
    await ask('leave.apply', { reason });
    raise('ApplyChangeStatusEvent', properties.AgentID, 0, '');
  },
  DoCancelApplication: async ({ ask }) => void (await ask('leave.cancel')),
  DoApplyApproval: async ({ ask }, agentId, _, passFlag) =>
    void (await ask(passFlag === '1' ? 'leave.approve' : 'leave.refuse', { agentId })),
  DoGetAgentGroupStatusMaxNum: (context, _, ids) => limitsOf(context, listed(ids)),
  DoSetAgentGroupStatusMaxNum: async (context, _, ids, __, numbers) => {
    const groupIds = listed(ids);
    const limits = listed(numbers).map(Number);
    for (const [index, groupId] of groupIds.entries()) {
      await context.ask('leave.setLimit', { groupId, maximumAway: limits[index] ?? limits[0] ?? null });
    }
    return limitsOf(context, groupIds);
  },
  DoGetChangeStatusApplyList: async ({ ask, memory, properties, raise }) => {
    const { leaves } = await ask('leave.list');
    const list = leaves.map((leave) => applied(leave, memory.groupNames));
    raise('GetChangeStatusApplyListEvent', properties.AgentID, list, 0, '');
    return { apply_agent_list: list };
  },
} satisfies Partial<Requests>;

function applied(leave: LeaveView, groupNames: ReadonlyMap<string, string>): StructOf<'Apply_Change_Status'> {
  return {
    apply_agentid: leave.agentId,
    apply_agentName: leave.name,
    apply_agent_groupID: leave.groupId ?? '',
    apply_agent_groupName: groupNames.get(leave.groupId ?? '') ?? '',
    targetStatus: away,
    apply_time: dateText(leave.appliedAt),
    applyType: '1',
    apply_state: leave.state,
    approve_agentid: leave.decidedBy ?? '',
    approve_time: dateText(leave.decidedAt),
  };
}

/** One number for all groups, or one for each. */
function limitsAreNumbers(ids: string, numbers: string): boolean {
  const given = listed(numbers);
  const fits = given.length === 1 || given.length === listed(ids).length;
  return fits && given.every((number) => /^\d{1,5}$/u.test(number));
}

export const leaveChecks: Checks = {
  DoSetAgentGroupStatusMaxNum: (_, __, ids, ___, numbers) => (limitsAreNumbers(ids, numbers) ? 0 : -78),
};

export const leaveFailures: Failures = {
  DoApplyChangeStatus: ({ properties, raise }, { retCode, reason: why }) =>
    raise('ApplyChangeStatusEvent', properties.AgentID, retCode, why),
  DoGetChangeStatusApplyList: ({ properties, raise }, { retCode, reason: why }) =>
    raise('GetChangeStatusApplyListEvent', properties.AgentID, [], retCode, why),
};
