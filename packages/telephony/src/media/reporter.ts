// RTCP of one endpoint: a report about every five seconds, and the round trip read from the far end's.
import { mediaLimits } from '../limits.ts';
import type { ReceiveStatistics } from './receive-statistics.ts';
import { ntpMiddle, readReport, writeReport } from './rtcp.ts';
import type { SendStream } from './send-stream.ts';

export class Reporter {
  roundTripMs: number | null = null;
  readonly #ssrc: number;
  readonly #received: ReceiveStatistics;
  readonly #sent: SendStream;
  #dueMs = 0;
  #reportedPackets = 0;
  #lastSr = 0;
  #lastSrAtMs = 0;

  constructor(ssrc: number, received: ReceiveStatistics, sent: SendStream) {
    this.#ssrc = ssrc;
    this.#received = received;
    this.#sent = sent;
  }

  receive(packet: Uint8Array): void {
    const report = readReport(packet);
    if (report === null) return;
    if (report.ntpMiddle !== null) {
      this.#lastSr = report.ntpMiddle;
      this.#lastSrAtMs = performance.now();
    }
    for (const block of report.blocks) {
      if (block.ssrc !== this.#ssrc || block.lastSr === 0) continue;
      const trip = (ntpMiddle(Date.now()) - block.lastSr - block.delaySinceLastSr) | 0;
      // A clock that was set makes nonsense; half a minute is no round trip.
      if (trip >= 0 && trip < 30 * 65_536) this.roundTripMs = Math.round((trip / 65.536) * 10) / 10;
    }
  }

  /** The report, when its time has come; intervals vary by half so that endpoints do not fall into step (RFC 3550 §6.2). */
  due(nowMs: number): Buffer | null {
    if (this.#dueMs === 0) this.#dueMs = nowMs + mediaLimits.rtcpIntervalMs * Math.random();
    if (nowMs < this.#dueMs) return null;
    this.#dueMs = nowMs + mediaLimits.rtcpIntervalMs * (0.75 + Math.random() / 2);
    return this.#write(nowMs, false);
  }

  goodbye(): Buffer {
    return this.#write(performance.now(), true);
  }

  #write(nowMs: number, goodbye: boolean): Buffer {
    const sending = this.#sent.packets > this.#reportedPackets;
    this.#reportedPackets = this.#sent.packets;
    const received = this.#received;
    return writeReport(
      {
        ssrc: this.#ssrc,
        sender: sending
          ? {
              timestamp: (this.#sent.timestamp + Math.round((nowMs - this.#sent.lastSentMs) * 8)) >>> 0,
              packets: this.#sent.packets,
              octets: this.#sent.octets,
            }
          : null,
        reception:
          received.received === 0
            ? null
            : {
                ssrc: received.ssrc,
                fractionLost: received.fractionLost(),
                lost: received.lost,
                extendedHighest: received.extendedHighest,
                jitter: received.jitter,
                lastSr: this.#lastSr,
                delaySinceLastSr: this.#lastSr === 0 ? 0 : Math.round(((nowMs - this.#lastSrAtMs) / 1000) * 65_536),
              },
        goodbye,
      },
      Date.now(),
    );
  }
}
