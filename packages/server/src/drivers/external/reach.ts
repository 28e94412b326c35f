// Whether a switch outside can be reached: a start waits for it, and not for ever; and that it is away is told once.
import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '../../limits.ts';
import type { SettingError } from '../../setting-error.ts';

export class Reach {
  readonly #told: () => void;
  #resolve: () => void = () => undefined;
  #reject: (error: SettingError) => void = () => undefined;
  readonly #first = new Promise<void>((resolve, reject) => {
    this.#resolve = resolve;
    this.#reject = reject;
  });
  #isAway = false;

  /** @param told that it is away, until it is `found`. */
  constructor(told: () => void) {
    this.#told = told;
    // It may be refused when nobody waits any more.
    this.#first.catch(() => undefined);
  }

  lost(): void {
    if (this.#isAway) return;
    this.#isAway = true;
    this.#told();
  }

  found(): void {
    this.#isAway = false;
    this.#resolve();
  }

  /** It is there, and does not let us in. */
  refused(error: SettingError): void {
    this.#reject(error);
  }

  /** A switch that is away is waited for in the background. @throws SettingError when it does not let us in. */
  async wait(): Promise<void> {
    await Promise.race([this.#first, delay(limits.switchStartWaitMs, undefined, { ref: false })]);
  }
}
