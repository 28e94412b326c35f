// Connections to PostgreSQL: one pool for journals, one for everything else, so that a report never delays a commit.
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '../limits.ts';
import { SettingError } from '../setting-error.ts';
import type { ServerAddress } from './embedded-postgres.ts';
import { migrate } from './migrate.ts';
import { isHopeless, isOutage } from './outage.ts';

/** A pino logger, or anything that takes fields and a message. */
export type StorageLog = Readonly<Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>>;

/** Where the server is: asked at the start and whenever connections fail, since an embedded one may have to be started again. */
export type Locate = () => Promise<ServerAddress | { readonly connectionString: string }>;

export class Database {
  readonly journalPool: pg.Pool;
  readonly readPool: pg.Pool;
  readonly orm: NodePgDatabase;
  readonly #locate: Locate;
  readonly #log: StorageLog;
  #reviving: Promise<void> | null = null;
  /** Why the server cannot be reached; null: it can, as far as is known. */
  #away: string | null = null;
  #watching: Promise<void> | null = null;
  readonly #closing = new AbortController();

  private constructor(locate: Locate, address: pg.PoolConfig, log: StorageLog) {
    this.#locate = locate;
    this.#log = log;
    const common: pg.PoolConfig = {
      ...address,
      application_name: 'cordboard',
      connectionTimeoutMillis: limits.databaseConnectTimeoutMs,
      keepAlive: true,
    };
    this.journalPool = new pg.Pool({ ...common, max: limits.databaseMaxJournalConnections, idleTimeoutMillis: 0 });
    this.readPool = new pg.Pool({
      ...common,
      max: limits.databaseMaxReadConnections,
      idleTimeoutMillis: limits.databaseIdleTimeoutMs,
      query_timeout: limits.databaseQueryTimeoutMs,
    });
    for (const pool of [this.journalPool, this.readPool]) {
      // The death of a connection in use rejects its query; its event may come when nobody listens any more, and would end the process.
      pool.on('connect', (client) => client.on('error', () => undefined));
      // An idle connection died; the pool has dropped it.
      pool.on('error', (error) => {
        this.#log.warn({ reason: error.message }, 'lost a database connection');
        this.#watching ??= this.#watch(error);
      });
    }
    this.orm = drizzle({ client: this.readPool });
  }

  /**
   * Waits for the server, migrates, and gives the pools.
   * @throws SettingError when it refuses us, or does not answer in `databaseOpenTimeoutMs`.
   */
  static async open(locate: Locate, log: StorageLog): Promise<Database> {
    const until = performance.now() + limits.databaseOpenTimeoutMs;
    for (;;) {
      const address = await locate();
      try {
        await prepare(address);
        return new Database(locate, address, log);
      } catch (error) {
        if (error instanceof SettingError) throw error;
        const reason = (error as Error).message;
        if (isHopeless(error)) throw new SettingError('DATABASE_URL', `the database refuses: ${reason}`);
        if (!isOutage(error)) throw error;
        if (performance.now() > until)
          throw new SettingError('DATABASE_URL', `the database does not answer: ${reason}`);
        log.warn({ reason }, 'the database does not answer yet');
        await delay(limits.databaseOpenRetryMs);
      }
    }
  }

  get away(): string | null {
    return this.#away;
  }

  /** From a connection's death until the server answers again: for health, and so that an embedded server is up before somebody needs it. */
  async #watch(loss: Error): Promise<void> {
    this.#away = loss.message;
    while (!this.#closing.signal.aborted) {
      try {
        await this.revive();
        await this.readPool.query('select 1');
        this.#away = null;
        break;
      } catch (error) {
        this.#away = (error as Error).message;
        await delay(limits.databaseOpenRetryMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
      }
    }
    this.#watching = null;
  }

  /** After a failure: has an embedded server started again when it is gone, and learns where it is now. */
  revive(): Promise<void> {
    if (this.#closing.signal.aborted) return Promise.reject(new Error('the store is closed'));
    this.#reviving ??= this.#revive().finally(() => {
      this.#reviving = null;
    });
    return this.#reviving;
  }

  async #revive(): Promise<void> {
    const address = await this.#locate();
    if (!('port' in address)) return;
    for (const pool of [this.journalPool, this.readPool]) pool.options.port = address.port;
  }

  /** Runs something that may be repeated; when the connection it was given turns out dead, again on another. */
  async attempt<T>(work: (orm: NodePgDatabase) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work(this.orm);
      } catch (error) {
        if (!isOutage(error) || attempt === limits.databaseAttempts) throw error;
        await this.revive();
        // The others that died with it are dropped from the pool as soon as their end has been read.
        await delay(limits.databaseAttemptPauseMs);
      }
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#reviving?.catch(() => undefined);
    await this.#watching;
    await Promise.all([this.journalPool.end(), this.readPool.end()]);
  }
}

async function prepare(address: pg.ClientConfig): Promise<void> {
  const client = new pg.Client({
    ...address,
    application_name: 'cordboard',
    connectionTimeoutMillis: limits.databaseConnectTimeoutMs,
  });
  // The connection may die between two queries; the query in progress rejects as well.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await migrate(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
