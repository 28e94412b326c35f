// The middleware as a process whose database another one takes: it ends by itself.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { overtake } from '../support/database-lock.ts';
import { openPostgres, type PostgresServer } from '../support/postgres-server.ts';
import { runMiddleware } from '../support/running-middleware.ts';
import { until } from '../support/until.ts';

let postgres: PostgresServer;

beforeAll(async () => {
  postgres = await openPostgres();
}, 60_000);
afterAll(() => postgres?.close());

test('whoever is overtaken ends, and says why', async () => {
  const address = await postgres.newDatabase();
  const middleware = await runMiddleware(address, 'ws://127.0.0.1:9/', 503);
  const other = await overtake(address);
  await until('it has ended', () => middleware.exitCode() !== null);
  expect(middleware.exitCode()).toBe(3);
  expect(middleware.output()).toContain('another middleware serves this database');
  await other.end();
  await middleware.stop();
}, 60_000);
