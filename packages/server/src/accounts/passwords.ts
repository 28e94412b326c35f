// Passwords: Argon2id, a few at a time, and the same work for a login that does not exist.
import { hash, verify } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';
import { limits } from '../limits.ts';

/** OWASP Password Storage Cheat Sheet: Argon2id (the library's default) with 19 MiB, 2 passes, 1 lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The same characters however the keyboard composed them (RFC 8265 §4.2.2). */
const normal = (password: string): string => password.normalize('NFC');

/**
 * Whether a password can be hashed at all: of a bearable length.
 * @returns what is wrong, or null.
 */
export function passwordFault(password: string): string | null {
  if (password.length < limits.passwordMinCharacters) return `shorter than ${limits.passwordMinCharacters} characters`;
  if (Buffer.byteLength(normal(password)) > limits.passwordMaxBytes)
    return `longer than ${limits.passwordMaxBytes} bytes`;
  return null;
}

/** @returns Argon2id in PHC form. */
export const hashPassword = (password: string): Promise<string> => hash(normal(password), parameters);

export interface Passwords {
  /**
   * Compares in the time that it always takes.
   * @param passwordHash null when there is no such account: the work is done all the same, and the answer is false.
   * @returns null when too many wait already.
   */
  verify(passwordHash: string | null, password: string): Promise<boolean | null>;
}

export function createPasswords(
  bounds: { maxConcurrent: number; maxWaiting: number } = {
    maxConcurrent: limits.passwordMaxConcurrent,
    maxWaiting: limits.passwordMaxWaiting,
  },
): Passwords {
  // Nobody's password, hashed now: the first unknown login must not take longer than the second.
  const nobody = hashPassword(randomBytes(16).toString('hex'));
  const waiting: (() => void)[] = [];
  let running = 0;

  const enter = (): Promise<void> | null => {
    if (running < bounds.maxConcurrent) {
      running++;
      return Promise.resolve();
    }
    if (waiting.length >= bounds.maxWaiting) return null;
    return new Promise((resolve) => waiting.push(resolve));
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  };

  return {
    async verify(passwordHash, password) {
      const turn = enter();
      if (turn === null) return null;
      await turn;
      try {
        const matches = await verify(passwordHash ?? (await nobody), normal(password));
        return matches && passwordHash !== null;
      } catch {
        // Not a hash that Argon2 knows: nobody signs in with it.
        return false;
      } finally {
        leave();
      }
    },
  };
}
