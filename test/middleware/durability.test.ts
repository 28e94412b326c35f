// Nothing lost, nothing twice: restarts, broken connections, a database that is away, readers that acknowledge.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openMiddlewareFloor, password, type AgentProgram, type MiddlewareFloor } from '../support/middleware-floor.ts';
import { NccModel } from '../support/ncc-model/model.ts';
import { debianBin, openPostgres, type PostgresServer } from '../support/postgres-server.ts';
import { until } from '../support/until.ts';

let postgres: PostgresServer;
let model: NccModel;
let floor: MiddlewareFloor;
let logFile: string;

beforeAll(async () => {
  logFile = join(await mkdtemp(join(tmpdir(), 'cordboard-middleware-')), 'log');
  [postgres, model] = await Promise.all([openPostgres(), NccModel.openWithTwo({ cid: 'number' })]);
  floor = await openMiddlewareFloor(postgres, { ctiUrl: model.url, users: ['alice', 'bob'], logFile });
  await connected();
});
afterAll(async () => {
  await floor.close();
  await model.close();
  await postgres.close();
});

type Health = {
  isWell: boolean;
  events: { waiting: number; dropped: number };
  database: { waiting: number; isAway: boolean };
};
const health = async (): Promise<Health> => (await floor.program().ask('GET', '/healthz')).body as Health;
const connected = () => until('connected', async () => (await health()).isWell);
const again = (program: AgentProgram): AgentProgram => Object.assign(floor.program(), { token: program.token });

/** An agent with nothing in his mailbox. */
async function fresh(login = 'alice'): Promise<AgentProgram> {
  const program = await floor.agent(login);
  await program.events();
  return program;
}

function tell(from: number, to: number, login = 'alice'): void {
  for (let n = from; n <= to; n += 1) model.send(login, { name: 'CallStatus', login, cid: 77, state: 'new', n });
}
const numbers = (events: readonly Readonly<Record<string, unknown>>[]): readonly unknown[] =>
  events.filter(({ n }) => n !== undefined).map(({ n }) => n);
const waiting = (count: number) => until(`${count} wait`, async () => (await health()).events.waiting >= count);
const saved = () => until('all is saved', async () => (await health()).database.waiting === 0);
const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

test('B21: a restart keeps sessions and what was not delivered, in order', async () => {
  const alice = await fresh();
  tell(1, 20);
  await waiting(20);
  expect(numbers(await alice.events('max=5'))).toEqual(range(1, 5));
  await saved();
  await floor.restart();
  await until('attached again', () => model.attachedTo('alice') === 1);
  expect(numbers(await again(alice).events())).toEqual(range(6, 20));
  await again(alice).ask('POST', '/api/v1/logout');
});

test('B21: no password and no token is in any table or in the log', async () => {
  const alice = await fresh();
  await alice.login('alice', 'a-wrong-one-to-look-for');
  await alice.control({ name: 'SetCallParam', cid: 1, paramName: 'password', paramValue: password });
  await until('the audit', async () => (await floor.query('select 1 from cordboard_middleware.audit')).length >= 3);
  const tables = ['users', 'sessions', 'events', 'audit', 'dropped', 'migrations'];
  const rows = await Promise.all(tables.map((table) => floor.query(`select * from cordboard_middleware.${table}`)));
  const everything = JSON.stringify(rows) + (await readFile(logFile, 'utf8'));
  for (const secret of [password, 'a-wrong-one-to-look-for', alice.token]) expect(everything).not.toContain(secret);
  const hashes = await floor.query(
    'select password_hash, token_hash from cordboard_middleware.users, cordboard_middleware.sessions',
  );
  expect(hashes[0]).toMatchObject({
    password_hash: expect.stringMatching(/^\$argon2id\$/u),
    token_hash: expect.stringMatching(/^[0-9a-f]{64}$/u),
  });
  await alice.ask('POST', '/api/v1/logout');
});

test('a second middleware on the same database is refused: both would hand out the same events', async () => {
  const { startMiddleware } = await import('../../packages/middleware/src/middleware.ts');
  const { log } = await import('../support/middleware-floor.ts');
  await expect(startMiddleware(floor.settings, log, '0')).rejects.toMatchObject({ setting: 'database.url' });
});

test('events that went out on a connection that broke come again, in their place', async () => {
  const alice = await fresh();
  const { port } = new URL(floor.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`GET /api/v1/events?wait=30&max=5 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${alice.token}\r\n\r\n`);
  await delay(100);
  // Gone before anything came: what comes now waits for somebody else.
  socket.destroy();
  await delay(50);
  tell(1, 3);
  expect(
    numbers([...(await alice.events('wait=5')), ...(await alice.events('wait=5')), ...(await alice.events('wait=5'))]),
  ).toEqual([1, 2, 3]);
  await alice.ask('POST', '/api/v1/logout');
});

test('with `after`, what was answered stays until it is named: nothing lost and nothing twice across a restart', async () => {
  const alice = await fresh();
  tell(1, 30);
  await waiting(30);
  await saved();
  let after = '0';
  const got: unknown[] = [];
  const poll = async (program: AgentProgram, keep: boolean): Promise<void> => {
    const { status, body, headers } = await program.ask('GET', `/api/v1/events?after=${after}&max=7`);
    if (status === 204 || !keep) return;
    after = headers.get('x-event-id') ?? after;
    got.push(...numbers(body as []));
  };
  await poll(alice, true);
  // This answer never arrived: the middleware was killed while it was on its way.
  await poll(alice, false);
  await floor.restart();
  for (let n = 0; n < 8; n += 1) await poll(again(alice), true);
  expect(got).toEqual(range(1, 30));
  await again(alice).ask('POST', '/api/v1/logout');
});

test('Server-Sent Events: the same events, and what was behind Last-Event-ID after a break', async () => {
  const alice = await fresh();
  tell(1, 3);
  await waiting(3);
  const stream = await new Promise<IncomingMessage>((resolve) => {
    httpGet(`${floor.url}/api/v1/events/stream`, { headers: { authorization: `Bearer ${alice.token}` } }, resolve);
  });
  expect(stream.headers['content-type']).toContain('text/event-stream');
  let text = '';
  stream.on('data', (part: Buffer) => (text += part.toString()));
  const told = (): readonly unknown[] =>
    [...text.matchAll(/^data: (.*)$/gmu)].map(([, json = '']) => (JSON.parse(json) as { n: number }).n);
  await until('the first', () => told().length === 3);
  tell(4, 5);
  await until('the others', () => told().length === 5);
  expect(told()).toEqual(range(1, 5));
  expect(text).toMatch(/^id: \d+$/mu);
  // The end of the session is the end of the stream.
  const ended = new Promise((resolve) => stream.once('end', resolve));
  await alice.ask('POST', '/api/v1/logout');
  await ended;
});

test('a WebSocket: each event with its id, kept until it is acknowledged, back in its place when it was not', async () => {
  const alice = await fresh();
  const open = (): { socket: WebSocket; got: { id: number; event: { n: number } }[] } => {
    const got: { id: number; event: { n: number } }[] = [];
    const socket = new WebSocket(`${floor.url.replace('http', 'ws')}/api/v1/events/socket`, {
      headers: { authorization: `Bearer ${alice.token}` },
    });
    socket.on('message', (data: Buffer) =>
      got.push(JSON.parse(data.toString()) as { id: number; event: { n: number } }),
    );
    return { socket, got };
  };
  const first = open();
  await until('open', () => first.socket.readyState === WebSocket.OPEN);
  tell(1, 5);
  await until('five', () => first.got.length === 5 || first.got.length >= 1);
  first.socket.send(JSON.stringify({ ack: first.got[0]?.id }));
  await until('acknowledged', async () => (await health()).events.waiting <= 4);
  const acknowledged = first.got[0]?.event.n;
  first.socket.terminate();
  await delay(50);
  const second = open();
  await until('the rest', () => {
    for (const { id } of second.got) second.socket.send(JSON.stringify({ ack: id }));
    return second.got.length >= 4;
  });
  expect([acknowledged, ...second.got.map(({ event }) => event.n)]).toEqual(range(1, 5));
  await until('all acknowledged', async () => (await health()).events.waiting === 0);
  const closed = new Promise((resolve) => second.socket.once('close', resolve));
  second.socket.send('nonsense');
  expect(await closed).toBe(1008);
  await alice.ask('POST', '/api/v1/logout');
});

test('a WebSocket without a session, or of a page from elsewhere by cookie, is refused', async () => {
  const alice = await fresh();
  const refused = (headers: Record<string, string>, path = '/api/v1/events/socket'): Promise<number> =>
    new Promise((resolve) => {
      const socket = new WebSocket(floor.url.replace('http', 'ws') + path, { headers });
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.on('open', () => resolve(101));
      socket.on('error', () => undefined);
    });
  const cookie = `cordboard_session=${alice.token}`;
  expect(await refused({})).toBe(401);
  expect(await refused({ cookie, origin: 'https://evil.example' })).toBe(403);
  expect(await refused({ cookie, origin: floor.url })).toBe(101);
  expect(await refused({ cookie }, '/api/v1/other')).toBe(404);
  const page = floor.program();
  expect(
    (await page.ask('POST', '/api/v1/control', { name: 'GetCalls' }, { cookie, origin: 'https://evil.example' }))
      .status,
  ).toBe(403);
  await alice.ask('POST', '/api/v1/logout');
});

test('a user who does not come for his events: the oldest go, and are counted', async () => {
  const alice = await fresh();
  tell(1, 1_200);
  await until('the bound', async () => (await health()).events.dropped >= 200);
  await until(
    'counted',
    async () => (await floor.query('select events from cordboard_middleware.dropped')).length === 1,
  );
  const got = [...(await alice.events()), ...(await alice.events()), ...(await alice.events())];
  expect(numbers(got)).toEqual(range(201, 1_200));
  await saved();
  await until('gone', async () => (await floor.query('select 1 from cordboard_middleware.events')).length === 0);
  await alice.ask('POST', '/api/v1/logout');
});

test('guessing a password is slowed down, for an unknown login as well', async () => {
  for (const login of ['bob', 'nobody-at-all']) {
    const program = floor.program();
    const statuses: number[] = [];
    for (let n = 0; n < 40 && !statuses.includes(429); n += 1)
      statuses.push((await program.login(login, `guess-${n}`)).status);
    expect([login, statuses.at(-1)]).toEqual([login, 429]);
    expect(Number((await program.login(login, 'guess')).headers.get('retry-after'))).toBeGreaterThan(0);
  }
});

test('many requests on one connection at once: each gets its answer', async () => {
  const alice = await fresh();
  const { port } = new URL(floor.url);
  const socket = connect(Number(port), '127.0.0.1');
  let text = '';
  socket.on('data', (part: Buffer) => (text += part.toString()));
  const one = `GET /api/v1/calls HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${alice.token}\r\n\r\n`;
  socket.write(one.repeat(20));
  await until('twenty answers', () => [...text.matchAll(/HTTP\/1\.1 200/gu)].length === 20);
  socket.destroy();
  await alice.ask('POST', '/api/v1/logout');
});

test('a body that drips in is cut, and nobody else waits for it', async () => {
  const { port } = new URL(floor.url);
  const socket = connect(Number(port), '127.0.0.1');
  const isCut = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (part: Buffer) => (text += part.toString()));
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(text));
  });
  socket.write(
    'POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n',
  );
  const drip = setInterval(() => socket.write(' '), 200);
  const alice = await fresh();
  expect(await isCut).toMatch(/^(?:HTTP\/1\.1 408|$)/u);
  clearInterval(drip);
  await alice.ask('POST', '/api/v1/logout');
}, 30_000);

test.skipIf(!existsSync(debianBin))(
  'the database is away for ten seconds: who is signed in goes on, nothing is lost and nothing comes twice',
  async () => {
    const alice = await fresh();
    await saved();
    await postgres.stop();
    tell(1, 5);
    expect(numbers([...(await alice.events('wait=5')), ...(await alice.events('wait=5'))])).toEqual([1, 2]);
    expect(await alice.control({ name: 'GetCalls' })).toMatchObject({ status: 200 });
    expect(await floor.program().login('alice')).toMatchObject({ status: 500, body: { code: 'databaseAway' } });
    await until('it is said', async () => !(await health()).isWell);
    await delay(10_000);
    tell(6, 10);
    await postgres.start();
    await until('it is back', async () => (await health()).isWell);
    await saved();
    await floor.restart();
    await connected();
    expect(numbers(await again(alice).events())).toEqual(range(3, 10));
    await again(alice).ask('POST', '/api/v1/logout');
  },
  60_000,
);
