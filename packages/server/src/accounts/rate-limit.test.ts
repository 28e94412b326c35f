// Delays that grow with failures, in bounded tables.
import { expect, test } from 'vitest';
import { networkOf, RateLimit } from './rate-limit.ts';

const bounds = { maxKeys: 3, freeFailures: 2, firstDelayMs: 100, maxDelayMs: 350, forgetAfterMs: 1000 };

test('free failures, then delays that grow up to the highest', () => {
  const limit = new RateLimit(bounds);
  const waits = Array.from({ length: 6 }, () => {
    limit.count('a', 0);
    return limit.waitMs('a', 0);
  });
  expect(waits).toEqual([0, 100, 200, 350, 350, 350]);
  expect(limit.waitMs('a', 300)).toBe(50);
  expect(limit.waitMs('b', 0)).toBe(0);
});

test('quiet, success and withdrawal make up for failures', () => {
  const limit = new RateLimit(bounds);
  for (let failure = 0; failure < 3; failure++) limit.count('a', 0);
  expect(limit.waitMs('a', 0)).toBe(200);
  limit.uncount('a');
  expect(limit.waitMs('a', 0)).toBe(100);
  expect(limit.waitMs('a', 1000)).toBe(0);
  limit.count('a', 1000);
  expect(limit.waitMs('a', 1000)).toBe(0);
  limit.count('a', 1000);
  limit.forget('a');
  expect(limit.waitMs('a', 1000)).toBe(0);
});

test('however many keys come, only so many are kept', () => {
  const limit = new RateLimit(bounds);
  for (const key of ['a', 'a', 'b', 'b', 'c', 'c']) limit.count(key, 0);
  limit.waitMs('a', 0);
  limit.count('d', 0);
  expect(['a', 'b', 'c'].map((key) => limit.waitMs(key, 0))).toEqual([100, 0, 100]);
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0db8:1:2::9', '2001:db8:1:2'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::1', '0:0:0:0'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
