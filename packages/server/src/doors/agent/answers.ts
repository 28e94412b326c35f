// The methods that the door answers itself: one function per row with `answeredBy: 'door'`; a missing one does not compile.
import { limits, type DoorMethodName, type ParamsOf } from '@cordboard/contract';
import type { Refusal } from '@cordboard/domain';
import type { Authenticated, HistoryFilter } from '../../core.ts';
import type { Asker, SignedIn } from './asker.ts';
import type { Answer, Refused } from './reply.ts';

type Answers = {
  readonly [M in DoorMethodName]: (asker: Asker, params: ParamsOf<M>) => Answer | Promise<Answer>;
};

export const answers: Answers = {
  'session.signIn': async (asker, { login, password, tenant }) => {
    if (asker.signedIn !== null) return { refused: 'alreadySignedIn' };
    const credentials = { login, password, ...(tenant === undefined ? {} : { tenantId: tenant }) };
    return bind(asker, await asker.core.authenticate(credentials, asker.address));
  },
  'session.signInWithToken': async (asker, { token }) => {
    if (asker.signedIn !== null) return { refused: 'alreadySignedIn' };
    const outcome = await asker.core.authenticateToken(token, asker.address);
    const unknown = 'refused' in outcome && outcome.refused === 'notAuthenticated';
    return unknown ? { refused: 'sessionExpired' } : bind(asker, outcome);
  },
  'session.signOut': async (asker) => {
    await asker.core.revokeToken(bound(asker).authenticated.token);
    asker.leave();
    return { result: {} };
  },
  'session.changePassword': async (asker, passwords) => {
    const refused = await asker.core.changePassword(bound(asker).authenticated, passwords, asker.address);
    return refused ?? { result: {} };
  },
  'session.ping': () => ({ result: { serverTime: Date.now() } }),
  'session.snapshot': async (asker) => ({ result: await asker.snapshot() }),
  'session.resume': (asker, position) => ({ result: { resumed: asker.resume(position) } }),
  'phone.credentials': async (asker, { deviceId }) => {
    const issued = await bound(asker).open.phoneCredentials(deviceId);
    if ('refused' in issued) return issued;
    const { user, address, password, domain, expiresAt } = issued;
    const uri = `sip:${address}@${domain}`;
    return { result: { uri, authorizationUser: user, password, domain, wsPath: asker.phonePath, expiresAt } };
  },
  'history.calls': async (asker, params) => found('calls', await bound(asker).open.callRecords(filterOf(params))),
  'history.states': async (asker, params) => found('states', await bound(asker).open.stateHistory(filterOf(params))),
  'demo.call': async (asker, params) => {
    if (asker.demo === null) return { refused: 'methodNotFound', detail: 'This server has no demo tenant.' };
    return { result: await asker.demo.call(params) };
  },
};

/** Methods that nobody needs to be signed in for are answered without one; the others never get here. */
function bound(asker: Asker): SignedIn {
  if (asker.signedIn === null) throw new Error('asked before sign-in');
  return asker.signedIn;
}

function bind(asker: Asker, outcome: Authenticated | Refusal): Answer {
  if ('refused' in outcome) return outcome;
  if (!asker.bind(outcome)) return { refused: 'overloaded' };
  const { token, expiresAt, session, person } = outcome;
  const { name, groupId, scope, rights } = person;
  const agent = { agentId: session.agentId, name, groupId };
  const { sessionId, tenantId, rank } = session;
  return { result: { token, expiresAt, sessionId, tenantId, agent, rights: { rank, scope, rights } } };
}

const filterOf = (params: ParamsOf<'history.calls'>): HistoryFilter => ({
  ...params,
  limit: params.limit ?? limits.defaultListItems,
});

const found = (name: string, outcome: readonly unknown[] | Refused): Answer =>
  'refused' in outcome ? outcome : { result: { [name]: outcome } };
