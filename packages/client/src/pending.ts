// Requests that wait for their answer: bounded in number and in time.
import type { ErrorObject } from '@cordboard/contract';
import { CordboardError } from './error.ts';

type Waiting = {
  readonly taken: ((result: unknown) => void) | undefined;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: CordboardError) => void;
  readonly timer: ReturnType<typeof setTimeout>;
};

export class Pending {
  readonly #waiting = new Map<number, Waiting>();
  readonly #limit: number;
  #nextId = 1;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * @param send gets the id of the request; when it throws, the link is lost.
   * @param taken is given the result at once, ahead of any message behind the reply; the promise's own listeners run later.
   */
  async add(send: (id: number) => void, timeoutMs: number, taken?: (result: unknown) => void): Promise<unknown> {
    if (this.#waiting.size >= this.#limit) {
      throw new CordboardError('tooManyPending', 'Too many requests wait for an answer.');
    }
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#take(id)?.reject(new CordboardError('timeout', 'The server did not answer in time.'));
      }, timeoutMs);
      this.#waiting.set(id, { taken, resolve, reject, timer });
      try {
        send(id);
      } catch {
        this.#take(id)?.reject(new CordboardError('linkLost', 'The link was lost.'));
      }
    });
  }

  answer(id: unknown, result: unknown, error: ErrorObject | undefined): void {
    const waiting = this.#take(typeof id === 'number' ? id : this.#unread(id, error));
    if (error !== undefined) {
      waiting?.reject(CordboardError.of(error));
      return;
    }
    waiting?.taken?.(result);
    waiting?.resolve(result);
  }

  /** The server could not even read the id (JSON-RPC 2.0 §5): it is the one that waits, when no other does. */
  #unread(id: unknown, error: ErrorObject | undefined): number {
    const [only, ...more] = this.#waiting.keys();
    return id === null && error !== undefined && more.length === 0 ? (only ?? 0) : 0;
  }

  rejectAll(error: CordboardError): void {
    for (const id of this.#waiting.keys()) this.#take(id)?.reject(error);
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    if (waiting !== undefined) clearTimeout(waiting.timer);
    this.#waiting.delete(id);
    return waiting;
  }
}
