// A registration at a registrar that refuses, keeps silent, dies and comes back, wants longer times and other nonces.
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { parseDigest } from './digest.ts';
import { header, newRequest, serialize } from './message.ts';
import type { SipRequest } from './message.ts';
import { parseMessage } from './parser.ts';
import { FAST, RawPeer, reached, startServer } from './raw-peer.ts';
import { retryAfterMs } from './registering.ts';
import { responseTo } from './replies.ts';
import type { RegistrationOptions, SipRegistration, SipServer } from './sip-server.ts';
import { defaultTiming } from './timers.table.ts';

let phone: SipServer;
let registrar: RawPeer;
const closing: (() => unknown)[] = [];

afterEach(async () => {
  vi.useRealTimers();
  await phone.close(0);
  for (const close of closing.splice(0)) await close();
});

/** Our side, and a registrar over UDP that a test plays by hand. */
async function open(timing = FAST): Promise<void> {
  phone = await startServer({}, timing);
  registrar = await new RawPeer(phone).open();
  closing.push(() => registrar.close());
}

function register(more: Partial<RegistrationOptions> = {}): SipRegistration {
  const registration = phone.register({
    registrar: `sip:127.0.0.1:${registrar.port}`,
    user: '1001',
    password: 'secret',
    ...more,
  });
  return registration;
}

function accept(request: SipRequest, expiresS = 600): void {
  const contact = header(request, 'contact') ?? '';
  registrar.send(
    registrar.response(request, 200).replace(/Contact: .*\r\n/, `Contact: ${contact};expires=${expiresS}\r\n`),
  );
}

test('a refusal is told with its status; asked to, it tries again at once', async () => {
  await open();
  const registration = register();
  expect([registration.state, registration.lastStatus]).toEqual(['registering', 0]);
  const told: string[] = [];
  registration.on('changed', ({ state, lastStatus }) => told.push(`${state} ${lastStatus}`));
  registrar.send(registrar.response(await registrar.takeRequest('REGISTER'), 403));
  await expect(registration.ready).rejects.toThrow('403');
  registration.refreshNow();
  accept(await registrar.takeRequest('REGISTER'));
  await reached(registration, 'registered');
  const stopped = registration.stop();
  const last = await registrar.takeRequest('REGISTER');
  registrar.send(registrar.response(last, 200));
  await stopped;
  expect(header(last, 'expires')).toBe('0');
  expect(told).toEqual(['refused 403', 'registering 403', 'registered 200', 'stopped 200']);
});

test('a silent registrar counts as 408, and is asked again until it answers', async () => {
  await open();
  const registration = register();
  await expect(registration.ready).rejects.toThrow('did not answer');
  expect([registration.state, registration.lastStatus]).toEqual(['unreachable', 408]);
  const first = await registrar.takeRequest('REGISTER');
  const again = (): Promise<unknown> =>
    registrar.take((one) => one.kind === 'request' && header(one, 'cseq') !== header(first, 'cseq'));
  accept((await again()) as SipRequest);
  await reached(registration, 'registered');
  expect(registration.lastStatus).toBe(200);
});

test('a registrar that wants longer intervals gets them', async () => {
  await open();
  const registration = register({ expiresS: 60 });
  registrar.send(registrar.response(await registrar.takeRequest('REGISTER'), 423, ['Min-Expires: 1800']));
  const second = await registrar.take((one) => one.kind === 'request' && header(one, 'expires') === '1800');
  accept(second as SipRequest, 1800);
  await registration.ready;
});

test('a nonce that went stale, or is another at the next refresh, is no wrong password', async () => {
  await open();
  const registration = register({ authorizationUser: 'acme-17' });
  const challenge = (request: SipRequest, nonce: string, stale = ''): void =>
    registrar.send(
      registrar.response(request, 401, [
        `WWW-Authenticate: Digest realm="far", nonce="${nonce}", qop="auth", algorithm=MD5${stale}`,
      ]),
    );
  const answering = async (nonce: string): Promise<SipRequest> => {
    const fits = (one: unknown): boolean => (header(one as SipRequest, 'authorization') ?? '').includes(nonce);
    return (await registrar.take((one) => one.kind === 'request' && fits(one))) as SipRequest;
  };
  challenge(await registrar.takeRequest('REGISTER'), 'first');
  challenge(await answering('first'), 'second', ', stale=true');
  const proven = await answering('second');
  expect(parseDigest(header(proven, 'authorization') ?? '')?.get('username')).toBe('acme-17');
  accept(proven);
  await registration.ready;
  registration.refreshNow();
  const plain = await registrar.take((one) => one.kind === 'request' && header(one, 'authorization') === undefined);
  challenge(plain as SipRequest, 'third');
  const third = await answering('third');
  expect(parseDigest(header(third, 'authorization') ?? '')?.get('nc')).toBe('00000001');
  challenge(third, 'fourth');
  await reached(registration, 'refused');
  expect(registration.lastStatus).toBe(401);
});

test('nobody at that port, and no such address', async () => {
  await open();
  const free = await listening();
  await new Promise((resolve) => free.close(resolve));
  const registration = register({ registrar: `sip:127.0.0.1:${free.port}`, transport: 'tcp' });
  await expect(registration.ready).rejects.toThrow('cannot be reached');
  expect([registration.state, registration.lastStatus]).toEqual(['unreachable', 503]);
  await expect(register({ registrar: 'nowhere' }).ready).rejects.toThrow('not found');
  await expect(register({ domain: 'far.test>\r\nX: y' }).ready).rejects.toThrow('not found');
});

test('a registrar that dies is missed at once; when it is back, so is the registration', async () => {
  await open();
  const at = (port: number): Promise<SipServer> =>
    startServer({ listen: [{ transport: 'tcp', host: '127.0.0.1', port }] });
  let office = await at(0);
  const port = office.addresses()[0]?.port ?? 0;
  const registration = register({ registrar: `sip:127.0.0.1:${port}`, transport: 'tcp' });
  await registration.ready;
  for (let flap = 0; flap < 2; flap += 1) {
    await office.close(0);
    await reached(registration, 'unreachable');
    expect(registration.lastStatus).toBe(503);
    office = await at(port);
    await reached(registration, 'registered');
    expect(office.bindings('1001')).toHaveLength(1);
  }
  closing.push(() => office.close(0));
});

/** A registrar over TCP that accepts everything; `pongs` and `answers` may change meanwhile. */
async function listening(): Promise<
  Server & { port: number; pongs: boolean; answers: boolean; pings: number; asked: number; sockets: Set<Socket> }
> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sockets = new Set<Socket>();
  const { port } = server.address() as AddressInfo;
  const far = Object.assign(server, { port, pongs: true, answers: true, pings: 0, asked: 0, sockets });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (data) => {
      for (const text of data.toString().split(/(?<=\r\n\r\n)/)) {
        if (text === '\r\n\r\n') {
          far.pings += 1;
          if (far.pongs) socket.write('\r\n');
        } else {
          far.asked += 1;
          const copied = text.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq|Contact|Expires):/.test(line));
          if (far.answers) socket.write(`SIP/2.0 200 OK\r\n${copied.join('\r\n')}\r\nContent-Length: 0\r\n\r\n`);
        }
      }
    });
  });
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return far;
}

const seen = (what: () => boolean): Promise<void> => vi.waitFor(() => expect(what()).toBe(true), { timeout: 5_000 });

test('a peer that answered line breaks and no longer does is left', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await open();
  const far = await listening();
  const registration = register({ registrar: `sip:127.0.0.1:${far.port}`, transport: 'tcp' });
  await registration.ready;
  await seen(() => far.pings === 1);
  // Its answer comes after the one to our first line breaks.
  registration.refreshNow();
  await reached(registration, 'registered');
  far.pongs = false;
  vi.advanceTimersByTime(30_000);
  await seen(() => far.pings === 2);
  expect(registration.state).toBe('registered');
  vi.advanceTimersByTime(10_000);
  await reached(registration, 'unreachable');
  vi.advanceTimersByTime(2_000);
  await reached(registration, 'registered');
});

test('a peer that knows no line breaks is asked once by REGISTER, and stays when it answers', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await open();
  const far = await listening();
  far.pongs = false;
  const registration = register({ registrar: `sip:127.0.0.1:${far.port}`, transport: 'tcp' });
  await registration.ready;
  await seen(() => far.pings === 1);
  vi.advanceTimersByTime(10_000);
  await seen(() => far.asked === 2);
  for (let round = 2; round < 5; round += 1) {
    vi.advanceTimersByTime(20_000);
    await seen(() => far.pings === round);
    vi.advanceTimersByTime(10_000);
  }
  expect([registration.state, far.asked, far.sockets.size]).toEqual(['registered', 2, 1]);
});

test('over UDP, line breaks keep the way through NAT open while it is registered', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await open(defaultTiming);
  const far = createSocket('udp4');
  closing.push(() => far.close());
  let breaks = 0;
  far.on('message', (data, { port }) => {
    if (data.toString() === '\r\n\r\n') breaks += 1;
    else far.send(serialize(responseTo((parseMessage(data) as { message: SipRequest }).message, 200)), port);
  });
  await new Promise<void>((resolve) => far.bind(0, '127.0.0.1', resolve));
  const registration = register({ registrar: `sip:127.0.0.1:${far.address().port}` });
  await registration.ready;
  for (let round = 1; round < 4; round += 1) {
    vi.advanceTimersByTime(25_000);
    await seen(() => breaks === round);
  }
  await registration.stop();
  vi.advanceTimersByTime(60_000);
  const last = register({ registrar: `sip:127.0.0.1:${far.address().port}` });
  await last.ready;
  expect(breaks).toBe(3);
});

test('after a sleep the old connection is given a moment, then a new one is made', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await open(defaultTiming);
  const far = await listening();
  const registration = register({ registrar: `sip:127.0.0.1:${far.port}`, transport: 'tcp' });
  await registration.ready;
  far.answers = false;
  far.pongs = false;
  const [old] = far.sockets;
  registration.refreshNow();
  expect(registration.state).toBe('registering');
  await seen(() => far.asked === 2);
  far.answers = true;
  vi.advanceTimersByTime(4_000);
  await reached(registration, 'unreachable');
  vi.advanceTimersByTime(2_000);
  await reached(registration, 'registered');
  expect(far.sockets.has(old!)).toBe(false);
});

test('waits grow to a bound, and a registrar may ask for longer ones', () => {
  const refusal = responseTo(newRequest('REGISTER', 'sip:far'), 503);
  for (let failures = 1; failures < 30; failures += 1) {
    expect(retryAfterMs(failures, null)).toBeLessThanOrEqual(Math.min(60_000, 2_000 * 2 ** (failures - 1)));
    expect(retryAfterMs(failures, null)).toBeGreaterThanOrEqual(1_000);
    expect(retryAfterMs(failures, refusal)).toBeLessThanOrEqual(300_000);
    expect(retryAfterMs(failures, refusal)).toBeGreaterThanOrEqual(5_000);
  }
  refusal.names.push('retry-after');
  refusal.values.push('120 (maintenance)');
  expect(retryAfterMs(1, refusal)).toBe(120_000);
  refusal.values[refusal.values.length - 1] = '99999999';
  expect(retryAfterMs(1, refusal)).toBe(300_000);
});
