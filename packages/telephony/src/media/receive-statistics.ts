// What RFC 3550 wants to be known about a received stream: order, losses, jitter (appendix A).
import { sequenceDistance, timestampDistance, type RtpView } from './rtp-packet.ts';

const MAX_DROPOUT = 3000;
const LATE_AFTER_SAMPLES = 60 * 8;

export class ReceiveStatistics {
  received = 0;
  late = 0;
  ssrc = 0;
  /** In timestamp units, RFC 3550 §6.4.1. */
  jitter = 0;
  /** Losses of streams (SSRC) that ended. */
  #lostBefore = 0;
  #started = false;
  #cycles = 0;
  #base = 0;
  #highest = 0;
  #receivedOfSsrc = 0;
  #transit = 0;
  #leastTransit = 0;
  #expectedPrior = 0;
  #receivedPrior = 0;

  /**
   * Counts one packet.
   * @returns whether it begins a new stream (other SSRC, or a jump of the sequence)
   */
  add(packet: RtpView, nowMs: number): boolean {
    this.received += 1;
    const arrival = Math.round(nowMs * 8);
    const distance = sequenceDistance(this.#highest & 0xffff, packet.sequence);
    const fresh = !this.#started || packet.ssrc !== this.ssrc || Math.abs(distance) > MAX_DROPOUT;
    if (fresh) this.#restart(packet, arrival);
    else if (distance > 0) {
      if (packet.sequence < (this.#highest & 0xffff)) this.#cycles += 65_536;
      this.#highest = packet.sequence;
    }
    this.#receivedOfSsrc += 1;
    const transit = timestampDistance(packet.timestamp, arrival);
    const difference = Math.abs(timestampDistance(this.#transit, transit));
    this.#transit = transit;
    // A silence that was not sent jumps the timestamp: that is no jitter.
    if (!fresh && !packet.marker && difference < 8000) this.jitter += (difference - this.jitter) / 16;
    const behind = timestampDistance(this.#leastTransit, transit);
    if (behind < 0 || behind > 8000) this.#leastTransit = transit;
    else if (behind > LATE_AFTER_SAMPLES) this.late += 1;
    return fresh;
  }

  #restart(packet: RtpView, arrival: number): void {
    this.#lostBefore += this.#lostNow();
    this.#started = true;
    this.ssrc = packet.ssrc;
    this.#cycles = 0;
    this.#base = packet.sequence;
    this.#highest = packet.sequence;
    this.#receivedOfSsrc = 0;
    this.#expectedPrior = 0;
    this.#receivedPrior = 0;
    this.#transit = timestampDistance(packet.timestamp, arrival);
    this.#leastTransit = this.#transit;
  }

  get extendedHighest(): number {
    return (this.#cycles + this.#highest) >>> 0;
  }

  get lost(): number {
    return this.#lostBefore + this.#lostNow();
  }

  get jitterMs(): number {
    return this.jitter / 8;
  }

  /** The share lost since the last report, in 1/256 (RFC 3550 A.3). */
  fractionLost(): number {
    const expected = this.#expected();
    const expectedNow = expected - this.#expectedPrior;
    const lostNow = expectedNow - (this.#receivedOfSsrc - this.#receivedPrior);
    this.#expectedPrior = expected;
    this.#receivedPrior = this.#receivedOfSsrc;
    return expectedNow <= 0 || lostNow <= 0 ? 0 : Math.min(255, Math.floor((lostNow * 256) / expectedNow));
  }

  #expected(): number {
    return this.#started ? this.#cycles + this.#highest - this.#base + 1 : 0;
  }

  #lostNow(): number {
    return Math.max(0, this.#expected() - this.#receivedOfSsrc);
  }
}
