// The last events in memory, so that a client that was away for a moment gets exactly what it missed.
import type { Audience } from '@cordboard/domain';
import type { Published } from '../core.ts';

/** One event as it goes out, and who may see it. */
export type RingEntry = Published & { readonly audience: Audience };

export type RingLimits = { readonly ringMaxEvents: number; readonly ringMaxBytes: number };

/** Consecutive by `seq`; the oldest fall out when a bound is reached. */
export class Ring {
  readonly #limits: RingLimits;
  #entries: RingEntry[] = [];
  /** Index of the oldest live entry in `#entries`; the array is compacted when half of it is dead. */
  #start = 0;
  #bytes = 0;

  constructor(limits: RingLimits) {
    this.#limits = limits;
  }

  push(entry: RingEntry): void {
    this.#entries.push(entry);
    this.#bytes += entry.json.length;
    while (this.size > this.#limits.ringMaxEvents || (this.#bytes > this.#limits.ringMaxBytes && this.size > 1)) {
      this.#bytes -= this.#entries[this.#start]!.json.length;
      this.#start += 1;
    }
    if (this.#start > 1024 && this.#start * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#start);
      this.#start = 0;
    }
  }

  get size(): number {
    return this.#entries.length - this.#start;
  }

  /** Whether every event after `seq` is still here; `last` is the newest seq of the stream. */
  reaches(seq: number, last: number): boolean {
    if (seq > last) return false;
    if (seq === last) return true;
    const oldest = this.#entries[this.#start];
    return oldest !== undefined && oldest.seq <= seq + 1;
  }

  /** Entries with a seq above `seq`, in order. */
  *after(seq: number): Generator<RingEntry> {
    const oldest = this.#entries[this.#start];
    if (oldest === undefined) return;
    const from = this.#start + Math.max(0, seq + 1 - oldest.seq);
    for (let index = from; index < this.#entries.length; index += 1) yield this.#entries[index]!;
  }
}
