// What comes from the network and should not: sound from strangers, SIP that is none, wrong passwords, a program that stops reading. A running call does not notice.
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createPhone } from '@cordboard/telephony';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { RtpProbe } from '../support/rtp-probe.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { until } from '../support/until.ts';
import { openFloor, type Floor } from './call-floor.ts';

let server: RunningServer;
let floor: Floor;

beforeAll(async () => {
  server = await runServer();
  floor = await openFloor(server);
});

afterAll(async () => {
  await floor?.close();
  await server?.stop();
});

/** All figures of /metrics by name, labels left out, values of one name added up. */
async function figures(): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`${server.http}/metrics`)).text();
  const sums = new Map<string, number>();
  for (const [, name = '', value] of text.matchAll(/^([a-zA-Z_]+)(?:\{.*\})? (\S+)$/gm))
    sums.set(name, (sums.get(name) ?? 0) + Number(value));
  return sums;
}

test('sound from a stranger’s address is dropped and counted; the call is heard as before', async () => {
  const talk = await floor.talk('13800000001');
  await talk.bothHear();
  const before = await figures();
  const strangers = await RtpProbe.open(2_300);
  const { port } = talk.customer.audio.peer!;
  strangers.aim('127.0.0.1', port);
  const dropped = await until('foreign packets are counted', async () => {
    const now = await figures();
    return [...now].find(([name, value]) => /foreign|stranger/i.test(name) && value >= (before.get(name) ?? 0) + 50);
  });
  expect(dropped).toBeDefined();
  expect(await talk.phoneCall.levelAt(2_300, 400)).toBeLessThan(0.01);
  expect(strangers.received).toBe(0);
  await talk.bothHear();
  strangers.close();
  await talk.end();
});

const invite = (lines: readonly string[], body = ''): string =>
  ['INVITE sip:4001@127.0.0.1 SIP/2.0', ...lines, '', body].join('\r\n');
const usual = [
  'Via: SIP/2.0/UDP 127.0.0.1:5999;branch=z9hG4bKx',
  'From: <sip:a@127.0.0.1>;tag=1',
  'To: <sip:4001@127.0.0.1>',
  'Call-ID: x',
  'CSeq: 1 INVITE',
];

/** After RFC 4475: what a parser must live through. */
const malformed: readonly (string | Buffer)[] = [
  '',
  '\r\n\r\n',
  'INVITE',
  'INVITE sip:4001@127.0.0.1 SIP/2.0\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
  'SIP/2.0 200 OK\r\n\r\n',
  'SIP/2.0 9999999999 Yes\r\nVia: x\r\n\r\n',
  invite([...usual, 'Content-Length: -999']),
  invite([...usual, 'Content-Length: 99999999999999999999']),
  invite([...usual, 'Content-Length: 400'], 'v=0'),
  invite(usual.map((line) => line.replace('CSeq: 1', 'CSeq: 36893488147419103232'))),
  invite(usual.filter((line) => !line.startsWith('Via'))),
  invite(usual.filter((line) => !line.startsWith('Call-ID'))),
  invite([...usual, ...usual]),
  invite([...usual, 'Max-Forwards: 0']),
  invite([...usual, 'Max-Forwards: many']),
  invite([...usual, `Subject: ${'x'.repeat(50_000)}`]),
  invite([...usual, ...Array.from({ length: 2_000 }, (_, nth) => `X-${nth}: y`)]),
  invite([...usual, 'Content-Type: application/sdp', 'Content-Length: 20'], 'v=0\r\nm=audio 99999 R'),
  invite([...usual, 'Contact: <<<>>>', 'Route: ;;;', 'Require: everything']),
  invite(usual).replaceAll('\r\n', '\n'),
  invite(usual).replaceAll(':', ' :  \0'),
  randomBytes(1_400),
  Buffer.alloc(65_000, 0xff),
];

test('malformed SIP by UDP, TCP and WebSocket does not hurt a running call', async () => {
  const talk = await floor.talk('13800000002');
  await talk.bothHear();
  const socket = createSocket('udp4');
  for (let round = 0; round < 5; round += 1) {
    for (const message of malformed) {
      await new Promise((resolve) => socket.send(message, server.sipPort, '127.0.0.1', resolve));
    }
  }
  for (const message of malformed) {
    const line = connect(server.sipPort, '127.0.0.1');
    line.on('error', () => {});
    await once(line, 'connect');
    line.end(message);
    line.resume();
    const browser = new WebSocket(`${server.http.replace('http', 'ws')}/sip`, 'sip');
    browser.on('error', () => {});
    await once(browser, 'open');
    browser.send(message);
    browser.close();
    await once(browser, 'close');
  }
  socket.close();
  await talk.bothHear();
  await talk.end();
  expect(((await (await fetch(`${server.http}/healthz`)).json()) as { ok: boolean }).ok).toBe(true);
  expect((await figures()).get('cordboard_loop_bugs') ?? 0).toBe(0);
  await until('none of it is left as a call', async () => (await figures()).get('cordboard_calls_live') === 0, 60_000);
  const next = await floor.talk('13800000003');
  await next.bothHear();
  await next.end();
});

test('a wrong SIP password, an unknown extension: not registered, and nothing rings there', async () => {
  for (const [user, password] of [
    ['8003', 'wrong'],
    ['8999', server.passwords.phones.get('8003') ?? ''],
  ] as const) {
    const intruder = createPhone({ server: `sip:127.0.0.1:${server.sipPort}`, user, password });
    await intruder.start();
    await expect(intruder.register()).rejects.toThrow();
    await intruder.close();
  }
  const chen = await floor.signIn('1003');
  await chen.call('agent.signIn', { deviceId: '8003', state: 'notReady' });
  expect(chen.state.device?.registered ?? false).toBe(false);
});

type Notification = {
  readonly method?: string;
  readonly params?: { readonly type?: string; readonly position?: { readonly seq: number } };
};

test('a program that stops reading harms nobody; when it reads again it is told that it missed something, and what is so now', async () => {
  const slow = new WebSocket(server.agentUrl);
  const came: Notification[] = [];
  slow.on('message', (text: Buffer) => came.push(JSON.parse(text.toString()) as Notification));
  await once(slow, 'open');
  const ask = async (id: number, method: string, params: object): Promise<void> => {
    const before = came.length;
    slow.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    await until(`${method} is answered`, () => came.length > before);
  };
  await ask(1, 'session.signIn', { login: '1000', password: server.passwords.logins.get('1000') ?? '' });
  await ask(2, 'session.snapshot', {});
  slow.pause();

  const talk = await floor.talk('13800000004');
  const { callId } = talk;
  const full = Object.fromEntries(Array.from({ length: 50 }, (_, nth) => [`field${nth}`, 'x'.repeat(1_000)]));
  await floor.client.call('call.setData', { callId: callId, data: full });
  // More than the buffers of two sockets hold.
  const last = 500;
  for (let nth = 1; nth <= last;) {
    const answer = await floor.client.call('call.setData', { callId: callId, data: { nth: String(nth) } }).then(
      () => null,
      (error: { retryAfterMs?: number | null }) => error,
    );
    if (answer === null) nth += 1;
    else await new Promise((resolve) => setTimeout(resolve, answer.retryAfterMs ?? 100));
  }
  await talk.bothHear();
  await until('the others know the newest', () => floor.client.state.calls[0]?.data['nth'] === String(last));
  const { seq } = floor.client.state.position!;

  slow.resume();
  await until('it is told', () => came.some(({ method }) => method === 'event.paused'));
  const snapshot = await until('what is so now', () => came.find(({ method }) => method === 'event.snapshot'), 20_000);
  expect(snapshot.params?.position?.seq).toBeGreaterThanOrEqual(seq);
  expect(came.filter(({ params }) => params?.type === 'call.dataChanged').length).toBeLessThan(last);
  const before = came.length;
  await floor.client.call('call.setData', { callId: callId, data: { nth: 'afterwards' } });
  await until('events come again', () => came.slice(before).some(({ params }) => params?.type === 'call.dataChanged'));
  slow.close();
  await talk.end();
});
