// RTP packets as bytes: where the payload lies, and the fixed header (RFC 3550 §5.1).

export const RTP_HEADER_BYTES = 12;

/** The header's fields and the payload's place; one object is reused for every packet so that none is allocated. */
export type RtpView = {
  marker: boolean;
  payloadType: number;
  sequence: number;
  timestamp: number;
  ssrc: number;
  payloadFrom: number;
  payloadTo: number;
};

export const emptyView = (): RtpView => ({
  marker: false,
  payloadType: 0,
  sequence: 0,
  timestamp: 0,
  ssrc: 0,
  payloadFrom: 0,
  payloadTo: 0,
});

/** Reads a packet into `view`; false when it is not valid RTP version 2. */
export function readRtp(packet: Uint8Array, view: RtpView): boolean {
  if (packet.length < RTP_HEADER_BYTES || packet[0]! >> 6 !== 2) return false;
  let from = RTP_HEADER_BYTES + (packet[0]! & 0x0f) * 4;
  if (packet[0]! & 0x10) {
    if (packet.length < from + 4) return false;
    from += 4 + ((packet[from + 2]! << 8) | packet[from + 3]!) * 4;
  }
  let to = packet.length;
  if (packet[0]! & 0x20) to -= packet[to - 1]!;
  if (to < from) return false;
  view.marker = (packet[1]! & 0x80) !== 0;
  view.payloadType = packet[1]! & 0x7f;
  view.sequence = (packet[2]! << 8) | packet[3]!;
  view.timestamp = read32(packet, 4);
  view.ssrc = read32(packet, 8);
  view.payloadFrom = from;
  view.payloadTo = to;
  return true;
}

/** Writes the twelve bytes of the fixed header. */
export function writeRtpHeader(
  packet: Uint8Array,
  marker: boolean,
  payloadType: number,
  sequence: number,
  timestamp: number,
  ssrc: number,
): void {
  packet[0] = 0x80;
  packet[1] = (marker ? 0x80 : 0) | payloadType;
  packet[2] = sequence >> 8;
  packet[3] = sequence;
  write32(packet, 4, timestamp);
  write32(packet, 8, ssrc);
}

export function read32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

export function write32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

/** Signed distance between two 16-bit sequence numbers. */
export const sequenceDistance = (from: number, to: number): number => ((to - from) << 16) >> 16;

/** Signed distance between two 32-bit timestamps. */
export const timestampDistance = (from: number, to: number): number => (to - from) | 0;
