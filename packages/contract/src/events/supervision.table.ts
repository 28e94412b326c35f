// Events about supervision: told to the supervisor himself, never to the one he watches.
import { z } from 'zod';
import type { EventTable } from '../event-row.ts';
import { agentId, callId, clearCause, connectionId, deviceId, supervisionMode as mode } from '../fields.ts';

const supervision = { callId, connectionId, supervisorId: agentId, watchedId: agentId, mode };

export const supervisionEvents = {
  'supervision.requested':   { says: 'A supervisor\'s own telephone is called for a supervision.', payload: z.strictObject({ ...supervision, deviceId, takesOver: z.boolean() }), carries: ['call'], csta: null },
  'supervision.established': { says: 'The supervisor hears the call.',                            payload: z.strictObject(supervision), carries: ['call'], csta: null },
  'supervision.changed':     { says: 'The supervisor is heard otherwise than before.',            payload: z.strictObject(supervision), carries: ['call'], csta: null },
  'supervision.ended':       { says: 'The supervisor is no longer at the call.',                  payload: z.strictObject({ ...supervision, cause: clearCause }), carries: [], csta: null },
} as const satisfies EventTable;
