// Who may steer the program, kept in a file of the user's own: origins, and hashes of tokens.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { limits } from '../limits.ts';
import type { Settings } from '../settings/settings.ts';

export type Right = 'steer' | 'look';

const grant = z.strictObject({
  origin: z.string(),
  name: z.string(),
  right: z.enum(['steer', 'look']),
  /** SHA-256 of the token, in hex; null: the origin alone is enough. */
  tokenHash: z.string().nullable(),
});
type Grant = z.output<typeof grant>;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

export class Grants {
  readonly #file: string | null;
  readonly #settings: Settings['localServer'];
  #grants: readonly Grant[];

  /** @param file null: nothing outlives the program. */
  constructor(file: string | null, settings: Settings['localServer']) {
    this.#file = file;
    this.#settings = settings;
    this.#grants = file === null ? [] : read(file);
  }

  /** What an origin may do without a token. */
  rightsOf(origin: string): Right | 'none' {
    if (this.#settings.isOpenToAnyPage || this.#settings.allowedOrigins.includes(origin)) return 'steer';
    return this.#grants.find((one) => one.origin === origin && one.tokenHash === null)?.right ?? 'none';
  }

  /** @returns null: not a token of this origin. */
  rightsOfToken(origin: string, token: string): Right | null {
    const hash = Buffer.from(hashOf(token));
    const found = this.#grants.find(
      ({ origin: its, tokenHash }) =>
        its === origin && tokenHash !== null && timingSafeEqual(Buffer.from(tokenHash), hash),
    );
    return found?.right ?? null;
  }

  add(origin: string, name: string, right: Right, tokenHash: string | null): void {
    const others = this.#grants.filter(
      (one) => one.origin !== origin || (one.tokenHash === null) !== (tokenHash === null) || tokenHash !== null,
    );
    this.#grants = [...others, { origin, name, right, tokenHash }].slice(-limits.maxGrants);
    this.#write();
  }

  /** @returns the token, which is kept nowhere here. */
  addWithToken(origin: string, name: string, right: Right): string {
    const token = randomBytes(24).toString('base64url');
    this.add(origin, name, right, hashOf(token));
    return token;
  }

  #write(): void {
    if (this.#file === null) return;
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#grants, null, 2), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }
}

/** A file that cannot be read grants nothing. */
function read(file: string): readonly Grant[] {
  try {
    return z.array(grant).parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return [];
  }
}
