// The middleware as agent programs meet it: logging in, events, control, in front of the vendor's model on a real PostgreSQL.
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openMiddlewareFloor, password, type AgentProgram, type MiddlewareFloor } from '../support/middleware-floor.ts';
import { NccModel } from '../support/ncc-model/model.ts';
import { openPostgres, type PostgresServer } from '../support/postgres-server.ts';
import { until } from '../support/until.ts';

const users = [
  ['alice', '8001'],
  ['bob', '8002'],
  ['carol', '8003'],
] as const;
let postgres: PostgresServer;
let model: NccModel;
let floor: MiddlewareFloor;

beforeAll(async () => {
  [postgres, model] = await Promise.all([openPostgres(), NccModel.open({ cid: 'number' })]);
  for (const [login, number] of users) model.addUser({ login, number, phone: 'web', registered: true });
  floor = await openMiddlewareFloor(postgres, {
    ctiUrl: model.url,
    users: [...users.map(([login]) => login), 'unknownThere'],
    commandTimeoutMs: 500,
  });
  await until('connected', async () => (await floor.program().ask('GET', '/healthz')).status === 200);
});
afterAll(async () => {
  await floor.close();
  await model.close();
  await postgres.close();
});
beforeEach(() => {
  model.script = {};
  model.clearReceived();
});

/** Logs out, so that the next test finds nobody attached. */
const leave = async (...programs: readonly AgentProgram[]): Promise<void> => {
  for (const program of programs) await program.ask('POST', '/api/v1/logout');
};

test('B10: the right pair gives a token and a cookie; a wrong one and an unknown login give the same 401', async () => {
  const program = floor.program();
  const wrong = await program.login('alice', 'not the password');
  const unknown = await program.login('nobody', 'not the password');
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(wrong.body).toEqual(unknown.body);
  const right = await program.login('alice');
  expect(right).toMatchObject({ status: 200, body: { login: 'alice', token: expect.any(String) } });
  const cookie = right.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/cordboard_session=[\w-]{43}; Path=\/api; .*HttpOnly; SameSite=Strict/u);
  const withCookie = floor.program();
  const headers = { cookie: cookie.split(';')[0] ?? '' };
  expect((await withCookie.ask('GET', '/api/v1/calls', undefined, headers)).status).toBe(200);
  await leave(program);
});

test('B10: what is no login is 400: fields that are missing, empty or no texts, another content type, broken JSON', async () => {
  const program = floor.program();
  const post = (body: unknown, headers = {}) => program.ask('POST', '/api/v1/login', body, headers);
  const bad = [
    {},
    { login: 'alice' },
    { login: '', password },
    { login: 1, password },
    { login: 'alice', password: null },
    [],
    'null',
    '{"login":',
  ];
  for (const body of bad) expect([body, (await post(body)).status]).toEqual([body, 400]);
  expect((await post('login=alice', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(400);
  expect((await post('{"__proto__": {"login": "alice"}, "password": "x"}')).status).toBe(400);
  expect((await program.ask('POST', '/api/v1/login')).status).toBe(400);
});

test('B10: a user whom the CTI API does not know is 500 with its reason, and no session', async () => {
  const program = floor.program();
  const answer = await program.login('unknownThere');
  expect(answer).toMatchObject({ status: 500, body: { code: 'ctiRefused', error: expect.any(String) } });
  expect(await floor.query('select 1 from cordboard_middleware.sessions')).toHaveLength(0);
});

test('B11: without a token, with a bad or an expired one: 401', async () => {
  const program = await floor.agent('alice');
  const good = program.token;
  for (const token of ['', 'x', 'A'.repeat(43), `${good}x`, good.slice(1), '%00', "' or 1=1"]) {
    program.token = token;
    expect([token, (await program.ask('GET', '/api/v1/events')).status]).toEqual([token, 401]);
    expect([token, (await program.control({ name: 'GetCalls' })).status]).toEqual([token, 401]);
  }
  program.token = good;
  await floor.query('update cordboard_middleware.sessions set expires_at = now()');
  await until('it is over', async () => (await program.ask('GET', '/api/v1/events')).status === 401, 12_000);
  expect(model.received.map(({ name }) => name)).toContain('DetachFromUser');
}, 20_000);

test('B12: attached once per user, detached with the last session', async () => {
  const [first, second] = [await floor.agent('alice'), floor.program()];
  await second.login('alice');
  const sent = () => model.received.map(({ name }) => name);
  expect(sent().filter((name) => name === 'AttachToUser')).toHaveLength(1);
  await leave(first);
  expect(sent()).not.toContain('DetachFromUser');
  expect((await second.ask('GET', '/api/v1/calls')).status).toBe(200);
  await leave(second);
  expect(sent().filter((name) => name === 'DetachFromUser')).toHaveLength(1);
  expect(model.received.find(({ name }) => name === 'AttachToUser')).toMatchObject({ login: 'alice' });
});

test("B13: a user's events are his alone, whatever the other one asks with", async () => {
  const [alice, bob] = [await floor.agent('alice'), await floor.agent('bob')];
  const cid = model.ring('alice', { caller: '100' });
  const tricks = [
    '',
    '?login=alice',
    '/alice',
    '?user=alice',
    '/../events?login=alice',
    '?max=10&login=alice',
    '?after=0&login=alice',
    '//alice',
    '?login=bob&login=alice',
  ];
  for (const trick of tricks) {
    const answer = await bob.ask('GET', `/api/v1/events${trick}`, undefined, {
      'x-login': 'alice',
      'x-forwarded-user': 'alice',
    });
    expect([trick, [204, 404].includes(answer.status)]).toEqual([trick, true]);
  }
  expect((await bob.ask('GET', '/api/v1/calls?login=alice')).body).toEqual([]);
  expect(await alice.event('NewCall')).toMatchObject({ login: 'alice', cid });
  await leave(alice, bob);
  model.farHangUp('alice', cid);
});

test('B14: in the order of the CTI API, each once; three between two polls are three; then 204 without a body', async () => {
  const alice = await floor.agent('alice');
  await alice.events();
  for (const state of ['one', 'two', 'three'])
    model.send('alice', { name: 'CallStatus', login: 'alice', cid: 77, state });
  const got = [await alice.events('wait=5'), await alice.events('wait=5'), await alice.events('wait=5')].flat();
  expect(got.map(({ state }) => state)).toEqual(['one', 'two', 'three']);
  const empty = await alice.ask('GET', '/api/v1/events');
  expect([empty.status, empty.body]).toEqual([204, '']);
  await leave(alice);
});

test('B14: two readers of one user share his events: none twice, none lost', async () => {
  const alice = await floor.agent('alice');
  await alice.events();
  const other = floor.program();
  other.token = alice.token;
  const got: unknown[] = [];
  const read = async (program: AgentProgram): Promise<void> => {
    while (got.length < 200) got.push(...(await program.events('wait=1&max=3')).map(({ n }) => n));
  };
  const readers = [read(alice), read(other)];
  for (let n = 0; n < 200; n += 1)
    model.send('alice', { name: 'CallStatus', login: 'alice', cid: 77, state: 'new', n });
  await Promise.all(readers);
  expect(got.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 200 }, (_, n) => n));
  await leave(alice);
});

test('B15: one object by default, an array with max', async () => {
  const alice = await floor.agent('alice');
  await alice.events();
  const cid = model.ring('alice', { caller: '100' });
  const answer = await alice.ask('GET', '/api/v1/events?wait=5');
  const first = answer.body as Record<string, unknown>;
  const call = first['name'] === 'NewCall' ? first : await alice.event('NewCall');
  expect(Array.isArray(answer.body)).toBe(false);
  expect(call).toMatchObject({ name: 'NewCall', cid, creationTime: expect.any(Number) });
  model.farHangUp('alice', cid);
  expect((await alice.ask('GET', '/api/v1/events?max=10&wait=5')).body).toEqual(expect.any(Array));
  await leave(alice);
});

test('B15: what is no number is 400', async () => {
  const alice = await floor.agent('alice');
  for (const query of ['max=0', 'max=x', 'max=501', 'max=1.5', 'wait=-1', 'wait=61', 'after=x', 'max=1&max=2'])
    expect([query, (await alice.ask('GET', `/api/v1/events?${query}`)).status]).toEqual([query, 400]);
  await leave(alice);
});

test('B16: a command reaches the CTI API with the login of the session and a rid; Ok is 200, Error 500 with its words', async () => {
  const alice = await floor.agent('alice');
  const cid = model.ring('alice', { caller: '100' });
  await alice.event('NewCall');
  expect(await alice.control({ cid, name: 'Answer' })).toMatchObject({ status: 200, body: { name: 'Ok' } });
  expect(model.received.at(-1)).toMatchObject({ name: 'Answer', cid, login: 'alice', rid: expect.any(String) });
  expect(await alice.control({ cid: String(cid), name: 'Hold', on: true })).toMatchObject({ status: 200 });
  expect(model.received.at(-1)).toMatchObject({ cid, on: true });
  expect(await alice.control({ name: 'GetCalls' })).toMatchObject({ status: 200, body: { name: 'Calls' } });
  model.script = { Hold: 'error:the line is busy' };
  expect(await alice.control({ cid, name: 'Hold', on: false })).toMatchObject({
    status: 500,
    body: { error: 'the line is busy', code: 'ctiRefused' },
  });
  model.script = { Mute: 'silent' };
  expect(await alice.control({ cid, name: 'Mute', on: true })).toMatchObject({
    status: 500,
    body: { code: 'ctiTimeout' },
  });
  model.farHangUp('alice', cid);
  await leave(alice);
});

test("B17: another user's login or call is refused, and nothing reaches the CTI API", async () => {
  const [alice, bob] = [await floor.agent('alice'), await floor.agent('bob')];
  const cid = model.ring('alice', { caller: '100' });
  await alice.event('NewCall');
  model.clearReceived();
  const refused = [
    { name: 'Answer', cid },
    { name: 'Answer', cid: String(cid) },
    { name: 'Answer', cid, login: 'alice' },
    { name: 'GetCalls', login: 'alice' },
    { name: 'MakeCall', phoneNumber: '1', login: 'alice' },
    { name: 'MakeCall', phoneNumber: '1', login: ['bob', 'alice'] },
    { name: 'Transfer', cid, phoneNumber: '1' },
  ];
  for (const command of refused) expect([command, (await bob.control(command)).status]).toEqual([command, 403]);
  expect(
    (await bob.ask('POST', '/api/v1/control?login=alice', { name: 'Hangup', cid }, { 'x-login': 'alice' })).status,
  ).toBe(403);
  expect(model.received).toEqual([]);
  // What a command has no field for does not travel.
  await bob.control({ name: 'GetCalls', login: 'bob', target: 'alice', rid: 'mine', name2: 'x' });
  expect(model.received).toMatchObject([{ name: 'GetCalls', login: 'bob' }]);
  expect(Object.keys(model.received[0] ?? {}).toSorted()).toEqual(['login', 'name', 'rid']);
  model.farHangUp('alice', cid);
  await leave(alice, bob);
});

test('B18: no such command, fields that are missing or of another type: refused here', async () => {
  const alice = await floor.agent('alice');
  model.clearReceived();
  const bad: unknown[] = [
    { name: 'Dance' },
    { name: 'constructor' },
    { name: '__proto__x' },
    { name: 1 },
    {},
    [],
    'null',
    '7',
    '"Answer"',
    { name: 'Answer' },
    { name: 'Answer', cid: {} },
    { name: 'Answer', cid: null },
    { name: 'Answer', cid: '' },
    { name: 'Hold', cid: 1 },
    { name: 'Hold', cid: 1, on: 'yes' },
    { name: 'MakeCall' },
    { name: 'MakeCall', phoneNumber: 7 },
    { name: 'SendDTMFSignal', cid: 1, DTMFString: 'x' },
    { name: 'ChangeUserState', state: 'asleep' },
    { name: 'answer', cid: 1 },
  ];
  for (const body of bad)
    expect([body, (await alice.ask('POST', '/api/v1/control', body)).status]).toEqual([body, 400]);
  expect(model.received).toEqual([]);
  await leave(alice);
});

test('B19: commands that could reach beyond the user are refused', async () => {
  const alice = await floor.agent('alice');
  model.clearReceived();
  const never = [
    { name: 'SetProtocolVersion', protocolVersion: '13' },
    { name: 'AttachToUser', login: 'alice' },
    { name: 'DetachFromUser' },
    { name: 'Exit' },
    { name: 'SendPmsRestRequest', path: '/', data: '', method: 'GET' },
    { name: 'BroadcastMessage', message: 'x', to: [] },
    { name: 'BroadcastProjectMessage', message: 'x', project_id: 'p', to: [] },
    { name: 'SubscribeOnMessagesSession', protocol_version: 0, session_id: 's' },
    { name: 'HangupConference', confId: 1 },
  ];
  for (const command of never)
    expect([command.name, (await alice.control(command)).status]).toEqual([command.name, 403]);
  expect(model.received).toEqual([]);
  await leave(alice);
});

test('B20: compressed both ways, and what is too large, before or behind the compression, is refused', async () => {
  const alice = await floor.agent('alice');
  const body = JSON.stringify({ name: 'GetCalls' });
  const send = async (bytes: Buffer, encoding: string): Promise<number> =>
    (
      await fetch(`${floor.url}/api/v1/control`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${alice.token}`,
          'content-type': 'application/json',
          'content-encoding': encoding,
        },
        body: new Uint8Array(bytes),
      })
    ).status;
  expect(await send(gzipSync(body), 'gzip')).toBe(200);
  expect(await send(brotliCompressSync(body), 'br')).toBe(200);
  expect(await send(gzipSync(body).subarray(0, 12), 'gzip')).toBe(400);
  expect(await send(Buffer.from(body), 'gzip')).toBe(400);
  expect(await send(Buffer.from(body), 'zstd')).toBe(400);
  expect(await send(gzipSync(Buffer.alloc(50_000_000, 0x20)), 'gzip')).toBe(413);
  expect((await alice.ask('POST', '/api/v1/control', `{"name":"${'x'.repeat(100_000)}"}`)).status).toBe(413);
  for (let n = 0; n < 50; n += 1) model.send('alice', { name: 'CallStatus', login: 'alice', cid: 77, state: 'new', n });
  await until(
    'they wait',
    async () => ((await alice.ask('GET', '/healthz')).body as { events: { waiting: number } }).events.waiting >= 50,
  );
  for (const encoding of ['gzip', 'br']) {
    const answer = await alice.ask('GET', '/api/v1/events?max=25', undefined, { 'accept-encoding': encoding });
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    expect(answer.body).toHaveLength(25);
  }
  await leave(alice);
});

test('languages: errors in the language that is asked for', async () => {
  const said = async (language: string): Promise<unknown> =>
    (
      (await floor.program().ask('GET', '/api/v1/calls', undefined, { 'accept-language': language })).body as {
        error: string;
      }
    ).error;
  expect(await said('ru-RU,ru;q=0.9')).toMatch(/[а-я]/u);
  expect(await said('zh-CN')).toMatch(/[一-龥]/u);
  expect(await said('fr, de')).toMatch(/^[A-Z][a-z]/u);
});

test('the OpenAPI document names every route, and a page of it can be read', async () => {
  const program = floor.program();
  const { paths } = (await program.ask('GET', '/api/v1/openapi.json')).body as { paths: Record<string, unknown> };
  expect(Object.keys(paths)).toContain('/api/v1/control');
  for (const path of Object.keys(paths))
    expect([path, (await program.ask('DELETE', path)).status]).toEqual([path, 404]);
  expect((await program.ask('GET', '/api/docs')).body).toContain('ConsultationTransfer {cid, phoneNumber}');
});
