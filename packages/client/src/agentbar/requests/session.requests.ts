// What the methods of the link and the session do: connect, sign in and out, change the password.
import { CordboardError } from '../../error.ts';
import { statusRow } from '../arguments.ts';
import type { Answer, BarContext, Checks, Failures, Requests } from '../context.ts';
import { barLimits } from '../limits.ts';
import type { Outcome } from '../names.ts';
import { beginWork, fillIn } from '../sign-in.ts';
import { phoneSettings } from '../view.ts';

async function connect({ client, memory }: BarContext): Promise<Answer> {
  memory.leaving = false;
  try {
    await client.connect();
  } catch (error) {
    return { retCode: -1002, reason: error instanceof Error ? error.message : '' };
  }
}

async function signIn(context: BarContext): Promise<Answer> {
  const { memory, properties, view } = context;
  memory.leaving = false;
  if (properties.SoftPhoneEnable) {
    if (properties.SipAutoSignIn || properties.bindSoftPhoneLogin) view?.startPhone?.(phoneSettings(properties));
    await wait(Number(properties.SigninIntervalAfterSoftPhoneRegisted) || 0);
  }
  const unknown = await openSession(context);
  if (unknown !== null) return unknown;
  try {
    await beginWork(context);
  } catch (error) {
    await leaveQuietly(context);
    throw error;
  }
  const roleName = await fillIn(context).catch(() => null);
  if (roleName === null) {
    await leaveQuietly(context);
    return { retCode: -55 };
  }
  const { AgentID } = properties;
  context.raise('SignInResponse', AgentID, 0, '');
  context.raise('SignInEvent', AgentID, true, '');
  context.raise('GetRoleNameEvent', roleName);
}

/** @returns a failure that is not the server's refusal: nobody is there, or he is known and his state could not be got. */
async function openSession({ client, memory, properties }: BarContext): Promise<{ readonly retCode: number } | null> {
  const { AgentID: login, AgentPwd: password, Tenant: tenant } = properties;
  try {
    await client.signIn({ login, password, ...(tenant === '' ? {} : { tenant }) });
    memory.login = login;
    return null;
  } catch (error) {
    if (error instanceof CordboardError && error.refused === 'notConnected') return { retCode: -1002 };
    if (client.state.session === null) throw error;
    memory.leaving = true;
    client.close();
    memory.leaving = false;
    return { retCode: -55 };
  }
}

async function leaveQuietly({ client, memory }: BarContext): Promise<void> {
  memory.signedIn = false;
  memory.leaving = true;
  await client.signOut();
  memory.leaving = false;
}

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, Math.min(ms, barLimits.maxSigninWaitMs)));
  });

export const sessionRequests = {
  DoConnect: connect,
  DoDisconnect: ({ client, memory, raise, view }) => {
    memory.leaving = true;
    memory.signedIn = false;
    view?.stopPhone?.();
    client.close();
    raise('SockDisconnectEvent', '', 0);
  },
  DoHeartBeat: async ({ ask }) => void (await ask('session.ping')),
  DoSignIn: signIn,
  DoSignInWithConnect: async (context) => (await connect(context)) ?? signIn(context),
  DoSignOut: async ({ ask, memory, properties, raise, state }) => {
    if (state.agent?.state !== 'null') await ask('agent.signOut');
    memory.signedIn = false;
    raise('SignOutResponse', properties.AgentID, 0, '');
  },
  DoChangePassword: async ({ ask, properties, raise }, oldPassword, newPassword) => {
    await ask('session.changePassword', { oldPassword, newPassword });
    properties.AgentPwd = newPassword;
    raise('ChangePasswordEvent', properties.AgentID, 0, '');
  },
} satisfies Partial<Requests>;

function signInCheck({ memory, properties, state }: BarContext): number {
  const { BindExten, AgentExten, AgentStatus, bindSoftPhoneLogin, SipNum } = properties;
  if (state.session !== null && memory.signedIn) return -6;
  if (BindExten !== null && typeof BindExten !== 'boolean') return -9;
  if (BindExten === true && AgentExten === '' && !(bindSoftPhoneLogin && SipNum !== '')) return -10;
  return statusRow(AgentStatus)?.initial === true ? 0 : -14;
}

export const sessionChecks: Checks = { DoSignIn: signInCheck, DoSignInWithConnect: signInCheck };

function signInFailed({ properties, raise }: BarContext, { retCode, reason }: Outcome): void {
  if (retCode === -1002) raise('SockDisconnectEvent', reason, retCode);
  raise('SignInResponse', properties.AgentID, retCode, reason);
  raise('SignInEvent', properties.AgentID, false, reason);
}

export const sessionFailures: Failures = {
  DoConnect: ({ raise }, { retCode, reason }) => raise('SockDisconnectEvent', reason, retCode),
  DoSignIn: signInFailed,
  DoSignInWithConnect: signInFailed,
  DoSignOut: ({ properties, raise }, { retCode, reason }) => {
    raise('SignOutResponse', properties.AgentID, retCode, reason);
    raise('SignOutEvent', properties.AgentID, retCode, reason);
  },
  DoChangePassword: ({ properties, raise }, { retCode, reason }) =>
    raise('ChangePasswordEvent', properties.AgentID, retCode, reason),
};
