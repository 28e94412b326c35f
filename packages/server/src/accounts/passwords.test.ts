// Passwords: the hash, the same work for nobody, the bounds.
import { expect, test } from 'vitest';
import { createPasswords, hashPassword, passwordFault } from './passwords.ts';

test('a password is known by its hash, however its letters were composed', async () => {
  const hash = await hashPassword('caf\u00e9 au lait');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  const passwords = createPasswords();
  expect(await passwords.verify(hash, 'cafe\u0301 au lait')).toBe(true);
  expect(await passwords.verify(hash, 'cafe au lait')).toBe(false);
});

test('without an account, or with a hash that is none, nothing matches', async () => {
  const passwords = createPasswords();
  expect(await passwords.verify(null, 'anything')).toBe(false);
  expect(await passwords.verify('not a hash', 'anything')).toBe(false);
});

test('more than may wait are turned away, and the others get their turn', async () => {
  const passwords = createPasswords({ maxConcurrent: 1, maxWaiting: 2 });
  const answers = await Promise.all(Array.from({ length: 5 }, () => passwords.verify(null, 'anything')));
  expect(answers).toEqual([false, false, false, null, null]);
  expect(await passwords.verify(null, 'anything')).toBe(false);
});

test('too short and too long are faults', () => {
  expect(passwordFault('1234567')).toContain('shorter');
  expect(passwordFault('座'.repeat(86))).toContain('longer');
  expect(passwordFault('座席坐席坐席坐席')).toBeNull();
});
