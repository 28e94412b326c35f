// Asking the agent whether a page may steer his program: once for the same page, not for ever, and not again and again.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { limits } from '../limits.ts';
import { Pairings } from './pairings.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const page = 'https://a.example';

test('the same page asks once, and gives its name when it asks by it', async () => {
  const told: number[] = [];
  const pairings = new Pairings((waiting) => told.push(waiting.length));
  const [unnamed, named] = [pairings.ask(page, ''), pairings.ask(page, 'CRM')];
  expect(pairings.waiting).toMatchObject([{ origin: page, name: 'CRM' }]);
  expect(pairings.decide(pairings.waiting[0]!.id, 'look')).toBe(true);
  expect(await Promise.all([unnamed, named])).toEqual(['look', 'look']);
  expect([told, pairings.waiting]).toEqual([[1, 1, 0], []]);
  expect(pairings.decide('none', 'steer')).toBe(false);
});

test('nobody who answers: refused', async () => {
  const pairings = new Pairings(() => {});
  const asked = pairings.ask(page, '');
  vi.advanceTimersByTime(limits.pairingTimeoutMs);
  expect(await asked).toBe('refuse');
});

test('a page that was refused again and again is not shown for a while; others are', async () => {
  const pairings = new Pairings(() => {});
  for (let n = 0; n < limits.refusalsBeforeSilence; n += 1) {
    const asked = pairings.ask(page, 'x');
    pairings.decide(pairings.waiting[0]!.id, 'refuse');
    expect(await asked).toBe('refuse');
  }
  expect(await pairings.ask(page, 'x')).toBe('refuse');
  expect(pairings.waiting).toEqual([]);
  void pairings.ask('https://b.example', 'y');
  expect(pairings.waiting).toHaveLength(1);
  pairings.close();
  vi.advanceTimersByTime(limits.refusalsRememberedMs);
  void pairings.ask(page, 'x');
  expect(pairings.waiting).toHaveLength(1);
  pairings.close();
});

test('only so many wait', async () => {
  const pairings = new Pairings(() => {});
  for (let n = 0; n < limits.maxPairings; n += 1) void pairings.ask(`https://${n}.example`, '');
  expect(await pairings.ask(page, '')).toBe('refuse');
  pairings.close();
});
