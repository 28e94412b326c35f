// Methods that look up what can be named in a request (seed 003 `DoGetAccessNumbers` to `DoGetAgentWebSiteInfo`).
import { z } from 'zod';
import { agentId, groupId, ivrId, ivrProfileId, make, number, personName, queueId } from '../fields.ts';
import type { MethodTable } from '../method.ts';
import { limits } from '../limits.ts';

const many = <Schema extends z.ZodType>(schema: Schema) => z.array(schema).max(limits.maxListItems).readonly();
const members = z.strictObject({ agentIds: many(agentId) });

export const directoryMethods = {
  'directory.lists': {
    does: 'What can be named in a request, in the order it was set up: the first 500 of each at most.',
    params: z.strictObject({}),
    result: z.strictObject({
      accessNumbers: many(z.strictObject({ number, name: personName })),
      defaultAccessNumber: make.text(32, 'The number that is shown outside where none is chosen; empty: there is none.', '4000'),
      ivrs: many(z.strictObject({ ivrId, name: personName })),
      ivrProfiles: many(z.strictObject({ ivrProfileId, name: personName })),
      queues: many(z.strictObject({ queueId, name: personName })),
      groups: many(z.strictObject({ groupId, name: personName })),
      roles: many(z.strictObject({ roleId: z.string(), name: personName })),
      sites: many(z.strictObject({ name: personName, url: z.string() })).meta({ description: 'Web pages that agents are offered.' }),
    }),
    by: 'agent', answeredBy: 'core', causes: [], refusals: [], service: null,
  },
  'group.members': {
    does: 'Who is in a group: the first 500 at most.',
    params: z.strictObject({ groupId }), result: members,
    by: 'agent', answeredBy: 'core', causes: [], refusals: ['unknownGroup'], service: null,
  },
  'queue.members': {
    does: 'Who serves a queue: the first 500 at most.',
    params: z.strictObject({ queueId }), result: members,
    by: 'agent', answeredBy: 'core', causes: [], refusals: ['unknownQueue'], service: null,
  },
} as const satisfies MethodTable;
