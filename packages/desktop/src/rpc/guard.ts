// One request at a time (seed 002): a second one while the first is unfinished is refused at once, never queued.

export class Guard {
  #isTaken = false;

  /** @returns how to give it back; null: somebody has it. */
  take(): (() => void) | null {
    if (this.#isTaken) return null;
    this.#isTaken = true;
    return () => {
      this.#isTaken = false;
    };
  }
}
