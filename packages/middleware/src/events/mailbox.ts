// What waits for one user, in order: handed out to one reader at a time, gone when it has arrived, back in its place when it has not.
import { limits } from '../limits.ts';

export type Event = { readonly id: number; readonly text: string };

export type HandedOut = {
  readonly events: readonly Event[];
  /** They have arrived, up to and with this one; the last one when left out. */
  arrived(upTo?: number): void;
  /** What has not arrived waits again, before everything else. */
  putBack(): void;
};

export class Mailbox {
  readonly #gone: (ids: readonly number[]) => void;
  #events: Event[] = [];
  #bytes = 0;
  #out: readonly Event[] = [];
  /** To whom those are on their way. */
  #reader: symbol | null = null;
  #isClosed = false;
  readonly #listeners = new Set<() => void>();

  /** @param gone told of events that need not be kept any longer. */
  constructor(gone: (ids: readonly number[]) => void) {
    this.#gone = gone;
  }

  /** How many wait, those on their way among them. */
  get size(): number {
    return this.#out.length + this.#events.length;
  }

  /** @returns how many of the oldest had to go. */
  add(event: Event): number {
    this.#events.push(event);
    this.#bytes += event.text.length;
    const dropped: number[] = [];
    while (this.#isFull()) {
      const oldest = this.#events.shift();
      if (oldest === undefined) break;
      this.#bytes -= oldest.text.length;
      dropped.push(oldest.id);
    }
    if (dropped.length > 0) this.#gone(dropped);
    this.#tell();
    return dropped.length;
  }

  /** @returns the oldest, marked as on their way; null: there is none, or others are on their way. */
  handOut(max: number): HandedOut | null {
    if (this.#out.length > 0 || this.#events.length === 0) return null;
    const events = this.#events.splice(0, max);
    const own = Symbol('reader');
    this.#out = events;
    this.#reader = own;
    return {
      events,
      arrived: (upTo = Infinity) => {
        if (this.#reader === own) this.#arrived(upTo);
      },
      putBack: () => {
        if (this.#reader === own) this.#putBack();
      },
    };
  }

  /**
   * For readers that say how far they have come: what waits behind that, left where it is. Nothing while others behind
   * that are on their way to another reader: should they come back, this one would be past them.
   */
  behind(after: number, max: number): readonly Event[] {
    if (this.#out.some(({ id }) => id > after)) return [];
    return this.#events.filter(({ id }) => id > after).slice(0, max);
  }

  /** Everything up to and with this one has arrived, whoever brought it. */
  acknowledge(upTo: number): void {
    this.#arrived(upTo);
    const arrived = this.#events.filter(({ id }) => id <= upTo);
    if (arrived.length === 0) return;
    this.#events.splice(0, arrived.length);
    this.#forget(arrived);
  }

  /** Nobody comes for it any more. */
  close(): void {
    this.#isClosed = true;
    this.#forget(this.#events.splice(0));
    this.#tell();
  }

  /** @returns stops it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #arrived(upTo: number): void {
    const arrived = this.#out.filter(({ id }) => id <= upTo);
    if (arrived.length === 0) return;
    this.#forget(arrived);
    this.#left(this.#out.slice(arrived.length));
  }

  #putBack(): void {
    if (this.#isClosed) this.#forget(this.#out);
    else this.#events.unshift(...this.#out);
    this.#left([]);
  }

  /** @param events still on their way. */
  #left(events: readonly Event[]): void {
    this.#out = events;
    if (events.length > 0) return;
    this.#reader = null;
    this.#tell();
  }

  #isFull(): boolean {
    return this.size > limits.eventsMaxPerUser || this.#bytes > limits.mailboxMaxBytes;
  }

  #forget(events: readonly Event[]): void {
    for (const { text } of events) this.#bytes -= text.length;
    this.#gone(events.map(({ id }) => id));
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
