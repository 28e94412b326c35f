// From counts of a connection to good, fair and poor: the E-model's known points, and both ways of loss.
import { expect, test } from 'vitest';
import { qualityBetween, rating } from './call-quality.ts';
import type { QualitySample } from './call-quality.ts';

const start: QualitySample = {
  received: 1_000,
  lost: 10,
  bufferedS: 100,
  played: 1_000,
  jitterMs: 2,
  rttMs: 20,
  lostOutShare: 0,
};
const after = (more: Partial<QualitySample>): QualitySample => ({
  ...start,
  received: 1_500,
  bufferedS: 110,
  played: 1_500,
  ...more,
});
const level = (more: Partial<QualitySample>): string | undefined => qualityBetween(start, after(more))?.level;

test('the rating at points of the E-model', () => {
  expect(rating(0, 0)).toBeCloseTo(93.2);
  // 100 ms: 2.4 of delay. 5 % of loss at Bpl 25.1: 95·5/30.1.
  expect(rating(100, 0)).toBeCloseTo(90.8);
  expect(rating(0, 5)).toBeCloseTo(93.2 - 15.78, 1);
  // Beyond 177.3 ms delay costs more: 0.024·400 + 0.11·222.7.
  expect(rating(400, 0)).toBeCloseTo(93.2 - 34.1, 1);
  expect(rating(5_000, 100)).toBe(0);
});

test('a clean call is good', () => {
  expect(qualityBetween(start, after({}))).toMatchObject({ level: 'good', lossInPercent: 0, lossOutPercent: 0 });
});

test('what was lost before does not count', () => {
  expect(qualityBetween({ ...start, lost: 900 }, after({ lost: 900 }))?.lossInPercent).toBe(0);
});

test('loss on the way in makes it fair, then poor', () => {
  expect(level({ received: 1_475, lost: 35 })).toBe('fair');
  expect(level({ received: 1_425, lost: 85 })).toBe('poor');
});

test('loss on the way out counts as much', () => {
  expect(level({ lostOutShare: 0.15 })).toBe('poor');
  expect(level({ lostOutShare: null })).toBe('good');
});

test('a long way and a deep jitter buffer make it worse', () => {
  expect(level({ rttMs: 480 })).toBe('fair');
  expect(level({ rttMs: 700 })).toBe('poor');
  expect(level({ bufferedS: 100 + 500 * 0.3 })).toBe('poor');
});

test('when nothing came there is nothing to say; when everything was lost it is poor', () => {
  expect(qualityBetween(start, start)).toBeNull();
  expect(level({ received: 1_000, lost: 510 })).toBe('poor');
});
