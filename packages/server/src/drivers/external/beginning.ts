// The first connection to a switch outside: a start waits for it, and not for ever.
import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '../../limits.ts';
import type { SettingError } from '../../setting-error.ts';

export class Beginning {
  #resolve: () => void = () => undefined;
  #reject: (error: SettingError) => void = () => undefined;
  readonly #first = new Promise<void>((resolve, reject) => {
    this.#resolve = resolve;
    this.#reject = reject;
  });

  constructor() {
    // It may be refused when nobody waits any more.
    this.#first.catch(() => undefined);
  }

  connected(): void {
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
