// Waiting for a mailbox to have something: for so long, unless the one who waits goes away or too many wait already.
import { limits } from '../limits.ts';
import type { Mailbox } from './mailbox.ts';

const waiters = new WeakMap<Mailbox, Set<() => void>>();

/**
 * @param ask looked at now, and again whenever something changes.
 * @returns what `ask` gave, or null when nothing came.
 */
export async function waitFor<T>(box: Mailbox, ask: () => T | null, ms: number, left: AbortSignal): Promise<T | null> {
  const now = ask();
  if (now !== null || ms === 0 || left.aborted) return now;
  const own = waiters.get(box) ?? new Set<() => void>();
  waiters.set(box, own);
  // The one who has waited longest goes away with nothing, and may come again.
  if (own.size >= limits.eventsMaxWaitersPerUser) for (const oldest of [...own].slice(0, 1)) oldest();
  return await new Promise((resolve) => {
    const end = (got: T | null): void => {
      clearTimeout(timer);
      stop();
      own.delete(nothing);
      left.removeEventListener('abort', nothing);
      resolve(got);
    };
    const nothing = (): void => end(null);
    const timer = setTimeout(nothing, ms);
    const stop = box.onChange(() => {
      const got = ask();
      if (got !== null) end(got);
    });
    own.add(nothing);
    left.addEventListener('abort', nothing);
  });
}
