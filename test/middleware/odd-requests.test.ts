// What agents' programs should not send, and connections that end or stand still at odd moments: nobody else notices, and no event is lost.
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { softphoneSubProtocol, softphoneVersion } from '@cordboard/contract/dialects/ncc';
import { limits } from '../../packages/middleware/src/limits.ts';
import { openMiddlewareFloor, type AgentProgram, type MiddlewareFloor } from '../support/middleware-floor.ts';
import { NccModel } from '../support/ncc-model/model.ts';
import { openPostgres, type PostgresServer } from '../support/postgres-server.ts';
import { until } from '../support/until.ts';

let postgres: PostgresServer;
let model: NccModel;
let floor: MiddlewareFloor;
/** One for each test. */
const logins = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi'];
let login = '';
const sockets: Socket[] = [];

beforeAll(async () => {
  [postgres, model] = await Promise.all([openPostgres(), NccModel.open({ cid: 'number' })]);
  for (const [at, user] of logins.entries())
    model.addUser({ login: user, number: `80${at}`, phone: 'soft', registered: true });
  floor = await openMiddlewareFloor(postgres, { ctiUrl: model.url, users: logins });
  await until('connected', async () => (await health()).isWell);
});
beforeEach(() => {
  login = logins.shift() ?? '';
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});
afterAll(async () => {
  await floor.close();
  await model.close();
  await postgres.close();
});

type Health = { isWell: boolean; database: { isAway: boolean }; events: { waiting: number } };
const health = async (): Promise<Health> => (await floor.program().ask('GET', '/healthz')).body as Health;

/** An agent with nothing in his mailbox. */
async function fresh(): Promise<AgentProgram> {
  const program = await floor.agent(login);
  await program.events();
  return program;
}
async function again(): Promise<AgentProgram> {
  const program = floor.program();
  await program.login(login);
  return program;
}

/** A connection on which anything can be said. */
function open(): { socket: Socket; text: () => string } {
  const socket = connect(Number(new URL(floor.url).port), '127.0.0.1');
  sockets.push(socket);
  let text = '';
  socket.on('data', (part: Buffer) => (text += part.toString()));
  socket.on('error', () => undefined);
  return { socket, text: () => text };
}
const get = (path: string, { token }: AgentProgram): string =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`;

const tell = (n: number, more: object = {}): void =>
  model.send(login, { name: 'CallStatus', login, cid: 77, state: 'new', n, ...more });
const numbers = (events: readonly Readonly<Record<string, unknown>>[]): readonly unknown[] =>
  events.filter(({ n }) => n !== undefined).map(({ n }) => n);

test('texts that PostgreSQL cannot hold stop neither the audit nor a login', async () => {
  const alice = await fresh();
  for (const name of ['\u0000', '\uD800', `${'x'.repeat(63)}😀`])
    expect((await alice.control({ name, cid: name })).status).toBe(400);
  await alice.control({ name: 'GetCalls' });
  await until(
    'the audit goes on',
    async () =>
      (await floor.query(`select 1 from cordboard_middleware.audit where detail->>'name' = 'GetCalls'`)).length > 0,
  );
  expect((await health()).isWell).toBe(true);
  for (const odd of [`${login}\u0000`, '\u0000', '\uD800'])
    expect([401, 400]).toContain((await floor.program().login(odd)).status);
  await alice.ask('POST', '/api/v1/logout');
});

test('an answer that stands in line behind another one when the connection breaks: its events come again', async () => {
  const alice = await fresh();
  const post = (command: string): string =>
    `POST /api/v1/control HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${alice.token}\r\nContent-Type: application/json\r\nContent-Length: ${command.length}\r\n\r\n${command}`;
  const marks = (): number => model.received.filter(({ name }) => name === 'GetCalls').length;
  // The first waits for what does not come; behind it one has its events at once and may not be sent, or waits for some.
  model.script = { GetUserState: 'silent' };
  for (const [first, expected] of [
    [post('{"name":"GetUserState"}'), [2, 3]],
    [get('/api/v1/events?wait=60', alice), [3]],
  ] as const) {
    const { socket } = open();
    if (expected.length === 2) {
      tell(2);
      await until('it waits', async () => (await health()).events.waiting === 1);
    }
    const before = marks();
    const asked = get('/api/v1/events?max=10', alice) + get('/api/v1/events?wait=60', alice);
    socket.write(first + asked + post('{"name":"GetCalls"}'));
    // The last in line has been taken up, and so have those before it.
    await until('all are taken up', () => marks() > before);
    socket.destroy();
    tell(3);
    const got: unknown[] = [];
    await until('the events', async () => {
      got.push(...numbers(await alice.events('wait=1')));
      return got.includes(3);
    });
    expect(got).toEqual(expected);
  }
  model.script = {};
  await alice.ask('POST', '/api/v1/logout');
});

test('a stream whose reader stands still does not keep the events from other readers', async () => {
  const before = limits.eventsOnTheirWayMs;
  Object.assign(limits, { eventsOnTheirWayMs: 300 });
  try {
    const alice = await fresh();
    const { socket, text } = open();
    socket.write(get('/api/v1/events/stream', alice));
    await until('the stream', () => text().includes(': here'));
    socket.pause();
    // More than the buffers of both ends hold.
    for (let n = 1; n <= 60; n += 1) tell(n, { filler: 'x'.repeat(200_000) });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    tell(100);
    const got: unknown[] = [];
    await until('the last event', async () => {
      got.push(...numbers(await alice.events('max=100&wait=1')));
      return got.includes(100);
    });
    socket.resume();
    await closed;
    await alice.ask('POST', '/api/v1/logout');
  } finally {
    Object.assign(limits, { eventsOnTheirWayMs: before });
  }
});

test('a stream of a session that is over is told nothing more, even when its reader stands still', async () => {
  const before = { ...limits };
  Object.assign(limits, { eventsOnTheirWayMs: 1_000, streamHeartbeatMs: 100 });
  try {
    const alice = await fresh();
    const other = await again();
    const { socket, text } = open();
    socket.write(get('/api/v1/events/stream', alice));
    await until('the stream', () => text().includes(': here'));
    socket.pause();
    for (let n = 1; n <= 60; n += 1) tell(n, { filler: 'x'.repeat(200_000) });
    await until('they came', async () => (await health()).events.waiting > 0);
    await alice.ask('POST', '/api/v1/logout');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    tell(100);
    const got: unknown[] = [];
    await until('the last event', async () => {
      got.push(...numbers(await other.events('max=100&wait=1')));
      return got.includes(100);
    });
    socket.resume();
    await closed;
    expect(
      numbers(
        text()
          .split('\n')
          .filter((line) => line.startsWith('data:'))
          .map((line) => {
            try {
              return JSON.parse(line.slice(6)) as { n: number };
            } catch {
              return {};
            }
          }),
      ),
    ).not.toContain(100);
    await other.ask('POST', '/api/v1/logout');
  } finally {
    Object.assign(limits, before);
  }
});

test('a WebSocket whose session is over steers and hears nothing more, whether or not it closes', async () => {
  const alice = await fresh();
  const other = await again();
  const softphone = new WebSocket(`${floor.url.replace('http', 'ws')}/api/v1/softphone`, softphoneSubProtocol, {
    headers: { authorization: `Bearer ${alice.token}` },
  });
  const said: string[] = [];
  softphone.on('message', (data: Buffer) => said.push(data.toString()));
  await new Promise((resolve) => softphone.once('open', resolve));
  softphone.send(JSON.stringify({ name: 'setProtocolVersion', protocolVersion: softphoneVersion, rid: 1 }));
  await until('greeted', () => said.length === 1);
  const events = open();
  events.socket.write(
    `GET /api/v1/events/socket HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${alice.token}\r\nUpgrade: websocket\r\n` +
      `Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
  );
  await until('open', () => events.text().includes('101'));
  model.clearReceived();
  // What it sends after the end arrives before it can answer the close.
  const raw = (softphone as unknown as { _socket: Socket })._socket;
  raw.pause();
  await alice.ask('POST', '/api/v1/logout');
  softphone.send(JSON.stringify({ name: 'makeCall', phoneNumber: '8002', rid: 2 }));
  tell(1);
  expect(numbers(await other.events('wait=5'))).toEqual([1]);
  raw.resume();
  await new Promise((resolve) => softphone.once('close', resolve));
  expect(model.received.map(({ name }) => name)).not.toContain('MakeCall');
  await other.ask('POST', '/api/v1/logout');
});

test('an id that was never given out names nothing: a clock that was set back loses no event', async () => {
  const alice = await fresh();
  const far = Number.MAX_SAFE_INTEGER;
  tell(1);
  await until('it waits', async () => (await health()).events.waiting === 1);
  const { headers, body } = await alice.ask('GET', `/api/v1/events?after=${far}`);
  expect(body).toMatchObject({ n: 1 });
  const { socket, text } = open();
  socket.write(get('/api/v1/events/stream', alice).replace('\r\n', `\r\nLast-Event-ID: ${far}\r\n`));
  await until('told', () => text().includes(`id: ${headers.get('x-event-id')}`));
  await alice.ask('POST', '/api/v1/logout');
});

test('a reader that says how far it is gets nothing before what is on its way to another reader', async () => {
  const alice = await fresh();
  const socket = new WebSocket(`${floor.url.replace('http', 'ws')}/api/v1/events/socket`, {
    headers: { authorization: `Bearer ${alice.token}` },
  });
  let first = 0;
  socket.on('message', (data: Buffer) => (first ||= (JSON.parse(data.toString()) as { id: number }).id));
  await new Promise((resolve) => socket.once('open', resolve));
  tell(1);
  await until('the first', () => first > 0);
  // It has not said that it has arrived, and its connection is about to break.
  tell(2);
  await until('two wait', async () => (await health()).events.waiting === 2);
  let after = '0';
  const got: unknown[] = [];
  const poll = async (): Promise<void> => {
    const { status, body, headers } = await alice.ask('GET', `/api/v1/events?max=10&wait=1&after=${after}`);
    if (status === 204) return;
    after = headers.get('x-event-id') ?? after;
    got.push(...numbers(body as []));
  };
  await poll();
  socket.terminate();
  await until('both', async () => {
    await poll();
    return got.includes(2);
  });
  await poll();
  expect(got).toEqual([1, 2]);
  await alice.ask('POST', '/api/v1/logout');
});

test('odd requests are answered or cut, and the next one is served', async () => {
  const alice = await fresh();
  const head = `Host: x\r\nAuthorization: Bearer ${alice.token}\r\n`;
  const post = (body: string, more = ''): string =>
    `POST /api/v1/control HTTP/1.1\r\n${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${more}\r\n${body}`;
  for (const request of [
    `HEAD /api/v1/events HTTP/1.1\r\n${head}\r\n`,
    `OPTIONS * HTTP/1.1\r\n${head}\r\n`,
    `OPTIONS /api/v1/control HTTP/1.1\r\n${head}\r\n`,
    `GET /%zz HTTP/1.1\r\n${head}\r\n`,
    `GET //api/v1/../../etc/passwd HTTP/1.1\r\n${head}\r\n`,
    `GET /api/v1/events?max[__proto__]=1&__proto__=2 HTTP/1.1\r\n${head}\r\n`,
    `GET http://[::1 HTTP/1.1\r\n${head}\r\n`,
    `GET /api/v1/calls HTTP/1.1\r\n${head}Cookie: ${'a=b; '.repeat(5_000)}\r\n\r\n`,
    `GET /api/v1/calls HTTP/1.1\r\n${head}Accept-Encoding: *;q=0, identity;q=0\r\n\r\n`,
    `GET /api/v1/calls HTTP/1.0\r\n\r\n`,
    `CONNECT example.com:80 HTTP/1.1\r\n${head}\r\n`,
    `GET /api/v1/events/socket HTTP/1.1\r\n${head}Upgrade: h2c\r\nConnection: Upgrade\r\n\r\n`,
    `GET /api/v1/calls HTTP/1.1\r\n${head}Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
    `GET ? HTTP/1.1\r\n${head}Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
    `POST /api/v1/control HTTP/1.1\r\n${head}Expect: 200-ok\r\nContent-Length: 0\r\n\r\n`,
    post('[[['),
    post('['.repeat(60_000)),
    post(`{"name":"MakeCall","phoneNumber":${'['.repeat(30_000)}${']'.repeat(30_000)}}`),
    post('{"name":"SetCallParam","__proto__":{}}'),
    post('{"name":"Hold","cid":1e400,"on":true}'),
    post('not gzip', 'Content-Encoding: gzip\r\n'),
    post('{}', 'Content-Encoding: gzip, br, gzip\r\n'),
    post('{}', 'Content-Encoding: constructor\r\n'),
    'nonsense\r\n\r\n',
  ]) {
    const { socket, text } = open();
    const closed = new Promise<true>((resolve) => socket.once('close', () => resolve(true)));
    socket.write(request);
    let isClosed = false;
    void closed.then(() => (isClosed = true));
    await until(`an answer to ${request.slice(0, 60)}`, () => isClosed || /^HTTP\/1\.1 \d{3} /u.test(text()));
    expect(text(), request.slice(0, 80)).not.toMatch(/^HTTP\/1\.1 5/u);
    socket.destroy();
  }
  expect((await alice.control({ name: 'GetCalls' })).status).toBe(200);
  await alice.ask('POST', '/api/v1/logout');
});
