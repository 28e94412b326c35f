// A lasting reader of a mailbox: handed what comes, as much as it can take, until it ends.
import type { Event, HandedOut, Mailbox } from './mailbox.ts';

export class Pump {
  readonly #box: Mailbox;
  readonly #max: number;
  readonly #take: (events: readonly Event[]) => void;
  readonly #stop: () => void;
  #handed: HandedOut | null = null;
  #isOver = false;

  /**
   * @param max so many at a time; the next ones come when these have arrived.
   * @param take must have `arrived` called for what it is given.
   */
  constructor(box: Mailbox, max: number, take: (events: readonly Event[]) => void) {
    this.#box = box;
    this.#max = max;
    this.#take = take;
    this.#stop = box.onChange(() => this.#next());
  }

  start(): void {
    this.#next();
  }

  /** Events up to and with this one have arrived. */
  arrived(upTo: number): void {
    this.#handed?.arrived(upTo);
    if ((this.#handed?.events.at(-1)?.id ?? Infinity) <= upTo) this.#handed = null;
    this.#next();
  }

  /** Takes nothing more; what is on its way may still arrive. */
  stop(): void {
    this.#isOver = true;
    this.#stop();
  }

  /** What has not arrived waits again. */
  end(): void {
    this.stop();
    this.#handed?.putBack();
    this.#handed = null;
  }

  #next(): void {
    if (this.#isOver || this.#handed !== null) return;
    this.#handed = this.#box.handOut(this.#max);
    if (this.#handed !== null) this.#take(this.#handed.events);
  }
}
