// What happens with time: sessions that are refreshed or not, telephones that stop answering, strangers that leave nothing behind.
import { afterEach, expect, test, vi } from 'vitest';
import { cseq, header } from './message.ts';
import { OTHER_SDP, RawPeer, SDP, startServer } from './raw-peer.ts';
import type { SipCall, SipCallEvents, SipServer } from './sip-server.ts';

let server: SipServer;
let peer: RawPeer;

afterEach(async () => {
  vi.useRealTimers();
  await server.close(0);
  peer.close();
});

async function open(t1Ms = 500): Promise<void> {
  server = await startServer({}, { t1Ms, t2Ms: t1Ms * 4, t4Ms: t1Ms * 2 });
  peer = await new RawPeer(server).open();
}

function next<E extends keyof SipCallEvents>(call: SipCall, event: E): Promise<SipCallEvents[E]> {
  return new Promise((resolve) => call.on(event, resolve));
}

/** A call from the peer whose INVITE has these lines; also what our 200 said. */
async function established(lines: readonly string[]): Promise<{ call: SipCall; sessionExpires: string | undefined }> {
  const arrived = new Promise<SipCall>((resolve) => server.onInvite(resolve));
  peer.send(peer.request('INVITE', lines, SDP));
  const call = await arrived;
  const done = next(call, 'established');
  call.answer(OTHER_SDP);
  const ok = await peer.takeResponse('INVITE', 200);
  peer.send(peer.request('ACK', [`To: ${header(ok, 'to')}`, `CSeq: ${cseq(ok)?.number} ACK`]));
  await done;
  return { call, sessionExpires: header(ok, 'session-expires') };
}

const onlyTimeouts = { toFake: ['setTimeout', 'clearTimeout'] } as const;

test('a peer that promised to refresh and does not is hung up a little before the session ends', async () => {
  await open();
  vi.useFakeTimers({ toFake: [...onlyTimeouts.toFake] });
  const { call, sessionExpires } = await established(['Supported: timer', 'Session-Expires: 120;refresher=uac']);
  expect(sessionExpires).toBe('120;refresher=uac');
  const ended = next(call, 'ended');
  vi.advanceTimersByTime(87_000);
  expect(server.counters()['calls']).toBe(1);
  vi.advanceTimersByTime(1_000);
  expect((await ended).cause).toBe('mediaLost');
  await peer.takeRequest('BYE');
});

test.each([
  ['UPDATE', ['Allow: INVITE, UPDATE']],
  ['INVITE', []],
])('when it is ours to refresh, %s goes out at half the time', async (method, allow) => {
  await open();
  vi.useFakeTimers({ toFake: [...onlyTimeouts.toFake] });
  const { call } = await established(['Supported: timer', 'Session-Expires: 120;refresher=uas', ...allow]);
  vi.advanceTimersByTime(60_000);
  const refresh = await peer.takeRequest(method);
  expect([header(refresh, 'session-expires'), refresh.body]).toEqual([
    '120;refresher=uac',
    method === 'INVITE' ? OTHER_SDP : '',
  ]);
  peer.send(peer.response(refresh, 200, ['Session-Expires: 120;refresher=uac'], method === 'INVITE' ? SDP : ''));
  if (method === 'INVITE') await peer.takeRequest('ACK');
  expect(server.counters()['calls']).toBe(1);
  call.end('normal');
});

test('a peer with a longer minimum gets what it asks for', async () => {
  await open();
  server.invite({
    target: { uri: `sip:5@127.0.0.1:${peer.port}` },
    callerNumber: '1',
    callerName: '',
    sdp: SDP,
    timeoutMs: 5_000,
  });
  const first = await peer.takeRequest('INVITE');
  peer.send(peer.response(first, 422, ['Min-SE: 3000']));
  const second = await peer.take((one) => one.kind === 'request' && one.method === 'INVITE' && cseq(one)?.number === 2);
  expect([header(second, 'session-expires'), header(second, 'min-se')]).toEqual(['3000', '3000']);
});

test('a telephone behind NAT that no longer answers is taken off; one that answers stays', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
  await open(10);
  await peer.register('1001', ['Contact: <sip:1001@192.0.2.1:5060>']);
  const other = await new RawPeer(server).open();
  await other.register('1002', ['Contact: <sip:1002@192.0.2.2:5060>']);
  const gone = new Promise<string>((resolve) => server.onUnregistered(resolve));
  const answering = async (): Promise<never> => {
    for (;;) other.send(other.response(await other.takeRequest('OPTIONS'), 200));
  };
  void answering();
  for (let round = 0; round < 4; round += 1) {
    vi.advanceTimersByTime(31_000);
    await peer.takeRequest('OPTIONS');
  }
  expect(await gone).toBe('1001');
  expect(server.registeredUsers()).toEqual(['1002']);
  other.close();
});

test('a binding ends with its time', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
  await open();
  await peer.register('1001', ['Expires: 60']);
  const gone = new Promise<string>((resolve) => server.onUnregistered(resolve));
  vi.advanceTimersByTime(59_000);
  expect(server.registeredUsers()).toEqual(['1001']);
  vi.advanceTimersByTime(2_000);
  expect(await gone).toBe('1001');
});

test('strangers leave no transaction, no call and no name behind', async () => {
  await open();
  for (const method of ['REGISTER', 'INVITE', 'OPTIONS', 'SUBSCRIBE', 'BYE', 'PUBLISH', 'CANCEL']) {
    peer.send(
      peer.request(method, ['From: <sip:1001@office.test>;tag=x', 'To: <sip:1001@office.test>', `Call-ID: ${method}`]),
    );
    await peer.takeResponse(method);
  }
  expect(server.counters()).toMatchObject({ transactions: 0, calls: 0, registeredUsers: 0 });
});

test('a caller who hangs up between our 200 and his ACK is gone at once', async () => {
  await open();
  const arrived = new Promise<SipCall>((resolve) => server.onInvite(resolve));
  peer.send(peer.request('INVITE', [], SDP));
  const call = await arrived;
  const ended = next(call, 'ended');
  call.answer(OTHER_SDP);
  const ok = await peer.takeResponse('INVITE', 200);
  peer.send(peer.request('BYE', [`To: ${header(ok, 'to')}`]));
  expect((await peer.takeResponse('BYE')).status).toBe(200);
  expect((await ended).cause).toBe('normal');
  expect(server.counters()['calls']).toBe(0);
});

test('a device that registers along a new way is not called along the old one', async () => {
  await open();
  const contact = (port: number): string =>
    `Contact: <sip:1001@127.0.0.1:${port}>;+sip.instance="<urn:uuid:1>";reg-id=1`;
  await peer.register('1001', [contact(1111)]);
  await peer.register('1001', [contact(2222), 'Call-ID: after-restart']);
  expect(server.bindings('1001').map((one) => one.contact)).toEqual(['sip:1001@127.0.0.1:2222']);
});
