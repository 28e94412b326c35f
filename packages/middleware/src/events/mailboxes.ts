// A mailbox for every user who is signed in, filled from the CTI API and from what the database kept.
import type { NccMessage } from '@cordboard/contract/dialects/ncc';
import type { EventRows } from '../storage/event-rows.ts';
import { Mailbox } from './mailbox.ts';

export class Mailboxes {
  readonly #rows: EventRows;
  readonly #boxes = new Map<string, Mailbox>();
  #lastId: number;
  #dropped = 0;

  /** @param nowMs ids go on from here: one that was given out and never saved is not given twice. */
  constructor(rows: EventRows, nowMs: number) {
    this.#rows = rows;
    this.#lastId = nowMs * 1_000;
  }

  /** Events that went because their user did not come for them. */
  get dropped(): number {
    return this.#dropped;
  }

  get waiting(): number {
    return [...this.#boxes.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** What was not delivered before a restart. @param isSignedIn the others' events are let go. */
  async load(isSignedIn: (login: string) => boolean): Promise<void> {
    const left: number[] = [];
    for (const { id, login, text } of await this.#rows.load()) {
      this.#lastId = Math.max(this.#lastId, id);
      if (isSignedIn(login)) this.#count(login, this.of(login).add({ id, text }));
      else left.push(id);
    }
    this.#rows.remove(left);
  }

  /** How far a reader is who names this event: 0 for an id that was never given out, as when the clock was set back. */
  reached(id: number): number {
    return id > this.#lastId ? 0 : id;
  }

  of(login: string): Mailbox {
    const known = this.#boxes.get(login);
    if (known !== undefined) return known;
    const box = new Mailbox((ids) => this.#rows.remove(ids));
    this.#boxes.set(login, box);
    return box;
  }

  /** An event of the CTI API. */
  put(login: string, message: NccMessage): void {
    this.#lastId += 1;
    const event = { id: this.#lastId, text: JSON.stringify(message) };
    // Kept first: a reader may take it within `add`.
    this.#rows.save({ ...event, login });
    this.#count(login, this.of(login).add(event));
  }

  /** His last session is over. */
  remove(login: string): void {
    this.#boxes.get(login)?.close();
    this.#boxes.delete(login);
  }

  #count(login: string, dropped: number): void {
    if (dropped === 0) return;
    this.#dropped += dropped;
    this.#rows.countDropped(login, dropped);
  }
}
