// One telephone at two registrars at once: which of them a call comes from and goes through, and who is not let in.
import { afterEach, expect, test } from 'vitest';
import { computeHa1, parseDigest } from './digest.ts';
import { callId, cseq, from, header, tagOf, to } from './message.ts';
import { OTHER_SDP, RawPeer, reached, SDP, startServer } from './raw-peer.ts';
import type { SipCall, SipCallEvents, SipOrigin, SipServer, SipServerOptions } from './sip-server.ts';
import { webSocketOffice } from './web-socket-office.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function start(options: Partial<SipServerOptions> = {}): Promise<SipServer> {
  const server = await startServer(options);
  closing.push(() => server.close(500));
  return server;
}

/** A registrar for the domain, where the password of 1001 is that of `account`. */
const office = (domain: string, account = '1001'): Promise<SipServer> =>
  start({
    domain,
    accounts: {
      ha1: (user, realm, algorithm) => (user === account ? [computeHa1(algorithm, user, realm, `at ${domain}`)] : []),
    },
  });

const placeOf = (server: SipServer): string => `127.0.0.1:${server.addresses()[0]?.port}`;

function next<E extends keyof SipCallEvents>(call: SipCall, event: E): Promise<SipCallEvents[E]> {
  return new Promise((resolve) => call.on(event, resolve));
}

const incoming = (server: SipServer): Promise<{ call: SipCall; origin: SipOrigin }> =>
  new Promise((resolve) => server.onInvite((call, origin) => resolve({ call, origin })));

const calling = { callerNumber: '2000', callerName: '', sdp: SDP, timeoutMs: 5_000 };

test('the same user at two registrars: a call says which one it comes from', async () => {
  const offices = [await office('a.test'), await office('b.test')];
  const phone = await start({ acceptOnlyRegistered: true, trunkOf: () => null });
  const registrations = offices.map((one, at) => {
    const domain = ['a.test', 'b.test'][at] ?? '';
    return phone.register({ registrar: `sip:${placeOf(one)}`, domain, user: '1001', password: `at ${domain}` });
  });
  await Promise.all(registrations.map((one) => one.ready));
  for (const at of [1, 0]) {
    const arrived = incoming(phone);
    const out = offices[at]!.invite({ ...calling, target: offices[at]!.bindings('1001')[0]! });
    const { call, origin } = await arrived;
    expect(origin).toEqual({ kind: 'registration', registration: registrations[at] });
    expect([call.localUser, call.remoteUser]).toEqual(['1001', '2000']);
    const established = Promise.all([next(out, 'established'), next(call, 'established')]);
    call.answer(OTHER_SDP);
    await established;
    const ended = next(call, 'ended');
    out.end('normal');
    await ended;
  }
});

test('a call through one of them says who we are there, with the name that the password belongs to', async () => {
  const far = await office('b.test', '1001');
  const phone = await start({ acceptOnlyRegistered: true });
  const arrived = incoming(far);
  const call = phone.invite({
    ...calling,
    callerNumber: '1001',
    callerDomain: 'b.test',
    target: {
      uri: 'sip:300@b.test',
      proxy: `sip:${placeOf(far)}`,
      credentials: { user: '1001', password: 'at b.test' },
    },
  });
  const there = await arrived;
  expect(there.origin).toEqual({ kind: 'user', user: '1001' });
  expect(there.call.localUser).toBe('300');
  there.call.answer(OTHER_SDP);
  await next(call, 'established');
  call.end('normal');

  const peer = await new RawPeer(phone).open();
  closing.push(() => peer.close());
  phone.invite({
    ...calling,
    callerNumber: '1001',
    callerDomain: 'example.com',
    target: {
      uri: 'sip:300@example.com',
      proxy: `sip:127.0.0.1:${peer.port}`,
      credentials: { user: 'acme-17', password: 'x' },
    },
  });
  const first = await peer.takeRequest('INVITE');
  expect([first.uri, from(first)?.uri, to(first)?.uri]).toEqual([
    'sip:300@example.com',
    'sip:1001@example.com',
    'sip:300@example.com',
  ]);
  peer.send(
    peer.response(first, 407, ['Proxy-Authenticate: Digest realm="example.com", nonce="n", qop="auth", algorithm=MD5']),
  );
  const second = await peer.take((one) => one.kind === 'request' && one.method === 'INVITE' && cseq(one)?.number === 2);
  expect(parseDigest(header(second, 'proxy-authorization') ?? '')?.get('username')).toBe('acme-17');
  peer.send(peer.response((await peer.take((one) => one === second || one.kind === 'request')) as never, 486));
});

test('a transfer to the Contact of a call that we made finds us, where only calls of registrars are taken', async () => {
  const far = await office('a.test');
  const phone = await start({ acceptOnlyRegistered: true });
  const registration = phone.register({
    registrar: `sip:${placeOf(far)}`,
    domain: 'a.test',
    user: '1001',
    password: 'at a.test',
  });
  await registration.ready;
  const atOffice = incoming(far);
  const made = phone.invite({
    ...calling,
    callerNumber: '1001',
    callerDomain: 'a.test',
    target: {
      uri: 'sip:300@a.test',
      proxy: `sip:${placeOf(far)}`,
      credentials: { user: '1001', password: 'at a.test' },
    },
  });
  const there = await atOffice;
  const contact = /<(.*)>/.exec(there.call.header('contact') ?? '')?.[1] ?? '';
  there.call.answer(OTHER_SDP);
  await next(made, 'established');
  const [, localTag = ''] = /tag=(\w+)/.exec(there.call.header('from') ?? '') ?? [];
  const back = incoming(phone);
  far.invite({
    ...calling,
    target: { uri: contact },
    headers: {
      Replaces: `${there.call.header('call-id')};to-tag=${localTag};from-tag=${there.call.id}`,
    },
  });
  const { call, origin } = await back;
  expect([origin, call.replacesCallId]).toEqual([{ kind: 'registration', registration }, made.id]);
  call.end('normal');
});

test('REGISTER names the address-of-record, whatever the server is called that gets it', async () => {
  const phone = await start();
  const peer = await new RawPeer(phone).open();
  closing.push(() => peer.close());
  const registration = phone.register({
    registrar: `sip:127.0.0.1:${peer.port}`,
    domain: 'example.com',
    user: '1001',
    password: 'secret',
  });
  const request = await peer.takeRequest('REGISTER');
  expect([request.uri, from(request)?.uri, to(request)?.uri]).toEqual([
    'sip:example.com',
    'sip:1001@example.com',
    'sip:1001@example.com',
  ]);
  expect(header(request, 'contact')).toMatch(/^<sip:[0-9a-f]{20}@127\.0\.0\.1:\d+>$/);
  expect([callId(request), tagOf(from(request))]).not.toContain('');
  peer.send(peer.response(request, 403));
  await reached(registration, 'refused');
});

test('a telephone that starts anew takes the place of the one that crashed', async () => {
  const far = await office('a.test');
  for (const instanceId of ['11111111-2222', '11111111-2222', '33333333-4444']) {
    const phone = await start();
    await phone.register({ registrar: `sip:${placeOf(far)}`, user: '1001', password: 'at a.test', instanceId }).ready;
  }
  expect(far.bindings('1001')).toHaveLength(2);
});

test('strangers do not ring: not without our Contact, and not with it from elsewhere', async () => {
  const far = await office('a.test');
  const web = await webSocketOffice(far);
  closing.push(() => web.close());
  const phone = await start({ acceptOnlyRegistered: true, trunkOf: () => 'server' });
  phone.onInvite(() => expect.unreachable());
  const registration = phone.register({
    registrar: 'sip:a.test',
    webSocketUrl: web.url,
    user: '1001',
    password: 'at a.test',
  });
  await registration.ready;
  const contact = far.bindings('1001')[0]?.contact ?? '';
  const stranger = await new RawPeer(phone).open();
  closing.push(() => stranger.close());
  stranger.send(stranger.request('INVITE', [], SDP, 'sip:1001@127.0.0.1'));
  expect((await stranger.takeResponse('INVITE')).status).toBe(404);
  stranger.send(stranger.request('INVITE', [], SDP, contact));
  expect((await stranger.takeResponse('INVITE')).status).toBe(403);
  expect(phone.counters()).toMatchObject({ strangersRefused: 2, calls: 0 });
  await registration.stop();
  expect(far.registeredUsers()).toEqual([]);
});

test('without that option, calls from elsewhere are what they were, to the user they are for', async () => {
  const far = await office('a.test');
  const phone = await start({ trunkOf: () => 'server' });
  const registration = phone.register({ registrar: `sip:${placeOf(far)}`, user: '1001', password: 'at a.test' });
  await registration.ready;
  const arrived = incoming(phone);
  const peer = await new RawPeer(phone).open();
  closing.push(() => peer.close());
  peer.send(peer.request('INVITE', [], SDP, 'sip:1001@127.0.0.1'));
  const { call, origin } = await arrived;
  expect([origin, call.localUser]).toEqual([{ kind: 'trunk', trunkId: 'server' }, '1001']);
  call.end('busy');
  expect((await peer.takeResponse('INVITE')).status).toBe(486);
});
