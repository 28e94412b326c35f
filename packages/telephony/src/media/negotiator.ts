// Offers and answers of one endpoint over its life: versions, the order of sections, what is in force (RFC 3264 §8).
import { randomInt } from 'node:crypto';
import { agree, answerMedia, offerMedia, refuse, type Agreement } from './negotiation.ts';
import { parseSdp, writeSdp, type Direction, type SdpMedia } from './sdp.ts';
import type { Transport } from './transport.ts';

export class Negotiator {
  /** What is in force, null before the first answer. */
  agreement: Agreement | null = null;
  readonly #transport: Transport;
  readonly #address: string;
  readonly #sessionId = String(randomInt(1, 2 ** 47));
  #version = 0;
  /** The sections as last described; later offers keep their number and order. */
  #layout: readonly SdpMedia[] = [];
  #audioAt = 0;
  #mid = '0';
  #wanted: Direction = 'sendrecv';
  #offered: Direction | null = null;

  /** @param address what the descriptions name */
  constructor(transport: Transport, address: string) {
    this.#transport = transport;
    this.#address = address;
  }

  async offer(direction: Direction): Promise<string> {
    const local = await this.#transport.prepareOffer();
    this.#offered = direction;
    const ours = offerMedia(local, direction, this.agreement, this.#mid);
    const media =
      this.#layout.length === 0 ? [ours] : this.#layout.map((one, at) => (at === this.#audioAt ? ours : refuse(one)));
    return this.#write(media);
  }

  async acceptAnswer(sdp: string): Promise<void> {
    const wanted = this.#offered ?? this.#wanted;
    const { media, agreement } = agree(parseSdp(sdp), this.#transport.secure, wanted);
    await this.#transport.adopt(agreement, media, true);
    this.#wanted = wanted;
    this.agreement = agreement;
  }

  async answer(sdp: string): Promise<string> {
    const remote = parseSdp(sdp);
    const { media, agreement } = agree(remote, this.#transport.secure, this.#wanted);
    const local = await this.#transport.prepareAnswer(media);
    await this.#transport.adopt(agreement, media, false);
    this.agreement = agreement;
    this.#offered = null;
    this.#mid = media.mid ?? this.#mid;
    this.#audioAt = remote.media.indexOf(media);
    return this.#write(remote.media.map((one) => (one === media ? answerMedia(local, one, agreement) : refuse(one))));
  }

  #write(media: readonly SdpMedia[]): string {
    this.#layout = media;
    this.#version += 1;
    const bundle = this.#transport.secure ? [this.#mid] : [];
    return writeSdp({ sessionId: this.#sessionId, version: String(this.#version), bundle, media }, this.#address);
  }
}
