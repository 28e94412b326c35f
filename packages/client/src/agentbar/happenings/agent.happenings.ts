// What a page hears of agents: their status, its own one signed out, changed or forced out.
import type { AgentView } from '@cordboard/contract';
import type { Change, HappeningContext, Happenings } from '../context.ts';
import { signInAfterLoss } from '../sign-in.ts';
import { settledStatusOf } from '../status.ts';

const offline = -1;
const unknown = -2;

/** Told whenever the status of an agent is another one than was told last, or than a list had. */
const tellStatuses: Change = (context) => {
  const { ownId, state } = context;
  if (state.agent !== null) tellStatus(context, state.agent, offline);
  for (const agent of state.agents.values()) if (agent.agentId !== ownId) tellStatus(context, agent, unknown);
};

function tellStatus({ memory, raise, state }: HappeningContext, agent: AgentView, first: number): void {
  const { agentId, deviceId } = agent;
  const now = settledStatusOf(agent, state);
  if (now === null) return;
  const before = memory.statuses.get(agentId) ?? first;
  memory.statuses.set(agentId, now);
  if (before === now) return;
  const channel = agent.callIds.length > 0 ? 'voice' : '';
  raise('AgentStatusChangeEvent', agentId, String(before), String(now), deviceId !== null, channel);
}

/** The telephone that the server says he works at, where the page named none. */
const followDevice: Change = ({ properties, state }) => {
  if (properties.AgentExten === '' && state.agent?.deviceId) properties.AgentExten = state.agent.deviceId;
};

export const agentChanges: readonly Change[] = [followDevice, tellStatuses];

const words = {
  own: '',
  linkLost: 'The connection was away for too long.',
  elsewhere: 'Signed in elsewhere.',
  forced: 'Signed out by a supervisor.',
} as const;

export const agentHappenings: Happenings = {
  'agent.profileChanged': ({ agentId }, { ownId, raise }) => {
    if (agentId === ownId) raise('WarnAgentResigninEvent');
  },
  'agent.loggedOff': ({ agentId, reason }, context) => {
    const { client, memory, ownId, raise, view } = context;
    if (agentId !== ownId) return;
    if (reason === 'linkLost' && memory.signedIn) return void signInAfterLoss(context);
    const byOther = reason === 'forced' || reason === 'elsewhere';
    if (byOther) raise('KickOutEvent', agentId, 0, words[reason]);
    else raise('SignOutEvent', agentId, 0, words[reason]);
    memory.signedIn = false;
    memory.leaving = true;
    view?.stopPhone?.();
    // Nothing can be asked without being signed in; the next DoSignIn opens a session again.
    void client.signOut();
  },
};
