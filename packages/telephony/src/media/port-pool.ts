// The RTP ports that may be used: pairs of an even and the next odd one, least recently used first.
import { mediaLimits } from '../limits.ts';

export class PortPool {
  readonly #free: number[] = [];
  readonly #ephemeral: boolean;

  /** @param from 0 leaves the choice to the operating system */
  constructor(from: number, to: number) {
    this.#ephemeral = from === 0;
    if (!this.#ephemeral) for (let port = from + (from % 2); port + 1 <= to; port += 2) this.#free.push(port);
  }

  get free(): number {
    return this.#ephemeral ? mediaLimits.portAttempts : this.#free.length;
  }

  /**
   * @returns an even port (0: any)
   * @throws Error when all are in use
   */
  take(): number {
    if (this.#ephemeral) return 0;
    const port = this.#free.shift();
    if (port === undefined) throw new Error('all RTP ports are in use');
    return port;
  }

  giveBack(port: number): void {
    if (!this.#ephemeral) this.#free.push(port);
  }
}
