// What far ends may write into names and numbers, and what our telephones get to see of call data.
import { expect, test } from 'vitest';
import type { CallId, ConnectionId, DeviceId } from '@cordboard/domain';
import { limits } from '../limits.ts';
import { callerNameOf, callHeaders, numberOf } from './call-headers.ts';

test.each([
  ['Li\r\nX-Evil: 1', 'LiX-Evil: 1'],
  ['"a" <sip:b@c>\\', 'a sip:b@c'],
  ['abc\u202e321\u2028', 'abc321'],
  ['a\ud83d', 'a'],
  [`${'x'.repeat(63)}\u{1f600}`, `${'x'.repeat(63)}\u{1f600}`],
  ['王芳 \u{1f600}', '王芳 \u{1f600}'],
])('of %j is shown %j', (written, shown) => {
  expect(callerNameOf(written)).toBe(shown);
  expect(numberOf(written)).toBe(shown);
  expect(numberOf('1'.repeat(1_000))).toHaveLength(limits.switchMaxNumberCharacters);
});

test('call data goes along percent-encoded, as much as fits', () => {
  const wish = {
    effect: 'originate',
    callId: 'c' as CallId,
    connectionId: 'c.2' as ConnectionId,
    to: { kind: 'device', deviceId: '8001' as DeviceId },
    from: { number: '1', name: '' },
    timeoutMs: 1_000,
    data: { 'a\r\nb': '1\r\n2', long: 'x'.repeat(limits.switchMaxDataHeaderBytes), last: '&=\ud800' },
  } as const;
  expect(callHeaders(wish, 'example.org')).toEqual({
    'X-Cordboard-Call-Id': 'c',
    'X-Cordboard-Connection-Id': 'c.2',
    'X-Cordboard-Data': 'a%0D%0Ab=1%0D%0A2&last=%26%3D%EF%BF%BD',
  });
});
