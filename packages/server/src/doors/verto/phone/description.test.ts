// What the telephone makes of its client's description of its sound.
import { expect, test } from 'vitest';
import { directed, refusing } from './description.ts';

const lines = (...all: readonly string[]): string => [...all, ''].join('\r\n');
const own = lines(
  'v=0',
  'o=- 18446744073709551615 9007199254740993 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 0',
  'a=mid:0',
  'a=sendrecv',
);

test('another direction is another version, to the last digit', () => {
  expect(directed(own, 'sendonly')).toBe(own.replace('0993 ', '0994 ').replace('sendrecv', 'sendonly'));
  expect(directed(directed(own, 'recvonly'), 'sendrecv')).toBe(own.replace('0993 ', '0995 '));
});

test('where no direction is said it is put', () => {
  const silent = own.replace('a=sendrecv\r\n', '');
  expect(directed(silent, 'recvonly')).toContain('SAVPF 111 0\r\na=recvonly\r\na=mid:0\r\n');
});

test('a refusal has each section of the offer, with port zero, and the next version of one’s own', () => {
  const offer = lines(
    'v=0',
    'o=- 5 1 IN IP4 1.2.3.4',
    'm=audio 4000 RTP/AVP 8 101',
    'a=sendrecv',
    'm=video 9/2 RTP/AVP 96',
  );
  expect(refusing(offer, own)).toBe(
    lines(
      'v=0',
      'o=- 18446744073709551615 9007199254740994 IN IP4 0.0.0.0',
      's=-',
      'c=IN IP4 0.0.0.0',
      't=0 0',
      'm=audio 0 RTP/AVP 8 101',
      'm=video 0 RTP/AVP 96',
    ),
  );
  expect(refusing(offer, 'nonsense')).toContain('\r\no=- 0 1 IN IP4 0.0.0.0\r\n');
});
