// The one RTP stream an endpoint sends, continuous over every change of its source (RFC 3550 §5.1).
import { randomInt } from 'node:crypto';
import { sequenceDistance, timestampDistance, writeRtpHeader, type RtpView } from './rtp-packet.ts';

export class SendStream {
  packets = 0;
  octets = 0;
  sequence = randomInt(0, 65_536);
  timestamp = randomInt(0, 2 ** 32);
  readonly #ssrc: number;
  #lastMs = 0;
  /** When `timestamp` was current. */
  #stampMs = 0;
  #relaying: number | null = null;
  #sequenceShift = 0;
  #timestampShift = 0;
  #firstRelayed = 0;
  #lastInput = 0;

  constructor(ssrc: number) {
    this.#ssrc = ssrc;
  }

  /** When the last packet left, on the monotonic clock. */
  get lastSentMs(): number {
    return this.#lastMs;
  }

  /**
   * Writes the header of a packet of our own into its first twelve bytes.
   * @param nowMs when the packet is due, on the monotonic clock
   * @param held null, or the timestamp that all packets of a key press share
   */
  own(packet: Buffer, payloadType: number, nowMs: number, held: number | null = null): void {
    const resumed = this.#relaying !== null || nowMs - this.#lastMs > 100;
    this.#relaying = null;
    this.sequence = (this.sequence + 1) & 0xffff;
    const timestamp = held ?? this.nextTimestamp(nowMs);
    if (timestamp !== this.timestamp) [this.timestamp, this.#stampMs] = [timestamp, nowMs];
    writeRtpHeader(packet, resumed && held === null, payloadType, this.sequence, timestamp, this.#ssrc);
    this.#count(packet.length - 12, nowMs);
  }

  /** One frame on, or as far as the pause was long. */
  nextTimestamp(nowMs: number): number {
    const frames = Math.max(1, Math.round((nowMs - this.#stampMs) / 20));
    return (this.timestamp + (frames > 500_000 ? 1 : frames) * 160) >>> 0;
  }

  /**
   * Rewrites the header of another stream's packet so that it goes on with ours.
   * @param source names the stream; a change begins a new mapping
   * @returns false for a packet older than the mapping
   */
  relay(packet: Buffer, view: RtpView, payloadType: number, source: number, nowMs: number): boolean {
    let marker = view.marker;
    const jump = this.#relaying === source && Math.abs(timestampDistance(this.#lastInput, view.timestamp)) > 160_000;
    if (this.#relaying !== source || jump) {
      this.#relaying = source;
      this.#sequenceShift = (this.sequence + 1 - view.sequence) & 0xffff;
      this.#timestampShift = (this.nextTimestamp(nowMs) - view.timestamp) >>> 0;
      this.#firstRelayed = view.sequence;
      marker = true;
    } else if (sequenceDistance(this.#firstRelayed, view.sequence) < 0) {
      // Half the number space later the first one no longer bounds anything.
      return false;
    }
    if (sequenceDistance(this.#firstRelayed, view.sequence) > 16_000)
      this.#firstRelayed = (view.sequence - 1000) & 0xffff;
    this.#lastInput = view.timestamp;
    const sequence = (view.sequence + this.#sequenceShift) & 0xffff;
    const timestamp = (view.timestamp + this.#timestampShift) >>> 0;
    if (sequenceDistance(this.sequence, sequence) > 0) {
      this.sequence = sequence;
      this.timestamp = timestamp;
      this.#stampMs = nowMs;
    }
    writeRtpHeader(packet, marker, payloadType, sequence, timestamp, this.#ssrc);
    this.#count(packet.length - 12, nowMs);
    return true;
  }

  #count(octets: number, nowMs: number): void {
    this.packets += 1;
    this.octets += octets;
    this.#lastMs = nowMs;
  }
}
