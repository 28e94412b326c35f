// Methods that look at queues.
import { z } from 'zod';
import { queueId } from '../fields.ts';
import type { MethodTable } from '../method.ts';
import { callView } from '../views/call.view.ts';
import { queueView } from '../views/queue.view.ts';

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
} as const satisfies MethodTable;
