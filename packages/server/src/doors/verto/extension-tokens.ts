// Tokens of extensions (seed 001: 分机 Token): they stand for a person at an extension, and for as long as his own token does.
import { randomBytes } from 'node:crypto';

type Extension = { readonly userToken: string; readonly extn: string; readonly expiresAt: number };

export class ExtensionTokens {
  readonly #known = new Map<string, Extension>();
  readonly #maximum: number;

  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  issue(extension: Extension): string {
    const token = `extn-${randomBytes(24).toString('base64url')}`;
    this.#known.set(token, extension);
    const [oldest] = this.#known.keys();
    if (this.#known.size > this.#maximum && oldest !== undefined) this.#known.delete(oldest);
    return token;
  }

  find(token: string): Extension | null {
    const known = this.#known.get(token);
    if (known !== undefined && known.expiresAt > Date.now()) return known;
    this.#known.delete(token);
    return null;
  }
}
