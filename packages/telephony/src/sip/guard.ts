// Keeps strangers from asking too often or guessing passwords: bounded tables per address and per user.
import { sipLimits } from '../limits.ts';

type Bucket = { tokens: number; atMs: number };
type Failures = { count: number; blockedUntilMs: number };

/** Requests outside dialogs per address, before anything is read from them. */
export class RequestRate {
  readonly #buckets = new Map<string, Bucket>();

  /** Takes one token; false: drop the request. */
  allow(address: string, nowMs: number): boolean {
    let bucket = this.#buckets.get(address);
    if (bucket === undefined) {
      if (this.#buckets.size >= sipLimits.maxAddressesWatched) dropFirst(this.#buckets);
      bucket = { tokens: sipLimits.requestBurst, atMs: nowMs };
      this.#buckets.set(address, bucket);
    }
    const gained = ((nowMs - bucket.atMs) / 1_000) * sipLimits.requestsPerS;
    bucket.tokens = Math.min(sipLimits.requestBurst, bucket.tokens + gained);
    bucket.atMs = nowMs;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}

/** Wrong passwords: after a few, a delay that doubles with each further one. */
export class Guesses {
  readonly #failures = new Map<string, Failures>();

  /** Milliseconds still to wait; 0: may try. */
  waitMs(key: string, nowMs: number): number {
    const known = this.#failures.get(key);
    return known === undefined ? 0 : Math.max(0, known.blockedUntilMs - nowMs);
  }

  failed(key: string, nowMs: number): void {
    let known = this.#failures.get(key);
    if (known === undefined) {
      if (this.#failures.size >= sipLimits.maxAuthWatched) dropFirst(this.#failures);
      known = { count: 0, blockedUntilMs: 0 };
    } else this.#failures.delete(key);
    known.count += 1;
    const beyond = known.count - sipLimits.authFailuresForgiven;
    if (beyond > 0) {
      known.blockedUntilMs =
        nowMs + Math.min(sipLimits.maxAuthDelayMs, sipLimits.authDelayMs * 2 ** Math.min(beyond, 20));
    }
    // Deleted and set again, so that the table drops whoever has been quiet longest.
    this.#failures.set(key, known);
  }

  succeeded(key: string): void {
    this.#failures.delete(key);
  }
}

function dropFirst(table: Map<string, unknown>): void {
  const first = table.keys().next().value;
  if (first !== undefined) table.delete(first);
}
