// The registrar as phones and attackers see it: digests, nonces, contacts, expiry, order, floods.
import { EventEmitter } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { answerChallenge, computeHa1 } from './digest.ts';
import { header, headerLines, headerList } from './message.ts';
import type { SipResponse } from './message.ts';
import { RawPeer, SDP, startServer, testAccounts } from './raw-peer.ts';
import type { SipServer, SipWebSocket } from './sip-server.ts';

let server: SipServer;
let peer: RawPeer;

async function open(): Promise<void> {
  server = await startServer();
  peer = await new RawPeer(server).open();
}

afterEach(async () => {
  await server.close(0);
  peer.close();
});

const URI = 'sip:office.test';
const OWN = ['From: <sip:1001@office.test>;tag=reg', 'To: <sip:1001@office.test>'];

async function challenged(): Promise<SipResponse> {
  peer.send(peer.request('REGISTER', OWN, '', URI));
  return peer.takeResponse('REGISTER');
}

/** A REGISTER with this Authorization; its final response. */
async function send(value: string | null, lines: readonly string[] = []): Promise<SipResponse> {
  const authorization = value === null ? [] : [`Authorization: ${value}`];
  peer.send(peer.request('REGISTER', [...OWN, ...lines, ...authorization], '', URI));
  return peer.takeResponse('REGISTER');
}

function answer(challenge: SipResponse, password = 'secret', only = /./): string | null {
  const lines = headerLines(challenge, 'www-authenticate').filter((line) => only.test(line));
  return answerChallenge(lines, { user: '1001', password }, { method: 'REGISTER', uri: URI }, { nonce: '', uses: 0 });
}

test.each(['MD5', 'SHA-256'])('a phone that knows only %s registers', async (algorithm) => {
  await open();
  const response = await send(answer(await challenged(), 'secret', new RegExp(`algorithm=${algorithm}`)));
  expect(response.status).toBe(200);
  expect(headerList(response, 'contact')).toEqual([`<sip:peer@127.0.0.1:${peer.port}>;expires=3600`]);
  expect(server.bindings('1001')).toMatchObject([{ contact: `sip:peer@127.0.0.1:${peer.port}`, transport: 'udp' }]);
});

test('an answer heard on the wire is of no use to another: replay gets a fresh challenge', async () => {
  await open();
  const value = answer(await challenged());
  expect((await send(value)).status).toBe(200);
  const replayed = await send(value, ['Contact: <sip:thief@127.0.0.1:9>']);
  expect([replayed.status, header(replayed, 'www-authenticate')]).toEqual([401, expect.stringContaining('stale=true')]);
  expect(server.bindings('1001')).toHaveLength(1);
});

test('a nonce that we did not make is refused', async () => {
  await open();
  const challenge = await challenged();
  const forged = {
    ...challenge,
    values: challenge.values.map((value) => value.replace(/nonce="[^"]*"/, 'nonce="mine"')),
  };
  expect((await send(answer(forged))).status).toBe(401);
  expect(server.registeredUsers()).toEqual([]);
});

test('guessing is slowed down, also for users that do not exist', async () => {
  await open();
  const challenge = await challenged();
  const statuses: number[] = [];
  for (let guess = 0; guess < 7; guess += 1) statuses.push((await send(answer(challenge, `guess ${guess}`))).status);
  expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 403]);
  const late = await send(answer(challenge));
  expect([late.status, Number(header(late, 'retry-after'))]).toEqual([403, expect.any(Number)]);
  expect(server.counters()).toMatchObject({ authFailures: 6, authThrottled: 2 });
});

test('guesses of others keep out neither who has been here before nor who holds a secret that nobody can guess', async () => {
  const unguessableHa1 = (user: string, realm: string, algorithm: 'MD5' | 'SHA-256'): string[] => [
    computeHa1(algorithm, user, realm, 'made by chance'),
  ];
  const ha1 = (...who: Parameters<typeof unguessableHa1>): string[] => [
    ...testAccounts.ha1(...who),
    ...unguessableHa1(...who),
  ];
  server = await startServer({ accounts: { ha1, unguessableHa1 } });
  peer = await new RawPeer(server).open();
  for (let guess = 0; guess < 7; guess += 1) await send(answer(await challenged(), `guess ${guess}`));
  expect((await send(answer(await challenged()))).status, 'a password that could be guessed').toBe(403);
  expect((await send(answer(await challenged(), 'made by chance'))).status).toBe(200);
  expect((await send(answer(await challenged(), 'made by chance'), ['Contact: *', 'Expires: 0'])).status).toBe(200);
  expect(server.registeredUsers()).toEqual([]);
  for (let guess = 0; guess < 7; guess += 1) await send(answer(await challenged(), `guess ${guess}`));
  expect((await send(answer(await challenged()))).status, 'he has registered from here').toBe(200);
});

test('what was registered with a secret goes with it, and nothing else does', async () => {
  await open();
  expect((await send(answer(await challenged(), 'secret', /SHA-256/))).status).toBe(200);
  const [md5, sha256] = (['MD5', 'SHA-256'] as const).map((each) => computeHa1(each, '1001', 'office.test', 'secret'));
  server.revoke('1001', [md5!]);
  server.revoke('1002', [sha256!]);
  expect(server.registeredUsers()).toEqual(['1001']);
  server.revoke('1001', [sha256!]);
  expect(server.registeredUsers()).toEqual([]);
});

test("nobody changes another user's contacts", async () => {
  await open();
  const value = answer(await challenged());
  const response = await send(value, ['To: <sip:1002@office.test>']);
  expect(response.status).toBe(403);
  expect(server.registeredUsers()).toEqual([]);
});

test('too short an interval is refused with the shortest, too long a one is cut', async () => {
  await open();
  const brief = await peer.register('1001', ['Expires: 5']);
  expect([brief.status, header(brief, 'min-expires')]).toEqual([423, '30']);
  const long = await peer.register('1001', ['Expires: 999999999999']);
  expect(headerList(long, 'contact')[0]).toContain('expires=7200');
});

test('several contacts by q, one taken off, all taken off', async () => {
  await open();
  const left: number[] = [];
  server.onUnregistered((_user, contactsLeft) => left.push(contactsLeft));
  await peer.register('1001', ['Contact: <sip:a@127.0.0.1:1>;q=0.2, <sip:b@127.0.0.1:2>;q=0.9']);
  expect(server.bindings('1001').map((one) => one.contact)).toEqual(['sip:b@127.0.0.1:2', 'sip:a@127.0.0.1:1']);
  await peer.register('1001', ['Contact: <sip:b@127.0.0.1:2>;expires=0']);
  expect((await peer.register('1001', ['Contact: *'])).status).toBe(400);
  expect((await peer.register('1001', ['Contact: *', 'Expires: 0'])).status).toBe(200);
  expect([server.bindings('1001'), left]).toEqual([[], [1, 0]]);
});

test('a user has only so many contacts', async () => {
  await open();
  const many = Array.from({ length: 11 }, (_none, at) => `<sip:${at}@127.0.0.1:9>`).join(', ');
  expect((await peer.register('1001', [`Contact: ${many}`])).status).toBe(403);
});

test('a REGISTER that was overtaken by a later one changes nothing', async () => {
  await open();
  expect((await peer.register('1001')).status).toBe(200);
  const value = answer(await challenged());
  const late = await send(value, [
    `Call-ID: reg-${peer.port}`,
    'CSeq: 1 REGISTER',
    'From: <sip:1001@office.test>;tag=late',
    'Expires: 0',
  ]);
  expect(late.status).toBe(500);
  expect(server.bindings('1001')).toHaveLength(1);
});

test.each([() => 'sip:1001@203.0.113.9:5060', () => `sip:1001@127.0.0.1:${peer.port};maddr=203.0.113.9`])(
  'a contact that names another host is called where the password came from',
  async (contactOf) => {
    await open();
    const contact = contactOf();
    await peer.register('1001', [`Contact: <${contact}>`]);
    const call = server.invite({
      target: server.bindings('1001')[0]!,
      callerNumber: '1',
      callerName: '',
      sdp: SDP,
      timeoutMs: 5_000,
    });
    expect((await peer.takeRequest('INVITE')).uri).toBe(contact);
    call.end('cancelled');
  },
);

/** Both ends of a WebSocket as the server gets it. */
class Socket extends EventEmitter implements SipWebSocket {
  readonly sent: string[] = [];
  send(data: string): void {
    this.sent.push(data);
    this.emit('sent');
  }
  close(): void {
    this.emit('close');
  }
}

test('a browser phone is reached over its WebSocket and is gone with it', async () => {
  await open();
  const socket = new Socket();
  server.acceptWebSocket(socket, '192.0.2.7', 40_000, true);
  const text = (lines: readonly string[]): string =>
    peer.request(
      'REGISTER',
      [
        ...OWN,
        'Contact: <sip:abc@df7jal23ls0d.invalid;transport=ws>',
        'Via: SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bKws' + String(lines.length),
        ...lines,
      ],
      '',
      URI,
    );
  socket.emit('message', Buffer.from('\r\n\r\n'), false);
  expect(socket.sent.shift()).toBe('\r\n');
  socket.emit('message', Buffer.from(text([])), false);
  const lines = (socket.sent.shift() ?? '')
    .split('\r\n')
    .filter((line) => line.startsWith('WWW-Auth'))
    .map((line) => line.slice(18));
  const value = answerChallenge(
    lines,
    { user: '1001', password: 'secret' },
    { method: 'REGISTER', uri: URI },
    { nonce: '', uses: 0 },
  );
  socket.emit('message', text([`Authorization: ${value}`]), false);
  expect(socket.sent.shift()).toContain('SIP/2.0 200 OK');
  expect(server.bindings('1001')).toMatchObject([{ transport: 'wss' }]);
  const call = server.invite({
    target: server.bindings('1001')[0]!,
    callerNumber: '1',
    callerName: '',
    sdp: SDP,
    timeoutMs: 5_000,
  });
  expect(socket.sent.shift()).toMatch(
    /^INVITE sip:abc@df7jal23ls0d\.invalid;transport=ws SIP\/2\.0\r\nVia: SIP\/2\.0\/WSS /,
  );
  const ended = new Promise<unknown>((resolve) => call.on('ended', resolve));
  const gone = new Promise<number>((resolve) => server.onUnregistered((_user, contactsLeft) => resolve(contactsLeft)));
  socket.close();
  expect([await gone, await ended]).toEqual([0, { cause: 'unreachable', status: null }]);
});
