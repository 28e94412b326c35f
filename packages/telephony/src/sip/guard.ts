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

export type GuessBounds = { readonly forgiven: number; readonly maxDelayMs: number };

export const guessesOfUser: GuessBounds = {
  forgiven: sipLimits.authFailuresForgiven,
  maxDelayMs: sipLimits.maxAuthDelayMs,
};
export const guessesOfAddress: GuessBounds = {
  forgiven: sipLimits.authFailuresForgivenPerAddress,
  maxDelayMs: sipLimits.maxAuthDelayPerAddressMs,
};

/** Wrong passwords: after a few, a delay that doubles with each further one. */
export class Guesses {
  readonly #bounds: GuessBounds;
  readonly #failures = new Map<string, Failures>();

  constructor(bounds: GuessBounds) {
    this.#bounds = bounds;
  }

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
    const beyond = known.count - this.#bounds.forgiven;
    if (beyond > 0) {
      known.blockedUntilMs =
        nowMs + Math.min(this.#bounds.maxDelayMs, sipLimits.authDelayMs * 2 ** Math.min(beyond, 20));
    }
    // Deleted and set again, so that the table drops whoever has been quiet longest.
    this.#failures.set(key, known);
  }

  succeeded(key: string): void {
    this.#failures.delete(key);
  }
}

/** Where a user has shown his password: guesses made elsewhere do not count against him there. */
export class ProvenPlaces {
  readonly #places = new Map<string, true>();

  add(user: string, address: string): void {
    const place = `${user} ${address}`;
    this.#places.delete(place);
    if (this.#places.size >= sipLimits.maxAuthWatched) dropFirst(this.#places);
    this.#places.set(place, true);
  }

  has(user: string, address: string): boolean {
    return this.#places.has(`${user} ${address}`);
  }
}

function dropFirst(table: Map<string, unknown>): void {
  const first = table.keys().next().value;
  if (first !== undefined) table.delete(first);
}
