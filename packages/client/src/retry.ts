// How long to wait before the next attempt to connect: growing, and never the same for two clients.
import type { ClientLimits } from './limits.ts';

type RetryLimits = Pick<ClientLimits, 'firstRetryMs' | 'maxRetryMs' | 'stormMinMs' | 'stormMaxMs'>;

/**
 * @param attempt 0 for the first.
 * @param code the close code of the link that was lost; 1001, 1012 and 1013 mean that everybody was cut off at once.
 * @param random in 0 ≤ x < 1.
 * @returns ms.
 */
export function retryDelayMs(attempt: number, code: number, random: number, limits: RetryLimits): number {
  const storm = code === 1001 || code === 1012 || code === 1013;
  if (storm && attempt === 0) return limits.stormMinMs + random * (limits.stormMaxMs - limits.stormMinMs);
  const ceiling = Math.min(limits.maxRetryMs, limits.firstRetryMs * 2 ** Math.min(attempt, 16));
  return ceiling * (0.5 + random / 2);
}
