// Calls against a peer that speaks SIP by hand: loss, repetition, forks, glare, refusals, and who may do what.
import { afterEach, expect, test } from 'vitest';
import { FAST, OTHER_SDP, RawPeer, SDP, startServer } from './raw-peer.ts';
import { answerChallenge } from './digest.ts';
import { cseq, header, headerLines, headerList, tagOf, to } from './message.ts';
import type { SipRequest } from './message.ts';
import type { SipCall, SipCallEvents, SipServer } from './sip-server.ts';
import { defaultTiming } from './timers.table.ts';

let server: SipServer;
let peer: RawPeer;

async function open(timing = defaultTiming): Promise<void> {
  server = await startServer({}, timing);
  peer = await new RawPeer(server).open();
}

afterEach(async () => {
  await server.close(0);
  peer.close();
});

function next<E extends keyof SipCallEvents>(call: SipCall, event: E): Promise<SipCallEvents[E]> {
  return new Promise((resolve) => call.on(event, resolve));
}

/** The peer calls; the call as the server's user gets it, with the INVITE's text. */
async function callIn(lines: readonly string[] = [], body = SDP): Promise<{ call: SipCall; invite: string }> {
  const arrived = new Promise<SipCall>((resolve) => server.onInvite(resolve));
  const invite = peer.request('INVITE', lines, body);
  peer.send(invite);
  return { call: await arrived, invite };
}

/** The peer calls, is answered and acknowledges. */
async function established(lines: readonly string[] = []): Promise<{ call: SipCall; toLine: string }> {
  const { call } = await callIn(lines);
  const done = next(call, 'established');
  call.answer(OTHER_SDP);
  const ok = await peer.takeResponse('INVITE', 200);
  const toLine = `To: ${header(ok, 'to')}`;
  peer.send(peer.request('ACK', [...lines, toLine, `CSeq: ${cseq(ok)?.number} ACK`]));
  await done;
  return { call, toLine };
}

/** The server calls the peer; the call and the INVITE that came. */
async function callOut(
  extra: Partial<Parameters<SipServer['invite']>[0]> = {},
): Promise<{ call: SipCall; invite: SipRequest }> {
  const call = server.invite({
    target: { uri: `sip:555@127.0.0.1:${peer.port}` },
    callerNumber: '2000',
    callerName: '',
    sdp: SDP,
    timeoutMs: 10_000,
    ...extra,
  });
  return { call, invite: await peer.takeRequest('INVITE') };
}

test('a repeated INVITE is one call, and gets the last answer again', async () => {
  await open();
  let calls = 0;
  server.onInvite(() => (calls += 1));
  const { call, invite } = await callIn();
  call.progress();
  await peer.takeResponse('INVITE', 180);
  peer.send(invite);
  await peer.takeResponse('INVITE', 180);
  expect(calls).toBe(1);
  expect(server.counters()['retransmissionsReceived']).toBe(1);
});

test('a 200 is repeated until its ACK', async () => {
  await open();
  const { call } = await callIn();
  call.answer(OTHER_SDP);
  await peer.takeResponse('INVITE', 200);
  const second = await peer.takeResponse('INVITE', 200);
  const done = next(call, 'established');
  peer.send(peer.request('ACK', [`To: ${header(second, 'to')}`, 'CSeq: 1 ACK']));
  expect(await done).toEqual({ sdp: null });
});

test('without any ACK the call ends and a BYE goes out', async () => {
  await open(FAST);
  const { call } = await callIn();
  const ended = next(call, 'ended');
  call.answer(OTHER_SDP);
  expect((await ended).cause).toBe('failed');
  expect(header(await peer.takeRequest('BYE'), 'call-id')).toBe(`call-${peer.port}`);
});

test('CANCEL is answered, the INVITE gets 487, and both carry the same tag rules', async () => {
  await open();
  const { call, invite } = await callIn();
  call.progress();
  const ended = next(call, 'ended');
  const via = /^Via: .*$/m.exec(invite)?.[0] ?? '';
  peer.send(peer.request('CANCEL', [via, 'CSeq: 1 CANCEL']));
  expect((await peer.takeResponse('CANCEL')).status).toBe(200);
  expect((await peer.takeResponse('INVITE')).status).toBe(487);
  expect(await ended).toEqual({ cause: 'cancelled', status: null });
});

test('each cause has its status and a Reason header', async () => {
  await open();
  for (const [cause, status, q850] of [
    ['busy', 486, 17],
    ['rejected', 603, 21],
    ['trunksBusy', 503, 34],
    ['notFound', 404, 1],
  ] as const) {
    const { call } = await callIn([`Call-ID: ${cause}`]);
    call.end(cause);
    const response = await peer.takeResponse('INVITE', status);
    expect([response.status, header(response, 'reason')]).toEqual([
      status,
      expect.stringContaining(`Q.850;cause=${q850};`),
    ]);
    peer.send(peer.request('ACK', [`Call-ID: ${cause}`, `To: ${header(response, 'to')}`]));
  }
});

test('the same request by two ways is one call; the second gets 482', async () => {
  await open();
  const { call } = await callIn(['CSeq: 1 INVITE']);
  peer.send(peer.request('INVITE', ['CSeq: 1 INVITE'], SDP));
  expect((await peer.takeResponse('INVITE')).status).toBe(482);
  call.end('busy');
});

test('strangers, unknown dialogs, methods, extensions and schemes are refused by name', async () => {
  await open();
  const cases: [string, readonly string[], string, number][] = [
    ['BYE', ['To: <sip:2000@office.test>;tag=nobody'], 'sip:2000@office.test', 481],
    ['CANCEL', [], 'sip:2000@office.test', 481],
    ['INVITE', ['To: <sip:2000@office.test>;tag=nobody'], 'sip:2000@office.test', 481],
    ['INVITE', ['From: <sip:1001@office.test>;tag=x', 'Call-ID: a'], 'sip:2000@office.test', 407],
    ['INVITE', ['Max-Forwards: 0', 'Call-ID: b'], 'sip:2000@office.test', 483],
    ['INVITE', ['Session-Expires: 60', 'Call-ID: c'], 'sip:2000@office.test', 422],
    ['INVITE', ['Replaces: x;to-tag=a;from-tag=b', 'Call-ID: d'], 'sip:2000@office.test', 481],
    ['PUBLISH', [], 'sip:2000@office.test', 405],
    ['SUBSCRIBE', [], 'sip:2000@office.test', 489],
    ['OPTIONS', [], 'sip:2000@office.test', 200],
    ['OPTIONS', ['Require: wings'], 'sip:2000@office.test', 420],
    ['OPTIONS', [], 'mailto:someone@office.test', 416],
  ];
  for (const [method, lines, uri, status] of cases) {
    peer.send(peer.request(method, lines, '', uri));
    const response = await peer.takeResponse(method, status);
    if (status === 405) expect(header(response, 'allow')).toContain('INVITE');
    if (status === 420) expect(header(response, 'unsupported')).toBe('wings');
    if (status === 422) expect(header(response, 'min-se')).toBe('90');
    if (method === 'INVITE') peer.send(peer.request('ACK', [...lines, `To: ${header(response, 'to')}`]));
  }
});

test('a lost INVITE is repeated, a lost 200 is acknowledged again', async () => {
  await open();
  const { call, invite } = await callOut();
  await peer.takeRequest('INVITE');
  const done = next(call, 'established');
  const ok = peer.response(invite, 200, [], OTHER_SDP);
  peer.send(ok);
  expect(await done).toEqual({ sdp: OTHER_SDP });
  await peer.takeRequest('ACK');
  peer.send(ok);
  await peer.takeRequest('ACK');
});

test('a second phone that answers a forked INVITE is acknowledged and hung up', async () => {
  await open();
  const { call, invite } = await callOut();
  const done = next(call, 'established');
  peer.send(peer.response(invite, 200, [], OTHER_SDP, 'first'));
  await done;
  peer.send(peer.response(invite, 200, [], OTHER_SDP, 'second'));
  const bye = await peer.takeRequest('BYE');
  expect(tagOf(to(bye))).toBe('second');
  peer.send(peer.response(bye, 200));
  call.end('normal');
  expect(tagOf(to(await peer.takeRequest('BYE')))).toBe('first');
});

test('a call ended before any answer waits for a provisional answer with its CANCEL', async () => {
  await open();
  const { call, invite } = await callOut();
  call.end('cancelled');
  peer.send(peer.response(invite, 180));
  const cancel = await peer.takeRequest('CANCEL');
  expect(header(cancel, 'via')).toBe(header(invite, 'via'));
  peer.send(peer.response(cancel, 200));
  peer.send(peer.response(invite, 487));
  expect(cseq(await peer.takeRequest('ACK'))?.number).toBe(cseq(invite)?.number);
});

test('a 200 that crosses our CANCEL is acknowledged and hung up', async () => {
  await open();
  const { call, invite } = await callOut();
  peer.send(peer.response(invite, 180));
  await next(call, 'progress');
  call.end('cancelled');
  await peer.takeRequest('CANCEL');
  peer.send(peer.response(invite, 200, [], OTHER_SDP));
  await peer.takeRequest('ACK');
  await peer.takeRequest('BYE');
});

test('nobody answers in time: CANCEL, and the cause is noAnswer', async () => {
  await open();
  const { call, invite } = await callOut({ timeoutMs: 50 });
  peer.send(peer.response(invite, 180));
  expect((await next(call, 'ended')).cause).toBe('noAnswer');
  await peer.takeRequest('CANCEL');
});

test('a trunk that asks for a password gets it, with the strongest digest it offers', async () => {
  await open();
  const { call, invite } = await callOut({
    target: { uri: `sip:555@127.0.0.1:${peer.port}`, credentials: { user: 'u', password: 'p' } },
  });
  const challenge = (algorithm: string): string =>
    `Proxy-Authenticate: Digest realm="t", nonce="n", qop="auth", algorithm=${algorithm}`;
  peer.send(peer.response(invite, 407, [challenge('MD5'), challenge('SHA-256')]));
  await peer.takeRequest('ACK');
  const again = (await peer.take(
    (one) => one.kind === 'request' && one.method === 'INVITE' && cseq(one)?.number === 2,
  )) as SipRequest;
  expect(header(again, 'proxy-authorization')).toMatch(/username="u".*algorithm=SHA-256.*nc=00000001/);
  expect(cseq(again)?.number).toBe((cseq(invite)?.number ?? 0) + 1);
  peer.send(peer.response(again, 403));
  expect(await next(call, 'ended')).toEqual({ cause: 'notAllowed', status: 403 });
});

test('a user calls with his password, in his own name, and only the number he signed', async () => {
  await open();
  const own = ['From: <sip:1001@office.test>;tag=own', 'Call-ID: own'];
  const origins: unknown[] = [];
  server.onInvite((call, origin) => {
    origins.push(origin);
    call.end('busy');
  });
  const attempt = async (signed: string, called: string, lines: readonly string[] = []): Promise<number> => {
    peer.send(peer.request('INVITE', [...own, ...lines], SDP, called));
    const challenge = await peer.takeResponse('INVITE', 407);
    const value = answerChallenge(
      headerLines(challenge, 'proxy-authenticate'),
      { user: '1001', password: 'secret' },
      { method: 'INVITE', uri: signed },
      { nonce: '', uses: 0 },
    );
    const invite = peer.request('INVITE', [...own, ...lines, `Proxy-Authorization: ${value}`], SDP, called);
    peer.send(invite);
    const response = await peer.takeResponse('INVITE');
    // The ACK of a refusal belongs to the INVITE's transaction: same branch, same number.
    const via = /^Via: .*$/m.exec(invite)?.[0] ?? '';
    peer.send(
      peer.request('ACK', [
        ...own,
        ...lines,
        via,
        `To: ${header(response, 'to')}`,
        `CSeq: ${cseq(response)?.number} ACK`,
      ]),
    );
    return response.status;
  };
  expect(await attempt('sip:100@office.test', 'sip:100@office.test')).toBe(486);
  expect(await attempt('sip:127.0.0.1:5060', 'sip:100@office.test', ['Call-ID: own2'])).toBe(486);
  expect(await attempt('sip:100@office.test', 'sip:0900@office.test', ['Call-ID: own3'])).toBe(407);
  expect(await attempt('sip:100@office.test', 'sip:100@office.test', ['From: <sip:1002@office.test>;tag=x'])).toBe(403);
  expect(origins).toEqual([
    { kind: 'user', user: '1001' },
    { kind: 'user', user: '1001' },
  ]);
});

test('an INVITE without offer is answered with ours, and the ACK brings the answer', async () => {
  await open();
  const { call } = await callIn([], '');
  expect(call.remoteSdp).toBe(null);
  const done = next(call, 'established');
  call.answer(SDP);
  const ok = await peer.takeResponse('INVITE', 200);
  peer.send(peer.request('ACK', [`To: ${header(ok, 'to')}`, 'CSeq: 1 ACK'], OTHER_SDP));
  expect(await done).toEqual({ sdp: OTHER_SDP });
});

test('the peer puts on hold by re-INVITE and by UPDATE', async () => {
  await open();
  const { call, toLine } = await established();
  call.on('reoffered', ({ sdp, accept }) => accept(sdp.replace('sendonly', 'recvonly')));
  peer.send(peer.request('INVITE', [toLine], `${SDP}a=sendonly\r\n`));
  const ok = await peer.takeResponse('INVITE', 200);
  expect(ok.body).toContain('a=recvonly');
  peer.send(peer.request('ACK', [toLine, `CSeq: ${cseq(ok)?.number} ACK`]));
  peer.send(peer.request('UPDATE', [toLine, 'CSeq: 20 UPDATE'], SDP));
  expect((await peer.takeResponse('UPDATE')).body).toBe(SDP);
});

test('a re-INVITE that repeats the old offer refreshes and tells nobody', async () => {
  await open();
  const { call, toLine } = await established();
  call.on('reoffered', () => expect.unreachable());
  peer.send(peer.request('INVITE', [toLine, 'Supported: timer', 'Session-Expires: 120;refresher=uac'], SDP));
  const ok = await peer.takeResponse('INVITE', 200);
  expect([ok.body, header(ok, 'session-expires'), header(ok, 'require')]).toEqual([
    OTHER_SDP,
    '120;refresher=uac',
    'timer',
  ]);
  peer.send(peer.request('ACK', [toLine, `CSeq: ${cseq(ok)?.number} ACK`]));
});

test('two offers that cross: theirs gets 491, ours is tried again after theirs said 491', async () => {
  await open();
  const { call, toLine } = await established();
  const answer = call.reinvite(OTHER_SDP);
  const ours = await peer.takeRequest('INVITE');
  peer.send(peer.request('INVITE', [toLine], SDP));
  expect((await peer.takeResponse('INVITE', 491)).status).toBe(491);
  peer.send(peer.response(ours, 491));
  await peer.takeRequest('ACK');
  const again = await peer.take(
    (one) => one.kind === 'request' && one.method === 'INVITE' && (cseq(one)?.number ?? 0) > (cseq(ours)?.number ?? 0),
  );
  peer.send(peer.response(again as SipRequest, 200, [], `${SDP}a=again\r\n`));
  expect(await answer).toBe(`${SDP}a=again\r\n`);
});

test('a peer that lost the dialog ends the call', async () => {
  await open();
  const { call } = await established();
  const ended = next(call, 'ended');
  const refused = expect(call.reinvite(OTHER_SDP)).rejects.toThrow('481');
  peer.send(peer.response(await peer.takeRequest('INVITE'), 481));
  expect(await ended).toEqual({ cause: 'failed', status: 481 });
  await refused;
});

test('provisional answers are reliable for a peer that requires it', async () => {
  await open();
  const { call } = await callIn(['Require: 100rel']);
  call.progress();
  const first = await peer.takeResponse('INVITE', 180);
  const repeated = await peer.takeResponse('INVITE', 180);
  expect(header(repeated, 'rseq')).toBe(header(first, 'rseq'));
  call.answer(OTHER_SDP);
  const toLine = `To: ${header(first, 'to')}`;
  peer.send(peer.request('PRACK', [toLine, `RAck: ${header(first, 'rseq')} 1 INVITE`]));
  expect((await peer.takeResponse('PRACK')).status).toBe(200);
  expect((await peer.takeResponse('INVITE')).body).toBe(OTHER_SDP);
  peer.send(peer.request('PRACK', [toLine, 'RAck: 1 1 INVITE']));
  expect((await peer.takeResponse('PRACK')).status).toBe(481);
});

test('digits come by INFO in both spellings, other bodies are refused', async () => {
  await open();
  const { call, toLine } = await established();
  const digits: string[] = [];
  call.on('digit', ({ digit }) => digits.push(digit));
  for (const [type, body, status] of [
    ['application/dtmf-relay', 'Signal=5\r\nDuration=100\r\n', 200],
    ['application/dtmf', '#', 200],
    ['application/media_control+xml', '<x/>', 415],
  ] as const) {
    peer.send(peer.request('INFO', [toLine, `Content-Type: ${type}`], body));
    expect((await peer.takeResponse('INFO')).status).toBe(status);
  }
  expect(digits).toEqual(['5', '#']);
  call.sendInfoDigit('7');
  expect((await peer.takeRequest('INFO')).body).toContain('Signal=7');
});

test('REFER is accepted and its outcome told; a Replaces names one of our calls', async () => {
  await open();
  const other = await established(['Call-ID: other', 'From: <sip:trunk@example.test>;tag=b']);
  const { call, toLine } = await established();
  const referred = next(call, 'referred');
  const otherTag = /tag=(\w+)/.exec(other.toLine)?.[1];
  peer.send(
    peer.request('REFER', [
      toLine,
      `Refer-To: <sip:300@office.test?Replaces=other%3Bto-tag%3D${otherTag}%3Bfrom-tag%3Db>`,
    ]),
  );
  expect((await peer.takeResponse('REFER')).status).toBe(202);
  const { to: target, replacesCallId, settle } = await referred;
  expect([target, replacesCallId]).toEqual(['sip:300@office.test', other.call.id]);
  const trying = await peer.takeRequest('NOTIFY');
  expect(trying.body).toContain('SIP/2.0 100');
  peer.send(peer.response(trying, 200));
  settle(200);
  const over = await peer.takeRequest('NOTIFY');
  expect([over.body, header(over, 'subscription-state')]).toEqual([
    expect.stringContaining('SIP/2.0 200'),
    expect.stringContaining('terminated'),
  ]);
});

test('our REFER tells its answer and then its progress', async () => {
  await open();
  const { call, toLine } = await established();
  const answered = call.refer('sip:300@office.test');
  const refer = await peer.takeRequest('REFER');
  peer.send(peer.response(refer, 202));
  expect([header(refer, 'refer-to'), await answered]).toEqual(['<sip:300@office.test>', 202]);
  const progress = next(call, 'referenceProgress');
  peer.send(
    peer.request(
      'NOTIFY',
      [toLine, 'Event: refer', 'Subscription-State: terminated', 'Content-Type: message/sipfrag'],
      'SIP/2.0 486 Busy\r\n',
    ),
  );
  expect(await progress).toEqual({ status: 486 });
});

test('a phone that announced it is asked to answer', async () => {
  await open();
  const { call, invite } = await callOut();
  peer.send(peer.response(invite, 180, ['Allow-Events: hold, talk']));
  await next(call, 'progress');
  expect(call.askToAnswer()).toBe(true);
  expect(header(await peer.takeRequest('NOTIFY'), 'event')).toBe('talk');
});

test('a request older than one already seen is refused', async () => {
  await open();
  const { toLine } = await established();
  peer.send(peer.request('INFO', [toLine, 'CSeq: 9 INFO']));
  await peer.takeResponse('INFO');
  peer.send(peer.request('INFO', [toLine, 'CSeq: 8 INFO']));
  expect((await peer.takeResponse('INFO')).status).toBe(500);
});

test('requests follow the route that the INVITE recorded', async () => {
  await open();
  const { call } = await established([
    `Record-Route: <sip:127.0.0.1:%;lr>, <sip:far.test;lr>`.replace('%', String(peer.port)),
  ]);
  call.end('normal');
  const bye = await peer.takeRequest('BYE');
  expect(headerList(bye, 'route')).toEqual([`<sip:127.0.0.1:${peer.port};lr>`, '<sip:far.test;lr>']);
  expect(bye.uri).toBe(`sip:peer@127.0.0.1:${peer.port}`);
});

test('BYE with a Reason tells why', async () => {
  await open();
  const { call, toLine } = await established();
  const ended = next(call, 'ended');
  peer.send(peer.request('BYE', [toLine, 'Reason: Q.850;cause=17;text="busy"']));
  expect((await peer.takeResponse('BYE')).status).toBe(200);
  expect(await ended).toEqual({ cause: 'busy', status: null });
});
