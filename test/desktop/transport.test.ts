// The local server as a wire: where it listens, what a frame is, which requests are taken, and one at a time (A1 to A10).
import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Program } from '../../packages/desktop/src/program.ts';
import { localPortOf, settingsSchema } from '../../packages/desktop/src/settings/settings.ts';
import { DesktopFloor, everybodysPassword, until } from '../support/desktop-floor.ts';
import type { LocalPage } from '../support/local-page.ts';

let floor: DesktopFloor;
beforeAll(async () => {
  floor = await DesktopFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

const opened = async (query = ''): Promise<{ program: Program; page: LocalPage }> => {
  const program = await floor.program();
  return { program, page: await floor.page(program, { query }) };
};

const reaches = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 }, () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

test('A1 listens on loopback by both names, at its path alone; port 0 is 9696', async () => {
  const { program } = await opened();
  const { port } = program.local;
  for (const host of ['127.0.0.1', 'localhost']) {
    const page = await floor.page(program, { host });
    expect((await page.ask('getStatus')).result).toEqual([-1, 0]);
  }
  for (const path of ['/', '/jsonrpc/', '/other']) await expect(floor.page(program, { path })).rejects.toThrow('404');
  const others = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const outside = others.filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address);
  for (const address of outside) expect(await reaches(address, port), address).toBe(false);
  expect(await reaches('127.0.0.1', port)).toBe(true);
  const portOf = (localServer: object): number => localPortOf(settingsSchema.parse({ localServer }));
  expect([portOf({}), portOf({ port: 0 }), portOf({ port: 9700 })]).toEqual([9696, 9696, 9700]);
});

test('A2 each of several pages is told everything', async () => {
  const { program, page } = await floor.loggedIn();
  const other = await floor.page(program);
  await page.call('signIn');
  await other.call('setBusy');
  await page.status(2, 10);
  await other.status(2, 10);
  expect(other.statuses).toEqual([
    [4, 0],
    [2, 10],
  ]);
});

test('A3 each frame is one JSON-RPC message as text', async () => {
  const { page } = await floor.idle();
  expect(page.texts.length).toBeGreaterThan(3);
  for (const text of page.texts) expect(JSON.parse(text)).toMatchObject({ jsonrpc: '2.0' });
});

test('A4 ids come back as they were, text or number', async () => {
  const { page } = await opened();
  for (const id of ['<your-rpc-id>', '1', 1, 0, -7, '']) {
    const { id: echoed } = await page.ask('getStatus', [], id);
    expect(echoed).toBe(id);
  }
  page.send('{"jsonrpc":"2.0","id":12345678901234567890,"method":"getStatus"}');
  await until('the long number', () => page.texts.some((text) => text.includes('"id":12345678901234567890,')));
});

test('A5 parameters by position or by name; defaults; what is surplus is wrong', async () => {
  const first = await opened();
  const named = { workerNum: '2001', password: everybodysPassword };
  expect(await first.page.ask('logIn', named)).toMatchObject({ result: null });
  expect(await first.page.ask('logOut')).toMatchObject({ result: null });
  expect(await first.page.ask('logIn', ['2001', everybodysPassword])).toMatchObject({ result: null });
  expect(await first.page.ask('signIn', [])).toMatchObject({ result: null });
  expect(await first.page.ask('setBusy', {})).toMatchObject({ result: null });
  expect((await first.page.ask('getStatus')).result).toEqual([2, 10]);
  for (const params of [['a', 'b', null, 'd'], { ...named, more: 1 }, ['a'], { workerNum: '2001' }, [1, 2]])
    expect((await first.page.ask('logIn', params)).error?.code, JSON.stringify(params)).toBe(-32602);
});

test('A6 a request without an id is carried out and not answered', async () => {
  const { page } = await floor.idle();
  const before = page.frames.length;
  page.send('{"jsonrpc":"2.0","method":"setBusy","params":[12]}');
  await page.status(2, 12);
  page.send('{"jsonrpc":"2.0","method":"noSuchMethod"}');
  page.send('{"jsonrpc":"2.0","method":"setBusy","params":["x"]}');
  await page.ask('getStatus');
  const since = page.frames.slice(before).filter((frame) => frame.method === undefined);
  expect(since).toHaveLength(1);
});

test('A7 a batch is one error, and nothing in it is carried out', async () => {
  const { page } = await floor.idle();
  const request = (id: number, workType: number) => ({ jsonrpc: '2.0', id, method: 'setBusy', params: [workType] });
  const before = page.frames.length;
  for (const batch of [[request(90, 12), request(91, 15)], [request(92, 16)], []]) page.send(JSON.stringify(batch));
  expect((await page.ask('getStatus')).result).toEqual([4, 0]);
  const errors = page.frames.slice(before).filter(({ error }) => error !== undefined);
  expect(errors).toHaveLength(3);
  for (const frame of errors) expect(frame).toMatchObject({ id: null, error: { code: -32600 } });
});

test('A8 what is no JSON and what no method has errors of their own; the page stays', async () => {
  const { page } = await opened();
  for (const text of ['{"jsonrpc":', 'hello', '']) {
    const before = page.frames.length;
    page.send(text);
    await until('an error', () => page.frames.length > before);
    expect(page.frames.at(-1)).toMatchObject({ id: null, error: { code: -32700 } });
  }
  for (const text of [
    '1',
    'null',
    '{"jsonrpc":"1.0","id":5,"method":"getStatus"}',
    '{"jsonrpc":"2.0","id":5}',
    '{"jsonrpc":"2.0","id":{},"method":"x"}',
  ]) {
    const before = page.frames.length;
    page.send(text);
    await until('an error', () => page.frames.length > before);
    expect(page.frames.at(-1), text).toMatchObject({ error: { code: -32600 } });
  }
  expect(await page.ask('noSuchMethod', [], 'q')).toMatchObject({ id: 'q', error: { code: -32601 } });
  expect(await page.ask('constructor', [], 'c')).toMatchObject({ error: { code: -32601 } });
  page.sendBytes(Buffer.from('{"jsonrpc":"2.0","id":1,"method":"getStatus"}'));
  await until('an error for bytes', () => page.frames.at(-1)?.error?.code === -32600);
  expect((await page.ask('getStatus')).result).toEqual([-1, 0]);
});

test('A9 while a request is unfinished another one is refused at once; version 6 answers what only looks', async () => {
  const first = await opened();
  const logIn = first.page.ask('logIn', ['2001', everybodysPassword], 'login');
  const second = await first.page.ask('getStatus', [], 'second');
  expect(second).toMatchObject({ id: 'second', error: { code: -311 } });
  expect(first.page.frames.some(({ id }) => id === 'login')).toBe(false);
  expect(await logIn).toMatchObject({ result: null });
  expect((await first.page.ask('getStatus')).result).toEqual([0, 0]);
  await floor.tidyUp();
  const six = await opened('?profile=v6');
  const other = await floor.page(six.program);
  const again = six.page.ask('logIn', ['2001', everybodysPassword], 'login');
  const [look, steers, elsewhere] = await Promise.all([
    six.page.ask('getStatus', [], 'look'),
    six.page.ask('echoWithDelay', ['x', 1], 'steer'),
    other.ask('logIn', ['2002', everybodysPassword]),
  ]);
  expect(look).toMatchObject({ result: [-1, 0] });
  expect(steers.error).toMatchObject({ code: -32000, data: { code: -311 } });
  expect(String(steers.error?.data?.['type'])).toMatch(/RequestNotCompleteError$/);
  expect(elsewhere.error).toMatchObject({ code: -311 });
  expect(await again).toMatchObject({ result: null });
});

test('A10 an error has a whole number and a text, and no result beside it', async () => {
  const { page } = await opened();
  for (const [method, params] of [
    ['noSuchMethod', []],
    ['setBusy', [99]],
    ['setIdle', []],
    ['logIn', ['2001', 'wrong']],
    ['throwAnException', ['oh']],
  ] as const) {
    const { error, ...rest } = await page.ask(method, params);
    expect(Number.isInteger(error?.code), method).toBe(true);
    expect(typeof error?.message).toBe('string');
    expect('result' in rest).toBe(false);
  }
});

test('a response that nobody asked for is left alone', async () => {
  const { page } = await opened();
  page.send('{"jsonrpc":"2.0","id":1,"result":null}');
  page.send('{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x"}}');
  await page.ask('getStatus', [], 'after');
  expect(page.frames).toHaveLength(1);
});
