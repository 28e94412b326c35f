// The loop's timers: named, replaceable, and telling nothing but their name when they are due.
import type { Ms, TimerId } from '@cordboard/domain';

/** Time as the loop sees it; tests give it a virtual one. */
export type Clock = {
  now(): Ms;
  /** Calls back once after `afterMs`; the result cancels. */
  after(afterMs: Ms, callback: () => void): () => void;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  after(afterMs, callback) {
    const timeout = setTimeout(callback, afterMs);
    return () => clearTimeout(timeout);
  },
};

export class Timers {
  readonly #clock: Clock;
  readonly #expired: (timerId: TimerId) => void;
  readonly #cancels = new Map<TimerId, () => void>();

  constructor(clock: Clock, expired: (timerId: TimerId) => void) {
    this.#clock = clock;
    this.#expired = expired;
  }

  get size(): number {
    return this.#cancels.size;
  }

  /** Starting a timer that runs starts it anew. */
  start(timerId: TimerId, afterMs: Ms): void {
    this.cancel(timerId);
    this.#cancels.set(
      timerId,
      this.#clock.after(afterMs, () => {
        this.#cancels.delete(timerId);
        this.#expired(timerId);
      }),
    );
  }

  cancel(timerId: TimerId): void {
    this.#cancels.get(timerId)?.();
    this.#cancels.delete(timerId);
  }

  cancelAll(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
  }
}
