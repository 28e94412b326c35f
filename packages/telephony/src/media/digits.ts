// Keys pressed during a call as RTP events (RFC 4733), both ways.
import { mediaLimits } from '../limits.ts';

export const DIGIT_NAMES = '0123456789*#ABCD';
const END = 0x80;
const VOLUME = 10;

/** Hears each press once, however often its packets are repeated. */
export class DigitReceiver {
  #timestamp = -1;
  #event = -1;
  #ended = true;
  #duration = 0;

  /** @returns the digit when this packet is the first of a press */
  take(payload: Uint8Array, timestamp: number): string | null {
    if (payload.length < 4) return null;
    const event = payload[0]!;
    const duration = (payload[2]! << 8) | payload[3]!;
    const ended = (payload[1]! & END) !== 0;
    const same = event === this.#event && timestamp === this.#timestamp;
    // A press longer than 65,535 samples goes on in a segment of its own (RFC 4733 §2.5.1.3).
    const segment = event === this.#event && !this.#ended && timestamp === (this.#timestamp + this.#duration) >>> 0;
    // A packet that was overtaken by the next press.
    const old =
      this.#timestamp >= 0 && ((timestamp - this.#timestamp) | 0) < 0 && ((this.#timestamp - timestamp) | 0) < 80_000;
    if (old) return null;
    this.#timestamp = timestamp;
    this.#event = event;
    this.#ended = same ? this.#ended || ended : ended;
    this.#duration = duration;
    return same || segment ? null : (DIGIT_NAMES[event] ?? null);
  }
}

/** One packet to send: the same timestamp for all of a press. */
export type EventPacket = {
  readonly payload: Uint8Array;
  readonly first: boolean;
  /** Times the packet is to be sent in this tick. */
  readonly times: number;
};

/** Gives one event packet per tick while keys are pressed. */
export class DigitSender {
  #queue: string[] = [];
  #elapsedMs = 0;

  /** @returns false when too many wait */
  press(digits: string): boolean {
    const known = digits
      .toUpperCase()
      .split('')
      .filter((digit) => DIGIT_NAMES.includes(digit));
    if (this.#queue.length + known.length > mediaLimits.maxDigitsQueued) return false;
    this.#queue.push(...known);
    return true;
  }

  get busy(): boolean {
    return this.#queue.length > 0;
  }

  /** The key being pressed, for tones in the voice band; null in the gap between two. */
  get current(): string | null {
    return this.#elapsedMs < mediaLimits.digitMs ? (this.#queue[0] ?? null) : null;
  }

  /** Moves one tick on; null in the gap between two keys. */
  next(): EventPacket | null {
    const digit = this.#queue[0];
    if (digit === undefined) return null;
    const first = this.#elapsedMs === 0;
    this.#elapsedMs += mediaLimits.frameMs;
    if (this.#elapsedMs > mediaLimits.digitMs) {
      if (this.#elapsedMs >= mediaLimits.digitMs + mediaLimits.digitGapMs) {
        this.#queue.shift();
        this.#elapsedMs = 0;
      }
      return null;
    }
    const last = this.#elapsedMs >= mediaLimits.digitMs;
    const duration = this.#elapsedMs * 8;
    const payload = Uint8Array.of(
      DIGIT_NAMES.indexOf(digit),
      (last ? END : 0) | VOLUME,
      duration >> 8,
      duration & 0xff,
    );
    return { payload, first, times: last ? mediaLimits.digitEndPackets : 1 };
  }
}
