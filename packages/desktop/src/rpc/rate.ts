// How much a page may ask: a bucket that fills again every second.
import { limits } from '../limits.ts';

export class Rate {
  #left: number = limits.requestsPerSecond;
  #filledAtMs = 0;

  /** @returns whether one more is allowed now. */
  allows(nowMs: number): boolean {
    const gained = ((nowMs - this.#filledAtMs) / 1_000) * limits.requestsPerSecond;
    this.#left = Math.min(limits.requestsPerSecond, this.#left + Math.max(0, gained));
    this.#filledAtMs = nowMs;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
