// Watches an answered dialog for what the person at the telephone does with its keys: hold, transfer, digits.
import type { MediaEndpoint, SipCall, SipCallEvents, Unsubscribe } from '@cordboard/telephony';
import { limits } from '../../limits.ts';
import type { Audio } from './audio.ts';
import { isHold, isRefusal } from './sdp-facts.ts';

export type DialogReports = {
  digit(digit: string): void;
  held(): void;
  retrieved(): void;
  transfer(dialled: string): void;
  /** Its endpoint was exchanged. */
  audioChanged(): void;
  /** Its answer to our offer is none. */
  failed(): void;
  /** A new endpoint for a browser that begins anew; null: this telephone is none, and goes on with the one it has. */
  freshEndpoint(): MediaEndpoint | null;
};

export class Dialog {
  readonly #audio: Audio;
  readonly #reports: DialogReports;
  readonly #subscriptions: Unsubscribe[];
  #held = false;
  #closed = false;
  /** Offered to a browser that begins anew, and not yet answered. */
  #fresh: MediaEndpoint | null = null;
  /** Its answer is being taken in: until then the endpoint is not known that the next offer is for. */
  #settling: Promise<void> = Promise.resolve();
  #referral: { readonly settle: (status: number) => void; readonly timeout: NodeJS.Timeout } | null = null;

  constructor(sip: SipCall, audio: Audio, reports: DialogReports) {
    this.#audio = audio;
    this.#reports = reports;
    this.#subscriptions = [
      sip.on('digit', ({ digit }) => reports.digit(digit)),
      sip.on('reoffered', ({ sdp, accept, reject }) => void this.#reoffered(sdp, accept, reject)),
      sip.on('offerWanted', (wanted) => void this.#offerWanted(wanted)),
      sip.on('referred', ({ to, replacesCallId, settle }) => this.#referred(to, replacesCallId, settle)),
    ];
  }

  get held(): boolean {
    return this.#held;
  }

  /** The dialog is over. A transfer that it asked for succeeded when that is why. */
  close(transferred: boolean): void {
    this.#closed = true;
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.#settle(transferred ? 200 : 503);
    this.#fresh?.close();
    this.#fresh = null;
  }

  async #reoffered(sdp: string, accept: (sdp: string) => void, reject: (status: number) => void): Promise<void> {
    await this.#settling;
    const { endpoint } = this.#audio;
    if (!endpoint) return reject(491);
    let answer: string;
    try {
      answer = await endpoint.answer(sdp);
    } catch {
      return reject(488);
    }
    accept(answer);
    this.#follow(sdp);
  }

  /** What the telephone says of directions, in its offer or its answer, holds or retrieves. */
  #follow(sdp: string): void {
    const held = isHold(sdp);
    if (this.#closed || held === this.#held) return;
    this.#held = held;
    if (held) this.#reports.held();
    else this.#reports.retrieved();
  }

  /** RFC 3261 §14.2: the telephone wants our offer. A browser that was loaded anew has nothing left of what it agreed on: keys, addresses. */
  async #offerWanted({ offer, reject }: SipCallEvents['offerWanted']): Promise<void> {
    await this.#settling;
    if (this.#closed) return reject(487);
    this.#fresh?.close();
    this.#fresh = this.#reports.freshEndpoint();
    const fresh = this.#fresh;
    const endpoint = fresh ?? this.#audio.endpoint;
    if (endpoint === null) return reject(491);
    try {
      const sdp = await endpoint.offer();
      offer(sdp, (answer) => {
        this.#settling = this.#offerAnswered(endpoint, answer);
      });
    } catch {
      reject(488);
    }
  }

  async #offerAnswered(endpoint: MediaEndpoint, answer: string): Promise<void> {
    const isCurrent = (): boolean => endpoint === (this.#fresh ?? this.#audio.endpoint);
    if (isRefusal(answer)) return this.#dropFresh(endpoint);
    try {
      await endpoint.acceptAnswer(answer);
    } catch {
      // Unless the dialog is over, and its endpoints with it.
      if (isCurrent()) this.#reports.failed();
      return;
    }
    if (!isCurrent()) return;
    if (this.#fresh === endpoint) this.#adoptFresh(endpoint);
    this.#follow(answer);
  }

  #adoptFresh(endpoint: MediaEndpoint): void {
    this.#fresh = null;
    const former = this.#audio.endpoint;
    this.#audio.adopt(endpoint);
    this.#reports.audioChanged();
    former?.close();
  }

  /** The telephone goes on with what it had. */
  #dropFresh(endpoint: MediaEndpoint): void {
    if (this.#fresh !== endpoint) return;
    this.#fresh = null;
    endpoint.close();
  }

  #referred(to: string, replacesCallId: string | null, settle: (status: number) => void): void {
    const dialled = userOf(to).slice(0, limits.switchMaxNumberCharacters);
    // Joining two calls at the telephone (Replaces, RFC 3891) has no fact yet; saying so beats ringing the wrong party.
    if (replacesCallId !== null) return settle(501);
    if (dialled === '') return settle(400);
    this.#settle(503);
    this.#referral = { settle, timeout: setTimeout(() => this.#settle(503), limits.switchReferralMs) };
    this.#reports.transfer(dialled);
  }

  #settle(status: number): void {
    if (!this.#referral) return;
    clearTimeout(this.#referral.timeout);
    this.#referral.settle(status);
    this.#referral = null;
  }
}

/** The user part of a Refer-To, with or without the rest of a URI around it; empty when a SIP URI names none. */
export function userOf(to: string): string {
  const uri = /<([^>]*)>/.exec(to)?.[1] ?? to;
  const [, scheme = '', user = '', at] = /^(sips?:|tel:)?([^@;?]*)(@)?/i.exec(uri.trim()) ?? [];
  if (scheme.toLowerCase().startsWith('sip') && at === undefined) return '';
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}
