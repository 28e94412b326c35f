// Frames go to and fro between a page and the switch, what ends one ends the other, and nothing piles up between them.
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { until } from '../../../../../test/support/until.ts';
import { SipRelay, type SipRelayOptions } from './sip-relay.ts';

const ping = '\r\n\r\n';
const pong = '\r\n';

/** What a telephone says. */
const sip = (first: string, user = '8001~page', body = ''): string =>
  `${first}\r\nFrom: <sip:${user}@a.example>;tag=1\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const register = sip('REGISTER sip:a.example SIP/2.0');

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

  /** @returns with its socket at the switch. */
  async registering(): Promise<this & { readonly far: WebSocket }> {
    const count = farSockets.length;
    (await this.opened()).socket.send(register);
    await until('the switch has heard it', () => farHeard.at(-1) === register && farSockets.length > count);
    farHeard.length = 0;
    return Object.assign(this, { far: farSockets.at(-1)! });
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
    admits: (user) => user === '8001~page',
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
  const said = [register, sip('INVITE sip:4000@a.example SIP/2.0', undefined, 'v=0'), Buffer.from(register)];
  page.socket.on('open', () => {
    for (const frame of said) page.socket.send(frame);
  });
  await until('all is there', () => farHeard.length === 3);
  expect(farHeard).toEqual(said);
  farSockets[0]!.send('SIP/2.0 200 OK');
  farSockets[0]!.send(Buffer.from([7]));
  await until('so is the answer', () => page.heard.length === 2);
  expect(page.heard).toEqual(['SIP/2.0 200 OK', Buffer.from([7])]);
  expect(farSockets[0]!.protocol).toBe('sip');
});

test.each([
  'SIP/2.0 200 OK',
  'CANCEL sip:4000@a.example SIP/2.0',
  'BYE sip:4000@a.example SIP/2.0\r\nTo: <sip:139@b.example>;tag=2',
])('who has not said whose he is reaches no switch: %s', async (first) => {
  start();
  const page = await new Page().opened();
  page.socket.send(sip(first, 'anybody'));
  await until('it is cut', () => page.closed !== null);
  expect(farSockets).toEqual([]);
  const one = await new Page().registering();
  one.socket.send(sip(first, 'anybody'));
  await until('within his own connection it is heard', () => farHeard.length === 1);
});

test('a keep-alive is answered as long as the switch is there, and not carried on', async () => {
  start();
  const page = await new Page().registering();
  page.socket.send(ping);
  await until('answered', () => page.heard.length === 1);
  page.socket.send(register);
  await until('the next one is there', () => farHeard.length > 0);
  expect(page.heard).toEqual([pong]);
  expect(farHeard).toEqual([register]);
});

test('a keep-alive of the switch’s own goes to the page, and the answer back', async () => {
  start();
  const page = await new Page().registering();
  page.far.send(ping);
  await until('the page has it', () => page.heard.length === 1);
  expect(page.heard).toEqual([ping]);
  page.socket.send(pong);
  await until('so has the switch', () => farHeard.length === 1);
  expect(farHeard).toEqual([pong]);
  expect(page.closed).toBeNull();
});

test('who is not let in is cut, and the switch has heard nothing of him', async () => {
  start();
  for (const frame of [sip('REGISTER sip:a.example SIP/2.0', '8002'), 'hello', Buffer.from([0, 255])]) {
    const page = await new Page().opened();
    page.socket.send(ping);
    page.socket.send(frame);
    await until('cut', () => page.closed !== null);
    expect(page.heard).toEqual([]);
  }
  expect(farSockets).toEqual([]);
  const page = await new Page().registering();
  page.socket.send(sip('INVITE sip:4000@a.example SIP/2.0', '13800138000'));
  await until('cut as well', () => page.closed !== null);
  await until('the switch is told', () => page.far.readyState === WebSocket.CLOSED);
  expect(farHeard).toEqual([]);
});

test('what ends one ends the other', async () => {
  start();
  const [one, other] = [await new Page().registering(), await new Page().registering()];
  expect(relay.size).toBe(2);
  one.socket.close(1000);
  await until('the switch is told', () => one.far.readyState === WebSocket.CLOSED);
  other.far.terminate();
  await until('the page is told', () => other.closed !== null);
  expect(other.closed!.code).toBe(1014);
  expect(relay.size).toBe(0);
});

test('when the relay ends, pages are told so', async () => {
  start();
  const page = await new Page().registering();
  relay.close();
  await until('told', () => page.closed !== null);
  expect(page.closed!.code).toBe(1001);
});

test('a switch that is away, or speaks no SIP there, is said once, however many pages come', async () => {
  const port = portOf(far);
  await ended(far);
  start({}, `ws://127.0.0.1:${port}/ws`);
  for (const _ of [1, 2, 3]) {
    const page = await new Page().opened();
    page.socket.send(register);
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
  patient.socket.send(register);
  for (const _ of Array.from({ length: 20 })) eager.socket.send(register);
  await until('whoever says too much is cut', () => eager.closed !== null);
  expect(patient.closed).toBeNull();
  await until('whoever waits too long is sent away', () => patient.closed !== null);
  expect(patient.closed!.code).toBe(1013);
  expect(relay.size).toBe(0);
  silent.close();
});

test('a side that does not read costs its connection', async () => {
  start({ sipRelayMaxBufferedBytes: 50_000 });
  const page = await new Page().registering();
  page.socket.pause();
  const send = setInterval(() => page.far.readyState === WebSocket.OPEN && page.far.send('x'.repeat(60_000)), 1);
  await until('cut', () => relay.size === 0);
  clearInterval(send);
  await until('the switch is told', () => page.far.readyState !== WebSocket.OPEN);
});

test('who registers nothing in time is sent away, whatever he said; who does stays', async () => {
  start({ sipRelayStrangerMs: 500 });
  const [silent, refused, known] = [
    await new Page().opened(),
    await new Page().registering(),
    await new Page().registering(),
  ];
  refused.far.send('SIP/2.0 401 Unauthorized');
  known.far.send('SIP/2.0 200 OK');
  for (const page of [silent, refused]) {
    await until('sent away', () => page.closed !== null);
    expect(page.closed).toEqual({ code: 1008, reason: 'nobody has registered' });
  }
  known.socket.send(ping);
  await until('the other one is served', () => known.heard.includes(pong));
});

test('an end that has died without a word is noticed, on either side', async () => {
  start({ sipRelayHeartbeatMs: 200 });
  const [dead, alive] = [await new Page().registering(), await new Page().registering()];
  dead.socket.pause();
  await until('noticed', () => dead.far.readyState === WebSocket.CLOSED);
  expect(alive.closed).toBeNull();
  alive.far.pause();
  await until('noticed there too', () => alive.closed !== null);
});

test('only so many at once', async () => {
  start({ sipRelayMaxConnections: 1 });
  await new Page().registering();
  const second = new Page();
  await until('the second is sent away', () => second.closed !== null);
  expect(second.closed).toEqual({ code: 1013, reason: 'too many' });
});
