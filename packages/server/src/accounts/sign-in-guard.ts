// Decides whether a sign-in may be tried at all: by account, by address, and kinder where the person has signed in before.
import type { Refusal } from '@cordboard/domain';
import { limits } from '../limits.ts';
import { BoundedMap } from './bounded-map.ts';
import { networkOf, RateLimit } from './rate-limit.ts';

/** What became of an attempt; one of them is called, once. */
export type Attempt = { failed(): void; succeeded(): void; withdrawn(): void };

const account = {
  maxKeys: limits.signInMaxAccounts,
  freeFailures: limits.signInFreeFailures,
  firstDelayMs: limits.signInFirstDelayMs,
  maxDelayMs: limits.signInMaxDelayMs,
  forgetAfterMs: limits.signInForgetAfterMs,
} as const;
const network = {
  ...account,
  maxKeys: limits.signInMaxAddresses,
  freeFailures: limits.signInFreeFailuresPerAddress,
  maxDelayMs: limits.signInMaxDelayPerAddressMs,
} as const;

export class SignInGuard {
  readonly #now: () => number;
  readonly #accounts = new RateLimit(account);
  readonly #networks = new RateLimit(network);
  /** Accounts at networks from which they have signed in: a stranger's guesses do not lock their owners out. */
  readonly #trusted = new BoundedMap<string, true>(limits.signInMaxAccounts);

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param digest of the account's name, not the name. */
  begin(digest: string, address: string): Attempt | Refusal {
    const nowMs = this.#now();
    const from = networkOf(address);
    const pair = `${digest} ${from}`;
    const trusted = this.#trusted.get(pair) === true;
    const key = trusted ? pair : digest;
    const waitMs = Math.max(this.#accounts.waitMs(key, nowMs), trusted ? 0 : this.#networks.waitMs(from, nowMs));
    if (waitMs > 0) return slowDown(waitMs);
    this.#accounts.count(key, nowMs);
    return {
      failed: () => this.#networks.count(from, this.#now()),
      succeeded: () => {
        this.#accounts.forget(key);
        this.#trusted.set(pair, true);
      },
      withdrawn: () => this.#accounts.uncount(key),
    };
  }

  /** Tokens cannot be guessed; who sends many wrong ones is slowed down for the database's sake. */
  beginToken(address: string): Pick<Attempt, 'failed'> | Refusal {
    const from = networkOf(address);
    const waitMs = this.#networks.waitMs(from, this.#now());
    if (waitMs > 0) return slowDown(waitMs);
    return { failed: () => this.#networks.count(from, this.#now()) };
  }
}

const slowDown = (retryAfterMs: number): Refusal => ({
  refused: 'limitReached',
  detail: 'too many failed sign-ins',
  retryAfterMs,
});
