// Passwords for the first start: random, and easy to copy off a screen.
import { createHash, randomInt } from 'node:crypto';

/** Without letters and digits that look alike. */
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
const blocks = 4;
const blockLength = 4;

/** `k7wd-93mh-…`: 80 bits. */
export function newPassword(): string {
  const block = (): string => Array.from({ length: blockLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  return Array.from({ length: blocks }, block).join('-');
}

/** What a registrar keeps of a phone's password (RFC 3261 §22.4, RFC 8760 §2.4). */
export function ha1Of(
  user: string,
  realm: string,
  password: string,
): { readonly md5: string; readonly sha256: string } {
  const hash = (algorithm: string): string =>
    createHash(algorithm).update(`${user}:${realm}:${password}`).digest('hex');
  return { md5: hash('md5'), sha256: hash('sha256') };
}
