// Sessions that end: in memory and in the database, whatever else happens meanwhile; and one middleware to a database for as long as it runs.
import { existsSync } from 'node:fs';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { limits } from '../../packages/middleware/src/limits.ts';
import { startMiddleware } from '../../packages/middleware/src/middleware.ts';
import { log, openMiddlewareFloor, type AgentProgram, type MiddlewareFloor } from '../support/middleware-floor.ts';
import { NccModel } from '../support/ncc-model/model.ts';
import { debianBin, openPostgres, type PostgresServer } from '../support/postgres-server.ts';
import { Relay } from '../support/relay.ts';
import { until } from '../support/until.ts';

let postgres: PostgresServer;
let model: NccModel;
let floor: MiddlewareFloor;
const users = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'];

beforeAll(async () => {
  [postgres, model] = await Promise.all([openPostgres(), NccModel.open({ cid: 'number' })]);
  for (const [at, login] of users.entries())
    model.addUser({ login, number: `80${at}`, phone: 'soft', registered: true });
  floor = await openMiddlewareFloor(postgres, { ctiUrl: model.url, users });
  await connected();
});
afterEach(() => {
  model.script = {};
});
afterAll(async () => {
  await floor.close();
  await model.close();
  await postgres.close();
});

const connected = () =>
  until(
    'connected',
    async () =>
      (
        await floor
          .program()
          .ask('GET', '/healthz')
          .catch(() => null)
      )?.status === 200,
  );
const again = ({ token }: AgentProgram): AgentProgram => Object.assign(floor.program(), { token });
const isIn = async (program: AgentProgram): Promise<boolean> =>
  (await program.ask('GET', '/api/v1/calls')).status !== 401;
const rows = async (login: string): Promise<number> =>
  (
    await floor.query(
      `select 1 from cordboard_middleware.sessions s join cordboard_middleware.users u on u.id = s.user_id
         where u.login = '${login}'`,
    )
  ).length;

test('the oldest session that had to make room is over in the database as well: a restart does not revive it', async () => {
  const first = await floor.agent('alice');
  for (let n = 0; n < limits.sessionsMaxPerUser; n += 1)
    expect((await floor.program().login('alice')).status).toBe(200);
  expect(await isIn(first)).toBe(false);
  await until('it is gone', async () => (await rows('alice')) === limits.sessionsMaxPerUser);
  await floor.restart();
  await connected();
  expect(await isIn(again(first))).toBe(false);
});

test.skipIf(!existsSync(debianBin))(
  'who logs out while the database is away is out, also after a restart',
  async () => {
    const bob = await floor.agent('bob');
    await postgres.stop();
    const { status } = await bob.ask('POST', '/api/v1/logout');
    await postgres.start();
    expect([status, await isIn(bob)]).toEqual([204, false]);
    await until('it is gone', async () => (await rows('bob').catch(() => 1)) === 0, 20_000);
    await floor.restart();
    await connected();
    expect(await isIn(again(bob))).toBe(false);
  },
  40_000,
);

test('a disabled user is out in time, even while others log in without end', async () => {
  const carol = await floor.agent('carol');
  const over = new AbortController();
  model.script = { AttachToUser: 'silent' };
  const storm = ['dave', 'erin'].map(async (login, at) => {
    await new Promise((resolve) => setTimeout(resolve, at * 500));
    while (!over.signal.aborted) await floor.program().login(login);
  });
  try {
    await floor.user('disable', 'carol');
    await until('out', async () => !(await isIn(carol)), 3 * limits.sessionSweepMs);
  } finally {
    over.abort();
    await Promise.all(storm);
  }
}, 40_000);

test('a password that was changed while somebody logged in with the old one gives no session', async () => {
  const keeper = new pg.Client({ connectionString: floor.databaseUrl });
  await keeper.connect();
  await keeper.query('begin');
  await keeper.query('lock table cordboard_middleware.sessions in share mode');
  const dave = floor.program();
  const login = dave.login('dave');
  await until('attached', () => model.attachedTo('dave') === 1);
  await floor.query(`update cordboard_middleware.users set password_hash = password_hash || 'x' where login = 'dave'`);
  await keeper.query('commit');
  await keeper.end();
  expect((await login).status).toBe(401);
  await until('detached', () => model.attachedTo('dave') === 0);
});

test('the middleware stops in time, whoever does not answer the end of his WebSocket', async () => {
  const frank = await floor.agent('frank');
  const socket = new WebSocket(`${floor.url.replace('http', 'ws')}/api/v1/events/socket`, {
    headers: { authorization: `Bearer ${frank.token}` },
  });
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('open', resolve));
  (socket as unknown as { _socket: { pause(): void } })._socket.pause();
  const begun = performance.now();
  await floor.restart();
  expect(performance.now() - begun).toBeLessThan(10_000);
  socket.terminate();
  await connected();
}, 60_000);

test('a second middleware is refused also after the database has cut the connections of the first', async () => {
  await floor.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await until(
    'owned again',
    async () =>
      (
        await floor.query(
          `select 1 from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())`,
        )
      ).length > 0,
  );
  await expect(startMiddleware(floor.settings, log, '0')).rejects.toMatchObject({ setting: 'database.url' });
});

test('the middleware stops in time with a database that has fallen silent', async () => {
  const url = new URL(await postgres.newDatabase());
  const relay = await Relay.before(Number(url.port));
  url.host = `127.0.0.1:${relay.port}`;
  const middleware = await startMiddleware({ ...floor.settings, database: { url: url.href } }, log, '0');
  relay.silence();
  const begun = performance.now();
  await middleware.close();
  expect(performance.now() - begun).toBeLessThan(10_000);
  relay.close();
}, 60_000);
