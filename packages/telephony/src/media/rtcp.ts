// RTCP: sender and receiver reports as bytes, and what a report says about us (RFC 3550 §6.4).
import { read32, write32 } from './rtp-packet.ts';

export type Report = {
  readonly senderSsrc: number;
  /** The middle 32 bits of the NTP time of a sender report, else null. */
  readonly ntpMiddle: number | null;
  readonly blocks: readonly {
    readonly ssrc: number;
    readonly fractionLost: number;
    readonly lastSr: number;
    readonly delaySinceLastSr: number;
  }[];
};

export type ReportInput = {
  readonly ssrc: number;
  /** Null: nothing was sent since the last report, so a receiver report. */
  readonly sender: { readonly timestamp: number; readonly packets: number; readonly octets: number } | null;
  readonly reception: {
    readonly ssrc: number;
    readonly fractionLost: number;
    readonly lost: number;
    readonly extendedHighest: number;
    readonly jitter: number;
    readonly lastSr: number;
    readonly delaySinceLastSr: number;
  } | null;
  readonly goodbye: boolean;
};

const SR = 200;
const RR = 201;
const SDES = 202;
const BYE = 203;
const NTP_EPOCH_S = 2_208_988_800;
const CNAME = Buffer.from('cordboard');

/** Seconds and fraction since 1900 in 32 bits each. */
export function ntpOf(unixMs: number): { readonly seconds: number; readonly fraction: number } {
  const seconds = Math.floor(unixMs / 1000);
  return {
    seconds: (seconds + NTP_EPOCH_S) >>> 0,
    fraction: Math.floor(((unixMs - seconds * 1000) / 1000) * 2 ** 32) >>> 0,
  };
}

export const ntpMiddle = (unixMs: number): number => {
  const { seconds, fraction } = ntpOf(unixMs);
  return (((seconds & 0xffff) << 16) | (fraction >>> 16)) >>> 0;
};

/** A compound packet: report, CNAME, and at the end of a stream BYE. */
export function writeReport(input: ReportInput, nowUnixMs: number): Buffer {
  const senderBytes = input.sender === null ? 0 : 20;
  const reportBytes = 8 + senderBytes + (input.reception === null ? 0 : 24);
  const sdesBytes = 4 + Math.ceil((4 + 2 + CNAME.length + 1) / 4) * 4;
  const packet = Buffer.alloc(reportBytes + sdesBytes + (input.goodbye ? 8 : 0));
  head(packet, 0, input.reception === null ? 0 : 1, input.sender === null ? RR : SR, reportBytes);
  write32(packet, 4, input.ssrc);
  let at = 8;
  if (input.sender !== null) {
    const { seconds, fraction } = ntpOf(nowUnixMs);
    for (const value of [seconds, fraction, input.sender.timestamp, input.sender.packets, input.sender.octets]) {
      write32(packet, at, value);
      at += 4;
    }
  }
  if (input.reception !== null) {
    const { reception } = input;
    const losses = ((reception.fractionLost << 24) | Math.min(reception.lost, 0x7f_ffff)) >>> 0;
    const words = [reception.ssrc, losses, reception.extendedHighest, Math.round(reception.jitter), reception.lastSr];
    for (const value of [...words, reception.delaySinceLastSr]) {
      write32(packet, at, value);
      at += 4;
    }
  }
  head(packet, at, 1, SDES, sdesBytes);
  write32(packet, at + 4, input.ssrc);
  packet[at + 8] = 1;
  packet[at + 9] = CNAME.length;
  CNAME.copy(packet, at + 10);
  if (input.goodbye) {
    head(packet, at + sdesBytes, 1, BYE, 8);
    write32(packet, at + sdesBytes + 4, input.ssrc);
  }
  return packet;
}

function head(packet: Buffer, at: number, count: number, type: number, bytes: number): void {
  packet[at] = 0x80 | count;
  packet[at + 1] = type;
  packet.writeUInt16BE(bytes / 4 - 1, at + 2);
}

/** The first report of a compound packet; null when it is not valid RTCP. */
export function readReport(packet: Uint8Array): Report | null {
  if (packet.length < 8 || packet[0]! >> 6 !== 2) return null;
  const type = packet[1]!;
  if (type !== SR && type !== RR) return null;
  const end = (((packet[2]! << 8) | packet[3]!) + 1) * 4;
  if (end > packet.length) return null;
  let at = type === SR ? 28 : 8;
  if (at > end) return null;
  const blocks: Report['blocks'][number][] = [];
  for (let count = packet[0]! & 0x1f; count > 0 && at + 24 <= end; count -= 1, at += 24)
    blocks.push({
      ssrc: read32(packet, at),
      fractionLost: packet[at + 4]!,
      lastSr: read32(packet, at + 16),
      delaySinceLastSr: read32(packet, at + 20),
    });
  const middle = type === SR ? ((read32(packet, 8) << 16) | (read32(packet, 12) >>> 16)) >>> 0 : null;
  return { senderSsrc: read32(packet, 4), ntpMiddle: middle, blocks };
}
