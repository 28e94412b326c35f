// Session descriptions and the offer/answer model, in the words of desk phones and browsers.
import { expect, test } from 'vitest';
import { mediaLimits } from '../limits.ts';
import { agree, answerDirection, answerMedia, refuse } from './negotiation.ts';
import { Negotiator } from './negotiator.ts';
import { parseSdp, writeSdp } from './sdp.ts';
import type { Transport } from './transport.ts';

const lines = (...text: string[]): string => `${text.join('\r\n')}\r\n`;
const head = ['v=0', 'o=phone 7 8 IN IP4 192.0.2.5', 's=-', 'c=IN IP4 192.0.2.5', 't=0 0'];

const plain = (): Transport => ({
  secure: false,
  ssrc: 1,
  ready: true,
  foreign: 0,
  prepareOffer: async () => ({ port: 4000, rtcpPort: 4001, security: null, ssrc: null }),
  prepareAnswer: async () => ({ port: 4000, rtcpPort: 4001, security: null, ssrc: null }),
  adopt: async () => {},
  send: () => {},
  sendRtcp: () => {},
  close: async () => {},
});

test('picks the far end’s first codec that we know, and its digits', () => {
  const offer = parseSdp(
    lines(
      ...head,
      'm=audio 5004 RTP/AVP 9 96 8 0 101',
      'a=rtpmap:96 opus/48000/2',
      'a=rtpmap:101 telephone-event/8000',
      'a=fmtp:101 0-16',
      'a=ptime:30',
      'a=rtcp:6001 IN IP4 192.0.2.6',
    ),
  );
  const { agreement } = agree(offer, false, 'sendrecv');
  expect(agreement).toMatchObject({
    codec: 'PCMA',
    payloadType: 8,
    ptimeMs: 30,
    eventPayloadType: 101,
    remoteAddress: '192.0.2.5',
    remotePort: 5004,
    remoteRtcpPort: 6001,
    remoteRtcpAddress: '192.0.2.6',
    localDirection: 'sendrecv',
  });
});

test('refuses video and second audio, in the offer’s order, and echoes the transport', async () => {
  const negotiator = new Negotiator(plain(), '192.0.2.1');
  const offer = lines(
    ...head,
    'm=video 5000 RTP/AVP 97',
    'a=rtpmap:97 VP8/90000',
    'm=audio 5004 RTP/AVPF 0',
    'm=audio 5008 RTP/AVP 8',
  );
  const answer = await negotiator.answer(offer);
  expect(answer.split('\r\n').filter((line) => line.startsWith('m='))).toEqual([
    'm=video 0 RTP/AVP 97',
    'm=audio 4000 RTP/AVPF 0',
    'm=audio 0 RTP/AVP 8',
  ]);
  // A re-offer of ours keeps the sections (RFC 3264 §8) and raises the version.
  const again = await negotiator.offer('sendonly');
  expect(
    again
      .split('\r\n')
      .filter((line) => line.startsWith('m='))
      .map((line) => line.split(' ').slice(0, 2).join(' ')),
  ).toEqual(['m=video 0', 'm=audio 4000', 'm=audio 0']);
  const origin = (text: string): string[] => /o=- (\d+) (\d+)/.exec(text)!.slice(1);
  expect(origin(again)[0]).toBe(origin(answer)[0]);
  expect(Number(origin(again)[1])).toBe(Number(origin(answer)[1]) + 1);
});

test.each([
  ['sendrecv', 'sendrecv', 'sendrecv'],
  ['sendonly', 'sendrecv', 'recvonly'],
  ['recvonly', 'sendrecv', 'sendonly'],
  ['inactive', 'sendrecv', 'inactive'],
  ['sendrecv', 'sendonly', 'sendonly'],
  ['sendonly', 'sendonly', 'inactive'],
] as const)('offered %s, wanted %s: answered %s', (offered, wanted, answered) => {
  expect(answerDirection(offered, wanted)).toBe(answered);
});

test('the null address is a hold, whatever the direction says', () => {
  const held = lines(...head.with(3, 'c=IN IP4 0.0.0.0'), 'm=audio 5004 RTP/AVP 0');
  expect(agree(parseSdp(held), false, 'sendrecv').agreement).toMatchObject({
    remoteDirection: 'sendonly',
    localDirection: 'recvonly',
  });
});

test('the session’s direction counts where the section has none', () => {
  const offer = lines(...head, 'a=inactive', 'm=audio 5004 RTP/AVP 0');
  expect(agree(parseSdp(offer), false, 'sendrecv').agreement.localDirection).toBe('inactive');
});

test('says why it cannot agree', () => {
  const reason =
    (...media: string[]) =>
    () =>
      agree(parseSdp(lines(...head, ...media)), false, 'sendrecv');
  expect(reason('m=audio 5004 RTP/AVP 18')).toThrow('no common audio codec');
  expect(reason('m=audio 0 RTP/AVP 0')).toThrow('refused');
  expect(reason('m=video 5004 RTP/AVP 31')).toThrow('no audio');
  expect(reason('m=audio 9 UDP/TLS/RTP/SAVPF 0', 'a=ice-ufrag:x', 'a=ice-pwd:y', 'a=fingerprint:sha-256 AA')).toThrow(
    'another media transport',
  );
  expect(() => parseSdp('hello')).toThrow('v=0');
});

test('has so many sections and no more: each of them is answered', () => {
  const sections = (count: number): string =>
    lines(...head, ...Array.from({ length: count }, () => 'm=audio 9 RTP/AVP 0'));
  expect(parseSdp(sections(mediaLimits.maxSdpSections)).media.length).toBe(mediaLimits.maxSdpSections);
  expect(() => parseSdp(sections(mediaLimits.maxSdpSections + 1))).toThrow('too many sections');
});

test('what is written reads back the same', () => {
  const offer = parseSdp(
    lines(
      ...head,
      'a=group:BUNDLE audio',
      'm=audio 9 UDP/TLS/RTP/SAVPF 111 0 126',
      'a=rtpmap:111 opus/48000/2',
      'a=rtpmap:126 telephone-event/8000',
      'a=mid:audio',
      'a=rtcp-mux',
      'a=ice-ufrag:abcd',
      'a=ice-pwd:0123456789012345678901',
      'a=fingerprint:sha-256 AA:BB',
      'a=setup:actpass',
      'a=candidate:1 1 udp 2122260223 4f2e.local 54321 typ host',
    ),
  );
  const { media, agreement } = agree(offer, true, 'sendrecv');
  expect(agreement).toMatchObject({ codec: 'PCMU', eventPayloadType: 126, rtcpMux: true });
  const security = {
    iceUfrag: 'u',
    icePwd: 'p',
    fingerprint: 'sha-256 CC',
    setup: 'active',
    candidates: ['1 1 udp 5 192.0.2.1 4000 typ host'],
  };
  const ours = answerMedia({ port: 4000, rtcpPort: null, security, ssrc: 42 }, media, agreement);
  const text = writeSdp({ sessionId: '1', version: '2', bundle: ['audio'], media: [ours, refuse(media)] }, '192.0.2.1');
  const read = parseSdp(text);
  expect(read.bundle).toEqual(['audio']);
  expect(read.media[0]).toMatchObject({
    mid: 'audio',
    rtcpMux: true,
    ssrc: 42,
    direction: 'sendrecv',
    port: 4000,
    security,
  });
  expect(read.media[0]!.codecs.map((one) => one.payloadType)).toEqual([0, 126]);
  expect(read.media[1]).toMatchObject({ port: 0, mid: 'audio' });
});

test.each(['65536', '1000000000', '-5', '4e3', 'x', ''])(
  'refuses the port %j, to which nothing can be sent',
  (port) => {
    expect(() => parseSdp(lines(...head, `m=audio ${port} RTP/AVP 0`))).toThrow('port');
  },
);

test('an RTCP port that cannot be is refused; none is made up above the last one', () => {
  expect(() => parseSdp(lines(...head, 'm=audio 5004 RTP/AVP 0', 'a=rtcp:70000'))).toThrow('port');
  const last = parseSdp(lines(...head, 'm=audio 65535 RTP/AVP 0'));
  expect(agree(last, false, 'sendrecv').agreement).toMatchObject({ remotePort: 65_535, remoteRtcpPort: 0 });
  const several = parseSdp(lines(...head, 'm=audio 49170/2 RTP/AVP 0'));
  expect(several.media[0]?.port).toBe(49_170);
});
