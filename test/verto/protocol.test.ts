// The Verto door as mod_verto's clients find it: handshake, login, envelope, channels' names; each test begins with its line of the checklist.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CallCentre, CentreOptions } from '../support/call-centre.ts';
import { VertoFloor } from '../support/verto-floor.ts';

let floor: VertoFloor;
beforeAll(async () => {
  floor = await VertoFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

const centre = (options: CentreOptions = {}) => floor.centre(options);
const stranger = (at: CallCentre) => floor.stranger(at);
const signedIn = (at: CallCentre) => floor.signedIn(at);

const loginRequired = { code: -32000, message: 'Authentication Required' };

test('1: an empty login is told that a login is wanted, never that it succeeded', async () => {
  const peer = await stranger(await centre());
  expect(await peer.ask('login', { sessid: 'abc' })).toMatchObject({ id: 'q1', error: loginRequired });
  expect(await peer.ask('login', {})).toMatchObject({ id: 'q2', error: loginRequired });
  expect(await peer.ask('login', { loginParams: {} })).toMatchObject({ error: loginRequired });
});

test('2: two empty logins back to back, then a real one', async () => {
  const peer = await stranger(await centre());
  peer.send({ jsonrpc: '2.0', id: 2, method: 'login', params: { sessid: 's' } });
  peer.send({ jsonrpc: '2.0', id: 1, method: 'login', params: { sessid: 's' } });
  expect((await peer.reply(2)).error).toEqual(loginRequired);
  expect((await peer.reply(1)).error).toEqual(loginRequired);
  expect((await peer.logIn('2001')).result).toMatchObject({ message: 'logged in', sessid: peer.sessid });
});

test('3: an id comes back as it came', async () => {
  const peer = await signedIn(await centre());
  for (const id of [0, 7, 'a', '中']) {
    peer.send({ jsonrpc: '2.0', id, method: 'echo', params: { a: 1 } });
    expect(await peer.reply(id)).toMatchObject({ id, result: { a: 1 } });
  }
  peer.send({ jsonrpc: '2.0', method: 'echo', params: {} });
  expect(await peer.reply(null)).toMatchObject({ id: null });
});

test('4: before login nothing is done', async () => {
  const at = await centre();
  const peer = await stranger(at);
  for (const method of ['jsapi', 'verto.subscribe', 'verto.ping', 'echo', 'verto.invite', 'nonsense']) {
    expect((await peer.ask(method, { eventChannel: 'vcc', sessid: 'x' })).error).toEqual(loginRequired);
  }
});

test('5: a refused login leaves the socket open; after several the client is told not to come back', async () => {
  const peer = await stranger(await centre());
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const { error } = await peer.logIn('2001', { passwd: 'wrong' });
    expect(error).toMatchObject({ code: -32001 });
  }
  expect((await peer.message('verto.punt')).params).toMatchObject({ reason: 'too many failed logins' });
  expect(await peer.closed()).toBe(1008);
});

test('5: a batch of guesses ends where single ones do', async () => {
  const peer = await stranger(await centre());
  const guess = (id: number) => ({ jsonrpc: '2.0', id, method: 'login', params: { login: 'nobody', passwd: 'wrong' } });
  peer.send(Array.from({ length: 20 }, (_, id) => guess(id)));
  await peer.message('verto.punt');
  const replies = JSON.parse(peer.texts.find((text) => text.startsWith('[')) ?? '[]') as {
    error: { message: string };
  }[];
  expect(replies).toHaveLength(20);
  expect(new Set(replies.slice(5).map(({ error }) => error.message))).toEqual(
    new Set(['Authentication Failure: too many attempts, wait']),
  );
});

test('5: a socket on which nobody signs in is told not to come back', async () => {
  const peer = await stranger(await centre({ verto: { vertoStrangerMs: 50 } }));
  await peer.message('verto.punt');
  expect(await peer.closed()).toBe(1008);
});

test('6: a token signs in, whatever the password; a token that nobody holds does not', async () => {
  const at = await centre();
  const token = await floor.tokenOf(at, '2001');
  const peer = await stranger(at);
  const { result } = await peer.logIn('2001', { passwd: 'password', loginParams: { xui_sessid: token } });
  expect(result).toMatchObject({ message: 'logged in', 'auth-expires': expect.any(Number) as number });
  const other = await stranger(at);
  const { error } = await other.logIn('2001', { passwd: 'password', loginParams: { xui_sessid: 'x'.repeat(43) } });
  expect(error).toEqual({ code: -32001, message: 'Authentication Failure: the token is unknown or has expired' });
});

test("7: another one's token does not", async () => {
  const at = await centre();
  const peer = await stranger(at);
  const token = await floor.tokenOf(at, '2001');
  const { error } = await peer.logIn('2002', { passwd: 'password', loginParams: { xui_sessid: token } });
  expect(error).toEqual({ code: -32001, message: 'Authentication Failure: the token belongs to somebody else' });
});

test('8: a single reply carries the sessid, a batch is answered by a batch without it, in order', async () => {
  const peer = await signedIn(await centre());
  expect((await peer.ask('echo', { a: 1 })).result).toEqual({ a: 1, sessid: peer.sessid });
  peer.send([
    { jsonrpc: '2.0', id: 11, method: 'echo', params: { a: 1 } },
    { jsonrpc: '2.0', id: 12, method: 'nonsense', params: {} },
    { jsonrpc: '2.0', id: 13, method: 'echo', params: { a: 3 } },
  ]);
  await expect.poll(() => peer.texts.at(-1)).toMatch(/^\[/);
  expect(JSON.parse(peer.texts.at(-1) ?? '')).toEqual([
    { jsonrpc: '2.0', id: 11, result: { a: 1 } },
    { jsonrpc: '2.0', id: 12, error: { code: -32601, message: 'Invalid Method, Missing Method or Permission Denied' } },
    { jsonrpc: '2.0', id: 13, result: { a: 3 } },
  ]);
});

describe('9: what is no request is told so', () => {
  const cases: readonly (readonly [string, string, number, string])[] = [
    ['broken JSON', '{"jsonrpc"', -32600, 'Invalid Request'],
    ['a number', '1', -32600, 'Invalid Request'],
    ['an empty batch', '[]', -32600, 'Invalid Request'],
    ['params that are text', '{"jsonrpc":"2.0","id":null,"method":"echo","params":"x"}', -32600, 'Invalid Request'],
    ['another version', '{"jsonrpc":"1.0","method":"echo"}', -32600, 'Invalid message'],
    ['no method', '{"jsonrpc":"2.0"}', -32601, 'Invalid Method, Missing Method or Permission Denied'],
    [
      'a method nobody knows',
      '{"jsonrpc":"2.0","method":"x"}',
      -32601,
      'Invalid Method, Missing Method or Permission Denied',
    ],
    [
      'a name of every object',
      '{"jsonrpc":"2.0","method":"constructor"}',
      -32601,
      'Invalid Method, Missing Method or Permission Denied',
    ],
  ];
  test.each(cases)('%s', async (_, text, code, message) => {
    const peer = await signedIn(await centre());
    peer.send(text);
    expect(await peer.reply(null)).toEqual({ jsonrpc: '2.0', id: null, error: { code, message } });
  });

  test('a jsapi command that is not there, and fsapi', async () => {
    const peer = await signedIn(await centre());
    expect((await peer.ask('jsapi', { command: 'status' })).error).toEqual({
      code: -32602,
      message: 'Permission Denied',
    });
    expect((await peer.ask('fsapi', { cmd: 'status' })).error).toMatchObject({ code: -32601 });
  });

  test('the answer of a client to a message of ours is no request', async () => {
    const peer = await signedIn(await centre());
    peer.send({ jsonrpc: '2.0', id: 1, result: { method: 'verto.clientReady' } });
    expect((await peer.ask('echo', { a: 1 })).result).toMatchObject({ a: 1 });
    expect(peer.frames.filter(({ error }) => error !== undefined)).toEqual([]);
  });
});

test('10: a frame that is too large closes with 1009', async () => {
  const peer = await signedIn(await centre());
  peer.send(`{"jsonrpc":"2.0","method":"echo","params":{"x":"${'x'.repeat(1_000_000)}"}}`);
  expect(await peer.closed()).toBe(1009);
});

test('11: after the reply to the login comes exactly one clientReady', async () => {
  const peer = await stranger(await centre());
  await peer.logIn('2001');
  await peer.message('verto.clientReady');
  await peer.ask('echo');
  const order = peer.frames.map(
    (frame) => frame.method ?? (frame.result?.['message'] === 'logged in' ? 'login' : 'reply'),
  );
  expect(order).toEqual(['login', 'verto.clientReady', 'reply']);
  expect((await peer.message('verto.clientReady')).params).toEqual({ reattached_sessions: [] });
});

test('12: whatever the server sends by itself has params and a whole number', async () => {
  const at = await centre();
  const peer = await signedIn(at);
  await peer.subscribe('vcc.default.2001');
  await at.telephone('2001');
  await peer.run('ccLogin', { queue: 'sales', agent: '2001', extn: '8001' });
  await expect.poll(() => peer.events().length).toBe(2);
  const own = peer.frames.filter(({ method }) => method !== undefined);
  expect(own.length).toBeGreaterThan(2);
  for (const { id, params } of own) {
    expect(Number.isInteger(id) && Number(id) >= 1).toBe(true);
    expect(params).toBeTypeOf('object');
  }
});

test('29: echo gives back, fsapi is not permitted', async () => {
  const peer = await signedIn(await centre());
  expect((await peer.ask('echo', { x: [1, '2'], sessid: 'mine' })).result).toMatchObject({ x: [1, '2'] });
  expect((await peer.ask('fsapi', { cmd: 'show', arg: 'calls' })).error).toMatchObject({ code: -32601 });
});

test('30: the speed test, and what is none', async () => {
  const at = await centre();
  const early = await stranger(at);
  early.send('#SPU 1000');
  await early.closed();
  const peer = await signedIn(at);
  for (const text of ['#', '#S', '#SPX', '#SPU -1', '#SPU 99999999', '#SPE']) peer.send(text);
  await peer.ask('echo');
  expect(peer.texts.filter((text) => text.startsWith('#'))).toEqual([]);
  peer.send('#SPU 4096');
  for (let sent = 0; sent < 4; sent += 1) peer.send(`#SPB ${'.'.repeat(1_023)}`);
  peer.send('#SPE');
  await expect.poll(() => peer.texts.at(-1)).toMatch(/^#SPD \d+$/);
  const speed = peer.texts.filter((text) => text.startsWith('#'));
  expect(speed[0]).toMatch(/^#SPU \d+$/);
  expect(speed.filter((text) => text.startsWith('#SPB '))).toHaveLength(40);
});

test('31: without a telephone a call is refused, and a call that is not there does not exist', async () => {
  const peer = await signedIn(await centre());
  const { error } = await peer.ask('verto.invite', {
    sdp: 'v=0',
    dialogParams: { callID: 'c1', destination_number: '0100' },
  });
  expect(error).toMatchObject({ code: -32002 });
  expect((await peer.ask('verto.bye', { dialogParams: { callID: 'c1' } })).error).toEqual({
    code: -32002,
    message: 'CALL DOES NOT EXIST',
    callID: 'c1',
  });
});
