// Connections to PostgreSQL, and its schema brought up to date.
import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { isHopeless, isOutage, SettingError, type Log } from '@cordboard/server/parts';
import { limits } from '../limits.ts';
import { migrations } from './migrations.table.ts';

/** Any number that nobody else uses as an advisory lock in this database. */
const migrationLock = 6_729_114_306;

export class Database {
  readonly #pool: pg.Pool;

  private constructor(address: pg.PoolConfig, log: Log) {
    this.#pool = new pg.Pool({
      ...address,
      application_name: 'cordboard-middleware',
      max: limits.databaseMaxConnections,
      connectionTimeoutMillis: limits.databaseConnectTimeoutMs,
      query_timeout: limits.databaseQueryTimeoutMs,
      // What we have given up is given up there, too, and does not come to pass behind our back.
      statement_timeout: limits.databaseStatementTimeoutMs,
      keepAlive: true,
    });
    // The death of a connection in use rejects its query as well; without a listener it would end the process.
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
    this.#pool.on('error', (error) => log.warn({ reason: error.message }, 'lost a database connection'));
  }

  /**
   * Waits for the server, migrates, and gives the pool.
   * @throws SettingError when it refuses us, or does not answer in `databaseOpenTimeoutMs`.
   */
  static async open(address: pg.PoolConfig, log: Log): Promise<Database> {
    const until = performance.now() + limits.databaseOpenTimeoutMs;
    for (;;) {
      try {
        await prepare(address);
        return new Database(address, log);
      } catch (error) {
        if (error instanceof SettingError) throw error;
        const reason = (error as Error).message;
        if (isHopeless(error)) throw new SettingError('database.url', `the database refuses: ${reason}`);
        if (!isOutage(error)) throw error;
        if (performance.now() > until)
          throw new SettingError('database.url', `the database does not answer: ${reason}`);
        log.warn({ reason }, 'the database does not answer yet');
        await delay(limits.databaseRetryMs);
      }
    }
  }

  async query<R extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<readonly R[]> {
    return (await this.#pool.query<R>(sql, [...values])).rows;
  }

  async close(): Promise<void> {
    // A server that has fallen silent never says that it has heard.
    await Promise.race([this.#pool.end(), delay(limits.databaseCloseTimeoutMs, undefined, { ref: false })]);
  }
}

async function prepare(address: pg.ClientConfig): Promise<void> {
  const client = new pg.Client({
    ...address,
    application_name: 'cordboard-middleware',
    connectionTimeoutMillis: limits.databaseConnectTimeoutMs,
    query_timeout: limits.databaseOpenTimeoutMs,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await migrate(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** @throws SettingError when a newer version has been here: its tables are not ours to write. */
async function migrate(client: pg.Client): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [migrationLock]);
  await client.query(`create schema if not exists cordboard_middleware`);
  await client.query(`create table if not exists cordboard_middleware.migrations (applied int not null)`);
  const { rows } = await client.query<{ applied: number }>('select applied from cordboard_middleware.migrations');
  const applied = rows[0]?.applied ?? 0;
  if (applied > migrations.length)
    throw new SettingError('database.url', 'the database was upgraded by a newer version: run that version');
  for (const step of migrations.slice(applied)) {
    await client.query('begin');
    await client.query(step);
    await client.query('delete from cordboard_middleware.migrations');
    await client.query('insert into cordboard_middleware.migrations values ($1)', [migrations.indexOf(step) + 1]);
    await client.query('commit');
  }
}
