// One middleware at a time on a database: two would hand out the same events. The lock is held by a connection of its own.
import pg from 'pg';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { SettingError, type Log } from '@cordboard/server/parts';
import { limits } from '../limits.ts';

/** Any number that nobody else uses as an advisory lock in this database. */
const ownerLock = 6_729_114_307;

const holder = `select pid, application_name as name from pg_locks join pg_stat_activity using (pid)
  where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())
    and classid = ($1::bigint >> 32)::oid and objid = ($1::bigint & 4294967295)::oid and objsubid = 1`;

export class Ownership {
  readonly #address: pg.ClientConfig;
  readonly #log: Log;
  readonly #overtaken: () => void;
  #client: pg.Client | null = null;
  /** By which our connections are known, also one of which we have not heard that it has the lock. */
  readonly #name = `cordboard-middleware ${randomUUID()}`;
  #isClosed = false;

  /** @param overtaken another middleware has the database: this one must stop. */
  constructor(address: pg.ClientConfig, log: Log, overtaken: () => void) {
    this.#address = address;
    this.#log = log;
    this.#overtaken = overtaken;
  }

  /**
   * Makes this process the one that serves the database, and keeps it so.
   *
   * @throws SettingError when another one does.
   */
  async take(): Promise<void> {
    const until = performance.now() + limits.databaseOpenTimeoutMs / 10;
    // One that was killed holds it until the server has noticed.
    while ((await this.#try()) !== 'taken') {
      if (performance.now() > until) throw new SettingError('database.url', 'another middleware serves this database');
      await delay(limits.databaseRetryMs);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.race([this.#client?.end(), delay(limits.databaseCloseTimeoutMs, undefined, { ref: false })]);
  }

  /** @returns `ours`: a connection of ours that broke had it still, and is ended. @throws Error the database is away. */
  async #try(): Promise<'taken' | 'ours' | "another's"> {
    const client = new pg.Client({
      ...this.#address,
      application_name: 'cordboard-middleware',
      connectionTimeoutMillis: limits.databaseConnectTimeoutMs,
      query_timeout: limits.databaseQueryTimeoutMs,
      keepAlive: true,
    });
    client.on('error', () => undefined);
    let isKept = false;
    try {
      await client.connect();
      // Not with the address: that may have a name of its own.
      await client.query(`select set_config('application_name', $1, false)`, [this.#name]);
      const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [ownerLock]);
      if (rows[0]?.got !== true) return (await this.#endOurs(client)) ? 'ours' : "another's";
      isKept = !this.#isClosed;
    } finally {
      if (!isKept) void client.end().catch(() => undefined);
    }
    this.#client = client;
    client.once('end', () => void this.#takeAgain());
    return 'taken';
  }

  async #endOurs(client: pg.Client): Promise<boolean> {
    const { rows } = await client.query<{ pid: number; name: string }>(holder, [ownerLock]);
    const [has] = rows;
    // It was given up in this moment.
    if (has === undefined) return true;
    if (has.name !== this.#name) return false;
    await client.query('select pg_terminate_backend($1)', [has.pid]);
    return true;
  }

  async #takeAgain(): Promise<void> {
    while (!this.#isClosed) {
      try {
        const is = await this.#try();
        if (is === 'taken') return;
        if (is === "another's") {
          this.#log.error('another middleware serves this database: this one stops');
          return this.#overtaken();
        }
      } catch {
        // The database is away; whoever writes says so.
      }
      await delay(limits.databaseRetryMs);
    }
  }
}
