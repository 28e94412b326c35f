// Nonces that carry their own proof: time and chance, signed, so that nothing is kept for a caller who is not yet known (RFC 7616 §3.3, §5.4).
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { sipLimits } from '../limits.ts';
import { randomText } from './ids.ts';

export type NonceVerdict = 'good' | 'stale' | 'forged';

export class Nonces {
  readonly #key = randomBytes(32);
  /** Highest `nc` seen, per nonce that has authenticated once. */
  readonly #uses = new Map<string, number>();
  /** Nonces made before this were pushed out of the table and can no longer be checked for replay. */
  #oldestMs = 0;

  issue(nowMs: number): string {
    const text = `${nowMs.toString(36)}.${randomText(6)}`;
    return `${text}.${this.#sign(text)}`;
  }

  /** Whether we made it and it is young enough. */
  check(nonce: string, nowMs: number): NonceVerdict {
    const dot = nonce.lastIndexOf('.');
    if (dot <= 0 || nonce.length > 128) return 'forged';
    const text = nonce.slice(0, dot);
    const given = Buffer.from(nonce.slice(dot + 1));
    const wanted = Buffer.from(this.#sign(text));
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'forged';
    const madeMs = Number.parseInt(text.slice(0, text.indexOf('.')), 36);
    return nowMs - madeMs > sipLimits.nonceLifeMs || madeMs < this.#oldestMs ? 'stale' : 'good';
  }

  /** Notes a use after the response proved right; false: this count was used before (replay). */
  use(nonce: string, nc: number): boolean {
    const last = this.#uses.get(nonce);
    if (last !== undefined && nc <= last) return false;
    if (last === undefined && this.#uses.size >= sipLimits.maxNoncesRemembered) this.#dropOldest();
    this.#uses.set(nonce, nc);
    return true;
  }

  #dropOldest(): void {
    const oldest = this.#uses.keys().next().value;
    if (oldest === undefined) return;
    this.#uses.delete(oldest);
    this.#oldestMs = Math.max(this.#oldestMs, Number.parseInt(oldest.slice(0, oldest.indexOf('.')), 36) + 1);
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url').slice(0, 22);
  }
}
