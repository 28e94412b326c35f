// Writes that nobody waits for: gathered for some milliseconds, sent together, and kept while the database is away.
import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '../limits.ts';

/** What is written next; must be the same again until `write` has come back well. */
export type Work = { readonly isEmpty: () => boolean; readonly write: () => Promise<void> };

export class WriteBehind {
  readonly #work: readonly Work[];
  readonly #failed: (error: unknown) => void;
  readonly #closing = new AbortController();
  #running: Promise<void> | null = null;
  #isAway = false;

  constructor(work: readonly Work[], failed: (error: unknown) => void) {
    this.#work = work;
    this.#failed = failed;
  }

  get isAway(): boolean {
    return this.#isAway;
  }

  /** Something is there to be written. */
  wake(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      if (!this.#isIdle() && !this.#closing.signal.aborted) this.wake();
    });
  }

  /** Writes what is left, once. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
    if (!this.#isIdle()) await this.#write().catch(this.#failed);
  }

  #isIdle(): boolean {
    return this.#work.every((each) => each.isEmpty());
  }

  async #run(): Promise<void> {
    while (!this.#isIdle() && !this.#closing.signal.aborted) {
      await this.#pause(limits.saveEveryMs);
      try {
        await this.#write();
        this.#isAway = false;
      } catch (error) {
        if (!this.#isAway) this.#failed(error);
        this.#isAway = true;
        await this.#pause(limits.databaseRetryMs);
      }
    }
  }

  async #write(): Promise<void> {
    for (const each of this.#work) while (!each.isEmpty()) await each.write();
  }

  async #pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#closing.signal }).catch(() => undefined);
  }
}
