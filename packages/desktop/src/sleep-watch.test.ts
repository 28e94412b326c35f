// A machine that slept, and a clock that jumped either way.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchSleep } from './sleep-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('each jump is noticed once; ordinary time is not', () => {
  let skewMs = 0;
  let slept = 0;
  const stop = watchSleep(
    () => (slept += 1),
    () => Date.now() + skewMs,
  );
  vi.advanceTimersByTime(600_000);
  expect(slept).toBe(0);
  skewMs += 3_600_000;
  vi.advanceTimersByTime(60_000);
  expect(slept).toBe(1);
  skewMs -= 7_200_000;
  vi.advanceTimersByTime(60_000);
  expect(slept).toBe(2);
  stop();
  skewMs += 3_600_000;
  vi.advanceTimersByTime(60_000);
  expect(slept).toBe(2);
});
