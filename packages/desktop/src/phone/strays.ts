// Calls of the telephone that have ended without a word to it, as when the way to the registrar was lost: its CTI server knows them no more.
import { limits } from '../limits.ts';

export class Strays {
  readonly #since = new Map<number, NodeJS.Timeout>();
  readonly #end: (lineId: number) => void;

  constructor(end: (lineId: number) => void) {
    this.#end = end;
  }

  /** @param unknown lines whose server is there and does not know their call: let go of, unless it learns of them within a while. */
  look(unknown: ReadonlySet<number>): void {
    for (const [lineId, timer] of this.#since) {
      if (unknown.has(lineId)) continue;
      clearTimeout(timer);
      this.#since.delete(lineId);
    }
    for (const lineId of unknown) {
      if (this.#since.has(lineId)) continue;
      this.#since.set(
        lineId,
        setTimeout(() => this.#end(lineId), limits.strayCallMs),
      );
    }
  }
}
