// An incoming INVITE on its way to an answer: 1xx (reliable when asked), 2xx until its ACK, or a refusal (RFC 3261 §13.3, RFC 3262).
import type { HangUpCause } from '../common.ts';
import { sdpOf } from './body.ts';
import { describe } from './call.ts';
import type { Call, CallSetup } from './call.ts';
import { causeOfBye, reasonOf, statusOf } from './cause.ts';
import { contactFor } from './dialog.ts';
import { add, cseq, hasToken, header } from './message.ts';
import type { SipRequest, SipResponse } from './message.ts';
import { ReliableProvisionals } from './reliable-provisionals.ts';
import { allowedMethods, responseTo, supportedOptions } from './replies.ts';
import { repeatUntilAck } from './success-repeater.ts';
import type { AwaitedAck } from './success-repeater.ts';
import type { Transaction } from './transaction.ts';

export class Answering implements CallSetup {
  readonly #call: Call;
  readonly #transaction: Transaction;
  readonly #reliable: ReliableProvisionals | null;
  #awaitedAck: AwaitedAck | null = null;
  /** Ended by us between 200 and ACK: BYE goes out when the ACK is there (RFC 3261 §15). */
  #endedWith: HangUpCause | null = null;

  constructor(call: Call, transaction: Transaction) {
    this.#call = call;
    this.#transaction = transaction;
    const lost = (): void => call.end('failed');
    this.#reliable = hasToken(transaction.request, 'require', '100rel')
      ? new ReliableProvisionals(call.context, transaction, lost)
      : null;
    transaction.user = {
      cancelled: (cancel) => {
        call.finish('cancelled', null);
        this.#refuse(487, header(cancel, 'reason') === undefined ? null : causeOfBye(cancel));
      },
      failed: () => {
        call.finish('failed', 408);
        this.#reliable?.close();
        if (this.#awaitedAck === null) call.forget();
      },
    };
  }

  progress(sdp: string | undefined): void {
    const response = this.#response(sdp === undefined ? 180 : 183);
    if (sdp !== undefined) {
      describe(response, sdp);
      this.#call.localSdp = sdp;
    }
    if (this.#reliable === null) this.#transaction.respond(response);
    else this.#reliable.send(response);
  }

  answer(sdp: string): void {
    const call = this.#call;
    call.phase = 'answered';
    call.localSdp = sdp;
    // RFC 3262 §3: no 2xx while a reliable provisional with a description waits for its PRACK.
    if (this.#reliable === null) this.#accept(sdp);
    else this.#reliable.whenSettled(() => this.#accept(sdp));
  }

  abandon(cause: HangUpCause): void {
    if (this.#awaitedAck !== null) this.#endedWith = cause;
    else if (this.#transaction.lastStatus < 200) this.#refuse(statusOf(cause), cause);
    else this.#call.forget();
  }

  peerGone(): void {
    this.#awaitedAck?.stop();
    this.#awaitedAck = null;
    if (this.#transaction.lastStatus < 200) this.#refuse(487, null);
  }

  ack(ack: SipRequest): void {
    const awaited = this.#awaitedAck;
    if (awaited === null || cseq(ack)?.number !== awaited.seq) return;
    awaited.stop();
    this.#awaitedAck = null;
    const call = this.#call;
    if (this.#endedWith !== null) {
      call.bye(this.#endedWith);
      return;
    }
    const sdp = call.remoteSdp === null ? sdpOf(ack) : null;
    if (sdp !== null) call.peerSdp = sdp;
    call.establish(sdp);
    call.offers.next();
  }

  acknowledged(prack: SipRequest): boolean {
    return this.#reliable?.acknowledged(prack) === true;
  }

  #accept(sdp: string): void {
    const call = this.#call;
    if (call.phase !== 'answered') return;
    const { request } = this.#transaction;
    const response = this.#response(200);
    add(response, 'allow', allowedMethods);
    add(response, 'supported', supportedOptions);
    call.sessionTimer.writeAnswer(request, response);
    describe(response, sdp);
    this.#awaitedAck = repeatUntilAck(call.context, this.#transaction, response, cseq(request)?.number ?? 0, () => {
      this.#awaitedAck = null;
      call.finish('failed', 408);
      call.bye('failed');
    });
  }

  #refuse(status: number, cause: HangUpCause | null): void {
    this.#reliable?.close();
    const response = responseTo(this.#transaction.request, status, this.#call.localTag);
    if (cause !== null) add(response, 'reason', reasonOf(cause));
    this.#transaction.respond(response);
    this.#call.forget();
  }

  #response(status: number): SipResponse {
    const { request, flow } = this.#transaction;
    const response = responseTo(request, status, this.#call.localTag);
    for (let at = 0; at < request.names.length; at += 1) {
      if (request.names[at] === 'record-route') add(response, 'record-route', request.values[at] ?? '');
    }
    add(response, 'contact', contactFor(flow, this.#call.dialog?.localUser ?? this.#call.localUser));
    const { userAgent, allowEvents } = this.#call.context.options;
    add(response, 'server', userAgent);
    if (allowEvents !== undefined) add(response, 'allow-events', allowEvents.join(', '));
    return response;
  }
}
