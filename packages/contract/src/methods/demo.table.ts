// Methods that only a server with a demo tenant answers.
import { z } from 'zod';
import { digits, number } from '../fields.ts';
import type { MethodTable } from '../method.ts';

export const demoMethods = {
  'demo.call': {
    does: 'Lets a customer call in by SIP with real audio; `digits` are the keys he presses in the menu.',
    params: z.strictObject({ to: number.exactOptional(), digits: digits.exactOptional() }),
    result: z.strictObject({ from: number }),
    by: 'agent', answeredBy: 'door', causes: ['call.originated'], refusals: ['methodNotFound', 'limitReached'], service: null,
  },
} as const satisfies MethodTable;
