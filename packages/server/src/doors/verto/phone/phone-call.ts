// One call of a Verto client: its messages on one side, a SIP dialog on the other; the description of its sound passes through.
import type { VertoMessage } from '@cordboard/contract/dialects/verto';
import type { HangUpCause, SipCall } from '@cordboard/telephony';
import { limits } from '../../../limits.ts';
import type { Fields } from '../frame.ts';
import { causes } from './causes.table.ts';
import { OwnDescription, refusing } from './description.ts';

export type CallReports = {
  send(method: VertoMessage, params: Fields): unknown;
  ended(): void;
};

type Offered = { readonly sdp: string; readonly answer: (sdp: string) => void };

export class PhoneCall {
  readonly callID: string;
  readonly sip: SipCall;
  readonly #extension: string;
  readonly #reports: CallReports;
  /** Null: the client has not answered yet. */
  #own: OwnDescription | null = null;
  /** What the client was last told. */
  #toldSdp: string | null = null;
  #answered = false;
  #held = false;
  /** The client is away: its page is not there to hear or to say anything. */
  #away = false;
  #awayTimer: NodeJS.Timeout | null = null;
  /** Whether the client wants its calls back when it comes again (`recoverCall`). */
  #recovers = true;
  #taking: 'no' | 'asked' | Offered = 'no';
  #endedByClient = false;

  /** @param ownSdp the client's offer; null: it is called. */
  constructor(callID: string, extension: string, sip: SipCall, ownSdp: string | null, reports: CallReports) {
    this.callID = callID;
    this.sip = sip;
    this.#extension = extension;
    this.#reports = reports;
    if (ownSdp !== null) this.#own = new OwnDescription(ownSdp);
    sip.on('progress', ({ sdp }) => this.#media(sdp));
    sip.on('established', ({ sdp }) => this.#established(sdp));
    sip.on('reoffered', ({ sdp, accept, reject }) => {
      if (this.#own === null) reject(488);
      else accept(this.#own.answer(sdp, this.#may));
    });
    sip.on('ended', ({ cause }) => this.#ended(cause));
    // RFC 3515 §2.4.5: who asked for a transfer hangs up when it has succeeded.
    sip.on('referenceProgress', ({ status }) => {
      if (status >= 200 && status < 300) sip.end('normal');
    });
  }

  get isAnswered(): boolean {
    return this.#answered;
  }

  /** The client has taken it, though the far end may not have heard so yet. */
  get isTaken(): boolean {
    return this.#own !== null;
  }

  get isHeld(): boolean {
    return this.#held;
  }

  /** Words that a client shows: who is at the other end. */
  get parties(): Fields {
    const { direction, remoteUser, remoteName } = this.sip;
    const other = { name: remoteName === '' ? remoteUser : remoteName, number: remoteUser };
    const own = { name: this.#extension, number: this.#extension };
    const [caller, callee] = direction === 'incoming' ? [other, own] : [own, other];
    return {
      caller_id_name: caller.name,
      caller_id_number: caller.number,
      callee_id_name: callee.name,
      callee_id_number: callee.number,
      // As the switch sees it: stock clients show the caller for `outbound`, else the callee.
      display_direction: direction === 'incoming' ? 'outbound' : 'inbound',
    };
  }

  /** Takes note of what the client says about the call besides its sound. */
  note({ recoverCall }: Fields): void {
    if (typeof recoverCall === 'boolean') this.#recovers = recoverCall;
  }

  /** The client takes the call that came. */
  answer(sdp: string): void {
    this.#own = new OwnDescription(sdp);
    this.sip.answer(this.#own.answered(sdp));
  }

  /** The client ends it, and needs no telling. */
  end(cause: HangUpCause): void {
    this.#endedByClient = true;
    this.sip.end(cause);
  }

  /** Rejects when the other end does not agree. */
  async hold(held: boolean): Promise<void> {
    if (this.#own === null || held === this.#held) return;
    this.#own.agreed(await this.sip.reinvite(this.#own.offer({ send: true, receive: !held })));
    this.#held = held;
  }

  /** The client's own new offer; resolves with the answer to it. */
  async update(sdp: string): Promise<string> {
    if (this.#own === null) throw new Error('The call is not answered');
    const answer = await this.sip.reinvite(this.#own.offer(this.#may, sdp));
    this.#own.agreed(answer);
    return answer;
  }

  /** The client's connection is lost: a call that is not answered, or not wanted back, ends. */
  leave(): void {
    if (!this.#answered || !this.#recovers) {
      return this.sip.end(this.sip.direction === 'incoming' && !this.#answered ? 'unreachable' : 'cancelled');
    }
    this.#away = true;
    // An offer without answer would end the call (RFC 3261 §14.2); refused, the page that comes next gets a new one.
    if (typeof this.#taking === 'object') this.#taking.answer(refusing(this.#taking.sdp));
    this.#taking = 'no';
    // Who hears nothing from the page for long takes the call for dead; one who is put on hold does not expect to hear.
    this.#awayTimer ??= setTimeout(() => void this.#holdWhileAway(), limits.vertoHoldAfterAwayMs);
  }

  /** The client is here again and has nothing left: the far end is asked for an offer, and the client's answer ends the exchange. */
  async takeUpAgain(): Promise<void> {
    this.#stay();
    if (typeof this.#taking === 'object') return this.#attach(this.#taking.sdp);
    if (this.#taking === 'asked') return;
    this.#taking = 'asked';
    const offered = await this.sip.reinviteForOffer();
    if (this.#away) return offered.answer(refusing(offered.sdp));
    this.#taking = offered;
    this.#attach(offered.sdp);
  }

  /** The client's answer to `verto.attach`. @returns false when none was waited for. */
  attached(sdp: string): boolean {
    if (typeof this.#taking !== 'object' || this.#own === null) return false;
    const { answer } = this.#taking;
    this.#taking = 'no';
    this.#held = false;
    answer(this.#own.answered(sdp));
    return true;
  }

  get #may(): { readonly send: boolean; readonly receive: boolean } {
    return { send: !this.#away, receive: !this.#away && !this.#held };
  }

  #attach(sdp: string): void {
    this.#reports.send('verto.attach', { callID: this.callID, sdp, ...this.parties });
  }

  async #holdWhileAway(): Promise<void> {
    if (this.#own === null) return;
    // Refused or lost: the call goes on as it is.
    await this.sip.reinvite(this.#own.offer(this.#may)).catch(() => undefined);
  }

  #stay(): void {
    this.#away = false;
    if (this.#awayTimer !== null) clearTimeout(this.#awayTimer);
    this.#awayTimer = null;
  }

  #media(sdp: string | null): void {
    if (sdp === null || sdp === this.#toldSdp) return;
    this.#toldSdp = sdp;
    this.#reports.send('verto.media', { callID: this.callID, sdp });
  }

  #established(sdp: string | null): void {
    if (this.#answered) return;
    this.#answered = true;
    if (this.sip.direction === 'incoming') return;
    if (sdp !== null) this.#own?.agreed(sdp);
    const isNew = sdp !== null && sdp !== this.#toldSdp;
    this.#reports.send('verto.answer', { callID: this.callID, ...(isNew && { sdp }) });
  }

  #ended(cause: HangUpCause): void {
    this.#stay();
    if (!this.#endedByClient) this.#reports.send('verto.bye', { callID: this.callID, ...causes[cause] });
    this.#reports.ended();
  }
}
