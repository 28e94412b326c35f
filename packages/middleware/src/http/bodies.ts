// What requests carry.
import { z } from 'zod';
import { limits } from '../limits.ts';

export const loginBody = z.object({
  // PostgreSQL knows no text with a NUL.
  login: z
    .string()
    .min(1)
    .max(limits.loginMaxCharacters)
    .regex(/^[^\0]*$/u)
    .meta({ description: 'Account name.', example: 'alice' }),
  password: z.string().min(1).max(limits.passwordMaxCharacters).meta({ description: 'Password.' }),
});

const whole = (max: number) => z.coerce.number().int().min(0).max(max);

export const eventsQuery = z.object({
  max: whole(limits.eventsMaxPerAnswer).min(1).optional().meta({
    description: 'Answers with an array of up to so many, in order; without it, with the oldest as one object.',
  }),
  wait: z.coerce
    .number()
    .min(0)
    .max(limits.eventsMaxWaitSeconds)
    .default(0)
    .meta({ description: 'How long an event is waited for (s).' }),
  after: whole(Number.MAX_SAFE_INTEGER).optional().meta({
    description:
      'X-Event-Id of the last answer that arrived, or 0: what is behind it is answered and kept until it is named here.',
  }),
});
