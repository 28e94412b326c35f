// What carries an endpoint's packets: plain UDP or WebRTC, alike to the endpoint.
import type { Agreement, LocalMedia } from './negotiation.ts';
import type { RtpView } from './rtp-packet.ts';
import type { SdpMedia } from './sdp.ts';

/** Where a transport delivers. The view and the packet may be changed by the receiver; the view is reused. */
export type TransportSink = {
  readonly rtp: (view: RtpView, packet: Buffer) => void;
  readonly rtcp: (packet: Uint8Array) => void;
  readonly log: (level: 'debug' | 'warn', message: string, fields?: Record<string, unknown>) => void;
};

export interface Transport {
  readonly secure: boolean;
  /** The SSRC that packets must carry. */
  readonly ssrc: number;
  /** Whether packets can leave now. */
  readonly ready: boolean;
  /** Packets from elsewhere than the far end. */
  readonly foreign: number;
  /** Opens what is needed for an offer or a re-offer of ours. */
  prepareOffer(): Promise<LocalMedia>;
  /** The same for an answer to `offered`. */
  prepareAnswer(offered: SdpMedia): Promise<LocalMedia>;
  /** The far end's side, after either. `answered`: it answered our offer. */
  adopt(agreement: Agreement, remote: SdpMedia, answered: boolean): Promise<void>;
  /** Sends a packet with a header of twelve bytes. The buffer belongs to the transport from then on. */
  send(packet: Buffer): void;
  sendRtcp(packet: Buffer): void;
  close(): Promise<void>;
}
