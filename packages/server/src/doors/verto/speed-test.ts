// mod_verto's speed test: frames that begin with `#`. The client fills the line up, then we do.
import type { VertoLimits } from './limits.ts';

type Send = (text: string) => void;

const fillerBytes = 1_024;

export class SpeedTest {
  readonly #limits: VertoLimits;
  #expectedBytes = 0;
  #beganAt = 0;
  #countedSince = 0;
  #count = 0;

  constructor(limits: VertoLimits) {
    this.#limits = limits;
  }

  /** `#SPU <bytes>` begins, `#SPB …` fills, `#SPE` ends; anything else is nothing. */
  async received(text: string, send: Send, drained: () => Promise<void>): Promise<void> {
    const size = /^#SPU (\d{1,9})$/.exec(text)?.[1];
    if (size !== undefined) this.#begin(Number(size));
    else if (text === '#SPE' && this.#expectedBytes > 0) await this.#answer(send, drained);
  }

  #begin(bytes: number): void {
    const now = Date.now();
    if (now - this.#countedSince > 60_000) {
      this.#countedSince = now;
      this.#count = 0;
    }
    const isMeant = bytes > 0 && bytes <= this.#limits.vertoSpeedTestMaxBytes;
    this.#expectedBytes = isMeant && this.#count < this.#limits.vertoSpeedTestsPerMinute ? bytes : 0;
    this.#beganAt = now;
    this.#count += 1;
  }

  /** A round at a time, each when the far end has taken the one before: nothing piles up here. */
  async #answer(send: Send, drained: () => Promise<void>): Promise<void> {
    const bytes = this.#expectedBytes;
    this.#expectedBytes = 0;
    send(`#SPU ${Date.now() - this.#beganAt}`);
    const filler = `#SPB ${'.'.repeat(fillerBytes - 5)}`;
    const rounds = this.#limits.vertoSpeedTestRounds;
    const from = Date.now();
    for (let round = 0; round < rounds; round += 1) {
      for (let sent = 0; sent < bytes; sent += fillerBytes) {
        send(filler);
        if (sent % (fillerBytes * 64) === 0) await drained();
      }
      await drained();
    }
    send(`#SPD ${Math.round((Date.now() - from) / rounds)}`);
  }
}
