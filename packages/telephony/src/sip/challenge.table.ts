// Which digest algorithms a challenge offers, by the User-Agent that asks: first match wins.
import type { DigestAlgorithm } from './digest.ts';

/** `[User-Agent, algorithms in order, why]` */
export const challengeRows: readonly (readonly [RegExp, readonly DigestAlgorithm[], string])[] = [
  [/^baresip v[01]\./, ['MD5'],            'libre before 2.0 gives up (ENOSYS) on any challenge that is not MD5, wherever it stands'],
  // RFC 8760 §2.4 wants the preferred one first, but many phones (and JsSIP) read the first challenge only and know no more than MD5.
  [/^/,                ['MD5', 'SHA-256'], 'everybody else: who knows SHA-256 finds it second'],
];
