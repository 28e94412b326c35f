// An INVITE of ours on its way to an answer: challenges, early dialogs, forks, CANCEL, the ACK of each 2xx (RFC 3261 §13.2).
import type { HangUpCause } from '../common.ts';
import { sipLimits } from '../limits.ts';
import { sdpOf } from './body.ts';
import { describe } from './call.ts';
import type { Call, CallSetup } from './call.ts';
import { causeOfFailure, reasonOf } from './cause.ts';
import { contactFor, dialogOfResponse, flowOf, requestInDialog } from './dialog.ts';
import type { Dialog } from './dialog.ts';
import type { Flow } from './flow.ts';
import { add, cseq, hasToken, header, newRequest, set, tagOf, to } from './message.ts';
import type { SipRequest, SipResponse } from './message.ts';
import { contactUserAlong } from './registration.ts';
import { allowedMethods } from './replies.ts';
import { sendOutside } from './send-outside.ts';
import type { Transaction } from './transaction.ts';

export type Invitation = {
  readonly uri: string;
  readonly from: string;
  readonly to: string;
  readonly routes: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly sdp: string;
  /** Of our Contact, escaped, unless the caller is registered along the way that the INVITE takes. */
  readonly localUser: string;
  readonly callerNumber: string;
  readonly timeoutMs: number;
  /** Whether the peer's Contact may name another address than the flow's. */
  readonly trusted: boolean;
};

/** What a caller of `invite` may not set: the stack owns these. */
const OWNED = new Set([
  'via',
  'from',
  'to',
  'call-id',
  'cseq',
  'contact',
  'content-length',
  'content-type',
  'route',
  'max-forwards',
]);

export class Inviting implements CallSetup {
  readonly #call: Call;
  readonly #invitation: Invitation;
  #transaction: Transaction | null = null;
  #contactUser = '';
  #seq = 1;
  #tries = 0;
  #timeout: NodeJS.Timeout | null = null;
  /** Set when the call was ended before its final answer. */
  #cancelledFor: HangUpCause | null = null;
  #cancelSent = false;
  /** ACK texts by the To tag of the 2xx they answered; each is repeated with its 2xx. */
  readonly #acks = new Map<string, string>();
  #rseq = new Map<string, number>();

  constructor(call: Call, invitation: Invitation) {
    this.#call = call;
    this.#invitation = invitation;
  }

  peerGone(): void {
    this.abandon('cancelled');
  }

  progress(): void {}
  answer(): void {}
  ack(): void {}
  acknowledged(): boolean {
    return false;
  }

  /** Sends it along that flow; null: there is none. */
  start(flow: Flow | null): void {
    const call = this.#call;
    if (call.phase === 'ended') {
      call.forget();
      return;
    }
    if (flow === null || flow.closed) {
      // Told later, so that the caller of `invite` can listen first.
      queueMicrotask(() => this.#over('unreachable', null));
      return;
    }
    const { callerNumber, localUser, timeoutMs } = this.#invitation;
    this.#contactUser = contactUserAlong(call.context, flow, callerNumber) ?? localUser;
    this.#timeout = setTimeout(() => call.end('noAnswer'), timeoutMs);
    this.#send(flow);
  }

  abandon(cause: HangUpCause): void {
    this.#clearTimeout();
    this.#cancelledFor = cause;
    const transaction = this.#transaction;
    if (transaction === null) this.#call.forget();
    else if (transaction.state === 'proceeding') this.#cancel(transaction);
  }

  #send(flow: Flow, authorization?: readonly [string, string]): void {
    const call = this.#call;
    const invite = this.#compose(flow);
    if (authorization !== undefined) add(invite, ...authorization);
    this.#tries += 1;
    this.#transaction = call.context.transactions.send(invite, flow, {
      response: (response) => this.#heard(invite, flow, response),
      failed: (why) => this.#over(why === 'timeout' ? 'noAnswer' : 'unreachable', why === 'timeout' ? 408 : null),
    });
  }

  #compose(flow: Flow): SipRequest {
    const call = this.#call;
    const { uri, from, to: target, routes, headers, sdp } = this.#invitation;
    const invite = newRequest('INVITE', uri);
    for (const route of routes) add(invite, 'route', route);
    add(invite, 'max-forwards', String(sipLimits.maxForwards));
    add(invite, 'from', from);
    add(invite, 'to', target);
    add(invite, 'call-id', call.callId);
    add(invite, 'cseq', `${this.#seq} INVITE`);
    add(invite, 'contact', contactFor(flow, this.#contactUser));
    add(invite, 'allow', allowedMethods);
    add(invite, 'supported', 'timer, replaces');
    add(invite, 'user-agent', call.context.options.userAgent);
    call.sessionTimer.writeRequest(invite);
    for (const [name, value] of Object.entries(headers)) {
      const lower = name.toLowerCase();
      if (!OWNED.has(lower)) set(invite, lower, value.replace(/[\r\n\0]+/g, ' '));
    }
    describe(invite, sdp);
    return invite;
  }

  #heard(invite: SipRequest, flow: Flow, response: SipResponse): void {
    if (response.status < 200) this.#provisional(invite, flow, response);
    else if (response.status < 300) this.#success(invite, flow, response);
    else this.#failure(invite, flow, response);
  }

  #provisional(invite: SipRequest, flow: Flow, response: SipResponse): void {
    const call = this.#call;
    if (this.#cancelledFor !== null) {
      if (this.#transaction !== null) this.#cancel(this.#transaction);
      return;
    }
    if (response.status === 100 || tagOf(to(response)) === '') return;
    if (call.dialog === null || call.dialog.remoteTag !== tagOf(to(response)))
      call.dialog = this.#dialogOf(invite, flow, response);
    call.hear(response);
    if (!this.#acknowledgeReliable(response)) return;
    const sdp = sdpOf(response);
    call.events.emit('progress', { status: response.status, sdp });
  }

  /** RFC 3262 §4; we do not ask for it, but a peer may insist. False: a repetition, or out of order. */
  #acknowledgeReliable(response: SipResponse): boolean {
    if (!hasToken(response, 'require', '100rel')) return true;
    const rseq = Number(header(response, 'rseq') ?? '0');
    const tag = tagOf(to(response));
    const last = this.#rseq.get(tag);
    if (last !== undefined && rseq !== last + 1) return false;
    if (last === undefined && this.#rseq.size >= sipLimits.maxForksPerInvite) return false;
    this.#rseq.set(tag, rseq);
    this.#call.request('PRACK', (prack) => add(prack, 'rack', `${rseq} ${cseq(response)?.number ?? 1} INVITE`));
    return true;
  }

  #success(invite: SipRequest, flow: Flow, response: SipResponse): void {
    const call = this.#call;
    const tag = tagOf(to(response));
    const repeated = this.#acks.get(tag);
    if (repeated !== undefined) {
      flow.send(repeated);
      return;
    }
    if (this.#acks.size >= sipLimits.maxForksPerInvite) return;
    this.#clearTimeout();
    const dialog = this.#dialogOf(invite, flow, response);
    const extra = this.#acks.size > 0;
    const ack = requestInDialog(dialog, 'ACK', cseq(invite)?.number ?? 1);
    for (let at = 0; at < invite.names.length; at += 1) {
      const name = invite.names[at] ?? '';
      if (name === 'authorization' || name === 'proxy-authorization') add(ack, name, invite.values[at] ?? '');
    }
    this.#acks.set(tag, sendOutside(ack, flowOf(call.context, dialog)));
    if (extra || call.phase === 'ended') {
      this.#release(dialog, extra);
      return;
    }
    call.dialog = dialog;
    call.hear(response);
    call.localSdp = this.#invitation.sdp;
    const sdp = sdpOf(response);
    call.peerSdp = sdp ?? '';
    call.phase = 'established';
    call.sessionTimer.answered(response);
    call.establish(sdp);
    call.offers.next();
  }

  /** A second phone answered, or one answered while our CANCEL was on its way: it is hung up at once. */
  #release(dialog: Dialog, extra: boolean): void {
    const call = this.#call;
    if (!extra) {
      call.dialog = dialog;
      call.bye(this.#cancelledFor ?? 'normal');
      return;
    }
    const bye = requestInDialog(dialog, 'BYE');
    call.context.transactions.send(bye, flowOf(call.context, dialog), {});
  }

  #failure(invite: SipRequest, flow: Flow, response: SipResponse): void {
    const call = this.#call;
    const more = this.#tries < sipLimits.maxRequestTries && this.#cancelledFor === null;
    const authorization =
      more && header(invite, 'authorization') === undefined && header(invite, 'proxy-authorization') === undefined
        ? call.authorize(invite, response)
        : null;
    if (authorization !== null) {
      this.#seq += 1;
      this.#send(flow, authorization);
      return;
    }
    if (response.status === 422 && more && call.sessionTimer.raise(response)) {
      this.#seq += 1;
      this.#send(flow);
      return;
    }
    call.heard = response;
    this.#over(causeOfFailure(response, response.status), response.status);
  }

  #cancel(transaction: Transaction): void {
    if (this.#cancelSent) return;
    this.#cancelSent = true;
    const cause = this.#cancelledFor ?? 'cancelled';
    this.#call.context.transactions.cancel(transaction, cause === 'cancelled' ? null : reasonOf(cause));
    // RFC 3261 §9.1: a peer of RFC 2543 may never answer the INVITE itself.
    setTimeout(() => {
      if (transaction.state === 'proceeding') {
        transaction.stop();
        this.#call.forget();
      }
    }, 64 * this.#call.context.timing.t1Ms).unref();
  }

  #over(cause: HangUpCause, status: number | null): void {
    this.#clearTimeout();
    this.#call.finish(cause, status);
    this.#call.forget();
  }

  #dialogOf(invite: SipRequest, flow: Flow, response: SipResponse): Dialog {
    const users = { local: this.#contactUser, remote: this.#call.remoteUser };
    return dialogOfResponse(invite, response, flow, users, this.#invitation.trusted);
  }

  #clearTimeout(): void {
    if (this.#timeout !== null) clearTimeout(this.#timeout);
    this.#timeout = null;
  }
}
