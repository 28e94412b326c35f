// An ARI that is out of order: garbage on its socket, events doubled, out of order and of unknown channels, requests that are not answered, channels that vanish.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import type { CallId, ConnectionId, DeviceId, Fact } from '@cordboard/domain';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import type { SwitchDriver } from '../switch.ts';
import { createAsteriskDriver } from './asterisk-driver.ts';
import type { AsteriskOptions } from './options.ts';

/** What it answers to a request; undefined: nothing at all. */
type Answer = (method: string, path: string) => readonly [status: number, body: unknown] | undefined;

let http: Server;
let sockets: WebSocketServer;
let socket: WebSocket;
let answer: Answer;
let driver: SwitchDriver;
let facts: Fact[];
let requests: string[];

const ordinary: Answer = (method, path) => {
  if (method !== 'GET') return [204, null];
  if (path === '/ari/asterisk/info') return [200, { status: { startup_time: '2026-01-01T00:00:00.000+0000' } }];
  return [
    200,
    path.startsWith('/ari/endpoints/PJSIP/') ? { technology: 'PJSIP', resource: '8001', state: 'online' } : [],
  ];
};

function respond(request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? '/', 'http://ari');
  requests.push(`${request.method} ${decodeURIComponent(pathname)}`);
  const said = answer(request.method ?? '', decodeURIComponent(pathname));
  if (said === undefined) return;
  response.writeHead(said[0], { 'content-type': 'application/json' });
  response.end(said[1] === null ? '' : JSON.stringify(said[1]));
}

function open(more: Partial<AsteriskOptions> = {}): SwitchDriver {
  return createAsteriskDriver({
    ari: {
      url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
      user: 'u',
      password: 'p',
      app: 'cordboard',
    },
    trunks: [{ id: 'outside', isOutgoing: true, maxCalls: 1, callerId: '4000' }],
    isExtension: (endpoint) => /^8\d{3}$/u.test(endpoint),
    dataFolder: tmpdir(),
    log: () => undefined,
    ...more,
  });
}

beforeEach(async () => {
  [answer, facts, requests] = [ordinary, [], []];
  http = createServer(respond);
  sockets = new WebSocketServer({ server: http });
  sockets.on('connection', (opened) => {
    socket = opened;
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  driver = open();
  await driver.start((fact) => facts.push(fact));
});

afterEach(async () => {
  await driver.close();
  sockets.close();
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
});

async function until(what: string, is: () => boolean): Promise<void> {
  const deadline = performance.now() + 9_000;
  while (!is()) {
    if (performance.now() > deadline) throw new Error(`not in time: ${what}; ${JSON.stringify(facts)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const say = (event: object): void => socket.send(JSON.stringify({ application: 'cordboard', ...event }));
const count = (kind: Fact['fact']): number => facts.filter(({ fact }) => fact === kind).length;
const channel = (id: string, name = 'PJSIP/outside-00000001', state = 'Ring'): object => ({
  id,
  name,
  state,
  caller: { name: '', number: '13800138000' },
  dialplan: { context: 'cordboard-trunks', exten: '4000', app_name: 'Stasis', app_data: 'cordboard,trunk,4000' },
});
const started = (id: string): object => ({ type: 'StasisStart', channel: channel(id), args: ['trunk', '4000'] });
const destroyed = (id: string): object => ({ type: 'ChannelDestroyed', channel: channel(id), cause: 16 });

const isCalling = (method: string, path: string): boolean => method === 'POST' && path === '/ari/channels';

function originate(id: string): void {
  driver.wish({
    effect: 'originate',
    callId: 'call' as CallId,
    connectionId: id as ConnectionId,
    to: { kind: 'device', deviceId: '8001' as DeviceId },
    from: { number: '1', name: '' },
    timeoutMs: 60_000,
    data: {},
  });
}

test('one of several whose calls could be named like those of another is not taken', async () => {
  answer = (method, path) =>
    path === '/ari/asterisk/info'
      ? [200, { config: { name: '' }, status: { startup_time: '2026-01-01T00:00:00.000+0000' } }]
      : ordinary(method, path);
  const south = open({ systemName: 'south', setting: 'switches[1]' });
  await expect(south.start(() => undefined)).rejects.toMatchObject({
    name: 'SettingError',
    setting: 'switches[1]',
    message: expect.stringContaining('systemname') as string,
  });
  const nameless = open();
  await nameless.start(() => undefined);
  expect(nameless.health().ok).toBe(true);
  await nameless.close();
});

test('one that is away at the start: calls of before are out of reach, and nobody is kept by them', async () => {
  const told: Fact[] = [];
  const alone = open({ ari: { url: 'http://127.0.0.1:9', user: 'u', password: 'p', app: 'cordboard' } });
  await alone.start((fact) => told.push(fact));
  expect(told).toEqual([{ fact: 'outOfReach', connectionIds: 'all' }]);
  alone.wish({ effect: 'clear', connectionId: 'of before' as ConnectionId, cause: 'normal' });
  expect(told.at(-1)).toEqual({ fact: 'cleared', connectionId: 'of before', cause: 'normal' });
  await alone.close();
}, 15_000);

test('who has lost the application to another program has no call within reach', async () => {
  say(started('one'));
  await until('the call is told of', () => count('inboundCall') === 1);
  say({ type: 'ApplicationReplaced' });
  await until('it is out of reach', () => count('outOfReach') === 1);
  expect(driver.health().ok).toBe(false);
  driver.wish({ effect: 'clear', connectionId: 'one' as ConnectionId, cause: 'normal' });
  expect(facts.at(-1)).toEqual({ fact: 'cleared', connectionId: 'one', cause: 'normal' });
});

test('who loses it to another program while he looks what there is does not begin', async () => {
  let isSaid = false;
  answer = (method, path) => {
    if (path === '/ari/asterisk/info' && !isSaid) {
      isSaid = true;
      say({ type: 'ApplicationReplaced' });
    }
    return ordinary(method, path);
  };
  const looked = (): number => requests.filter((one) => one === 'GET /ari/endpoints/PJSIP').length;
  const before = looked();
  socket.terminate();
  await until('he has looked', () => looked() > before);
  // Answered after what he asked.
  await fetch(`http://127.0.0.1:${(http.address() as AddressInfo).port}/ari/asterisk/info`);
  expect(driver.health().detail).toContain('another program');
  expect([count('snapshot'), count('outOfReach')]).toEqual([1, 1]);
});

test('garbage on the socket is passed over', async () => {
  for (const frame of ['{', '[]', 'null', '7', '{"type":5}', '{"no":"type"}', '\u0000', '{"type":"NeverHeardOf"}'])
    socket.send(frame);
  socket.send(Buffer.from([0xff, 0xfe, 0x00]));
  say(started('one'));
  await until('the call is told of', () => count('inboundCall') === 1);
  expect(driver.health().ok).toBe(true);
});

test('a frame beyond all bounds costs the connection, and no call', async () => {
  say(started('one'));
  await until('the call is told of', () => count('inboundCall') === 1);
  const there = { ...channel('one'), channelvars: { CORDBOARD_CALL: 'cordboard call' } };
  answer = (method, path) => (path === '/ari/channels' ? [200, [there]] : ordinary(method, path));
  socket.send('x'.repeat(2_000_000));
  await until('it is there again', () => count('snapshot') === 2);
  expect(facts.at(-1)).toMatchObject({ fact: 'snapshot', connectionIds: ['one'] });
  expect(count('cleared')).toBe(0);
});

test('an event that lacks what it is about does no harm', async () => {
  const types = [
    'StasisStart',
    'ChannelStateChange',
    'ChannelDestroyed',
    'Dial',
    'ChannelDtmfReceived',
    'ChannelTransfer',
  ];
  for (const type of [...types, 'PlaybackFinished', 'RecordingFinished', 'ContactStatusChange', 'ChannelHold'])
    say({ type });
  say(started('one'));
  await until('the call is told of', () => count('inboundCall') === 1);
});

test('doubled, out of order, and of channels that nobody knows: each thing is told once', async () => {
  say(destroyed('nobody'));
  say({ type: 'ChannelDtmfReceived', channel: channel('nobody'), digit: '1' });
  say({ type: 'ChannelStateChange', channel: channel('nobody', 'PJSIP/8001-1', 'Up') });
  for (const event of [started('one'), started('one'), destroyed('one'), destroyed('one')]) say(event);
  await until('it is over', () => count('cleared') === 1);
  say({ type: 'ChannelStateChange', channel: channel('one', 'PJSIP/outside-1', 'Up') });
  say({ type: 'PlaybackFinished', playback: { id: 'prompt-0-one', state: 'done' } });
  say(started('two'));
  await until('the next one', () => count('inboundCall') === 2);
  expect(facts.map(({ fact }) => fact)).toEqual(['snapshot', 'inboundCall', 'cleared', 'inboundCall']);
});

test('a trunk that is full lets nobody in, and nobody out', async () => {
  say(started('one'));
  say(started('two'));
  await until('the second is refused', () => requests.includes('DELETE /ari/channels/two'));
  driver.wish({
    effect: 'originate',
    callId: 'call' as CallId,
    connectionId: 'out' as ConnectionId,
    to: { kind: 'number', number: '139' },
    from: { number: '1', name: '' },
    timeoutMs: 60_000,
    data: {},
  });
  expect(facts.at(-1)).toEqual({ fact: 'trunksBusy', connectionId: 'out' });
  expect(count('inboundCall')).toBe(1);
});

test('a request that is never answered is a call that failed, and no call that hangs', async () => {
  answer = (method, path) => (isCalling(method, path) ? undefined : ordinary(method, path));
  originate('out');
  await until('it has failed', () => count('cleared') === 1);
  expect(facts.at(-1)).toEqual({ fact: 'cleared', connectionId: 'out', cause: 'failed' });
  expect((await driver.counters())['connections']).toBe(0);
}, 15_000);

test('who is to go and is not let go at once is asked for again: nobody stays there alone', async () => {
  say(started('one'));
  await until('the call is told of', () => count('inboundCall') === 1);
  const asked = (): number => requests.filter((one) => one === 'DELETE /ari/channels/one').length;
  answer = (method, path) => (method === 'DELETE' && asked() < 2 ? [500, null] : ordinary(method, path));
  driver.wish({ effect: 'clear', connectionId: 'one' as ConnectionId, cause: 'normal' });
  await until('it is asked again', () => asked() === 2);
  say(destroyed('one'));
  await until('it is over', () => count('cleared') === 1);
});

test('a channel that vanishes between decision and command', async () => {
  say(started('one'));
  await until('the call is told of', () => count('inboundCall') === 1);
  const [{ callId, connectionId }] = facts.filter(({ fact }) => fact === 'inboundCall') as [
    Extract<Fact, { fact: 'inboundCall' }>,
  ];
  answer = (method, path) =>
    path.includes('/channels/one') ? [404, { message: 'Channel not found' }] : ordinary(method, path);
  driver.wish({
    effect: 'topology',
    topology: {
      callId,
      participants: [
        { connectionId, stage: 'answered', hears: { kind: 'music', music: 'default' }, track: 'customer' },
      ],
      recordingId: null,
      recordingPaused: false,
    },
  });
  driver.wish({ effect: 'play', connectionId, playId: 'p', prompts: [{ kind: 'digits', digits: '1' }] });
  await until('the prompt has an end', () => count('playbackFinished') === 1);
  say(destroyed('one'));
  await until('it is over', () => count('cleared') === 1);
  expect(await driver.counters()).toMatchObject({ calls: 0, connections: 0, bridges: 0, recordings: 0, trunkCalls: 0 });
});

test('answers that are no JSON, or of another kind, are refusals', async () => {
  answer = (method, path) => (isCalling(method, path) ? [500, 'Allocation failed'] : ordinary(method, path));
  originate('out');
  await until('it is told', () => count('cleared') === 1);
  expect(facts.at(-1)).toEqual({ fact: 'cleared', connectionId: 'out', cause: 'unreachable' });
});

test('what we cannot ask after a connection is asked again', async () => {
  answer = (method, path) => (path === '/ari/channels' ? [500, null] : ordinary(method, path));
  const before = requests.length;
  socket.terminate();
  await until(
    'it has tried twice',
    () => requests.slice(before).filter((line) => line === 'GET /ari/channels').length >= 2,
  );
  expect(driver.health().ok).toBe(false);
  answer = ordinary;
  await until('it is there again', () => driver.health().ok);
  expect(count('snapshot')).toBe(2);
}, 15_000);
