// An ear and a mouth on a UDP port: sends one tone as µ-law RTP to whoever sends to it, and keeps what it hears, keys (RFC 4733) too. Written apart from the product.
import { createSocket, type Socket } from 'node:dgram';
import { toneShare } from './tone.ts';

const packetMs = 20;
const samplesPerPacket = 160;
const eventPayloadType = 101;
const keys = '0123456789*#ABCD';

export class RtpProbe {
  readonly #socket: Socket;
  readonly #frequencyHz: number;
  #heard: Int16Array[] = [];
  #peer: { readonly address: string; readonly port: number } | null = null;
  #timer: NodeJS.Timeout | null = null;
  #sent = 0;
  #lastEvent = -1;
  /** Audio packets so far. */
  received = 0;
  /** Keys that were pressed at the far end. */
  readonly digits: string[] = [];

  private constructor(socket: Socket, frequencyHz: number) {
    this.#socket = socket;
    this.#frequencyHz = frequencyHz;
    socket.on('message', (packet, from) => {
      if (packet.length < 12) return;
      if ((packet[1]! & 0x7f) === eventPayloadType) return this.#hearKey(packet);
      if ((packet[1]! & 0x7f) !== 0) return;
      this.#peer = from;
      this.received += 1;
      this.#heard.push(Int16Array.from(packet.subarray(12), decodeMuLaw));
      if (this.#heard.length > 500) this.#heard.shift();
    });
  }

  /** @param frequencyHz the tone it sends. */
  static async open(frequencyHz: number): Promise<RtpProbe> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(0, '127.0.0.1', resolve);
    });
    const probe = new RtpProbe(socket, frequencyHz);
    probe.#timer = setInterval(() => probe.#send(), packetMs);
    return probe;
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** Speaks to this address at once, instead of waiting to be spoken to. */
  aim(address: string, port: number): void {
    this.#peer = { address, port };
  }

  /** Where the far end speaks from; null before it spoke. */
  get peer(): { readonly address: string; readonly port: number } | null {
    return this.#peer;
  }

  /** Length of what it has heard since it last forgot. */
  get heardMs(): number {
    return this.#heard.length * packetMs;
  }

  /** Root mean square of the last `ms`, of 32,767; 0 while less than that was heard. */
  loudness(ms = 400): number {
    const packets = this.#heard.slice(-Math.ceil(ms / packetMs));
    const samples = packets.reduce((count, packet) => count + packet.length, 0);
    if (samples < (ms / packetMs) * samplesPerPacket) return 0;
    const power = packets.reduce((sum, packet) => sum + packet.reduce((own, sample) => own + sample * sample, 0), 0);
    return Math.sqrt(power / samples);
  }

  /** Forgets what it heard. */
  forget(): void {
    this.#heard = [];
  }

  /** Share of the power of the last `ms` that sits at `frequencyHz`; 0 while less than that was heard. */
  hears(frequencyHz: number, ms = 400): number {
    const packets = Math.ceil(ms / packetMs);
    if (this.#heard.length < packets) return 0;
    const samples = new Int16Array(packets * samplesPerPacket);
    this.#heard
      .slice(-packets)
      .forEach((packet, index) => samples.set(packet.subarray(0, samplesPerPacket), index * samplesPerPacket));
    return toneShare(samples, frequencyHz);
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#socket.close();
  }

  #hearKey(packet: Buffer): void {
    const timestamp = packet.readUInt32BE(4);
    if (timestamp === this.#lastEvent) return;
    this.#lastEvent = timestamp;
    this.digits.push(keys[packet[12] ?? 0] ?? '?');
  }

  #send(): void {
    if (this.#peer === null) return;
    const packet = Buffer.alloc(12 + samplesPerPacket);
    packet[0] = 0x80;
    packet[1] = this.#sent === 0 ? 0x80 : 0;
    packet.writeUInt16BE(this.#sent & 0xffff, 2);
    packet.writeUInt32BE((this.#sent * samplesPerPacket) >>> 0, 4);
    packet.writeUInt32BE(0xc0ffee, 8);
    for (let index = 0; index < samplesPerPacket; index += 1) {
      const time = (this.#sent * samplesPerPacket + index) / 8000;
      packet[12 + index] = encodeMuLaw(Math.round(9000 * Math.sin(2 * Math.PI * this.#frequencyHz * time)));
    }
    this.#sent += 1;
    this.#socket.send(packet, this.#peer.port, this.#peer.address);
  }
}

/** ITU-T G.711 §3, µ-law, by segments. */
function encodeMuLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(32635, Math.abs(sample)) + 132;
  const segment = Math.floor(Math.log2(magnitude)) - 7;
  return ~(sign | (segment << 4) | ((magnitude >> (segment + 3)) & 0x0f)) & 0xff;
}

function decodeMuLaw(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + 132) << ((bits >> 4) & 7);
  return bits & 0x80 ? 132 - magnitude : magnitude - 132;
}
