// The store on PostgreSQL: an embedded server on the data folder, or the one that DATABASE_URL names.
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import type { Configuration } from '@cordboard/domain';
import { SettingError } from '../setting-error.ts';
import { lockDataFolder } from './data-folder-lock.ts';
import { Database, type Locate, type StorageLog } from './database.ts';
import { EmbeddedPostgres } from './embedded-postgres.ts';
import { findCallRecords, findRecordings, findStates } from './history.ts';
import { openJournal } from './journal-opening.ts';
import type { PostgresJournal } from './postgres-journal.ts';
import { audit, tenants } from './schema.ts';
import { createSessionStore } from './sessions.ts';
import type { Store } from './store.ts';
import { createUserStore } from './users.ts';

export type PostgresStoreOptions = {
  /** Holds the spool and, without `databaseUrl`, the database itself. */
  readonly dataFolder: string;
  /** `postgres://user:password@host:port/database`. */
  readonly databaseUrl?: string | undefined;
  readonly log: StorageLog;
};

/** @returns a store that is still closed; `open` it. */
export function createPostgresStore(options: PostgresStoreOptions): Store {
  return new PostgresStore(options);
}

class PostgresStore implements Store {
  readonly #options: PostgresStoreOptions;
  #database: Database | null = null;
  #embedded: EmbeddedPostgres | null = null;
  #unlock: (() => Promise<void>) | null = null;
  readonly #journals = new Map<string, Promise<PostgresJournal>>();
  readonly #opened: PostgresJournal[] = [];
  readonly users = createUserStore(() => this.#db);
  readonly sessions = createSessionStore(() => this.#db);

  constructor(options: PostgresStoreOptions) {
    this.#options = options;
  }

  get #db(): Database {
    if (this.#database === null) throw new Error('the store is not open');
    return this.#database;
  }

  async open(): Promise<void> {
    const { dataFolder, databaseUrl, log } = this.#options;
    if (databaseUrl !== undefined) checkUrl(databaseUrl);
    this.#unlock = await lockDataFolder(dataFolder);
    try {
      this.#database = await Database.open(this.#locate(), log);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  #locate(): Locate {
    const { dataFolder, databaseUrl, log } = this.#options;
    if (databaseUrl !== undefined) return () => Promise.resolve({ connectionString: databaseUrl });
    const embedded = new EmbeddedPostgres(dataFolder, log);
    this.#embedded = embedded;
    return () => embedded.start();
  }

  journal(tenantId: string): Promise<PostgresJournal> {
    const known = this.#journals.get(tenantId);
    if (known !== undefined) return known;
    const { dataFolder, log } = this.#options;
    const opening = openJournal({ database: this.#db, folder: join(dataFolder, 'spool'), log }, tenantId);
    this.#journals.set(tenantId, opening);
    opening.then(
      (journal) => this.#opened.push(journal),
      () => this.#journals.delete(tenantId),
    );
    return opening;
  }

  async configuration(tenantId: string): Promise<Configuration | null> {
    const rows = await this.#db.attempt((orm) =>
      orm.select({ configuration: tenants.configuration }).from(tenants).where(eq(tenants.tenantId, tenantId)),
    );
    return rows[0]?.configuration ?? null;
  }

  async saveConfiguration(tenantId: string, configuration: Configuration): Promise<void> {
    const updatedAt = Date.now();
    await this.#db.attempt((orm) =>
      orm
        .insert(tenants)
        .values({ tenantId, configuration, updatedAt })
        .onConflictDoUpdate({ target: tenants.tenantId, set: { configuration, updatedAt } }),
    );
  }

  async tenants(): Promise<readonly string[]> {
    const rows = await this.#db.attempt((orm) =>
      orm.select({ tenantId: tenants.tenantId }).from(tenants).orderBy(tenants.tenantId),
    );
    return rows.map(({ tenantId }) => tenantId);
  }

  readonly audit: Store['audit'] = async (entry) => {
    // Rather twice than not at all.
    await this.#db.attempt((orm) => orm.insert(audit).values(entry));
  };
  readonly callRecords: Store['callRecords'] = (tenantId, filter) => findCallRecords(this.#db, tenantId, filter);
  readonly stateHistory: Store['stateHistory'] = (tenantId, filter) => findStates(this.#db, tenantId, filter);
  readonly recordings: Store['recordings'] = (tenantId, filter) => findRecordings(this.#db, tenantId, filter);

  health(): ReturnType<Store['health']> {
    const spooled = this.#opened.reduce((sum, journal) => sum + journal.spooled, 0);
    if (this.#database === null) return { ok: false, detail: 'closed', spooled };
    const { away } = this.#database;
    const troubles = this.#opened.flatMap(({ trouble }) => trouble ?? []);
    if (away !== null) troubles.unshift(`out of reach: ${away}`);
    const kind = this.#embedded === null ? 'PostgreSQL by DATABASE_URL' : 'embedded PostgreSQL';
    return { ok: troubles.length === 0, detail: [kind, ...troubles].join('; '), spooled };
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#journals.values()].map(async (opening) => (await opening).close()));
    this.#journals.clear();
    this.#opened.length = 0;
    await this.#database?.close();
    this.#database = null;
    await this.#embedded?.stop();
    this.#embedded = null;
    await this.#unlock?.();
    this.#unlock = null;
  }
}

/** The URL holds a password: it is never repeated in a message. */
function checkUrl(databaseUrl: string): void {
  const protocol = URL.canParse(databaseUrl) ? new URL(databaseUrl).protocol : null;
  if (protocol === 'postgres:' || protocol === 'postgresql:') return;
  throw new SettingError('DATABASE_URL', 'DATABASE_URL is not of the form postgres://user:password@host:port/database');
}
