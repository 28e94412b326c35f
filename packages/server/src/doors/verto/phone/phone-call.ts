// One call of a Verto client: its messages on one side, a SIP dialog on the other; the description of its sound passes through as it is.
import type { VertoMessage } from '@cordboard/contract/dialects/verto';
import type { HangUpCause, SipCall } from '@cordboard/telephony';
import type { Fields } from '../frame.ts';
import { causes } from './causes.table.ts';
import { directed } from './description.ts';

export type CallReports = {
  send(method: VertoMessage, params: Fields): void;
  ended(call: PhoneCall): void;
};

export class PhoneCall {
  readonly callID: string;
  readonly sip: SipCall;
  readonly #reports: CallReports;
  /** What the client last said about its sound. */
  #ownSdp: string;
  /** What the client was last told. */
  #toldSdp: string | null = null;
  #answered = false;
  #held = false;

  constructor(callID: string, sip: SipCall, ownSdp: string, reports: CallReports) {
    this.callID = callID;
    this.sip = sip;
    this.#ownSdp = ownSdp;
    this.#reports = reports;
    sip.on('progress', ({ sdp }) => this.#media(sdp));
    sip.on('established', ({ sdp }) => this.#established(sdp));
    sip.on('reoffered', ({ accept }) => accept(this.#ownSdp));
    sip.on('ended', ({ cause }) => this.#ended(cause));
  }

  get isAnswered(): boolean {
    return this.#answered;
  }

  get isHeld(): boolean {
    return this.#held;
  }

  /** Words that a client shows: who is at the other end. */
  get parties(): Fields {
    const { direction, remoteUser, remoteName, localUser } = this.sip;
    const other = { name: remoteName === '' ? remoteUser : remoteName, number: remoteUser };
    const [caller, callee] =
      direction === 'incoming' ? [other, { name: localUser, number: localUser }] : [{ name: '', number: '' }, other];
    return {
      caller_id_name: caller.name,
      caller_id_number: caller.number,
      callee_id_name: callee.name,
      callee_id_number: callee.number,
      display_direction: direction === 'incoming' ? 'outbound' : 'inbound',
    };
  }

  /** The client takes the call that came. */
  answer(sdp: string): void {
    this.#ownSdp = sdp;
    this.sip.answer(sdp);
  }

  /** Rejects when the other end does not agree. */
  async hold(held: boolean): Promise<void> {
    if (held === this.#held) return;
    this.#ownSdp = directed(this.#ownSdp, held ? 'sendonly' : 'sendrecv');
    await this.sip.reinvite(this.#ownSdp);
    this.#held = held;
  }

  /** The client's own new offer; resolves with the answer to it. */
  async update(sdp: string): Promise<string> {
    this.#ownSdp = sdp;
    return this.sip.reinvite(sdp);
  }

  /** The client has begun anew and needs an offer: the far end makes one, and the client's answer ends the exchange. */
  async takeUpAgain(): Promise<void> {
    const { sdp, answer } = await this.sip.reinviteForOffer();
    this.#awaited = answer;
    this.#reports.send('verto.attach', { callID: this.callID, sdp, ...this.parties });
  }

  /** The client's answer to `verto.attach`. @returns false when none was waited for. */
  attached(sdp: string): boolean {
    const awaited = this.#awaited;
    if (awaited === null) return false;
    this.#awaited = null;
    this.#ownSdp = sdp;
    awaited(sdp);
    return true;
  }

  #awaited: ((sdp: string) => void) | null = null;

  #media(sdp: string | null): void {
    if (sdp === null || sdp === this.#toldSdp) return;
    this.#toldSdp = sdp;
    this.#reports.send('verto.media', { callID: this.callID, sdp });
  }

  #established(sdp: string | null): void {
    if (this.#answered) return;
    this.#answered = true;
    if (this.sip.direction === 'incoming') return;
    const isNew = sdp !== null && sdp !== this.#toldSdp;
    this.#reports.send('verto.answer', { callID: this.callID, ...(isNew && { sdp }) });
  }

  #ended(cause: HangUpCause): void {
    this.#reports.send('verto.bye', { callID: this.callID, ...causes[cause] });
    this.#reports.ended(this);
  }
}
