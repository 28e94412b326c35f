// Evens out arrival times: decodes packets into a ring by timestamp and gives one frame per tick, hiding losses.
import { mediaLimits } from '../limits.ts';
import { decode, type G711 } from './g711.ts';
import { timestampDistance } from './rtp-packet.ts';

const RING = mediaLimits.jitterRingSamples;
const MASK = RING - 1;
const FRAME = mediaLimits.frameSamples;
/** Samples kept before the frame in hand, to repeat from. */
const PAST = 3 * FRAME;
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
  readonly #past = new Int16Array(PAST + FRAME);
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

  /** Takes one packet's payload: the bytes from `from` up to `to`. */
  write(codec: G711, packet: Uint8Array, from: number, to: number, timestamp: number): void {
    const length = to - from;
    if (length <= 0 || length > RING / 4) return;
    if (!this.#playing) this.#begin(timestamp);
    let ahead = timestampDistance(this.#playAt, timestamp);
    if (ahead > RING - length || ahead < -RING) {
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
    decode(codec, packet, from, to, this.#ring, at, MASK);
    this.#mark(at, length, 1);
  }

  #begin(timestamp: number): void {
    this.#valid.fill(0);
    this.#playing = true;
    this.#playAt = (timestamp - this.#delay) >>> 0;
    // What the far end began with is silence, not a loss.
    this.#past.fill(0);
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
    const hole = from + FRAME > RING ? from : this.#valid.indexOf(0, from);
    if (hole < 0 || hole >= from + FRAME) {
      const whole = this.#ring.subarray(from, from + FRAME);
      this.#past.set(whole, PAST);
      this.frame.set(whole);
      this.#missing = 0;
    } else
      for (let index = 0; index < FRAME; index += 1)
        this.frame[index] = this.#sample((from + index) & MASK, PAST + index);
    this.#past.copyWithin(0, FRAME);
    this.#mark(from, FRAME, 0);
    this.#playAt = (this.#playAt + FRAME) >>> 0;
    this.heard = this.#missing < CONCEAL;
    // Nothing for long: the sender pauses, and the next packet begins anew.
    if (this.#missing > RING / 2) this.#playing = false;
  }

  #sample(at: number, pastAt: number): number {
    if (this.#valid[at] === 1) {
      this.#missing = 0;
      this.#past[pastAt] = this.#ring[at]!;
      return this.#ring[at]!;
    }
    return this.#conceal(pastAt);
  }

  // The last period of the voice, repeated and fading out (after ITU-T G.711 Appendix I).
  #conceal(pastAt: number): number {
    if (this.#missing === 0) {
      this.#lag = this.#period(pastAt);
      this.concealed += 1;
    }
    this.#missing += 1;
    const repeated = this.#missing < CONCEAL ? this.#past[pastAt - this.#lag]! : 0;
    this.#past[pastAt] = repeated;
    return Math.round(repeated * (1 - this.#missing / CONCEAL));
  }

  // The distance at which the last 10 ms resemble most what came before: 5 to 20 ms back.
  #period(pastAt: number): number {
    let best: number = FRAME;
    let bestLikeness = 0;
    for (let lag = 40; lag <= FRAME; lag += 1) {
      let product = 0;
      let energy = 1;
      for (let at = pastAt - 80; at < pastAt; at += 1) {
        const then = this.#past[at - lag]!;
        product += this.#past[at]! * then;
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
