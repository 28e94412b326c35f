// Reads samples one frame after another, once or round and round.
import { mediaLimits } from '../limits.ts';

export class Player {
  readonly #parts: readonly Int16Array[];
  readonly #loop: boolean;
  #part = 0;
  #at = 0;

  constructor(parts: readonly Int16Array[], loop: boolean) {
    this.#parts = parts.filter((part) => part.length > 0);
    this.#loop = loop;
  }

  /** Fills one frame, with silence after the end; false when nothing was left. */
  fill(frame: Int16Array): boolean {
    let filled = 0;
    while (filled < mediaLimits.frameSamples) {
      const part = this.#parts[this.#part];
      if (part === undefined) {
        if (!this.#loop || this.#parts.length === 0) break;
        this.#part = 0;
        continue;
      }
      const count = Math.min(part.length - this.#at, mediaLimits.frameSamples - filled);
      frame.set(part.subarray(this.#at, this.#at + count), filled);
      filled += count;
      this.#at += count;
      if (this.#at >= part.length) {
        this.#part += 1;
        this.#at = 0;
      }
    }
    frame.fill(0, filled);
    return filled > 0;
  }
}
