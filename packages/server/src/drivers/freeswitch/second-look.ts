// A while after a connection: what could not be seen at once, and what turned out to be nobody's.
import { limits } from '../../limits.ts';

export class SecondLook {
  readonly #look: () => void;
  readonly #sweep: () => void;
  #timers: readonly NodeJS.Timeout[] = [];

  constructor(look: () => void, sweep: () => void) {
    this.#look = look;
    this.#sweep = sweep;
  }

  /** Connected. */
  begin(): void {
    this.end();
    this.#timers = [
      setTimeout(this.#look, limits.eslLookAgainMs),
      setTimeout(this.#look, limits.switchSweepAfterMs),
      setTimeout(this.#sweep, limits.switchSweepAfterMs),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  /** The connection is lost, or we go. */
  end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }
}
