// RTP over plain UDP: a pair of sockets, and the far end's address learned from its packets (symmetric RTP, RFC 4961).
import { randomInt } from 'node:crypto';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIP, isIPv6 } from 'node:net';
import { mediaLimits } from '../limits.ts';
import { rtcpPortOf } from './negotiation.ts';
import type { Agreement, LocalMedia } from './negotiation.ts';
import { emptyView, readRtp, sequenceDistance, type RtpView } from './rtp-packet.ts';
import type { SdpMedia } from './sdp.ts';
import type { Transport, TransportSink } from './transport.ts';

type Remote = { address: string; port: number; rtcpAddress: string; rtcpPort: number };
const nothing = (): void => {};
const isAt = (remote: Remote | null, from: RemoteInfo): boolean =>
  remote !== null && from.port === remote.port && from.address === remote.address;

export class UdpTransport implements Transport {
  readonly secure = false;
  readonly ssrc = randomInt(1, 2 ** 32);
  foreign = 0;
  readonly #address: string;
  readonly #port: number;
  readonly #sink: TransportSink;
  readonly #view: RtpView = emptyView();
  #rtp: Socket | null = null;
  #rtcp: Socket | null = null;
  #remote: Remote | null = null;
  #locked = false;
  #mux = false;
  #negotiated = false;
  /** The place that was last described: whoever comes from there is the far end. */
  #described: Remote | null = null;
  #payloadTypes: readonly number[] = [];
  #candidate = { address: '', port: 0, sequence: 0, packets: 0 };

  /** @param port even; 0 lets the operating system choose */
  constructor(address: string, port: number, sink: TransportSink) {
    this.#address = address;
    this.#port = port;
    this.#sink = sink;
  }

  get ready(): boolean {
    return this.#remote !== null && this.#rtp !== null;
  }

  async prepareOffer(): Promise<LocalMedia> {
    if (this.#rtp === null) await this.#open();
    const port = this.#rtp!.address().port;
    return { port, rtcpPort: this.#rtcp?.address().port ?? null, security: null, ssrc: null };
  }

  prepareAnswer(): Promise<LocalMedia> {
    return this.prepareOffer();
  }

  async adopt(agreement: Agreement, _remote: SdpMedia): Promise<void> {
    this.#payloadTypes = [agreement.payloadType, agreement.eventPayloadType ?? agreement.payloadType];
    this.#mux = agreement.rtcpMux;
    this.#negotiated = true;
    this.#locked = false;
    this.#candidate.packets = 0;
    const { remoteAddress, remotePort } = agreement;
    if (remoteAddress === null || isIP(remoteAddress) === 0 || /^(0\.0\.0\.0|::)$/.test(remoteAddress)) return;
    const rtcpAddress = isIP(agreement.remoteRtcpAddress ?? '') ? agreement.remoteRtcpAddress! : remoteAddress;
    const before = this.#described;
    const moved = before?.address !== remoteAddress || before.port !== remotePort;
    this.#described = { address: remoteAddress, port: remotePort, rtcpAddress, rtcpPort: agreement.remoteRtcpPort };
    // An unchanged description keeps the learned address until packets say otherwise.
    if (this.#remote === null || moved) this.#remote = this.#described;
  }

  async #open(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const rtp = await this.#bind(this.#port);
      const port = rtp.address().port;
      try {
        if (port % 2 === 1) throw Object.assign(new Error('odd port'), { code: 'EADDRINUSE' });
        this.#rtcp = await this.#bind(port + 1);
        this.#rtp = rtp;
        break;
      } catch (error) {
        rtp.close();
        if (this.#port !== 0 || attempt >= mediaLimits.portAttempts) throw error;
      }
    }
    this.#rtp.on('message', (packet, from) => this.#received(packet, from));
    this.#rtcp.on('message', (packet, from) => this.#receivedRtcp(packet, from));
  }

  async #bind(port: number): Promise<Socket> {
    const socket = createSocket({
      type: isIPv6(this.#address) ? 'udp6' : 'udp4',
      // Addresses are always numbers here: no look-up, and none of its delay.
      lookup: (host, _options, done) => done(null, host, isIPv6(host) ? 6 : 4),
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind({ port, address: this.#address, exclusive: true }, () => {
        socket.off('error', reject);
        resolve();
      });
    }).catch((error: unknown) => {
      socket.close();
      throw error;
    });
    socket.on('error', (error) => this.#sink.log('debug', 'RTP socket error', { error: error.message }));
    return socket;
  }

  #received(packet: Buffer, from: RemoteInfo): void {
    // RFC 5761 §4: RTCP shows as payload types 64 to 95.
    if (packet.length >= 2 && (packet[1]! & 0x7f) >= 64 && (packet[1]! & 0x7f) < 96 && packet[1]! >= 192)
      return this.#receivedRtcp(packet, from);
    const remote = this.#remote;
    if (!this.#negotiated || packet.length > mediaLimits.maxDatagramBytes || !readRtp(packet, this.#view)) return;
    const fromRemote = isAt(remote, from);
    if (!fromRemote && !this.#isDescribed(from) && (this.#locked || !this.#learn(from))) {
      this.foreign += 1;
      return;
    }
    if (fromRemote && !this.#locked) this.#locked = this.#payloadTypes.includes(this.#view.payloadType);
    this.#sink.rtp(this.#view, packet);
  }

  // Who sprays our ports may be there before the far end is; its own packets, from where it said it would be, take the place back.
  #isDescribed(from: RemoteInfo): boolean {
    if (!isAt(this.#described, from) || !this.#payloadTypes.includes(this.#view.payloadType)) return false;
    this.#remote = this.#described;
    this.#locked = true;
    return true;
  }

  // Another address than the described one is believed after some packets in order; whoever is first keeps the place.
  #learn(from: RemoteInfo): boolean {
    if (!this.#payloadTypes.includes(this.#view.payloadType)) return false;
    const candidate = this.#candidate;
    const follows =
      candidate.address === from.address &&
      candidate.port === from.port &&
      sequenceDistance(candidate.sequence, this.#view.sequence) === 1;
    this.#candidate = {
      address: from.address,
      port: from.port,
      sequence: this.#view.sequence,
      packets: follows ? candidate.packets + 1 : 1,
    };
    if (this.#candidate.packets < mediaLimits.packetsToLatch) return false;
    this.#remote = {
      address: from.address,
      port: from.port,
      rtcpAddress: from.address,
      rtcpPort: rtcpPortOf(from.port, this.#mux),
    };
    this.#locked = true;
    return true;
  }

  #receivedRtcp(packet: Buffer, from: RemoteInfo): void {
    if (this.#remote === null) return;
    if (from.address !== this.#remote.address && from.address !== this.#remote.rtcpAddress) {
      this.foreign += 1;
      return;
    }
    this.#sink.rtcp(packet);
  }

  send(packet: Buffer): void {
    const remote = this.#remote;
    if (remote !== null) this.#rtp?.send(packet, 0, packet.length, remote.port, remote.address, nothing);
  }

  sendRtcp(packet: Buffer): void {
    const remote = this.#remote;
    if (remote === null || remote.rtcpPort === 0) return;
    const socket = this.#mux ? this.#rtp : this.#rtcp;
    socket?.send(packet, 0, packet.length, remote.rtcpPort, remote.rtcpAddress, nothing);
  }

  async close(): Promise<void> {
    const sockets = [this.#rtp, this.#rtcp].filter((socket) => socket !== null);
    [this.#rtp, this.#rtcp, this.#remote] = [null, null, null];
    await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.close(() => resolve()))));
  }
}
