// What happened, numbered, and kept for pages that were away.
import type { Happening } from '@cordboard/contract/dialects/ipsc';
import { limits } from '../limits.ts';

export type Recorded = { readonly seq: number; readonly happening: Happening };

export class History {
  readonly #recorded: Recorded[] = [];
  #seq = 0;

  get seq(): number {
    return this.#seq;
  }

  add(happening: Happening): Recorded {
    this.#seq += 1;
    const recorded = { seq: this.#seq, happening };
    this.#recorded.push(recorded);
    if (this.#recorded.length > limits.maxMadeEvents) this.#recorded.shift();
    return recorded;
  }

  /** @returns what came after a number; null: some of it is forgotten, or the number is not of this program's run. */
  since(seq: number): readonly Recorded[] | null {
    const first = this.#recorded[0]?.seq ?? this.#seq + 1;
    if (seq > this.#seq || seq < first - 1) return null;
    return this.#recorded.filter((one) => one.seq > seq);
  }
}
