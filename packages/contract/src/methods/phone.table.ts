// Methods about the agent's telephone.
import { z } from 'zod';
import { callId, deviceId, make } from '../fields.ts';
import type { MethodTable } from '../method.ts';

export const phoneMethods = {
  'phone.credentials': {
    does: 'Short-lived SIP credentials, so that a browser can be the telephone (RFC 7118); they end with the session.',
    params: z.strictObject({ deviceId }),
    result: z.strictObject({
      uri: make.text(256, 'SIP address to register, as it is given: at some switches its user is not the extension.', 'sip:8001@example.com'),
      authorizationUser: make.text(128, 'User name of the digest (RFC 8760).', '8001'),
      password: make.text(256, 'Password of the digest; good until expiresAt.', 'tQ3…'),
      domain: make.text(256, 'SIP domain, also the realm.', 'example.com'),
      wsPath: make.text(256, 'Path of SIP over WebSocket on this server.', '/sip'),
      expiresAt: make.instant('The password is good until then'),
    }),
    by: 'agent', answeredBy: 'door', causes: [], refusals: ['notSignedIn', 'notPermitted', 'unknownDevice', 'phoneUnavailable'], service: null,
  },
  'phone.check': {
    does: 'Calls the agent\'s own telephone to test it: when he answers he hears himself, until he hangs up or a time is over.',
    params: z.strictObject({}), result: z.strictObject({ callId }), by: 'agent', answeredBy: 'core', causes: ['call.originated', 'agent.busy', 'call.delivered', 'call.established'],
    refusals: ['notSignedIn', 'deviceRequired', 'deviceUnregistered', 'busyWithCall', 'wrongAgentState', 'limitReached'], service: null,
  },
} as const satisfies MethodTable;
