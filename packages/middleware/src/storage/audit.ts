// Who did what and what became of it, without a word that is secret: written behind, the oldest rows go.
import { limits } from '../limits.ts';
import type { Database } from './database.ts';
import { storable } from './storable.ts';
import type { Work } from './write-behind.ts';

export type Deed = {
  /** Null where the login is nobody's: it may be a password typed into the wrong field. */
  readonly login: string | null;
  readonly address: string;
  readonly deed: 'login' | 'logout' | 'control';
  readonly outcome: string;
  readonly detail: Readonly<Record<string, string | number>>;
};

type Entry = Deed & { readonly at: Date };

export class Audit {
  readonly #database: Database;
  readonly #wake: () => void;
  #waiting: Entry[] = [];
  #sincePruned = 0;
  #lost = 0;

  constructor(database: Database, wake: () => void) {
    this.#database = database;
    this.#wake = wake;
  }

  readonly work: Work = { isEmpty: () => this.#waiting.length === 0, write: () => this.#write() };

  /** Entries that had to go because the database was away for too long. */
  get lost(): number {
    return this.#lost;
  }

  add(deed: Deed): void {
    this.#waiting.push({ ...deed, at: new Date() });
    if (this.#waiting.length > limits.auditMaxWaiting) {
      this.#waiting.shift();
      this.#lost += 1;
    }
    this.#wake();
  }

  async #write(): Promise<void> {
    const batch = this.#waiting.slice(0, limits.saveMaxBatch);
    await this.#database.query(
      `insert into cordboard_middleware.audit (at, login, address, deed, outcome, detail)
         select * from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[])`,
      [
        batch.map(({ at }) => at),
        batch.map(({ login }) => login),
        batch.map(({ address }) => storable(address)),
        batch.map(({ deed }) => deed),
        batch.map(({ outcome }) => outcome),
        batch.map(({ detail }) => JSON.stringify(Object.fromEntries(Object.entries(detail).map(storableField)))),
      ],
    );
    const written = new Set(batch);
    this.#waiting = this.#waiting.filter((entry) => !written.has(entry));
    this.#sincePruned += batch.length;
    if (this.#sincePruned >= limits.saveMaxBatch) await this.#prune();
  }

  async #prune(): Promise<void> {
    this.#sincePruned = 0;
    await this.#database.query(
      `delete from cordboard_middleware.audit
         where id <= (select max(id) from cordboard_middleware.audit) - $1`,
      [limits.auditMaxRows],
    );
  }
}

const storableField = ([field, value]: [string, string | number]): [string, string | number] => [
  field,
  typeof value === 'string' ? storable(value) : value,
];
