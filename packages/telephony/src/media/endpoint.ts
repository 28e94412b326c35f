// One party's audio inside a worker: its negotiation, the stream it sends and the one it receives.
import { mediaLimits } from '../limits.ts';
import { DigitReceiver, type EventPacket } from './digits.ts';
import { encode, SILENCE, type G711 } from './g711.ts';
import { JitterBuffer } from './jitter-buffer.ts';
import type { MediaStatistics } from './media-engine.ts';
import { Negotiator } from './negotiator.ts';
import { receives, sends } from './negotiation.ts';
import { OwnAudio, type OwnAudioSink } from './own-audio.ts';
import type { Player } from './player.ts';
import { ReceiveStatistics } from './receive-statistics.ts';
import { Reporter } from './reporter.ts';
import { RTP_HEADER_BYTES, type RtpView } from './rtp-packet.ts';
import type { Direction } from './sdp.ts';
import { SendStream } from './send-stream.ts';
import { Tap } from './tap.ts';
import type { Transport, TransportSink } from './transport.ts';

export type EndpointSink = {
  /** An audio packet arrived. */
  readonly audio: (from: Endpoint, view: RtpView, packet: Buffer, codec: G711) => void;
  /** A packet of a key press arrived. */
  readonly event: (from: Endpoint, view: RtpView, packet: Buffer) => void;
  readonly digit: (from: Endpoint, digit: string) => void;
  readonly playbackFinished: (from: Endpoint, playId: string) => void;
  readonly mediaLost: (from: Endpoint) => void;
  /** Someone began to listen in: the arrangement must decode this endpoint. */
  readonly tapped: () => void;
};

type OpenTransport = (port: number, sink: TransportSink) => Promise<Transport>;

let streamKeys = 0;
const FRAME_BYTES = RTP_HEADER_BYTES + mediaLimits.frameSamples;

export class Endpoint implements OwnAudioSink {
  readonly id: string;
  /** Sounds and keys that are sent instead of what the arrangement gives. */
  readonly own = new OwnAudio(this);
  readonly statistics = new ReceiveStatistics();
  readonly jitter = new JitterBuffer();
  /** Endpoints that get this one's packets as they come. */
  relayTo: readonly Endpoint[] = [];
  /** Names the received stream; another one begins with another key. */
  streamKey = 0;
  tap: Tap | null = null;
  music: { readonly name: string; player: Player | null } | null = null;
  /** When the last relayed packet was sent here. */
  relayedAtMs = 0;
  #decoding = false;
  #closed = false;
  #transport: Transport | null = null;
  #stream: SendStream | null = null;
  #reporter: Reporter | null = null;
  #negotiator: Negotiator | null = null;
  #work: Promise<unknown> = Promise.resolve();
  #aliveMs = 0;
  readonly #digitsIn = new DigitReceiver();
  #keyTimestamp = 0;
  readonly #address: string;
  readonly #open: OpenTransport;
  readonly #sink: EndpointSink;
  readonly #log: TransportSink['log'];

  /** @param address what session descriptions name */
  constructor(id: string, address: string, open: OpenTransport, sink: EndpointSink, log: TransportSink['log']) {
    this.id = id;
    this.#address = address;
    this.#open = open;
    this.#sink = sink;
    this.#log = log;
  }

  // ---- negotiation

  offer(port: number, direction: Direction): Promise<string> {
    return this.#inTurn(async () => (await this.#ready(port)).offer(direction));
  }

  acceptAnswer(sdp: string): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#negotiator === null) throw new Error('an answer without an offer');
      await this.#negotiator.acceptAnswer(sdp);
      this.#negotiated();
    });
  }

  answer(port: number, sdp: string): Promise<string> {
    return this.#inTurn(async () => {
      const answer = await (await this.#ready(port)).answer(sdp);
      this.#negotiated();
      return answer;
    });
  }

  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const turn = this.#work.then(async () => {
      if (this.#closed) throw new Error('the endpoint is closed');
      try {
        return await step();
      } catch (error) {
        // Its port was busy: the next try comes with another one.
        if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') await this.#forget();
        throw error;
      }
    });
    this.#work = turn.catch(() => {});
    return turn;
  }

  async #ready(port: number): Promise<Negotiator> {
    if (this.#negotiator !== null) return this.#negotiator;
    const transport = await this.#open(port, {
      rtp: (view, packet) => this.#received(view, packet),
      rtcp: (packet) => this.#receivedRtcp(packet),
      log: this.#log,
    });
    this.#transport = transport;
    this.#stream = new SendStream(transport.ssrc);
    this.#reporter = new Reporter(transport.ssrc, this.statistics, this.#stream);
    this.#negotiator = new Negotiator(transport, this.#address);
    return this.#negotiator;
  }

  async #forget(): Promise<void> {
    await this.#transport?.close();
    this.#negotiator = null;
  }

  #negotiated(): void {
    this.#aliveMs = performance.now();
  }

  get codec(): G711 {
    return this.#negotiator?.agreement?.codec ?? 'PCMU';
  }

  get #canReceive(): boolean {
    const agreement = this.#negotiator?.agreement;
    return agreement ? receives(agreement.localDirection) : false;
  }

  /** Whether a packet sent now would reach an ear. */
  get canSend(): boolean {
    const agreement = this.#negotiator?.agreement;
    return agreement ? sends(agreement.localDirection) && this.#transport!.ready : false;
  }

  // ---- receiving

  #received(view: RtpView, packet: Buffer): void {
    const agreement = this.#negotiator?.agreement;
    if (!agreement || this.#closed) return;
    const nowMs = performance.now();
    const fresh = this.statistics.add(view, nowMs);
    this.#aliveMs = nowMs;
    if (fresh) {
      this.streamKey = streamKeys += 1;
      this.jitter.reset();
    }
    if (!receives(agreement.localDirection)) return;
    if (view.payloadType === agreement.eventPayloadType) {
      const digit = this.#digitsIn.take(packet.subarray(view.payloadFrom, view.payloadTo), view.timestamp);
      if (digit !== null) this.#sink.digit(this, digit);
      if (this.relayTo.length > 0) this.#sink.event(this, view, packet);
      return;
    }
    // Some far ends send the other law than agreed; its static number says so (RFC 3551 §6).
    let { codec } = agreement;
    if (view.payloadType !== agreement.payloadType) {
      if (view.payloadType !== 0 && view.payloadType !== 8) return;
      codec = view.payloadType === 0 ? 'PCMU' : 'PCMA';
    }
    if (this.#decoding) this.jitter.write(codec, packet, view.payloadFrom, view.payloadTo, view.timestamp);
    if (this.relayTo.length > 0) this.#sink.audio(this, view, packet, codec);
  }

  #receivedRtcp(packet: Uint8Array): void {
    this.#aliveMs = performance.now();
    this.#reporter?.receive(packet);
  }

  set decoding(decoding: boolean) {
    if (decoding && !this.#decoding) this.jitter.reset();
    this.#decoding = decoding;
  }

  get decoding(): boolean {
    return this.#decoding;
  }

  /** Moves the received audio one frame on; only while it is decoded. */
  advance(): void {
    this.jitter.read();
    this.tap?.add(this.jitter.frame);
  }

  listenIn(ms: number): Promise<Int16Array> {
    if (this.tap === null) {
      this.tap = new Tap();
      this.#sink.tapped();
    }
    return this.tap.last(ms);
  }

  // ---- sending

  sendEvent(event: EventPacket, dueMs: number): void {
    const stream = this.#stream!;
    if (event.first) this.#keyTimestamp = stream.nextTimestamp(dueMs);
    for (let count = 0; count < event.times; count += 1) {
      const packet = Buffer.allocUnsafe(RTP_HEADER_BYTES + event.payload.length);
      packet.set(event.payload, RTP_HEADER_BYTES);
      stream.own(packet, this.#negotiator!.agreement!.eventPayloadType!, dueMs, this.#keyTimestamp);
      // The marker begins a press (RFC 4733 §2.5.1.1).
      if (event.first) packet[1]! |= 0x80;
      this.#transport!.send(packet);
    }
  }

  get hasEvents(): boolean {
    return (this.#negotiator?.agreement?.eventPayloadType ?? null) !== null;
  }

  finished(playId: string): void {
    this.#sink.playbackFinished(this, playId);
  }

  /** Sends one frame, null for silence. */
  sendFrame(frame: Int16Array | null, dueMs: number): void {
    if (!this.canSend) return;
    const agreement = this.#negotiator!.agreement!;
    const packet = Buffer.allocUnsafe(FRAME_BYTES);
    if (frame === null) packet.fill(SILENCE[agreement.codec], RTP_HEADER_BYTES);
    else encode(agreement.codec, frame, packet, RTP_HEADER_BYTES);
    this.#stream!.own(packet, agreement.payloadType, dueMs);
    this.#transport!.send(packet);
  }

  /** Passes on another endpoint's packet (its header is rewritten in place). */
  sendRelayed(packet: Buffer, view: RtpView, isEvent: boolean, from: Endpoint): void {
    const agreement = this.#negotiator!.agreement!;
    const payloadType = isEvent ? agreement.eventPayloadType : agreement.payloadType;
    if (payloadType === null) return;
    const nowMs = performance.now();
    if (!this.#stream!.relay(packet, view, payloadType, from.streamKey, nowMs)) return;
    this.relayedAtMs = nowMs;
    this.#transport!.send(packet);
  }

  // ---- housekeeping

  /** Called about once a second. */
  housekeep(nowMs: number, mediaSilenceMs: number): void {
    const agreement = this.#negotiator?.agreement;
    if (!agreement || this.#closed) return;
    if (this.#transport!.ready) {
      const report = this.#reporter!.due(nowMs);
      if (report !== null) this.#transport!.sendRtcp(report);
    }
    if (!this.#canReceive) this.#aliveMs = nowMs;
    else if (nowMs - this.#aliveMs >= mediaSilenceMs) {
      this.#aliveMs = nowMs;
      this.#sink.mediaLost(this);
    }
  }

  get report(): MediaStatistics {
    return {
      packetsReceived: this.statistics.received,
      packetsSent: this.#stream?.packets ?? 0,
      packetsLost: this.statistics.lost,
      packetsLate: this.statistics.late,
      packetsForeign: this.#transport?.foreign ?? 0,
      jitterMs: Math.round(this.statistics.jitterMs * 100) / 100,
      roundTripMs: this.#reporter?.roundTripMs ?? null,
      remoteDirection: this.#negotiator?.agreement?.remoteDirection ?? 'inactive',
    };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.own.stop();
    this.tap?.close();
    await this.#work.catch(() => {});
    if (this.#transport === null) return;
    if (this.#transport.ready) this.#transport.sendRtcp(this.#reporter!.goodbye());
    await this.#transport.close();
  }
}
