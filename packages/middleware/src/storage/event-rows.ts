// Events in PostgreSQL: written behind, never twice, and not at all when they were delivered before.
import { limits } from '../limits.ts';
import type { Database } from './database.ts';
import type { Work } from './write-behind.ts';

export type StoredEvent = { readonly id: number; readonly login: string; readonly text: string };

export class EventRows {
  readonly #database: Database;
  readonly #wake: () => void;
  /** Not written yet, by id. */
  readonly #waiting = new Map<number, StoredEvent>();
  readonly #gone = new Set<number>();
  #dropped = new Map<string, number>();

  constructor(database: Database, wake: () => void) {
    this.#database = database;
    this.#wake = wake;
  }

  /** Nothing that is waiting is lost when a write fails: an insert that did arrive is ignored the second time. */
  readonly work: readonly Work[] = [
    { isEmpty: () => this.#waiting.size === 0, write: () => this.#insert() },
    { isEmpty: () => this.#gone.size === 0, write: () => this.#remove() },
    { isEmpty: () => this.#dropped.size === 0, write: () => this.#count() },
  ];

  /** How many are not written yet. */
  get waiting(): number {
    return this.#waiting.size;
  }

  save(event: StoredEvent): void {
    this.#waiting.set(event.id, event);
    this.#wake();
  }

  /** They were delivered, or dropped. */
  remove(ids: readonly number[]): void {
    for (const id of ids) {
      // One that is being written at this moment is removed behind it.
      if (!this.#waiting.delete(id) || this.#writing.has(id)) this.#gone.add(id);
    }
    if (ids.length > 0) this.#wake();
  }

  countDropped(login: string, events: number): void {
    this.#dropped.set(login, (this.#dropped.get(login) ?? 0) + events);
    this.#wake();
  }

  /** Everything that was not delivered, in order. */
  async load(): Promise<readonly StoredEvent[]> {
    const rows = await this.#database.query<{ id: string; login: string; message: string }>(
      `select e.id, u.login, e.message from cordboard_middleware.events e
         join cordboard_middleware.users u on u.id = e.user_id order by e.id`,
    );
    return rows.map(({ id, login, message }) => ({ id: Number(id), login, text: message }));
  }

  #writing: ReadonlySet<number> = new Set();

  async #insert(): Promise<void> {
    const batch = firstOf(this.#waiting.values());
    this.#writing = new Set(batch.map(({ id }) => id));
    try {
      await this.#database.query(
        `insert into cordboard_middleware.events (id, user_id, message)
           select e.id, u.id, e.message
             from unnest($1::bigint[], $2::text[], $3::text[]) as e (id, login, message)
             join cordboard_middleware.users u on u.login = e.login
           on conflict do nothing`,
        [batch.map(({ id }) => id), batch.map(({ login }) => login), batch.map(({ text }) => text)],
      );
      for (const { id } of batch) this.#waiting.delete(id);
    } finally {
      this.#writing = new Set();
    }
  }

  async #remove(): Promise<void> {
    const ids = [...this.#gone].slice(0, limits.saveMaxBatch);
    await this.#database.query('delete from cordboard_middleware.events where id = any($1::bigint[])', [ids]);
    for (const id of ids) this.#gone.delete(id);
  }

  async #count(): Promise<void> {
    const counts = this.#dropped;
    this.#dropped = new Map();
    try {
      await this.#database.query(
        `insert into cordboard_middleware.dropped (user_id, events)
           select u.id, d.events from unnest($1::text[], $2::bigint[]) as d (login, events)
             join cordboard_middleware.users u on u.login = d.login
           on conflict (user_id) do update set events = dropped.events + excluded.events`,
        [[...counts.keys()], [...counts.values()]],
      );
    } catch (error) {
      for (const [login, events] of counts) this.#dropped.set(login, (this.#dropped.get(login) ?? 0) + events);
      throw error;
    }
  }
}

/** As many as go in one statement, and one at least. */
function firstOf(events: Iterable<StoredEvent>): readonly StoredEvent[] {
  const batch: StoredEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    bytes += Buffer.byteLength(event.text);
    if (batch.length > 0 && (batch.length === limits.saveMaxBatch || bytes > limits.saveMaxBatchBytes)) break;
    batch.push(event);
  }
  return batch;
}
