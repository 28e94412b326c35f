// Bounds on strangers: how often an address may ask, how long a guesser waits, how many nonces are remembered.
import { expect, test } from 'vitest';
import { sipLimits } from '../limits.ts';
import { Guesses, guessesOfAddress, guessesOfUser, RequestRate } from './guard.ts';
import { Nonces } from './nonces.ts';

test('an address may ask in a burst, then at its rate', () => {
  const rate = new RequestRate();
  const allowed = (times: number, nowMs: number): number =>
    Array.from({ length: times }, () => rate.allow('a', nowMs)).filter(Boolean).length;
  expect(allowed(sipLimits.requestBurst + 100, 0)).toBe(sipLimits.requestBurst);
  expect(allowed(sipLimits.requestsPerS, 500)).toBe(sipLimits.requestsPerS / 2);
  expect(rate.allow('b', 500)).toBe(true);
});

test('each wrong password beyond the forgiven ones doubles the wait, up to its bound', () => {
  const guesses = new Guesses(guessesOfUser);
  const waits: number[] = [];
  for (let guess = 0; guess < 20; guess += 1) {
    guesses.failed('user', 0);
    waits.push(guesses.waitMs('user', 0));
  }
  expect(waits.slice(0, 8)).toEqual([0, 0, 0, 0, 0, 2_000, 4_000, 8_000]);
  expect(waits.at(-1)).toBe(sipLimits.maxAuthDelayMs);
  guesses.succeeded('user');
  expect(guesses.waitMs('user', 0)).toBe(0);
});

test('an address is forgiven more and waits less: many people may stand behind it', () => {
  const guesses = new Guesses(guessesOfAddress);
  for (let guess = 0; guess < sipLimits.authFailuresForgivenPerAddress; guess += 1) guesses.failed('office', 0);
  expect(guesses.waitMs('office', 0)).toBe(0);
  for (let guess = 0; guess < 30; guess += 1) guesses.failed('office', 0);
  expect(guesses.waitMs('office', 0)).toBe(sipLimits.maxAuthDelayPerAddressMs);
});

test('a flood of names pushes out the oldest and never grows beyond its bound', () => {
  const guesses = new Guesses(guessesOfUser);
  for (let guess = 0; guess < 6; guess += 1) guesses.failed('first', 0);
  for (let other = 0; other < sipLimits.maxAuthWatched; other += 1) guesses.failed(`other ${other}`, 0);
  expect(guesses.waitMs('first', 0)).toBe(0);
});

test('a nonce is good for its time, only from us, and each count once', () => {
  const nonces = new Nonces();
  const nonce = nonces.issue(1_000);
  expect(nonces.check(nonce, 1_000 + sipLimits.nonceLifeMs)).toBe('good');
  expect(nonces.check(nonce, 1_001 + sipLimits.nonceLifeMs)).toBe('stale');
  expect(nonces.check(`${nonce.slice(0, -1)}${nonce.endsWith('A') ? 'B' : 'A'}`, 1_000)).toBe('forged');
  expect(new Nonces().check(nonce, 1_000)).toBe('forged');
  expect([nonces.use(nonce, 1), nonces.use(nonce, 1), nonces.use(nonce, 2)]).toEqual([true, false, true]);
});

test('a nonce whose count was forgotten counts as stale, so that it cannot be replayed', () => {
  const nonces = new Nonces();
  const first = nonces.issue(1_000);
  nonces.use(first, 1);
  for (let other = 0; other < sipLimits.maxNoncesRemembered; other += 1)
    nonces.use(`${(2_000).toString(36)}.${other}.x`, 1);
  expect(nonces.check(first, 2_000)).toBe('stale');
});
