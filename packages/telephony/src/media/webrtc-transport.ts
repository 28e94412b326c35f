// RTP over ICE and DTLS-SRTP by werift; only the transport is werift's, the offer/answer model is ours.
import { isIPv6 } from 'node:net';
import type { RTCPeerConnection, RTCRtpTransceiver, RtcpPacket } from 'werift';
import { mediaLimits } from '../limits.ts';
import type { Agreement, LocalMedia } from './negotiation.ts';
import { emptyView, read32, type RtpView } from './rtp-packet.ts';
import { parseSdp, writeSdp, type SdpMedia, type SdpSecurity } from './sdp.ts';
import type { Transport, TransportSink } from './transport.ts';

type Werift = typeof import('werift');
let loading: Promise<Werift> | null = null;
/** Loading takes a few hundred milliseconds and blocks the thread: do it before calls run. */
export const loadWerift = (): Promise<Werift> => (loading ??= import('werift'));

export type WebrtcAddresses = { readonly address: string; readonly publicAddress: string; readonly port: number };

export class WebrtcTransport implements Transport {
  readonly secure = true;
  readonly foreign = 0;
  readonly #addresses: WebrtcAddresses;
  readonly #sink: TransportSink;
  readonly #view: RtpView = emptyView();
  readonly #werift: Werift;
  readonly #peer: RTCPeerConnection;
  readonly #transceiver: RTCRtpTransceiver;
  #local: SdpSecurity | null = null;
  #remoteKey = '';
  #listening = false;

  private constructor(werift: Werift, addresses: WebrtcAddresses, sink: TransportSink) {
    this.#werift = werift;
    this.#addresses = addresses;
    this.#sink = sink;
    const audio = [codec(werift, 'PCMU', 0), codec(werift, 'PCMA', 8), codec(werift, 'telephone-event', 101)];
    const { address, port } = addresses;
    this.#peer = new werift.RTCPeerConnection({
      codecs: { audio, video: [] },
      headerExtensions: { audio: [], video: [] },
      iceServers: [],
      // Only the configured address is bound: no search over interfaces.
      iceUseIpv4: false,
      iceUseIpv6: false,
      iceAdditionalHostAddresses: [address],
      iceInterfaceAddresses: isIPv6(address) ? { udp6: address } : { udp4: address },
      ...(port === 0 ? {} : { icePortRange: [port, port + 1] as [number, number] }),
      bundlePolicy: 'max-bundle',
    });
    this.#transceiver = this.#peer.addTransceiver('audio', { direction: 'sendrecv' });
  }

  static async create(addresses: WebrtcAddresses, sink: TransportSink): Promise<WebrtcTransport> {
    return new WebrtcTransport(await loadWerift(), addresses, sink);
  }

  get ssrc(): number {
    return this.#transceiver.sender.ssrc;
  }

  get ready(): boolean {
    return this.#local !== null && this.#transceiver.dtlsTransport?.state === 'connected';
  }

  async prepareOffer(): Promise<LocalMedia> {
    if (this.#local === null) {
      await this.#peer.setLocalDescription(await this.#peer.createOffer());
      await this.#gathered();
    }
    // An offer always leaves the DTLS roles open; an association keeps them (RFC 8842 §5.5).
    return this.#media('actpass');
  }

  async prepareAnswer(offered: SdpMedia): Promise<LocalMedia> {
    const key = keyOf(offered);
    if (this.#local === null || key !== this.#remoteKey) {
      await this.#peer.setRemoteDescription({ type: 'offer', sdp: plain(offered) });
      await this.#peer.setLocalDescription(await this.#peer.createAnswer());
      await this.#gathered();
      this.#remoteKey = key;
      this.#listen();
    }
    return this.#media(this.#transceiver.dtlsTransport.role === 'server' ? 'passive' : 'active');
  }

  async adopt(_agreement: Agreement, remote: SdpMedia, answered: boolean): Promise<void> {
    // Only the answer to our first offer brings something new: re-offers of ours keep ICE and DTLS as they are.
    if (!answered || this.#remoteKey !== '') return;
    this.#remoteKey = keyOf(remote);
    await this.#peer.setRemoteDescription({ type: 'answer', sdp: plain(remote) });
    this.#listen();
  }

  async #gathered(): Promise<void> {
    if (this.#peer.iceGatheringState !== 'complete')
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, mediaLimits.gatheringMs);
        this.#peer.iceGatheringStateChange.subscribe((state) => {
          if (state !== 'complete') return;
          clearTimeout(timer);
          resolve();
        });
      });
    const local = parseSdp(this.#peer.localDescription!.sdp).media[0]?.security;
    if (!local || local.candidates.length === 0)
      throw Object.assign(new Error('no local port for WebRTC could be opened'), { code: 'EADDRINUSE' });
    this.#local = local;
  }

  #media(setup: string): LocalMedia {
    const candidates = this.#local!.candidates.map((line) => {
      const fields = line.split(' ');
      fields[4] = this.#addresses.publicAddress;
      return fields.join(' ');
    });
    const port = Number(candidates[0]!.split(' ')[5]);
    return { port, rtcpPort: null, security: { ...this.#local!, candidates, setup }, ssrc: this.ssrc };
  }

  #listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    const transport = this.#transceiver.dtlsTransport;
    transport.onRtp.subscribe(({ header, payload }) => {
      const view = this.#view;
      view.marker = header.marker;
      view.payloadType = header.payloadType;
      view.sequence = header.sequenceNumber;
      view.timestamp = header.timestamp;
      view.ssrc = header.ssrc;
      view.payloadFrom = 12;
      view.payloadTo = 12 + payload.length;
      const packet = Buffer.allocUnsafe(view.payloadTo);
      packet.set(payload, 12);
      this.#sink.rtp(view, packet);
    });
    transport.onRtcp.subscribe((packet) => this.#sink.rtcp(packet.serialize()));
  }

  send(packet: Buffer): void {
    if (!this.ready) return;
    const header = new this.#werift.RtpHeader({
      marker: packet[1]! >= 128,
      payloadType: packet[1]! & 0x7f,
      sequenceNumber: (packet[2]! << 8) | packet[3]!,
      timestamp: read32(packet, 4),
      ssrc: read32(packet, 8),
    });
    void this.#transceiver.dtlsTransport.sendRtp(packet.subarray(12), header);
  }

  sendRtcp(packet: Buffer): void {
    if (!this.ready) return;
    // werift serialises what it is given; ours is serialised already.
    const ready = { serialize: () => packet } as unknown as RtcpPacket;
    this.#transceiver.dtlsTransport.sendRtcp([ready]).catch((error: unknown) => {
      this.#sink.log('debug', 'RTCP was not sent', { error: String(error) });
    });
  }

  async close(): Promise<void> {
    await this.#peer.close();
  }
}

const codec = (werift: Werift, name: string, payloadType: number): InstanceType<Werift['RTCRtpCodecParameters']> =>
  new werift.RTCRtpCodecParameters({ mimeType: `audio/${name}`, clockRate: 8000, channels: 1, payloadType });

const keyOf = (media: SdpMedia): string => `${media.security?.iceUfrag} ${media.security?.icePwd}`;

// The far end's section as werift needs it: one audio section, always sendrecv (directions are ours), candidates
// that need no name look-up (mDNS names would stall it; the far end's checks teach us its address: RFC 8445 §7.3.1.3),
// and no end of candidates, so that it goes on waiting for those checks.
function plain(media: SdpMedia): string {
  const security = media.security!;
  const candidates = security.candidates
    .filter((line) => / udp /i.test(line) && !/\.local /i.test(line))
    .slice(0, mediaLimits.maxCandidates);
  const codecs = media.codecs.filter(
    (one) => one.clockRateHz === 8000 && /^(PCMU|PCMA|telephone-event)$/i.test(one.name),
  );
  const section: SdpMedia = {
    ...media,
    port: 9,
    direction: 'sendrecv',
    mid: media.mid ?? '0',
    rtcpMux: true,
    rtcpPort: null,
    codecs,
    ptimeMs: null,
    maxPtimeMs: null,
    security: { ...security, candidates },
  };
  const text = writeSdp({ sessionId: '1', version: '1', bundle: [section.mid!], media: [section] }, '0.0.0.0');
  return text.replace('a=end-of-candidates\r\n', '');
}
