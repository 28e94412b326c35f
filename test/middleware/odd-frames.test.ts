// The client of the CTI API against servers that say odd things: nothing ends it, and nobody is left behind.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import type { NccMessage } from '@cordboard/contract/dialects/ncc';
import { CtiClient } from '../../packages/middleware/src/cti/cti-client.ts';
import { Mailboxes } from '../../packages/middleware/src/events/mailboxes.ts';
import type { EventRows } from '../../packages/middleware/src/storage/event-rows.ts';
import { NccModel } from '../support/ncc-model/model.ts';
import { until } from '../support/until.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function openModel(): Promise<NccModel> {
  const model = await NccModel.openWithTwo();
  ends.push(() => model.close());
  return model;
}

type Told = { readonly login: string; readonly message: NccMessage };

/** Told events are put into mailboxes, as the middleware does. */
function openClient(url: string, commandTimeoutMs = 1_000): { client: CtiClient; told: Told[]; said: string[] } {
  const said: string[] = [];
  const told: Told[] = [];
  const rows = { save: () => undefined, remove: () => undefined, countDropped: () => undefined };
  const mailboxes = new Mailboxes(rows as unknown as EventRows, 0);
  const client = new CtiClient({
    url,
    commandTimeoutMs,
    log: { info: () => undefined, warn: (_fields, message) => void said.push(message) },
    event: (login, message) => {
      mailboxes.put(login, message);
      told.push({ login, message });
    },
  });
  client.start();
  ends.push(() => client.close());
  return { client, told, said };
}

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const noText = { toString: 1, valueOf: 1 };

test('frames that no CTI API should send end nothing: what comes behind them arrives', async () => {
  const model = await openModel();
  const { client, told } = openClient(model.url);
  await until('connected', () => client.isConnected);
  await client.attach('alice');
  const call = { cid: 5, state: 'new', direction: 'in' };
  const odd: readonly unknown[] = [
    `{"name":"UserState","login":"alice","state":${nested(500_000)}}`,
    `{"name":"CallParams","login":"alice","cid":5,"params":{"a":${nested(20_000)}}}`,
    { name: 'Calls', calls: [{ ...call, cid: noText }, null, 5, [], { cid: null }, { cid: [] }, call] },
    { name: 'Calls', calls: noText },
    { name: 'NewCall', cid: noText },
    { name: 'CurrentCall', cid: noText },
    { name: 'CallParamsUpdated', cid: 5, params: null },
    { name: 'CallParamsUpdated', cid: 5, params: 'text' },
    { name: 'CallParamsUpdated', cid: 5, params: [1] },
    { name: 'OnClose', cid: {} },
    { name: 'constructor', cid: 5 },
    { name: '__proto__', cid: 5 },
    { name: 'UserState', login: noText },
    { name: 'UserState', login: '__proto__' },
    '{"name":"UserState","login":"alice","__proto__":{"polluted":true},"rid":{}}',
    { name: 'Ok' },
    { name: 'Ok', rid: noText },
    { name: noText },
    '[]',
    'null',
    '',
    '{"name":"\uD800"}',
  ];
  for (const frame of odd) model.send('alice', frame);
  model.send('alice', { name: 'Last' });
  await until('the last', () => told.some(({ message }) => message.name === 'Last'));
  expect(told.every(({ message }) => typeof message.name === 'string')).toBe(true);
  expect(told.map(({ message }) => message.name)).toContain('constructor');
  expect((await client.callsOf('alice')).calls.filter(({ cid }) => cid === 5)).toHaveLength(1);
  expect(client.counters.connects).toBe(1);
});

/** An upgrade by hand, so that what follows it can be in the same packet. */
async function openRawServer(
  serve: (socket: Duplex, accepted: string) => void,
): Promise<{ url: string; server: Server }> {
  const server = createServer();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => undefined);
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    serve(
      socket,
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Protocol: nauphone-cti-protocol\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

/** RFC 6455 §5.2: a reserved opcode. */
const brokenFrame = Buffer.from([0x8f, 0x00]);

test('a broken frame in the packet of the handshake is a connection that failed, and is tried again', async () => {
  let connections = 0;
  const { url } = await openRawServer((socket, accepted) => {
    connections += 1;
    socket.write(Buffer.concat([Buffer.from(accepted), brokenFrame]));
  });
  const { client } = openClient(url);
  await until('tried again', () => connections >= 2);
  expect(client.isConnected).toBe(false);
});

test('a connection that breaks in the packet of the first Ok is none', async () => {
  const { url, server } = await openRawServer((socket, accepted) => {
    socket.write(accepted);
    socket.on('data', (data: Buffer) => {
      const rid = /"rid":"([^"]*)"/u.exec(unmasked(data))?.[1];
      if (rid === undefined) return;
      const ok = Buffer.from(JSON.stringify({ name: 'Ok', rid }));
      socket.write(Buffer.concat([Buffer.from([0x81, ok.length]), ok, brokenFrame]));
      server.close();
      socket.end();
    });
  });
  const { client, said } = openClient(url);
  await until('noticed', () => said.some((text) => /cannot connect|lost/u.test(text)));
  expect(client.isConnected).toBe(false);
});

/** RFC 6455 §5.3, of a text under 126 bytes. */
const unmasked = (data: Buffer): string => {
  const mask = data.subarray(2, 6);
  return Buffer.from(data.subarray(6).map((byte, at) => byte ^ (mask[at % 4] ?? 0))).toString();
};

test('a user whose attach failed when the connection came back is attached as soon as it can be', async () => {
  for (const amiss of ['silent', 'error:not yet'] as const) {
    const model = await openModel();
    const { client } = openClient(model.url, 300);
    await until('connected', () => client.isConnected);
    await client.attach('alice');
    model.script = { AttachToUser: amiss };
    model.clearReceived();
    model.dropAll();
    await until('asked in vain', () => model.received.some(({ name }) => name === 'AttachToUser'));
    await until('failed', () =>
      client.callsOf('alice').then(
        () => false,
        () => client.isConnected,
      ),
    );
    model.script = {};
    await until('attached', () => model.attachedTo('alice') === 1);
    await until('usable', () => client.command('alice', 'GetCalls', {}).catch(() => null));
    expect(client.counters.connects).toBe(2);
  }
});

test('calls of before a break are nobody’s until the CTI API tells of them again', async () => {
  const model = await openModel();
  const { client, told } = openClient(model.url);
  await until('connected', () => client.isConnected);
  await client.attach('alice');
  const cid = model.ring('alice', { caller: '100' });
  await until('the call', () => told.some(({ message }) => message.name === 'NewCall'));
  const before = await client.callsOf('alice');
  expect(before.cidOf(cid)).toBe(cid);
  // Its telephone is offline now, so that the CTI API tells of no calls.
  model.dropAll();
  model.unregister('alice');
  await until('attached again', () => model.attachedTo('alice') === 1);
  const after = await until('usable', () => client.callsOf('alice').catch(() => null));
  expect(after.cidOf(cid)).toBeUndefined();
});

test('a server that takes each connection and drops it is asked less and less often', async () => {
  const times: number[] = [];
  const { url } = await openRawServer((socket, accepted) => {
    times.push(performance.now());
    socket.write(accepted);
    socket.on('data', (data: Buffer) => {
      const rid = /"rid":"([^"]*)"/u.exec(unmasked(data))?.[1];
      if (rid === undefined) return;
      const ok = Buffer.from(JSON.stringify({ name: 'Ok', rid }));
      socket.end(Buffer.concat([Buffer.from([0x81, ok.length]), ok]));
    });
  });
  openClient(url);
  await until('met five times', () => times.length >= 5, 20_000);
  // Of 200 ms doubled each time at least half is waited.
  expect(times[4]! - times[3]!).toBeGreaterThan(700);
  expect(times[1]! - times[0]!).toBeLessThan(700);
}, 30_000);
