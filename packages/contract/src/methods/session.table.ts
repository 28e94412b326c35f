// Methods about the session itself: who is at the other end, and where in the stream he stands. Answered by the door.
import { z } from 'zod';
import { agentId, epoch, groupId, login, make, password, personName, rank, right, scope, seq, sessionId, tenantId, token } from '../fields.ts';
import type { MethodTable } from '../method.ts';
import { snapshot } from '../views/snapshot.view.ts';

const signedIn = z.strictObject({
  token,
  expiresAt: make.instant('The token is good until then'),
  sessionId,
  tenantId,
  agent: z.strictObject({ agentId, name: personName, groupId }),
  rights: z.strictObject({ rank, scope, rights: z.array(right).readonly() }),
});

const nothing = z.strictObject({});

export const sessionMethods = {
  'session.signIn': {
    does: 'Opens a session for a person. An earlier session of the same person is closed. Events begin with session.snapshot or session.resume.',
    params: z.strictObject({ login, password, tenant: tenantId.exactOptional() }),
    result: signedIn, by: 'anyone', answeredBy: 'door', causes: ['session.opened'], refusals: ['notAuthenticated', 'agentDisabled', 'limitReached', 'alreadySignedIn'], service: null,
  },
  'session.signInWithToken': {
    does: 'Opens a session again with the token that session.signIn gave.',
    params: z.strictObject({ token }),
    result: signedIn, by: 'anyone', answeredBy: 'door', causes: ['session.opened'], refusals: ['sessionExpired', 'agentDisabled', 'limitReached', 'alreadySignedIn'], service: null,
  },
  'session.signOut': {
    does: 'Ends the session, revokes its token and closes the connection after the reply.',
    params: nothing, result: nothing, by: 'agent', answeredBy: 'door', causes: ['session.closed'], refusals: [], service: null,
  },
  'session.changePassword': {
    does: 'Sets another password for oneself; one\'s other sessions and tokens end.',
    params: z.strictObject({ oldPassword: password, newPassword: password }),
    result: nothing, by: 'agent', answeredBy: 'door', causes: [], refusals: ['wrongPassword', 'invalidParameter', 'limitReached'], service: null,
  },
  'session.ping': {
    does: 'Asks whether the link is alive; the answer carries the clock of the server.',
    params: nothing,
    result: z.strictObject({ serverTime: make.instant('Clock of the server') }),
    by: 'anyone', answeredBy: 'door', causes: [], refusals: [], service: null,
  },
  'session.snapshot': {
    does: 'Gives the state to start from and the position it is current to; events behind that position follow.',
    params: nothing, result: snapshot, by: 'agent', answeredBy: 'door', causes: [], refusals: ['overloaded'], service: 'Snapshot Device',
  },
  'session.resume': {
    does: 'Asks for every event behind a position; resumed false: the position is too old or of another epoch, take a snapshot.',
    params: z.strictObject({ epoch, seq }),
    result: z.strictObject({ resumed: z.boolean() }),
    by: 'agent', answeredBy: 'door', causes: [], refusals: [], service: null,
  },
} as const satisfies MethodTable;

