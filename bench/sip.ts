// How fast SIP is read and written on one core, and what a call through two dialogs costs.
//
//   npm run bench -- sip
import { performance } from 'node:perf_hooks';
import { createSipServer } from '@cordboard/telephony';
import type { SipServer } from '@cordboard/telephony';
import { serialize } from '../packages/telephony/src/sip/message.ts';
import { parseMessage } from '../packages/telephony/src/sip/parser.ts';
import { faultOf } from '../packages/telephony/src/sip/validate.ts';

const SDP =
  'v=0\r\no=- 20518 0 IN IP4 203.0.113.1\r\ns=-\r\nc=IN IP4 203.0.113.1\r\nt=0 0\r\nm=audio 54400 RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n';
const HEAD = [
  'Via: SIP/2.0/UDP 203.0.113.5:5060;branch=z9hG4bK74bf9;rport',
  'Max-Forwards: 70',
  'From: "Alice Example" <sip:alice@atlanta.example.com>;tag=9fxced76sl',
  'To: Bob <sip:bob@biloxi.example.com>',
  'Call-ID: 3848276298220188511@atlanta.example.com',
  'Contact: <sip:alice@203.0.113.5:5060>',
  'Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, REFER, NOTIFY',
  'Supported: timer, replaces, 100rel',
  'User-Agent: Phone/1.0',
];
const message = (startLine: string, method: string, body: string): Buffer =>
  Buffer.from(
    `${startLine}\r\n${HEAD.join('\r\n')}\r\nCSeq: 2 ${method}\r\n${body === '' ? '' : 'Content-Type: application/sdp\r\n'}Content-Length: ${body.length}\r\n\r\n${body}`,
  );
const MIX = [
  message('INVITE sip:bob@biloxi.example.com SIP/2.0', 'INVITE', SDP),
  message('SIP/2.0 180 Ringing', 'INVITE', ''),
  message('SIP/2.0 200 OK', 'INVITE', SDP),
  message('ACK sip:bob@biloxi.example.com SIP/2.0', 'ACK', ''),
  message('BYE sip:bob@biloxi.example.com SIP/2.0', 'BYE', ''),
  message('SIP/2.0 200 OK', 'BYE', ''),
];
const ROUNDS = 60_000;

/** Messages per second, the best of three runs: what the machine can do when nobody else has the core. */
function rate(work: (data: Buffer) => void): number {
  let best = 0;
  for (let run = 0; run < 4; run += 1) {
    const from = performance.now();
    for (let round = 0; round < ROUNDS; round += 1) work(MIX[round % MIX.length]!);
    const perSecond = (ROUNDS / (performance.now() - from)) * 1_000;
    if (run > 0) best = Math.max(best, perSecond);
  }
  return Math.round(best);
}

const parsed = rate((data) => {
  if (!parseMessage(data).ok) throw new Error('not parsed');
});
const checked = rate((data) => {
  const result = parseMessage(data);
  if (!result.ok || (result.message.kind === 'request' && faultOf(result.message) !== null))
    throw new Error('not well');
});
const whole = MIX.map((data) => parseMessage(data)).flatMap((one) => (one.ok ? [one.message] : []));
let next = 0;
const written = rate(() => {
  // Encoded too: a string that was only put together is not yet one.
  Buffer.from(serialize(whole[next++ % whole.length]!));
});

const quiet = { domain: 'bench.test', userAgent: 'bench', accounts: { ha1: () => [] }, log: () => {} };
async function start(): Promise<SipServer> {
  const server = createSipServer({
    ...quiet,
    listen: [{ transport: 'udp', host: '127.0.0.1', port: 0 }],
    trunkOf: () => 'line',
  });
  await server.listen();
  return server;
}

const CALLS = 2_000;
const AT_ONCE = 50;

/** Caller, B2BUA and phone in this one process: CPU of a whole call, seen from all three. */
async function callCost(): Promise<{ cpuMs: number; failed: number }> {
  const [caller, middle, phone] = [await start(), await start(), await start()];
  const uri = (server: SipServer): string => `sip:100@127.0.0.1:${server.addresses()[0]?.port}`;
  phone.onInvite((call) => {
    call.progress();
    call.answer(SDP);
  });
  middle.onInvite((call) => {
    const out = middle.invite({
      target: { uri: uri(phone) },
      callerNumber: call.remoteUser,
      callerName: '',
      sdp: call.remoteSdp ?? SDP,
      timeoutMs: 10_000,
    });
    out.on('progress', () => call.progress());
    out.on('established', ({ sdp }) => call.answer(sdp ?? SDP));
    out.on('ended', ({ cause }) => call.end(cause));
    call.on('ended', ({ cause }) => out.end(cause));
  });
  let failed = 0;
  const one = (): Promise<void> =>
    new Promise((resolve) => {
      const call = caller.invite({
        target: { uri: uri(middle) },
        callerNumber: '1',
        callerName: '',
        sdp: SDP,
        timeoutMs: 10_000,
      });
      let well = false;
      call.on('established', () => {
        well = true;
        call.end('normal');
      });
      call.on('ended', () => {
        if (!well) failed += 1;
        resolve();
      });
    });
  const many = async (calls: number): Promise<void> => {
    for (let left = calls; left > 0; left -= 1) await one();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, () => many(10)));
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: AT_ONCE }, () => many(CALLS / AT_ONCE)));
  const used = process.cpuUsage(before);
  for (const server of [caller, middle, phone]) await server.close(200);
  return { cpuMs: (used.user + used.system) / 1_000 / CALLS, failed };
}

const { cpuMs, failed } = await callCost();
const PARSER_BAR = 200_000;
const show = (value: number): string => value.toLocaleString('en-US');
console.log(`| figure | measured | bar |
| --- | --- | --- |
| messages parsed per second | ${show(parsed)} | ${show(PARSER_BAR)} |
| parsed and checked (mandatory headers, addresses, Via, CSeq) | ${show(checked)} | |
| written | ${show(written)} | |
| CPU of one call: caller, B2BUA and phone together | ${cpuMs.toFixed(2)} ms | |
| calls that failed, of ${show(CALLS)} | ${failed} | 0 |

A call's six messages in turn on one core, the best of three runs; the calls run ${AT_ONCE} at a time over UDP on loopback, all three parties in one process.`);
process.exitCode = parsed < PARSER_BAR || failed > 0 ? 1 : 0;
