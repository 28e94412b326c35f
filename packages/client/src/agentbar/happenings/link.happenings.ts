// What a page hears of the connection: lost, back at the same server or another, over for good.
import type { CloseName } from '@cordboard/contract';
import type { BarContext, Change, HappeningContext } from '../context.ts';
import { signInAfterLoss, signInAgain } from '../sign-in.ts';

const followLink: Change = (context) => {
  const { before, memory, raise, state } = context;
  const wasUp = before.link === 'up';
  if (wasUp && state.link === 'reconnecting')
    raise('SockDisconnectEvent', 'The link was lost; it is being tried again.', -1001);
  if (wasUp && state.link === 'down' && before.session === null && !memory.leaving) {
    raise('SockDisconnectEvent', 'The link was lost.', -1001);
  }
  if (before.link === 'reconnecting' && state.link === 'up' && memory.signedIn) void takeUpAgain(context);
};

export const linkChanges: readonly Change[] = [followLink];

/** Back with the same session. Who was signed out meanwhile is signed in again: the page has not left. */
async function takeUpAgain(context: HappeningContext): Promise<void> {
  if (context.client.state.agent?.state === 'null') await signInAfterLoss(context);
  context.raise('SockReconnectEvent', context.client.url);
}

/** The server ended the session. One that does not know the token is another server: there the agent signs in with what he signed in with. */
export function linkEnded(context: BarContext, why: CloseName | 'sessionExpired'): void {
  const { memory, properties, raise } = context;
  const wasSignedIn = memory.signedIn;
  if (why === 'sessionExpired' && wasSignedIn) {
    void signInAgainElsewhere(context);
    return;
  }
  memory.signedIn = false;
  if (memory.leaving) return;
  if (why === 'signedInElsewhere') raise('KickOutEvent', properties.AgentID, -7, 'Signed in elsewhere.');
  if (why === 'signedOutByOther') raise('KickOutEvent', properties.AgentID, 0, 'Signed out by a supervisor.');
  raise('SockDisconnectEvent', why, -1000);
}

async function signInAgainElsewhere(context: BarContext): Promise<void> {
  const { client, memory, properties, raise } = context;
  const { AgentPwd: password, Tenant: tenant } = properties;
  try {
    // The attempt that found this out is still under way.
    await client.connect().catch(() => {});
    await client.signIn({ login: memory.login, password, ...(tenant === '' ? {} : { tenant }) });
    await signInAgain(context);
    raise('SockReconnectEvent', client.url);
  } catch (error) {
    memory.signedIn = false;
    raise('SockDisconnectEvent', error instanceof Error ? error.message : String(error), -1000);
  }
}
