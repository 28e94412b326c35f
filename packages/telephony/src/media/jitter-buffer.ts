// Evens out arrival times: decodes packets into a ring by timestamp and gives one frame per tick, hiding losses.
import { mediaLimits } from '../limits.ts';
import { decode, type G711 } from './g711.ts';
import { timestampDistance } from './rtp-packet.ts';

const RING = mediaLimits.jitterRingSamples;
const MASK = RING - 1;
const FRAME = mediaLimits.frameSamples;
const HISTORY_MASK = 511;
const samples = (ms: number): number => ms * 8;
const CONCEAL = samples(mediaLimits.concealMs);

export class JitterBuffer {
  /** The frame that the last `read` gave; the same object each time. */
  readonly frame = new Int16Array(FRAME);
  /** Whether that frame carries sound. */
  heard = false;
  /** Packets that came after their time. */
  late = 0;
  concealed = 0;
  readonly #ring = new Int16Array(RING);
  readonly #valid = new Uint8Array(RING);
  readonly #history = new Int16Array(HISTORY_MASK + 1);
  #historyAt = 0;
  #begun = false;
  #playing = false;
  #playAt = 0;
  #delay = samples(mediaLimits.firstJitterDelayMs);
  #missing = 0;
  #lag: number = FRAME;
  #leastAhead: number = RING;
  #sinceShrink = 0;

  get delayMs(): number {
    return this.#delay / 8;
  }

  /** The stream begins anew (another SSRC, another source). */
  reset(): void {
    this.#playing = false;
    this.#valid.fill(0);
  }

  /** Takes one packet's payload. */
  write(codec: G711, payload: Uint8Array, timestamp: number): void {
    if (payload.length === 0 || payload.length > RING / 4) return;
    if (!this.#playing) this.#begin(timestamp);
    let ahead = timestampDistance(this.#playAt, timestamp);
    if (ahead > RING - payload.length || ahead < -RING) {
      this.#begin(timestamp);
      ahead = this.#delay;
    }
    if (ahead < 0) {
      this.late += 1;
      // Too late by up to the greatest delay: wait longer from now on, so that its like will be in time.
      if (this.#delay < samples(mediaLimits.maxJitterDelayMs) && ahead > -samples(mediaLimits.maxJitterDelayMs)) {
        this.#delay += FRAME;
        this.#playAt = (this.#playAt - FRAME) >>> 0;
        ahead += FRAME;
      }
      if (ahead < 0) return;
    }
    if (ahead < this.#leastAhead) this.#leastAhead = ahead;
    const at = timestamp & MASK;
    decode(codec, payload, this.#ring, at, MASK);
    this.#mark(at, payload.length, 1);
  }

  #begin(timestamp: number): void {
    this.#valid.fill(0);
    this.#playing = true;
    this.#playAt = (timestamp - this.#delay) >>> 0;
    // What the far end began with is silence, not a loss.
    this.#begun = false;
    this.#missing = 1;
    this.#leastAhead = RING;
    this.#sinceShrink = 0;
  }

  #mark(at: number, count: number, value: 0 | 1): void {
    const end = at + count;
    this.#valid.fill(value, at, Math.min(end, RING));
    if (end > RING) this.#valid.fill(value, 0, end - RING);
  }

  /** Moves one frame on; the result is in `frame` and `heard`. */
  read(): void {
    if (!this.#playing) {
      if (this.heard) this.frame.fill(0);
      this.heard = false;
      return;
    }
    this.#shrink();
    const from = this.#playAt & MASK;
    for (let index = 0; index < FRAME; index += 1) {
      const at = (from + index) & MASK;
      if (this.#valid[at] === 1) {
        this.#missing = 0;
        this.frame[index] = this.#ring[at]!;
        this.#remember(this.#ring[at]!);
      } else this.frame[index] = this.#conceal();
    }
    this.#mark(from, FRAME, 0);
    this.#playAt = (this.#playAt + FRAME) >>> 0;
    this.heard = this.#missing < CONCEAL;
    // Nothing for long: the sender pauses, and the next packet begins anew.
    if (this.#missing > RING / 2) this.#playing = false;
  }

  // The last period of the voice, repeated and fading out (after ITU-T G.711 Appendix I).
  #conceal(): number {
    if (this.#missing === 0) {
      this.#lag = this.#period();
      this.concealed += 1;
    }
    this.#missing += 1;
    if (this.#missing >= CONCEAL || !this.#begun) return 0;
    const sample = this.#history[(this.#historyAt - this.#lag) & HISTORY_MASK]!;
    this.#remember(sample);
    return Math.round(sample * (1 - this.#missing / CONCEAL));
  }

  #remember(sample: number): void {
    this.#history[this.#historyAt & HISTORY_MASK] = sample;
    this.#historyAt = (this.#historyAt + 1) & HISTORY_MASK;
    this.#begun = true;
  }

  // The distance at which the last 10 ms resemble what came before most: 5 to 20 ms back.
  #period(): number {
    let best: number = FRAME;
    let bestLikeness = 0;
    for (let lag = 40; lag <= FRAME; lag += 1) {
      let product = 0;
      let energy = 1;
      for (let index = 1; index <= 80; index += 1) {
        const now = this.#history[(this.#historyAt - index) & HISTORY_MASK]!;
        const then = this.#history[(this.#historyAt - index - lag) & HISTORY_MASK]!;
        product += now * then;
        energy += then * then;
      }
      const likeness = product <= 0 ? 0 : (product * product) / energy;
      if (likeness > bestLikeness) [best, bestLikeness] = [lag, likeness];
    }
    return best;
  }

  // Everything came early for a while: play a frame sooner.
  #shrink(): void {
    this.#sinceShrink += FRAME;
    if (this.#sinceShrink < samples(mediaLimits.jitterShrinkAfterMs)) return;
    const spare = this.#leastAhead;
    this.#sinceShrink = 0;
    this.#leastAhead = RING;
    if (spare === RING || spare < 2 * FRAME + samples(mediaLimits.minJitterDelayMs)) return;
    this.#mark(this.#playAt & MASK, FRAME, 0);
    this.#playAt = (this.#playAt + FRAME) >>> 0;
    this.#delay = Math.max(samples(mediaLimits.minJitterDelayMs), this.#delay - FRAME);
  }
}
