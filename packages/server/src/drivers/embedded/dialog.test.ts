// What telephones mean by their SDP and their Refer-To.
import { expect, test } from 'vitest';
import { userOf } from './dialog.ts';
import { isHold, isRefusal, isWebrtc, takesTelephoneEvents } from './sdp-facts.ts';

test.each([
  ['sip:8005@127.0.0.1:5060', '8005'],
  ['<sip:8005@host;user=phone?Replaces=x>', '8005'],
  ['"Boris" <sips:%2B4930123@host>', '+4930123'],
  ['tel:+4930123;phone-context=x', '+4930123'],
  ['8005', '8005'],
  ['sip:host;transport=tcp', ''],
  ['sip:%E0%A4%A@host', '%E0%A4%A'],
])('Refer-To %s dials %s', (to, dialled) => {
  expect(userOf(to)).toBe(dialled);
});

const sdp = (...lines: string[]): string => ['v=0', ...lines, ''].join('\r\n');
const plain = 'm=audio 4000 RTP/AVP 8 101';
const browser = 'm=audio 9 UDP/TLS/RTP/SAVPF 8 101';

test('sendonly, inactive and the zero address are hold; what browsers put there is not', () => {
  expect(isHold(sdp(plain, 'a=sendonly'))).toBe(true);
  expect(isHold(sdp(plain, 'a=inactive'))).toBe(true);
  expect(isHold(sdp('c=IN IP4 0.0.0.0', plain))).toBe(true);
  expect(isHold(sdp(plain, 'a=sendrecv'))).toBe(false);
  expect(isHold(sdp(plain, 'a=recvonly'))).toBe(false);
  expect(isHold(sdp('c=IN IP4 0.0.0.0', browser, 'a=sendrecv'))).toBe(false);
});

test('only an answer that takes no sound at all is a refusal', () => {
  const none = 'm=audio 0 RTP/AVP 8';
  expect([isRefusal(sdp(none)), isRefusal(sdp(none, none))]).toEqual([true, true]);
  expect([isRefusal(sdp(none, plain)), isRefusal(sdp(browser)), isRefusal('nonsense')]).toEqual([false, false, false]);
});

test('a browser and its telephone events are recognised', () => {
  expect([isWebrtc(sdp(browser)), isWebrtc(sdp(plain))]).toEqual([true, false]);
  expect(takesTelephoneEvents(sdp(plain, 'a=rtpmap:101 telephone-event/8000'))).toBe(true);
  expect(takesTelephoneEvents(sdp(plain, 'a=rtpmap:8 PCMA/8000'))).toBe(false);
});
