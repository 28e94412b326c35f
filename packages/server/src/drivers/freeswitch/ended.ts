// Channels that are over: told of late, they must not come to life again.
import { limits } from '../../limits.ts';

export class Ended {
  readonly #ids = new Set<string>();

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Only the latest are remembered. */
  add(id: string): void {
    this.#ids.add(id);
    if (this.#ids.size <= limits.eslRememberedEndedMax) return;
    const [oldest] = this.#ids;
    if (oldest !== undefined) this.#ids.delete(oldest);
  }
}
