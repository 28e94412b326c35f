// Pieces are laid where they belong, and what is off the record is silent.
import { WAV_HEADER_BYTES } from '@cordboard/telephony';
import { expect, test } from 'vitest';
import { durationMsOf, twoTracks } from './two-tracks.ts';

const piece = (value: number, ms: number): Int16Array => new Int16Array(ms * 8).fill(value);
const at = (file: Buffer, ms: number, side: 0 | 1): number => file.readInt16LE(WAV_HEADER_BYTES + ms * 32 + side * 2);

test('each party on its own side, from when it was there', () => {
  const file = twoTracks([
    { track: 'agent', atMs: 10, samples: piece(100, 10) },
    { track: 'customer', atMs: 0, samples: piece(7, 20) },
  ]);
  expect(durationMsOf(file)).toBe(20);
  expect([at(file, 5, 0), at(file, 15, 0), at(file, 5, 1)]).toEqual([0, 100, 7]);
});

test('pieces of one track that overlap are both heard, and never overflow', () => {
  const file = twoTracks([
    { track: 'agent', atMs: 0, samples: piece(30_000, 10) },
    { track: 'agent', atMs: 5, samples: piece(30_000, 10) },
  ]);
  expect([at(file, 2, 0), at(file, 7, 0), at(file, 12, 0)]).toEqual([30_000, 32_767, 30_000]);
});

test('pauses are silent on both sides, also one that never ended', () => {
  const parts = (['agent', 'customer'] as const).map((track) => ({ track, atMs: 0, samples: piece(9, 30) }));
  const file = twoTracks(parts, [
    { fromMs: 5, toMs: 10 },
    { fromMs: 20, toMs: Infinity },
  ]);
  expect([4, 7, 12, 25].map((ms) => at(file, ms, 0))).toEqual([9, 0, 9, 0]);
  expect([4, 7, 12, 25].map((ms) => at(file, ms, 1))).toEqual([9, 0, 9, 0]);
});
