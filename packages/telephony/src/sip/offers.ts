// Offers inside an established call, both ways: re-INVITE and UPDATE, one at a time, with glare (RFC 3261 §14, RFC 3311, RFC 6337).
import { randomInt } from 'node:crypto';
import { sipLimits } from '../limits.ts';
import { describedBy, sdpOf } from './body.ts';
import { describe } from './call.ts';
import type { Call } from './call.ts';
import { contactFor, flowOf, requestInDialog } from './dialog.ts';
import { add, contact, cseq, set } from './message.ts';
import type { SipRequest, SipResponse } from './message.ts';
import { allowedMethods, responseTo } from './replies.ts';
import { sendOutside } from './send-outside.ts';
import { repeatUntilAck } from './success-repeater.ts';
import type { AwaitedAck } from './success-repeater.ts';
import type { Transaction } from './transaction.ts';

type Waiting = {
  /** Null: the peer is asked to make the offer. */
  readonly sdp: string | null;
  tries: number;
  readonly resolve: (sdp: string) => void;
  readonly reject: (why: Error) => void;
  /** Our answer to the offer that was asked for, once there is one: it travels in the ACK. */
  answer: string | null;
};

export class Offers {
  readonly #call: Call;
  readonly #queue: Waiting[] = [];
  #sent: Waiting | null = null;
  /** The exchange that waits for our answer to the peer's offer. */
  #asked: { readonly request: SipRequest; readonly response: SipResponse } | null = null;
  #received: Transaction | null = null;
  #awaitedAck: AwaitedAck | null = null;
  /** The peer's re-INVITE brought no offer: its ACK brings the answer to ours; who made the offer is told it. */
  #answerInAck: ((sdp: string) => void) | null = null;
  #retry: NodeJS.Timeout | null = null;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Sends an offer when no other is under way. */
  offer(sdp: string): Promise<string> {
    return this.#wait(sdp).described;
  }

  /** Asks the peer for an offer (RFC 3261 §14.1, §13.2.1); until it is answered nothing else is offered. */
  async ask(): Promise<{ readonly sdp: string; readonly answer: (sdp: string) => void }> {
    const { waiting, described } = this.#wait(null);
    const sdp = await described;
    return { sdp, answer: (answer) => this.#answer(waiting, sdp, answer) };
  }

  #wait(sdp: string | null): { readonly waiting: Waiting; readonly described: Promise<string> } {
    let settle: Pick<Waiting, 'resolve' | 'reject'> = { resolve: () => {}, reject: () => {} };
    const described = new Promise<string>((resolve, reject) => {
      settle = { resolve, reject };
    });
    const waiting: Waiting = { sdp, tries: 0, answer: null, ...settle };
    if (this.#call.phase === 'ended') waiting.reject(new Error('The call has ended'));
    else if (this.#queue.length >= sipLimits.maxRequestsQueuedPerCall) waiting.reject(new Error('Too many offers'));
    else {
      this.#queue.push(waiting);
      this.next();
    }
    return { waiting, described };
  }

  /** Starts the first waiting offer, if nothing is under way. */
  next(): void {
    const busy = this.#sent !== null || this.#received !== null || this.#awaitedAck !== null || this.#retry !== null;
    if (busy || this.#call.phase !== 'established') return;
    const first = this.#queue.shift();
    if (first === undefined) return;
    this.#sent = first;
    this.#send(first);
  }

  /** The peer's re-INVITE, or UPDATE with an offer. */
  receive(transaction: Transaction): void {
    const { request } = transaction;
    const call = this.#call;
    if (this.#sent !== null) {
      transaction.respond(responseTo(request, 491));
      return;
    }
    if (this.#received !== null || this.#awaitedAck !== null || call.phase === 'early') {
      const later = responseTo(request, 500);
      add(later, 'retry-after', String(randomInt(0, 11)));
      transaction.respond(later);
      return;
    }
    const described = describedBy(request);
    if ('unsupported' in described) {
      transaction.respond(refusal(request, 415));
      return;
    }
    const interval = call.sessionTimer.refreshed(request);
    if (interval !== null) {
      transaction.respond(interval);
      return;
    }
    this.#retarget(transaction);
    call.hear(request);
    this.#received = transaction;
    transaction.user = { cancelled: () => this.#refuse(transaction, 487), failed: () => this.#settled() };
    this.#judge(transaction, described.sdp);
  }

  /** Whether the ACK was for a 2xx of a re-INVITE. */
  ack(ack: SipRequest): boolean {
    const awaited = this.#awaitedAck;
    if (awaited === null || cseq(ack)?.number !== awaited.seq) return false;
    awaited.stop();
    this.#awaitedAck = null;
    const answered = this.#answerInAck;
    this.#answerInAck = null;
    const sdp = answered === null ? null : sdpOf(ack);
    if (sdp !== null) {
      this.#call.peerSdp = sdp;
      // Whatever it said before: the offer was another one.
      answered?.(sdp);
    }
    this.next();
    return true;
  }

  close(): void {
    this.#awaitedAck?.stop();
    this.#awaitedAck = null;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
    const { request } = this.#received ?? {};
    if (request !== undefined) this.#received?.respond(responseTo(request, 487));
    this.#received = null;
    const gone = this.#sent === null ? this.#queue.splice(0) : [this.#sent, ...this.#queue.splice(0)];
    this.#sent = null;
    for (const waiting of gone) waiting.reject(new Error('The call has ended'));
  }

  #judge(transaction: Transaction, sdp: string | null): void {
    const call = this.#call;
    if (sdp === null) return this.#beAsked(transaction);
    // The old one again, to refresh the session: what we have stands.
    if (sdp === call.peerSdp) return this.#accept(transaction, call.localSdp);
    const detail = {
      sdp,
      accept: (answer: string) => {
        if (this.#received !== transaction) return;
        call.peerSdp = sdp;
        call.localSdp = answer;
        this.#accept(transaction, answer);
      },
      reject: (status: number) => this.#refuse(transaction, status),
    };
    if (!call.events.emit('reoffered', detail)) this.#refuse(transaction, 488);
  }

  /** A re-INVITE without an offer asks us for one (RFC 3261 §14.2). Where nobody makes a new one, what we have stands. */
  #beAsked(transaction: Transaction): void {
    const { events, localSdp, peerSdp } = this.#call;
    const detail = {
      offer: (sdp: string, answered: (sdp: string) => void) => {
        if (this.#received !== transaction) return;
        this.#answerInAck = answered;
        this.#call.localSdp = sdp;
        this.#accept(transaction, sdp);
      },
      reject: (status: number) => this.#refuse(transaction, status),
    };
    if (events.emit('offerWanted', detail)) return;
    this.#answerInAck = (sdp) => {
      if (sdp !== peerSdp) events.emit('reoffered', { sdp, accept: () => {}, reject: () => {} });
    };
    this.#accept(transaction, localSdp);
  }

  #accept(transaction: Transaction, sdp: string): void {
    const { request } = transaction;
    const call = this.#call;
    if (call.dialog === null) return;
    const response = responseTo(request, 200);
    add(response, 'contact', contactFor(transaction.flow, call.dialog.localUser));
    add(response, 'allow', allowedMethods);
    call.sessionTimer.writeAnswer(request, response);
    describe(response, sdp);
    this.#received = null;
    if (request.method === 'INVITE') {
      const seq = cseq(request)?.number ?? 0;
      this.#awaitedAck = repeatUntilAck(call.context, transaction, response, seq, () => {
        this.#awaitedAck = null;
        call.end('failed');
      });
    } else {
      transaction.respond(response);
      this.next();
    }
  }

  #refuse(transaction: Transaction, status: number): void {
    if (this.#received !== transaction) return;
    this.#received = null;
    transaction.respond(refusal(transaction.request, status));
    this.next();
  }

  #settled(): void {
    this.#received = null;
    this.next();
  }

  /** RFC 3261 §12.2.2: a target refresh; and a peer that changed its connection is answered along the new one. */
  #retarget(transaction: Transaction): void {
    const { dialog } = this.#call;
    const target = contact(transaction.request);
    if (dialog === null) return;
    if (target !== null) dialog.remoteTarget = target.uri;
    dialog.flow = transaction.flow;
  }

  #send(offer: Waiting, authorization?: readonly [string, string]): void {
    const call = this.#call;
    const { dialog, context } = call;
    if (dialog === null || call.phase !== 'established') return;
    offer.tries += 1;
    const request = requestInDialog(dialog, 'INVITE');
    add(request, 'supported', 'timer, replaces');
    add(request, 'user-agent', context.options.userAgent);
    call.sessionTimer.writeRequest(request);
    if (authorization !== undefined) add(request, ...authorization);
    if (offer.sdp !== null) describe(request, offer.sdp);
    let answered = false;
    context.transactions.send(request, flowOf(context, dialog), {
      response: (response) => {
        if (response.status < 200) return;
        if (response.status < 300) {
          // One that brings the offer we asked for is repeated until our answer goes back in the ACK.
          if (offer.sdp !== null || offer.answer !== null) this.#acknowledge(request, response, offer.answer);
          if (!answered) this.#answered(offer, request, response);
          answered = true;
          return;
        }
        this.#failed(offer, request, response);
      },
      failed: () => this.#lost(offer, 408),
    });
  }

  #acknowledge(invite: SipRequest, response: SipResponse, answer: string | null = null): void {
    const { dialog, context } = this.#call;
    if (dialog === null) return;
    const target = contact(response);
    if (target !== null) dialog.remoteTarget = target.uri;
    const ack = requestInDialog(dialog, 'ACK', cseq(invite)?.number ?? 0);
    if (answer !== null) describe(ack, answer);
    sendOutside(ack, flowOf(context, dialog));
  }

  /** Our answer to the offer that was asked for. */
  #answer(offer: Waiting, sdp: string, answer: string): void {
    if (this.#sent !== offer || this.#asked === null) return;
    offer.answer = answer;
    this.#acknowledge(this.#asked.request, this.#asked.response, answer);
    this.#asked = null;
    this.#sent = null;
    this.#call.peerSdp = sdp;
    this.#call.localSdp = answer;
    this.next();
  }

  #answered(offer: Waiting, request: SipRequest, response: SipResponse): void {
    const call = this.#call;
    if (this.#sent !== offer) return;
    call.hear(response);
    call.sessionTimer.answered(response);
    const sdp = sdpOf(response) ?? call.peerSdp;
    if (offer.sdp === null) {
      this.#asked = { request, response };
      offer.resolve(sdp);
      return;
    }
    this.#sent = null;
    call.localSdp = offer.sdp;
    call.peerSdp = sdp;
    offer.resolve(sdp);
    this.next();
  }

  #failed(offer: Waiting, request: SipRequest, response: SipResponse): void {
    if (this.#sent !== offer) return;
    const call = this.#call;
    const { status } = response;
    const more = offer.tries < sipLimits.maxRequestTries;
    const authorization = offer.tries === 1 ? call.authorize(request, response) : null;
    if (authorization !== null) this.#send(offer, authorization);
    else if (status === 491 && more) {
      // RFC 3261 §14.1: who chose the Call-ID waits 2.1 to 4 s, the other up to 2 s, in steps of 10 ms.
      const waitMs = call.direction === 'outgoing' ? 2_100 + randomInt(0, 191) * 10 : randomInt(0, 201) * 10;
      this.#yieldTurn(offer, waitMs);
    } else if (status === 422 && more && call.sessionTimer.raise(response)) this.#send(offer);
    else if (status === 481 || status === 408) this.#lost(offer, status);
    else {
      this.#sent = null;
      offer.reject(new Error(`The offer was refused with ${status}`));
      this.next();
    }
  }

  /** While we wait after glare, the peer's own offer may come in and is answered first. */
  #yieldTurn(offer: Waiting, waitMs: number): void {
    this.#sent = null;
    this.#queue.unshift(offer);
    this.#retry = setTimeout(() => {
      this.#retry = null;
      this.next();
    }, waitMs);
  }

  #lost(offer: Waiting, status: number): void {
    if (this.#sent !== offer) return;
    this.#sent = null;
    offer.reject(new Error(`No answer to the offer (${status})`));
    const call = this.#call;
    if (call.phase !== 'established') return;
    call.finish('failed', status);
    call.bye('failed');
  }
}

function refusal(request: SipRequest, status: number): SipResponse {
  const response = responseTo(request, status);
  if (status === 415) set(response, 'accept', 'application/sdp');
  return response;
}
