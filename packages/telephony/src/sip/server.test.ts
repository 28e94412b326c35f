// Two servers on loopback: one is the registrar, the other a phone; every test waits for what a user would see.
import { afterEach, expect, test } from 'vitest';
import { computeHa1 } from './digest.ts';
import { createSipServer } from './server.ts';
import type { SipCall, SipCallEvents, SipOrigin, SipServer, SipServerOptions } from './sip-server.ts';

const servers: SipServer[] = [];
const SDP = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n';
const OTHER_SDP = SDP.replace('4000', '5000');

async function start(transport: 'udp' | 'tcp', options: Partial<SipServerOptions> = {}): Promise<SipServer> {
  const server = createSipServer({
    listen: [{ transport, host: '127.0.0.1', port: 0 }],
    domain: 'office.test',
    userAgent: 'test',
    accounts: { ha1: () => [] },
    trunkOf: () => null,
    log: () => {},
    ...options,
  });
  await server.listen();
  servers.push(server);
  return server;
}

const accounts = {
  ha1: (user: string, realm: string, algorithm: 'MD5' | 'SHA-256') =>
    user === '1001' ? [computeHa1(algorithm, user, realm, 'secret')] : [],
};

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close(1_000)));
});

function next<E extends keyof SipCallEvents>(call: SipCall, event: E): Promise<SipCallEvents[E]> {
  return new Promise((resolve) => call.on(event, resolve));
}

function incoming(server: SipServer): Promise<{ call: SipCall; origin: SipOrigin }> {
  return new Promise((resolve) => server.onInvite((call, origin) => resolve({ call, origin })));
}

function uriOf(server: SipServer, user = ''): string {
  const address = server.addresses()[0];
  return `sip:${user === '' ? '' : `${user}@`}127.0.0.1:${address?.port}`;
}

for (const transport of ['udp', 'tcp'] as const) {
  test(`a phone registers with digest, is called, answers and hangs up over ${transport}`, async () => {
    const office = await start(transport, { accounts });
    const phone = await start(transport, { trunkOf: () => 'office' });
    await phone.register({ registrar: uriOf(office), transport, user: '1001', password: 'secret' }).ready;
    const [binding] = office.bindings('1001');
    expect(binding?.transport).toBe(transport);
    const atPhone = incoming(phone);
    const out = office.invite({
      target: binding!,
      callerNumber: '2000',
      callerName: 'Zoë "Z"',
      sdp: SDP,
      timeoutMs: 10_000,
    });
    const { call } = await atPhone;
    expect([call.localUser, call.remoteUser, call.remoteName, call.remoteSdp]).toEqual([
      '1001',
      '2000',
      'Zoë "Z"',
      SDP,
    ]);
    const ringing = next(out, 'progress');
    call.progress();
    expect(await ringing).toEqual({ status: 180, sdp: null });
    const established = Promise.all([next(out, 'established'), next(call, 'established')]);
    call.answer(OTHER_SDP);
    expect((await established)[0]).toEqual({ sdp: OTHER_SDP });
    const ended = Promise.all([next(out, 'ended'), next(call, 'ended')]);
    call.end('normal');
    expect((await ended).map((one) => one.cause)).toEqual(['normal', 'normal']);
  });
}

test('a wrong password is refused', async () => {
  const office = await start('udp', { accounts });
  const phone = await start('udp');
  await expect(phone.register({ registrar: uriOf(office), user: '1001', password: 'wrong' }).ready).rejects.toThrow(
    '401',
  );
  expect(office.registeredUsers()).toEqual([]);
});

/** A call between two servers: who called, and who was called. */
async function connected(): Promise<readonly [SipCall, SipCall]> {
  const [office, phone] = [await start('tcp'), await start('tcp', { trunkOf: () => 'office' })];
  const atPhone = incoming(phone);
  const target = { uri: `${uriOf(phone, '1001')};transport=tcp`, transport: 'tcp' } as const;
  const out = office.invite({ target, callerNumber: '2000', callerName: '', sdp: SDP, timeoutMs: 10_000 });
  const { call } = await atPhone;
  const established = Promise.all([next(out, 'established'), next(call, 'established')]);
  call.answer(OTHER_SDP);
  await established;
  return [out, call];
}

test('the answer to each offer that was asked for is told, though it be the same again', async () => {
  const [out, phone] = await connected();
  const offers = ['first', 'second'].map((name) => SDP.replace('s=-', `s=${name}`));
  const told: string[] = [];
  let offered = 0;
  out.on('offerWanted', ({ offer }) => offer(offers[offered++]!, (answer) => told.push(answer)));
  for (const expected of offers) {
    const { sdp, answer } = await phone.reinviteForOffer();
    expect(sdp).toBe(expected);
    answer(OTHER_SDP);
  }
  // What comes next on this connection comes behind the ACK.
  const digit = next(out, 'digit');
  phone.sendInfoDigit('1');
  await digit;
  expect(told).toEqual([OTHER_SDP, OTHER_SDP]);
});

test('where nobody makes a new offer the old one is made, and only an answer that changes anything is told', async () => {
  const [out, phone] = await connected();
  const changed = OTHER_SDP.replace('5000', '6000');
  const told: string[] = [];
  out.on('reoffered', ({ sdp }) => told.push(sdp));
  for (const description of [OTHER_SDP, changed]) {
    const { sdp, answer } = await phone.reinviteForOffer();
    expect(sdp).toBe(SDP);
    answer(description);
  }
  const digit = next(out, 'digit');
  phone.sendInfoDigit('1');
  await digit;
  expect(told).toEqual([changed]);
});
