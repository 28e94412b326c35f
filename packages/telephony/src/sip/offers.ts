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
  readonly sdp: string;
  tries: number;
  readonly resolve: (sdp: string) => void;
  readonly reject: (why: Error) => void;
};

export class Offers {
  readonly #call: Call;
  readonly #queue: Waiting[] = [];
  #sent: Waiting | null = null;
  #received: Transaction | null = null;
  #awaitedAck: AwaitedAck | null = null;
  /** The peer's re-INVITE brought no offer: its ACK brings the answer to ours. */
  #answerInAck = false;
  #retry: NodeJS.Timeout | null = null;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Sends an offer when no other is under way. */
  offer(sdp: string): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.#call.phase === 'ended') reject(new Error('The call has ended'));
      else if (this.#queue.length >= sipLimits.maxRequestsQueuedPerCall) reject(new Error('Too many offers'));
      else {
        this.#queue.push({ sdp, tries: 0, resolve, reject });
        this.next();
      }
    });
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
    if (this.#answerInAck) {
      this.#answerInAck = false;
      const sdp = sdpOf(ack);
      if (sdp !== null && sdp !== this.#call.peerSdp) this.#tell(sdp);
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
    if (sdp === null || sdp === call.peerSdp) {
      // No offer (RFC 3261 §14.2), or the old one again to refresh the session: what we have stands.
      this.#answerInAck = sdp === null;
      this.#accept(transaction, call.localSdp);
      return;
    }
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

  #tell(sdp: string): void {
    this.#call.peerSdp = sdp;
    this.#call.events.emit('reoffered', { sdp, accept: () => {}, reject: () => {} });
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
    describe(request, offer.sdp);
    let answered = false;
    context.transactions.send(request, flowOf(context, dialog), {
      response: (response) => {
        if (response.status < 200) return;
        if (response.status < 300) {
          this.#acknowledge(request, response);
          if (!answered) this.#answered(offer, response);
          answered = true;
          return;
        }
        this.#failed(offer, request, response);
      },
      failed: () => this.#lost(offer, 408),
    });
  }

  #acknowledge(invite: SipRequest, response: SipResponse): void {
    const { dialog, context } = this.#call;
    if (dialog === null) return;
    const target = contact(response);
    if (target !== null) dialog.remoteTarget = target.uri;
    sendOutside(requestInDialog(dialog, 'ACK', cseq(invite)?.number ?? 0), flowOf(context, dialog));
  }

  #answered(offer: Waiting, response: SipResponse): void {
    const call = this.#call;
    if (this.#sent !== offer) return;
    this.#sent = null;
    call.hear(response);
    call.sessionTimer.answered(response);
    const sdp = sdpOf(response) ?? call.peerSdp;
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
