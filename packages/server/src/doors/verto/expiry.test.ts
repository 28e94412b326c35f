// Tokens that run out over Verto: told before, closed when it comes, refused afterwards (checklist line 27).
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { TestCore } from '../../../../../test/support/test-core.ts';
import { until } from '../../../../../test/support/until.ts';
import { createVertoDoor } from './door.ts';

const afterwards: (() => void)[] = [];
afterEach(() => {
  for (const each of afterwards.splice(0)) each();
});

type Frame = { readonly id?: unknown; readonly method?: string } & Readonly<Record<string, unknown>>;

async function signedIn(core: TestCore) {
  const door = createVertoDoor({
    core,
    log: pino({ level: 'silent' }),
    sipDomain: 'x',
    limits: { vertoExpiryWarningMs: 150 },
  });
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => door.accept(socket, { address: '127.0.0.1' }));
  await new Promise((resolve) => server.once('listening', resolve));
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const frames: Frame[] = [];
  let closed = 0;
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString()) as Frame));
  socket.on('close', (code) => (closed = code));
  await new Promise((resolve) => socket.once('open', resolve));
  afterwards.push(() => {
    socket.terminate();
    door.close();
    server.close();
  });
  const ask = (id: number, method: string, params: object): Promise<Frame> => {
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return until(method, () => frames.find((frame) => frame.id === id && frame.method === undefined));
  };
  const login = { login: '1001', passwd: 'right', sessid: 'tab' };
  const reply = await ask(1_001, 'login', login);
  return { ask, frames, login, reply, closed: () => closed };
}

test('27: told before it runs out, and closed when it does', async () => {
  const core = new TestCore();
  core.expiresAt = Date.now() + 300;
  const { reply, frames, closed } = await signedIn(core);
  const expires = Math.floor(core.expiresAt / 1_000);
  expect(reply).toMatchObject({ result: { message: 'logged in', 'auth-expires': expires } });
  const warning = await until('a warning', () => frames.find(({ method }) => method === 'verto.event'));
  expect(warning['params']).toEqual({ eventChannel: 'tab', eventType: 'tokenExpiring', data: { expires } });
  expect(Date.now()).toBeLessThan(core.expiresAt);
  await until('closed', () => closed() !== 0);
  expect(closed()).toBe(1008);
  expect(Date.now()).toBeGreaterThanOrEqual(core.expiresAt);
});

test('26, 27: renewed in time, it goes on', async () => {
  const core = new TestCore();
  core.expiresAt = Date.now() + 300;
  const { ask, login, closed } = await signedIn(core);
  const first = core.expiresAt;
  core.expiresAt = Date.now() + 60_000;
  expect(await ask(1_002, 'login', login)).toMatchObject({ result: { message: 'logged in' } });
  await until('the first would have run out', () => Date.now() > first + 50);
  expect(await ask(1_003, 'verto.ping', {})).toMatchObject({ result: { message: 'PONG' } });
  expect(closed()).toBe(0);
});
