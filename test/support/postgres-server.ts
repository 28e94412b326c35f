// A PostgreSQL for tests: Debian's where it is installed, otherwise the embedded one; a new database for each who asks.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { EmbeddedPostgres } from '@cordboard/server/parts';
import { createDebianServer } from '../conformance/debian-postgres.ts';

export const debianBin = '/usr/lib/postgresql/15/bin';

export type PostgresServer = {
  /** @returns the address of a new, empty database. */
  newDatabase(): Promise<string>;
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
};

export async function openPostgres(): Promise<PostgresServer> {
  if (existsSync(debianBin)) {
    const debian = await createDebianServer(debianBin);
    return {
      newDatabase: async () => (await debian.settings()).databaseUrl ?? '',
      stop: async () => debian.outage?.stop(),
      start: async () => debian.outage?.start(),
      close: () => debian.close(),
    };
  }
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-embedded-'));
  const embedded = new EmbeddedPostgres(folder, pino({ level: 'silent' }));
  let count = 0;
  let { port, user, password } = await embedded.start();
  return {
    async newDatabase() {
      count += 1;
      const client = new pg.Client(await embedded.start());
      await client.connect();
      await client.query(`create database middleware_${count}`);
      await client.end();
      return `postgres://${user}:${password}@127.0.0.1:${port}/middleware_${count}`;
    },
    stop: () => embedded.stop(),
    async start() {
      ({ port, user, password } = await embedded.start());
    },
    async close() {
      await embedded.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
