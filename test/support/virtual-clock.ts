// A clock that stands still until a test moves it.
import type { Clock } from '../../packages/server/src/timers.ts';

export class VirtualClock implements Clock {
  #nowMs = Date.UTC(2026, 0, 5, 9);
  readonly #due = new Set<{ readonly atMs: number; readonly callback: () => void }>();

  /** Timers that run. */
  get pending(): number {
    return this.#due.size;
  }

  now(): number {
    return this.#nowMs;
  }

  after(afterMs: number, callback: () => void): () => void {
    const timer = { atMs: this.#nowMs + afterMs, callback };
    this.#due.add(timer);
    return () => void this.#due.delete(timer);
  }

  /** What falls due on the way happens in its order and at its time. */
  advance(ms: number): void {
    const until = this.#nowMs + ms;
    for (;;) {
      let next = null;
      for (const timer of this.#due) if (timer.atMs <= until && (next === null || timer.atMs < next.atMs)) next = timer;
      if (next === null) break;
      this.#due.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.callback();
    }
    this.#nowMs = until;
  }
}
