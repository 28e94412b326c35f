// One call: its dialog, its phase, and the parts that set it up, change it and end it.
import type { HangUpCause, Unsubscribe } from '../common.ts';
import { CallEvents } from './call-events.ts';
import { answerRequest } from './call-requests.ts';
import { reasonOf } from './cause.ts';
import { dialogKey } from './context.ts';
import type { DialogUser, SipContext } from './context.ts';
import { flowOf, requestInDialog } from './dialog.ts';
import type { Dialog } from './dialog.ts';
import { answerChallenge } from './digest.ts';
import type { ClientNonce, Credentials } from './digest.ts';
import { add, cseq, headerLines, header, set } from './message.ts';
import type { SipMessage, SipRequest, SipResponse } from './message.ts';
import { Offers } from './offers.ts';
import { References } from './references.ts';
import { SessionTimer } from './session-timer.ts';
import type { SipCall, SipCallEvents, SipTransport } from './sip-server.ts';
import type { Transaction } from './transaction.ts';

/** How a call comes about: by answering an INVITE or by sending one. */
export interface CallSetup {
  progress(sdp: string | undefined): void;
  answer(sdp: string): void;
  /** The call was ended before it was established. */
  abandon(cause: HangUpCause): void;
  /** The peer hung up before the call was established. */
  peerGone(): void;
  /** An ACK of the first 2xx. */
  ack(ack: SipRequest): void;
  /** A reliable provisional answer was acknowledged; false: there was none. */
  acknowledged(prack: SipRequest): boolean;
}

export type CallIdentity = {
  readonly direction: 'incoming' | 'outgoing';
  readonly callId: string;
  readonly localTag: string;
  readonly localUser: string;
  readonly remoteUser: string;
  readonly remoteName: string;
  readonly remoteSdp: string | null;
  readonly remoteTransport: SipTransport;
  readonly replacesCallId: string | null;
  readonly credentials: Credentials | null;
};

export class Call implements SipCall, DialogUser {
  readonly context: SipContext;
  readonly id: string;
  readonly callId: string;
  readonly localTag: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly localUser: string;
  readonly remoteUser: string;
  readonly remoteName: string;
  readonly remoteSdp: string | null;
  readonly remoteTransport: SipTransport;
  readonly replacesCallId: string | null;
  readonly credentials: Credentials | null;
  readonly clientNonce: ClientNonce = { nonce: '', uses: 0 };
  readonly events = new CallEvents();
  readonly offers: Offers;
  readonly sessionTimer: SessionTimer;
  readonly references: References;
  setup: CallSetup | null = null;
  dialog: Dialog | null = null;
  phase: 'early' | 'answered' | 'established' | 'ended' = 'early';
  /** The last description each side gave, to refresh the session with. */
  localSdp = '';
  peerSdp = '';
  /** The message that `header` reads: the INVITE, or the latest response to ours. */
  heard: SipMessage | null = null;
  /** From the peer's Allow and Allow-Events. */
  peerAllow = '';
  peerAllowEvents = '';

  constructor(context: SipContext, identity: CallIdentity) {
    this.context = context;
    this.id = identity.localTag;
    this.callId = identity.callId;
    this.localTag = identity.localTag;
    this.direction = identity.direction;
    this.localUser = identity.localUser;
    this.remoteUser = identity.remoteUser;
    this.remoteName = identity.remoteName;
    this.remoteSdp = identity.remoteSdp;
    this.remoteTransport = identity.remoteTransport;
    this.replacesCallId = identity.replacesCallId;
    this.credentials = identity.credentials;
    this.offers = new Offers(this);
    this.sessionTimer = new SessionTimer(this);
    this.references = new References(this);
    context.calls.set(dialogKey(this.callId, this.localTag), this);
  }

  header(name: string): string | undefined {
    return this.heard === null ? undefined : header(this.heard, name.toLowerCase());
  }

  on<E extends keyof SipCallEvents>(event: E, listener: (detail: SipCallEvents[E]) => void): Unsubscribe {
    return this.events.on(event, listener);
  }

  progress(sdp?: string): void {
    if (this.phase === 'early') this.setup?.progress(sdp);
  }

  answer(sdp: string): void {
    if (this.phase === 'early') this.setup?.answer(sdp);
  }

  end(cause: HangUpCause): void {
    if (this.phase === 'ended') return;
    const { phase } = this;
    this.finish(cause, null);
    if (phase === 'established') this.bye(cause);
    else this.setup?.abandon(cause);
  }

  reinvite(sdp: string): Promise<string> {
    return this.offers.offer(sdp);
  }

  reinviteForOffer(): ReturnType<SipCall['reinviteForOffer']> {
    return this.offers.ask();
  }

  refer(to: string): Promise<number> {
    return this.references.refer(to);
  }

  askToAnswer(): boolean {
    if (this.phase !== 'early' || this.dialog === null || !/(^|[\s,])talk\b/.test(this.peerAllowEvents)) return false;
    this.request('NOTIFY', (request) => {
      add(request, 'event', 'talk');
      add(request, 'subscription-state', 'active');
    });
    return true;
  }

  sendInfoDigit(digit: string): void {
    if (this.phase !== 'established' || !/^[0-9*#A-D]$/.test(digit)) return;
    this.request('INFO', (request) => {
      add(request, 'content-type', 'application/dtmf-relay');
      request.body = `Signal=${digit}\r\nDuration=160\r\n`;
    });
  }

  isPeer(remoteTag: string): boolean {
    // A peer without tag is of RFC 2543 (RFC 3261 §12.1.1).
    return this.dialog === null || this.dialog.remoteTag === remoteTag;
  }

  request(methodOrTransaction: string | Transaction, fill?: (request: SipRequest) => void, done?: Done): void {
    if (typeof methodOrTransaction === 'string')
      this.#send(methodOrTransaction, fill ?? (() => {}), done ?? (() => {}), 1);
    else answerRequest(this, methodOrTransaction);
  }

  ack(ack: SipRequest): void {
    if (!this.offers.ack(ack)) this.setup?.ack(ack);
  }

  /** The dialog is confirmed on both sides. */
  establish(sdp: string | null): void {
    if (this.phase === 'ended') return;
    this.phase = 'established';
    this.events.emit('established', { sdp });
  }

  /** Marks it ended and says so, once; sends nothing. */
  finish(cause: HangUpCause, status: number | null): void {
    if (this.phase === 'ended') return;
    this.phase = 'ended';
    this.offers.close();
    this.sessionTimer.close();
    this.events.emit('ended', { cause, status });
  }

  /** Sends BYE; the dialog is forgotten when it was answered. */
  bye(cause: HangUpCause): void {
    this.#send(
      'BYE',
      (request) => add(request, 'reason', reasonOf(cause)),
      () => this.forget(),
      1,
    );
  }

  /** Requests for this dialog get 481 from now on. */
  forget(): void {
    this.context.calls.delete(dialogKey(this.callId, this.localTag));
  }

  #send(
    method: string,
    fill: (request: SipRequest) => void,
    done: Done,
    attempt: number,
    authorization?: readonly [string, string],
  ): void {
    const { dialog } = this;
    if (dialog === null) {
      done(null);
      return;
    }
    const request = requestInDialog(dialog, method);
    add(request, 'user-agent', this.context.options.userAgent);
    fill(request);
    if (authorization !== undefined) add(request, ...authorization);
    this.context.transactions.send(request, flowOf(this.context, dialog), {
      response: (response) => {
        if (response.status < 200) return;
        const again = attempt === 1 ? this.authorize(request, response) : null;
        if (again !== null) this.#send(method, fill, done, 2, again);
        else this.#done(method, response, done);
      },
      failed: () => {
        done(null);
        this.#lost(method, 408);
      },
    });
  }

  #done(method: string, response: SipResponse, done: Done): void {
    done(response);
    // RFC 3261 §12.2.1.2: these two say that the peer has no such dialog any more.
    if (response.status === 481 || response.status === 408) this.#lost(method, response.status);
  }

  #lost(method: string, status: number): void {
    if (this.phase !== 'established' || method === 'BYE' || method === 'INFO' || method === 'NOTIFY') return;
    this.finish('failed', status);
    this.bye('failed');
  }

  /** Header name and value that answer a 401 or 407; null: no credentials, or it is no challenge. */
  authorize(request: SipRequest, response: SipResponse): readonly [string, string] | null {
    if (this.credentials === null || (response.status !== 401 && response.status !== 407)) return null;
    const lines = headerLines(response, response.status === 401 ? 'www-authenticate' : 'proxy-authenticate');
    const value = answerChallenge(lines, this.credentials, request, this.clientNonce);
    return value === null ? null : [response.status === 401 ? 'authorization' : 'proxy-authorization', value];
  }

  /** Notes what the peer can do. */
  hear(message: SipMessage): void {
    this.heard = message;
    this.peerAllow = header(message, 'allow') ?? this.peerAllow;
    this.peerAllowEvents = (header(message, 'allow-events') ?? this.peerAllowEvents).toLowerCase();
  }

  /** Takes over the CSeq and target of a request inside the dialog; false: it is older than one seen (RFC 3261 §12.2.2). */
  inOrder(request: SipRequest): boolean {
    const number = cseq(request)?.number ?? 0;
    if (this.dialog === null) return true;
    if (number <= this.dialog.remoteSeq && this.dialog.remoteSeq >= 0) return false;
    this.dialog.remoteSeq = number;
    return true;
  }
}

/** Gets the final response, or null when none came. */
export type Done = (response: SipResponse | null) => void;

/** Puts an SDP body on a message. */
export function describe(message: SipMessage, sdp: string): void {
  if (sdp === '') return;
  set(message, 'content-type', 'application/sdp');
  message.body = sdp;
}
