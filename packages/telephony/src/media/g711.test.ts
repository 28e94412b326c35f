// The G.711 tables against the recommendation's corner values and against themselves.
import { expect, test } from 'vitest';
import { decodeAll, encode, SILENCE, transcode } from './g711.ts';

const every = Uint8Array.from({ length: 256 }, (_, code) => code);

test('the recommended corner values', () => {
  const mu = decodeAll('PCMU', every);
  expect([mu[0x00], mu[0x80], mu[0x7f], mu[0xff], mu[0xf0]]).toEqual([-32_124, 32_124, 0, 0, 120]);
  const a = decodeAll('PCMA', every);
  expect([a[0x55], a[0xd5], a[0x2a], a[0xaa]]).toEqual([-8, 8, -32_256, 32_256]);
});

test.each(['PCMU', 'PCMA'] as const)('%s: every code decodes to a sample that encodes to it again', (codec) => {
  const back = new Uint8Array(256);
  encode(codec, decodeAll(codec, every), back, 0);
  // µ-law has two codes for nothing.
  const wanted = codec === 'PCMU' ? every.map((code) => (code === 0x7f ? 0xff : code)) : every;
  expect(back).toEqual(wanted);
});

test('silence is silent', () => {
  for (const codec of ['PCMU', 'PCMA'] as const)
    expect(Math.abs(decodeAll(codec, Uint8Array.of(SILENCE[codec]))[0]!)).toBeLessThanOrEqual(8);
});

test('from one law to the other a sample stays within a step', () => {
  for (const codec of ['PCMU', 'PCMA'] as const) {
    const bytes = Uint8Array.from(every);
    transcode(codec, bytes, 0, bytes.length);
    const before = decodeAll(codec, every);
    const after = decodeAll(codec === 'PCMU' ? 'PCMA' : 'PCMU', bytes);
    for (const code of every)
      expect(Math.abs(after[code]! - before[code]!)).toBeLessThanOrEqual(Math.max(16, Math.abs(before[code]!) / 16));
  }
});
