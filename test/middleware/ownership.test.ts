// One middleware at a time on a database: the lock is taken again when its connection breaks, and whoever has lost it to another stops.
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest';
import { Ownership } from '../../packages/middleware/src/storage/ownership.ts';
import { startMiddleware } from '../../packages/middleware/src/middleware.ts';
import { settingsSchema } from '../../packages/middleware/src/settings/settings.ts';
import { end, holder, overtake } from '../support/database-lock.ts';
import { log } from '../support/middleware-floor.ts';
import { openPostgres, type PostgresServer } from '../support/postgres-server.ts';
import { until } from '../support/until.ts';

let postgres: PostgresServer;
let address: string;
let keeper: pg.Client;
let owner: Ownership;
let isOvertaken: boolean;

beforeAll(async () => {
  postgres = await openPostgres();
});
afterAll(() => postgres.close());
beforeEach(async () => {
  address = await postgres.newDatabase();
  keeper = new pg.Client(address);
  await keeper.connect();
  owner = owns(address);
});
afterEach(async () => {
  await owner.close();
  await keeper.end();
});

function owns(connectionString: string): Ownership {
  isOvertaken = false;
  return new Ownership({ connectionString }, log, () => {
    isOvertaken = true;
  });
}

test('a second one is refused, and the first may be followed', async () => {
  await owner.take();
  const second = owns(address);
  await expect(second.take()).rejects.toMatchObject({ name: 'SettingError', setting: 'database.url' });
  await owner.close();
  await second.take();
  await second.close();
});

test('its connection breaks: it takes the lock again', async () => {
  await owner.take();
  const before = await until('it has it', () => holder(keeper));
  await end(keeper, before);
  const after = await until('it has it again', async () => {
    const now = await holder(keeper);
    return now !== undefined && now.pid !== before.pid ? now : null;
  });
  expect(after.key).toBe(before.key);
  expect(isOvertaken).toBe(false);
});

/** One row of one column, and that true (DataRow of the frontend/backend protocol). */
const granted = 'D\0\0\0\u000b\0\u0001\0\0\0\u0001t';

type Way = { readonly href: string; cut(): void; losesGrant(): void; close(): void };

/** To the database by a way that can be cut, of which the database notices nothing. */
async function openWay(): Promise<Way> {
  const { hostname, port } = new URL(address);
  const nears: (() => void)[] = [];
  let isCut = false;
  let isLosing = false;
  const server: Server = createServer((near) => {
    const far = connect(Number(port), hostname);
    near.on('data', (data) => far.write(data));
    far.on('data', (data) => {
      if (!isLosing || !data.includes('got') || !data.includes(granted)) return near.write(data);
      isLosing = false;
      return near.destroy();
    });
    near.on('error', () => undefined);
    far.on('error', () => undefined);
    near.on('close', () => {
      if (!isCut) far.end();
    });
    nears.push(() => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const through = new URL(address);
  through.searchParams.set('application_name', 'of somebody’s choosing');
  through.port = String((server.address() as AddressInfo).port);
  return {
    href: through.href,
    cut() {
      isCut = true;
      nears[0]?.();
    },
    losesGrant() {
      isLosing = true;
    },
    close: () => void server.close(),
  };
}

test('its connection breaks and the database has not noticed: the lock is still its own', async () => {
  const way = await openWay();
  const cut = owns(way.href);
  await cut.take();
  const before = await until('it has it', () => holder(keeper));
  way.cut();
  await until('it has it again', async () => {
    const now = await holder(keeper);
    return now !== undefined && now.pid !== before.pid;
  });
  expect(isOvertaken).toBe(false);
  await cut.close();
  way.close();
});

test('the answer that it has the lock again is lost: the lock is still its own', async () => {
  const way = await openWay();
  const cut = owns(way.href);
  await cut.take();
  const before = await until('it has it', () => holder(keeper));
  const pids = new Set([before.pid]);
  way.losesGrant();
  way.cut();
  await until('it has it by a third connection', async () => {
    pids.add((await holder(keeper))?.pid ?? before.pid);
    return isOvertaken || pids.size > 2;
  });
  expect(isOvertaken).toBe(false);
  await cut.close();
  way.close();
});

test('another one has taken it: it is told', async () => {
  await owner.take();
  const other = await overtake(address);
  await until('it is told', () => isOvertaken);
  await other.end();
});

test('a middleware that is overtaken says so to whoever runs it', async () => {
  const settings = settingsSchema.parse({
    http: { port: 0 },
    database: { url: address },
    cti: { url: 'ws://127.0.0.1:9/' },
  });
  const middleware = await startMiddleware(settings, log, '0');
  const other = await overtake(address);
  await middleware.overtaken;
  await other.end();
  await middleware.close();
});
