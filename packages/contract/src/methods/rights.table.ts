// What one's role permits (seed 003 `DoGetDefinedRoleRights`).
import { z } from 'zod';
import { groupId, make, personName, rank, right, scope } from '../fields.ts';
import type { MethodTable } from '../method.ts';

export const rightsMethods = {
  'rights.mine': {
    does: 'What one\'s role permits, and over whom.',
    params: z.strictObject({}),
    result: z.strictObject({
      roleId: z.string(),
      name: personName,
      rank,
      scope,
      rights: z.array(right).readonly(),
      groups: z.array(z.strictObject({ groupId, name: personName })).readonly().meta({ description: 'The groups that the rights reach.' }),
      methods: make.described(z.array(z.string()).readonly(), 'Methods that would not be refused for want of a rank or a right.', ['leave.approve']),
    }),
    by: 'agent', answeredBy: 'core', causes: [], refusals: [], service: null,
  },
} as const satisfies MethodTable;
