// Frames go to and fro between a page and the switch, what ends one ends the other, and nothing piles up between them.
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { until } from '../../../../../test/support/until.ts';
import { SipRelay, type SipRelayOptions } from './sip-relay.ts';

const ping = '\r\n\r\n';
const pong = '\r\n';

let far: WebSocketServer;
let near: WebSocketServer;
let relay: SipRelay;
/** At the switch, in the order they came. */
let farSockets: WebSocket[];
let farHeard: (string | Buffer)[];
let warnings: unknown[];
const pages: Page[] = [];

class Page {
  readonly socket: WebSocket;
  readonly heard: (string | Buffer)[] = [];
  closed: { readonly code: number; readonly reason: string } | null = null;

  constructor() {
    this.socket = new WebSocket(`ws://127.0.0.1:${portOf(near)}`, 'sip');
    this.socket.on('message', (data: Buffer, isBinary) => this.heard.push(isBinary ? data : data.toString()));
    this.socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
    });
    pages.push(this);
  }

  async opened(): Promise<this> {
    await until('the page is connected', () => this.socket.readyState === WebSocket.OPEN);
    return this;
  }
}

const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;
const listening = (): WebSocketServer => new WebSocketServer({ port: 0, host: '127.0.0.1' });
const ended = (server: WebSocketServer): Promise<void> =>
  new Promise((resolve) => {
    for (const socket of server.clients) socket.terminate();
    server.close(() => resolve());
  });

function start(bounds: SipRelayOptions['bounds'] = {}, url = `ws://127.0.0.1:${portOf(far)}/ws`): void {
  relay = new SipRelay({
    url,
    bounds,
    log: (level, message, fields) => level === 'warn' && warnings.push({ message, ...fields }),
  });
  near.on('connection', (socket) => relay.accept(socket, { address: '127.0.0.1', port: 1, secure: false }));
}

beforeEach(async () => {
  [farSockets, farHeard, warnings] = [[], [], []];
  far = listening();
  near = listening();
  far.on('connection', (socket) => {
    farSockets.push(socket);
    socket.on('message', (data: Buffer, isBinary) => farHeard.push(isBinary ? data : data.toString()));
  });
  await until('they listen', () => far.address() !== null && near.address() !== null);
});

afterEach(async () => {
  relay.close();
  for (const { socket } of pages.splice(0)) socket.terminate();
  await ended(near);
  await ended(far);
});

test('frames go to and fro as they are, those that came before the switch was there too, in order', async () => {
  start();
  const page = new Page();
  page.socket.on('open', () => {
    for (const frame of ['REGISTER one', 'REGISTER two', Buffer.from([0, 255])]) page.socket.send(frame);
  });
  await until('all is there', () => farHeard.length === 3);
  expect(farHeard).toEqual(['REGISTER one', 'REGISTER two', Buffer.from([0, 255])]);
  farSockets[0]!.send('SIP/2.0 200 OK');
  farSockets[0]!.send(Buffer.from([7]));
  await until('so is the answer', () => page.heard.length === 2);
  expect(page.heard).toEqual(['SIP/2.0 200 OK', Buffer.from([7])]);
  expect(farSockets[0]!.protocol).toBe('sip');
});

test('a keep-alive is answered as long as the switch is there, and not carried on', async () => {
  start();
  const page = await new Page().opened();
  await until('the switch is there', () => farSockets.length === 1);
  page.socket.send('OPTIONS');
  await until('it hears', () => farHeard.length === 1);
  page.socket.send(ping);
  await until('answered', () => page.heard.length === 1);
  expect(page.heard).toEqual([pong]);
  expect(farHeard).toEqual(['OPTIONS']);
});

test('what ends one ends the other', async () => {
  start();
  const [one, other] = [await new Page().opened(), await new Page().opened()];
  await until('the switch has both', () => farSockets.length === 2 && relay.size === 2);
  one.socket.close(1000);
  await until(
    'the switch is told',
    () => farSockets.filter(({ readyState }) => readyState === WebSocket.CLOSED).length === 1,
  );
  farSockets.find(({ readyState }) => readyState === WebSocket.OPEN)!.terminate();
  await until('the page is told', () => other.closed !== null);
  expect(other.closed!.code).toBe(1014);
  expect(relay.size).toBe(0);
});

test('when the relay ends, pages are told so', async () => {
  start();
  const page = await new Page().opened();
  await until('the switch is there', () => farSockets.length === 1);
  relay.close();
  await until('told', () => page.closed !== null);
  expect(page.closed!.code).toBe(1001);
});

test('a switch that is away, or speaks no SIP there, is said once, however many pages come', async () => {
  const port = portOf(far);
  await ended(far);
  start({}, `ws://127.0.0.1:${port}/ws`);
  for (const _ of [1, 2, 3]) {
    const page = new Page();
    await until('sent away', () => page.closed !== null);
    expect(page.closed).toEqual({ code: 1013, reason: 'the switch is away' });
  }
  expect(warnings).toHaveLength(1);
  far = listening();
});

test('nothing piles up before the switch is there, and it is not waited for without end', async () => {
  const silent: Server = createServer((socket: Socket) => void socket.on('error', () => undefined).pause());
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  start({ sipRelayMaxWaitingBytes: 1_000, sipRelayConnectMs: 700 }, `ws://127.0.0.1:${portOf(silent)}/ws`);
  const [eager, patient] = [await new Page().opened(), await new Page().opened()];
  eager.socket.send('x'.repeat(1_001));
  await until('whoever says too much is cut', () => eager.closed !== null);
  await until('whoever waits too long is sent away', () => patient.closed !== null);
  expect([eager, patient].map(({ closed }) => closed!.code)).toEqual([expect.any(Number), 1013]);
  expect(relay.size).toBe(0);
  silent.close();
});

test('a side that does not read costs its connection', async () => {
  start({ sipRelayMaxBufferedBytes: 50_000 });
  const page = await new Page().opened();
  await until('the switch is there', () => farSockets.length === 1);
  page.socket.pause();
  const send = setInterval(
    () => farSockets[0]!.readyState === WebSocket.OPEN && farSockets[0]!.send('x'.repeat(60_000)),
    1,
  );
  await until('cut', () => relay.size === 0);
  clearInterval(send);
  await until('the switch is told', () => farSockets[0]!.readyState !== WebSocket.OPEN);
});

test('who registers nothing in time is sent away; who does stays', async () => {
  start({ sipRelayStrangerMs: 300 });
  const stranger = await new Page().opened();
  await until('the switch has him', () => farSockets.length === 1);
  const known = await new Page().opened();
  await until('the switch has both', () => farSockets.length === 2);
  farSockets[0]!.send('SIP/2.0 401 Unauthorized');
  farSockets[1]!.send('SIP/2.0 200 OK');
  await until('sent away', () => stranger.closed !== null);
  expect(stranger.closed).toEqual({ code: 1008, reason: 'nobody has registered' });
  known.socket.send(ping);
  await until('the other one is served', () => known.heard.includes(pong));
});

test('an end that has died without a word is noticed, on either side', async () => {
  start({ sipRelayHeartbeatMs: 200 });
  const [dead, alive] = [await new Page().opened(), await new Page().opened()];
  await until('the switch has both', () => farSockets.length === 2);
  dead.socket.pause();
  await until('noticed', () => farSockets.some(({ readyState }) => readyState === WebSocket.CLOSED));
  expect(alive.closed).toBeNull();
  farSockets.find(({ readyState }) => readyState === WebSocket.OPEN)!.pause();
  await until('noticed there too', () => alive.closed !== null);
});

test('only so many at once', async () => {
  start({ sipRelayMaxConnections: 1 });
  await new Page().opened();
  await until('the first is there', () => relay.size === 1);
  const second = new Page();
  await until('the second is sent away', () => second.closed !== null);
  expect(second.closed).toEqual({ code: 1013, reason: 'too many' });
});
