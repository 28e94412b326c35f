// Events about agents (ECMA-269 §22.2).
import { z } from 'zod';
import type { EventTable } from '../event-row.ts';
import { agentId, callId, clearCause, deviceId, make, queueId, reason } from '../fields.ts';

export const agentEvents = {
  'agent.loggedOn':         { says: 'An agent began work.',                          payload: z.strictObject({ agentId, deviceId: deviceId.nullable(), queueIds: z.array(queueId).readonly().nullable().exactOptional().meta({ description: 'The queues that he serves; null or left out: all of his.' }) }), carries: ['agent', 'device'], csta: 'Agent Logged On' },
  'agent.loggedOff':        { says: 'An agent ended work.',                          payload: z.strictObject({ agentId, reason: z.enum(['own', 'linkLost', 'elsewhere', 'forced']) }), carries: ['agent'], csta: 'Agent Logged Off' },
  'agent.ready':            { says: 'An agent may be offered calls.',                payload: z.strictObject({ agentId }), carries: ['agent'], csta: 'Agent Ready' },
  'agent.notReady':         { says: 'An agent is not offered calls.',                payload: z.strictObject({ agentId, reason }), carries: ['agent'], csta: 'Agent Not Ready' },
  'agent.busy':             { says: 'A call keeps an agent busy, from its offer on.', payload: z.strictObject({ agentId, callId }), carries: ['agent'], csta: 'Agent Busy' },
  'agent.workingAfterCall': { says: 'An agent works on a call that is over.',        payload: z.strictObject({ agentId, callId, untilMs: make.instant('Ends by itself') }), carries: ['agent'], csta: 'Agent Working After Call' },
  'agent.pendingState':     { says: 'What comes after the present call was chosen or withdrawn.', payload: z.strictObject({ agentId, pending: z.strictObject({ state: z.enum(['ready', 'notReady', 'null']), reason }).nullable() }), carries: ['agent'], csta: null },
  'agent.backedOff':        { says: 'An agent is left alone for a while after a missed call.', payload: z.strictObject({ agentId, untilMs: make.instant('Left alone until') }), carries: ['agent'], csta: null },
  'agent.backOffEnded':     { says: 'An agent may be offered calls again.',          payload: z.strictObject({ agentId }), carries: ['agent'], csta: null },
  'agent.queuesChanged':    { says: 'An agent serves other queues than before.',        payload: z.strictObject({ agentId, queueIds: z.array(queueId).readonly().meta({ description: 'The queues that he serves from now on.' }) }), carries: ['agent'], csta: null },
  'agent.blocked':          { says: 'A supervisor keeps an agent from work; the change of his state is told besides.', payload: z.strictObject({ agentId, by: agentId }), carries: ['agent'], csta: null },
  'agent.unblocked':        { says: 'He may work again; what he is now is told besides.', payload: z.strictObject({ agentId, by: agentId }), carries: ['agent'], csta: null },
  'agent.profileChanged':   { says: 'What is set up for an agent is another thing than before: sign in again to be shown it.', payload: z.strictObject({ agentId }), carries: ['agent'], csta: null },
  'agent.stateForced':      { says: 'A supervisor put an agent into a state; the change itself is told besides.', payload: z.strictObject({ agentId, by: agentId, state: z.enum(['ready', 'notReady']), reason }), carries: ['agent'], csta: null },
  'agent.missedCall':       { says: 'An agent did not take a call.',                 payload: z.strictObject({ agentId, callId, queueId: queueId.nullable(), cause: clearCause }), carries: ['agent'], csta: null },
} as const satisfies EventTable;
