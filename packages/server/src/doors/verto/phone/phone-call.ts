// One call of a Verto client: its messages on one side, a SIP dialog on the other; the description of its sound passes through as it is.
import type { VertoMessage } from '@cordboard/contract/dialects/verto';
import type { HangUpCause, SipCall } from '@cordboard/telephony';
import type { Fields } from '../frame.ts';
import { causes } from './causes.table.ts';
import { directed, refusing } from './description.ts';

export type CallReports = {
  send(method: VertoMessage, params: Fields): void;
  ended(call: PhoneCall): void;
};

/** The far end's offer, which waits for the client's answer. */
type Offered = Awaited<ReturnType<SipCall['reinviteForOffer']>>;

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
  /** It hears of its own hanging up by the answer to its request (mod_verto). */
  #endedByClient = false;
  #isAway = false;
  /** The far end knows that the client, being away, sends no sound. */
  #isSilent = false;
  #isAsking = false;
  #offered: Offered | null = null;
  #changes: Promise<unknown> = Promise.resolve();

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

  get holdState(): 'held' | 'active' {
    return this.#held ? 'held' : 'active';
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

  hangUp(cause: HangUpCause): void {
    this.#endedByClient = true;
    this.sip.end(cause);
  }

  /** Rejects when the other end does not agree. */
  hold(wanted: boolean | 'toggle'): Promise<void> {
    return this.#inTurn(async () => {
      const held = wanted === 'toggle' ? !this.#held : wanted;
      if (held === this.#held) return;
      await this.#offer(directed(this.#ownSdp, held ? 'sendonly' : 'sendrecv'));
      this.#held = held;
    });
  }

  /** The client's own new offer; resolves with the answer to it. */
  update(sdp: string): Promise<string> {
    return this.#inTurn(() => this.#offer(this.#kept(sdp)));
  }

  /** The client is gone, with what it was offered: the far end would end the call for want of an answer. */
  leave(): void {
    this.#isAway = true;
    this.#giveBack();
  }

  /** The client is still away: the far end is told that no sound will come, or it would end the call for its silence. One that is held expects none. */
  fallSilent(): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#isAway || this.#isSilent || this.#held || this.#isAsking) return;
      await this.#offer(directed(this.#ownSdp, 'recvonly'));
      this.#isSilent = true;
    });
  }

  /** The client has begun anew and needs an offer: the far end makes one, and the client's answer ends the exchange. */
  async takeUpAgain(): Promise<void> {
    this.#isAway = false;
    this.#giveBack();
    // What was asked for before is as good: nobody has seen it.
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      this.#offered = await this.sip.reinviteForOffer();
    } finally {
      this.#isAsking = false;
    }
    if (this.#isAway) return this.#leftMeanwhile();
    const { callID, holdState, parties } = this;
    this.#reports.send('verto.attach', { callID, sdp: this.#offered.sdp, ...parties, holdState });
  }

  /** The client's answer to `verto.attach`. @returns false when none was waited for. */
  attached(sdp: string): boolean {
    const offered = this.#offered;
    if (offered === null) return false;
    this.#offered = null;
    this.#isSilent = false;
    this.#ownSdp = this.#kept(sdp);
    offered.answer(this.#ownSdp);
    return true;
  }

  /** A client that began anew does not know that it holds: what it says of directions would take the call off hold. */
  #kept(sdp: string): string {
    return this.#held ? directed(sdp, 'sendonly') : sdp;
  }

  #giveBack(): void {
    const offered = this.#offered;
    this.#offered = null;
    offered?.answer(refusing(offered.sdp, this.#ownSdp));
  }

  async #leftMeanwhile(): Promise<void> {
    this.#giveBack();
    // Its time may have come while the offer was asked for.
    await this.fallSilent().catch(() => undefined);
  }

  async #offer(sdp: string): Promise<string> {
    // It would go out behind the taking up, and describe what is gone.
    if (this.#isAsking || this.#offered !== null) throw new Error('the call is being taken up');
    const answer = await this.sip.reinvite(sdp);
    this.#ownSdp = sdp;
    return answer;
  }

  /** One change after the other: each begins with what the one before has left. */
  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#changes.then(change);
    this.#changes = turn.catch(() => undefined);
    return turn;
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
    const isNew = sdp !== null && sdp !== this.#toldSdp;
    this.#reports.send('verto.answer', { callID: this.callID, ...(isNew && { sdp }) });
  }

  #ended(cause: HangUpCause): void {
    if (!this.#endedByClient) this.#reports.send('verto.bye', { callID: this.callID, ...causes[cause] });
    this.#reports.ended(this);
  }
}
