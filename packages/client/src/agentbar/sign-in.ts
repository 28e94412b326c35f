// Beginning work once the session is open: the agent's telephone and first state, and what the server knows of him.
import { statusRow } from './arguments.ts';
import type { BarContext } from './context.ts';

/**
 * Signs the agent in on the present session; one who is at work already stays as he is.
 *
 * @throws CordboardError when the server refuses.
 */
export async function beginWork(context: BarContext): Promise<void> {
  const { ask, memory, properties } = context;
  const { AgentExten, BindExten, bindSoftPhoneLogin, SipNum } = properties;
  const wished = AgentExten === '' && bindSoftPhoneLogin ? SipNum : AgentExten;
  const device = BindExten === false || wished === '' ? {} : { deviceId: wished as never };
  const choice = statusRow(properties.AgentStatus)?.choice ?? { state: 'ready', reason: '' };
  const idleWithout = choice.state === 'ready' && device.deviceId === undefined;
  const { state, reason } = idleWithout ? ({ state: 'notReady', reason: 'busy' } as const) : choice;
  await ask('agent.signIn', { ...device, state, ...(reason === '' ? {} : { reason }) });
  memory.signedIn = true;
}

/** Both, when the class does it by itself. */
export async function signInAgain(context: BarContext): Promise<void> {
  await beginWork(context);
  await fillIn(context);
}

/** The server signed him out because the link was away for too long. */
export async function signInAfterLoss(context: BarContext): Promise<void> {
  try {
    await signInAgain(context);
  } catch (error) {
    context.memory.signedIn = false;
    context.raise('SignOutEvent', context.properties.AgentID, -1001, error instanceof Error ? error.message : '');
  }
}

/**
 * Fills in the properties that the server knows.
 *
 * @returns the name of the agent's role.
 */
export async function fillIn({ ask, client, memory, properties }: BarContext): Promise<string> {
  const { session, limits } = client.state;
  if (session !== null) {
    properties.AgentID = session.agent.agentId;
    properties.AgentName = session.agent.name;
    properties.AgentGroupID = session.agent.groupId ?? '';
  }
  if (limits !== null) properties.HeartBeatTimeout = String(limits.heartbeatMs / 1_000);
  const role = await ask('rights.mine');
  const { accessNumbers, groups } = await ask('directory.lists');
  properties.RoleID = role.roleId;
  memory.groupNames = new Map(groups.map(({ groupId, name }) => [groupId, name]));
  properties.AgentGroupName = memory.groupNames.get(properties.AgentGroupID) ?? '';
  memory.accessNames = new Map(accessNumbers.map(({ number, name }) => [number, name]));
  return role.name;
}
