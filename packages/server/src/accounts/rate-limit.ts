// Slows down who guesses: after some free failures each further one makes the next attempt wait longer. Bounded, in memory.
import { isIPv6 } from 'node:net';
import { BoundedMap } from './bounded-map.ts';

export type RateBounds = {
  readonly maxKeys: number;
  readonly freeFailures: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** After so long without a failure all is forgotten. */
  readonly forgetAfterMs: number;
};

type Bucket = { failures: number; lastAt: number };

export class RateLimit {
  readonly #bounds: RateBounds;
  readonly #buckets: BoundedMap<string, Bucket>;

  constructor(bounds: RateBounds) {
    this.#bounds = bounds;
    this.#buckets = new BoundedMap(bounds.maxKeys);
  }

  /** How many ms an attempt must still wait; 0: it may be made. */
  waitMs(key: string, nowMs: number): number {
    const bucket = this.#live(key, nowMs);
    if (bucket === undefined) return 0;
    const over = bucket.failures - this.#bounds.freeFailures;
    if (over < 0) return 0;
    const delayMs = Math.min(this.#bounds.firstDelayMs * 2 ** Math.min(over, 30), this.#bounds.maxDelayMs);
    return Math.max(0, bucket.lastAt + delayMs - nowMs);
  }

  /** Counts a failure; also at the start of an attempt, so that many at once are not all free. */
  count(key: string, nowMs: number): void {
    const bucket = this.#live(key, nowMs) ?? { failures: 0, lastAt: nowMs };
    bucket.failures++;
    bucket.lastAt = nowMs;
    this.#buckets.set(key, bucket);
  }

  /** The attempt that was counted did not fail by its own fault. */
  uncount(key: string): void {
    const bucket = this.#buckets.get(key);
    if (bucket !== undefined) bucket.failures--;
  }

  forget(key: string): void {
    this.#buckets.delete(key);
  }

  #live(key: string, nowMs: number): Bucket | undefined {
    const bucket = this.#buckets.get(key);
    return bucket !== undefined && nowMs - bucket.lastAt < this.#bounds.forgetAfterMs ? bucket : undefined;
  }
}

/** One subscriber has a whole /64 of IPv6 (RFC 6177 §2), and mapped IPv4 is IPv4. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('%')[0]?.split('::') ?? [];
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array<string>(Math.max(0, gap)).fill('0'), ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
