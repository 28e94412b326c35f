// Unguessable tags, branches, Call-IDs and cnonces, drawn from a pool of random bytes.
import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 8_192;
const pool = Buffer.allocUnsafe(POOL_BYTES);
let used = POOL_BYTES;

/** Lower-case hexadecimal text of that many random bytes. */
export function randomText(bytes: number): string {
  if (used + bytes > POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  const text = pool.toString('hex', used, used + bytes);
  used += bytes;
  return text;
}

/** RFC 3261 §19.3 asks for 32 random bits; 64 make a dialog hard to guess. */
export const newTag = (): string => randomText(8);
/** RFC 3261 §8.1.1.7. */
export const newBranch = (): string => `z9hG4bK${randomText(10)}`;
export const newCallId = (): string => randomText(16);
