// The last seconds of what an endpoint received, for phones and tests to listen to.
import { mediaLimits } from '../limits.ts';

const CAPACITY = mediaLimits.tapMs * 8;
type Waiting = { readonly samples: number; readonly resolve: (samples: Int16Array) => void };

export class Tap {
  readonly #ring = new Int16Array(CAPACITY);
  #at = 0;
  #kept = 0;
  #waiting: Waiting[] = [];

  add(frame: Int16Array): void {
    // The capacity is a whole number of frames, so a frame never wraps.
    this.#ring.set(frame, this.#at);
    this.#at = (this.#at + frame.length) % CAPACITY;
    this.#kept = Math.min(CAPACITY, this.#kept + frame.length);
    if (this.#waiting.length === 0) return;
    const ready = this.#waiting.filter((one) => one.samples <= this.#kept);
    this.#waiting = this.#waiting.filter((one) => one.samples > this.#kept);
    for (const one of ready) one.resolve(this.#copy(one.samples));
  }

  /** The last `ms`; waits until that much has been kept. */
  last(ms: number): Promise<Int16Array> {
    const samples = Math.max(0, Math.min(CAPACITY, Math.round(ms * 8)));
    if (samples <= this.#kept) return Promise.resolve(this.#copy(samples));
    if (this.#waiting.length >= mediaLimits.maxTapsWaiting) return Promise.resolve(this.#copy(this.#kept));
    return new Promise((resolve) => this.#waiting.push({ samples, resolve }));
  }

  close(): void {
    for (const one of this.#waiting) one.resolve(this.#copy(this.#kept));
    this.#waiting = [];
  }

  #copy(samples: number): Int16Array {
    const from = (this.#at - samples + CAPACITY) % CAPACITY;
    const copy = new Int16Array(samples);
    const head = Math.min(samples, CAPACITY - from);
    copy.set(this.#ring.subarray(from, from + head));
    copy.set(this.#ring.subarray(0, samples - head), head);
    return copy;
  }
}
