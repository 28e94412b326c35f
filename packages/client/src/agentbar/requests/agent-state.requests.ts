// What the methods of the agent's own state do.
import { restore, statuses } from '@cordboard/contract/dialects/agentbar';
import { statusRow } from '../arguments.ts';
import type { Checks, Requests } from '../context.ts';

const away = 7;
const needsApproval = 0;

export const agentStateRequests = {
  DoGetAgentDefineStatus: ({ raise }) => {
    // The second of two rows of one name is only understood, never offered.
    const offered = statuses.filter(({ value, choice }) => choice !== null && value !== 9);
    const list = Object.fromEntries(offered.map(({ value, zh }) => [String(value), zh]));
    raise('GetAgentDefineStatusEvent', list);
    return { status_list: list };
  },
  DoSetAgentDefineStatus: async ({ ask, run }, targetStatus, isNeedApproval) => {
    if (targetStatus === restore) return void (await ask('agent.finishWrapUp'));
    if (targetStatus === away && isNeedApproval === needsApproval) return askToBeAway(run);
    const choice = statusRow(targetStatus)?.choice;
    if (choice === undefined || choice === null) return { retCode: -17 };
    if (choice.state === 'ready') await ask('agent.setReady');
    else await ask('agent.setNotReady', { reason: choice.reason });
  },
} satisfies Partial<Requests>;

/** The application answers for itself: its failure is told once. */
async function askToBeAway(run: Parameters<Requests['DoSetAgentDefineStatus']>[0]['run']): Promise<undefined> {
  await run('DoApplyChangeStatus', String(away));
}

export const agentStateChecks: Checks = {
  DoSetAgentDefineStatus: (_, targetStatus) => {
    const row = statusRow(targetStatus);
    if (row === undefined) return -16;
    return row.choice === null && row.value !== restore ? -17 : 0;
  },
};
