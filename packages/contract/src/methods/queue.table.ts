// Methods that look at queues.
import { z } from 'zod';
import { callId, queueId, queueIds } from '../fields.ts';
import type { MethodTable } from '../method.ts';
import { callView } from '../views/call.view.ts';
import { queueView } from '../views/queue.view.ts';

const nothing = z.strictObject({});

export const queueMethods = {
  'queue.list': {
    does: 'The directory of queues.',
    params: z.strictObject({}),
    result: z.strictObject({ queues: z.array(queueView).readonly() }),
    by: 'agent', answeredBy: 'core', causes: [], refusals: [], service: 'Get Queue Information',
  },
  'queue.calls': {
    does: 'The calls that wait in a queue, in the order they will be served.',
    params: z.strictObject({ queueId }),
    result: z.strictObject({ calls: z.array(callView).readonly() }),
    by: 'agent', answeredBy: 'core', causes: [], refusals: ['unknownQueue', 'notPermitted'], service: 'Snapshot Device',
  },
  'queue.signIn': {
    does: 'Serves queues: they offer the agent their calls. Left out or none: all of his.',
    params: z.strictObject({ queueIds: queueIds.exactOptional() }), result: nothing,
    by: 'agent', answeredBy: 'core', causes: ['agent.queuesChanged'], refusals: ['notSignedIn', 'unknownQueue', 'notInQueue'], service: 'Set Agent State (log on)',
  },
  'queue.signOut': {
    does: 'Serves queues no longer, while the agent stays at work. Left out or none: all of his.',
    params: z.strictObject({ queueIds: queueIds.exactOptional() }), result: nothing,
    by: 'agent', answeredBy: 'core', causes: ['agent.queuesChanged'], refusals: ['notSignedIn', 'unknownQueue', 'notInQueue'], service: 'Set Agent State (log off)',
  },
  'queue.take': {
    does: 'Takes a call that waits, out of its turn; it rings at the agent as if the queue had chosen him, ready or not.',
    params: z.strictObject({ callId }), result: nothing,
    by: 'agent', answeredBy: 'core', causes: ['call.offered', 'agent.busy'],
    refusals: ['notSignedIn', 'notPermitted', 'unknownCall', 'wrongCallState', 'busyWithCall', 'wrongAgentState', 'deviceRequired', 'deviceUnregistered', 'agentBlocked', 'limitReached'], service: 'Directed Pickup Call',
  },
} as const satisfies MethodTable;
