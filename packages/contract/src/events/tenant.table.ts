// Events about the tenant, its sessions and its telephones.
import { z } from 'zod';
import type { EventTable } from '../event-row.ts';
import { agentId, deviceId, make, sessionId } from '../fields.ts';

export const tenantEvents = {
  'tenant.configured':   { says: 'The configuration changed; a snapshot shows what of it concerns the session.', payload: z.strictObject({}), carries: [], csta: null },
  'tenant.dayBegan':     { says: 'What is counted by the day begins anew.', payload: z.strictObject({ beganAt: make.instant('Midnight, or the hour that is set') }), carries: [], csta: null },
  'session.opened':      { says: 'A program of an agent came: the one he works with, or one that accompanies it.', payload: z.strictObject({ sessionId, agentId, accompanies: z.literal(true).optional() }), carries: ['agent'], csta: null },
  'session.closed':      { says: 'A session ended, or its link was lost.', payload: z.strictObject({ sessionId, agentId, how: z.enum(['lost', 'ended']) }), carries: ['agent'], csta: null },
  'device.registered':   { says: 'A telephone can be called.',         payload: z.strictObject({ deviceId, userAgent: z.string() }), carries: ['device'], csta: 'Back In Service' },
  'device.unregistered': { says: 'A telephone can no longer be called.', payload: z.strictObject({ deviceId }), carries: ['device'], csta: 'Out Of Service' },
} as const satisfies EventTable;
