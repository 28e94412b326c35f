// This server as a user of a foreign registrar: registers, refreshes, tries again, takes itself off (RFC 3261 §10.2).
import type { Unsubscribe } from '../common.ts';
import { sipLimits } from '../limits.ts';
import type { SipContext } from './context.ts';
import { answerChallenge } from './digest.ts';
import type { ClientNonce } from './digest.ts';
import type { Flow } from './flow.ts';
import { newCallId, randomText } from './ids.ts';
import { forgetLocalAddresses } from './local-address.ts';
import { locate } from './locate.ts';
import { add, header, headerLines } from './message.ts';
import type { SipRequest, SipResponse } from './message.ts';
import { composeRegister, grantedS, retryAfterMs } from './registering.ts';
import type { Registering } from './registering.ts';
import type { RegistrationOptions, SipRegistration, SipRegistrationState } from './sip-server.ts';
import { wholeNumber } from './text.ts';
import type { Transaction } from './transaction.ts';
import { isHost, parseUri } from './uri.ts';

export class Registration implements SipRegistration {
  readonly ready: Promise<void>;
  readonly user: string;
  /** Nobody but the registrar knows it, and no other registration has it: an INVITE to it says where it comes from. */
  readonly contactUser = randomText(10);
  readonly #context: SipContext;
  readonly #options: RegistrationOptions;
  readonly #registering: Registering;
  readonly #nonce: ClientNonce = { nonce: '', uses: 0 };
  readonly #listeners = new Set<(registration: SipRegistration) => void>();
  #state: SipRegistrationState = 'registering';
  #lastStatus = 0;
  #settle: { resolve: () => void; reject: (why: Error) => void } | null = null;
  #expiresS: number;
  #seq = 0;
  #failures = 0;
  /** Counts attempts: an address that is found for an older one is not used. */
  #attempt = 0;
  #flow: Flow | null = null;
  #transaction: Transaction | null = null;
  #timer: NodeJS.Timeout | null = null;
  #release: Unsubscribe | null = null;
  /** Set when it is being taken off; called when that is over. */
  #stopping: (() => void) | null = null;

  constructor(context: SipContext, options: RegistrationOptions) {
    this.#context = context;
    this.#options = options;
    this.user = options.user;
    this.#registering = { options, server: context.options, contactUser: this.contactUser, callId: newCallId() };
    this.#expiresS = options.expiresS ?? sipLimits.defaultExpiresS;
    this.ready = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // Whoever does not wait for it must not be ended by it.
    this.ready.catch(() => {});
    context.flowClosed.add(this.#flowClosed);
    context.registrations.set(this.contactUser, this);
    this.#begin();
  }

  get state(): SipRegistrationState {
    return this.#state;
  }

  get lastStatus(): number {
    return this.#lastStatus;
  }

  on(_event: 'changed', listener: (registration: SipRegistration) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Whether that is the way from our registrar: the flow we registered along, or another one from its address. */
  isServedBy(source: Flow): boolean {
    const own = this.#flow;
    if (own === null) return false;
    if (own.key === source.key) return true;
    const addressed = [own, source].every(({ transport }) => transport !== 'ws' && transport !== 'wss');
    return addressed && own.remoteAddress === source.remoteAddress;
  }

  refreshNow(): void {
    if (this.#state === 'stopped') return;
    const old = this.#flow;
    // RFC 3261 §10.2 wants the answer of one REGISTER before the next; after a sleep there is none to wait for.
    this.#transaction?.stop();
    this.#failures = 0;
    forgetLocalAddresses();
    this.#become('registering', this.#lastStatus);
    this.#begin();
    if (old !== null && old.reliable && !old.closed) this.#closeIfSilent(old);
  }

  async stop(): Promise<void> {
    if (this.#state === 'stopped') return;
    const wasRegistered = this.#state === 'registered';
    const asked = this.#transaction !== null;
    this.#attempt += 1;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#transaction?.stop();
    this.#release?.();
    this.#context.flowClosed.delete(this.#flowClosed);
    this.#context.registrations.delete(this.contactUser);
    this.#settle?.reject(new Error('Stopped'));
    this.#settle = null;
    this.#become('stopped', this.#lastStatus);
    const flow = this.#flow;
    if (flow === null || flow.closed || !(wasRegistered || asked)) return;
    const over = new Promise<void>((resolve) => {
      this.#stopping = resolve;
      this.#expiresS = 0;
      this.#send(flow, null);
    });
    // What may never have been registered is taken off without waiting for it.
    if (wasRegistered) await over;
  }

  readonly #flowClosed = (flow: Flow): void => {
    if (flow !== this.#flow || this.#state !== 'registered') return;
    this.#fail('unreachable', 503, 'The connection to the registrar closed', null);
  };

  /** Along the flow that works, else along one that is found anew. */
  #begin(): void {
    this.#attempt += 1;
    const attempt = this.#attempt;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const flow = this.#flow;
    if (this.#state === 'registered' && flow !== null && !flow.closed) {
      this.#send(flow, null);
      return;
    }
    const uri = parseUri(this.#options.registrar);
    const { transport, webSocketUrl, domain } = this.#options;
    if (uri === null || (domain !== undefined && !isHost(domain))) queueMicrotask(() => this.#found(null, attempt));
    else locate(uri, transport, (place) => queueMicrotask(() => this.#found(place, attempt)), webSocketUrl);
  }

  #found(place: Parameters<Parameters<typeof locate>[2]>[0], attempt: number): void {
    if (attempt !== this.#attempt) return;
    this.#flow = place === null ? null : this.#context.transports.flowTo(place);
    if (this.#flow === null) this.#fail('unreachable', 503, 'Registrar not found', null);
    else this.#send(this.#flow, null);
  }

  #send(flow: Flow, authorization: readonly [string, string] | null, tries = 1): void {
    this.#seq += 1;
    const request = composeRegister(this.#registering, flow, this.#seq, this.#expiresS);
    if (authorization !== null) add(request, ...authorization);
    const heardBefore = flow.heard ?? 0;
    this.#transaction = this.#context.transactions.send(request, flow, {
      response: (response) => {
        if (response.status < 200) return;
        this.#transaction = null;
        this.#heard(flow, request, response, tries);
      },
      failed: (why) => {
        this.#transaction = null;
        this.#unanswered(flow, why, heardBefore);
      },
    });
  }

  #heard(flow: Flow, request: SipRequest, response: SipResponse, tries: number): void {
    const { status } = response;
    if (status < 300) {
      this.#succeeded(flow, response);
      return;
    }
    const authorization = this.#authorize(request, response, tries);
    if (authorization !== null) {
      this.#send(flow, authorization, tries + 1);
      return;
    }
    const minS = status === 423 ? wholeNumber(header(response, 'min-expires') ?? '', sipLimits.maxExpiresS) : null;
    if (minS !== null && minS > this.#expiresS && this.#stopping === null) {
      this.#expiresS = minS;
      this.#send(flow, null);
      return;
    }
    this.#fail('refused', status, `Registration refused with ${status}`, response);
  }

  /** A second challenge means that the password is wrong, unless it says that only the nonce was (RFC 7616 §3.3). */
  #authorize(request: SipRequest, response: SipResponse, tries: number): readonly [string, string] | null {
    const { status } = response;
    if ((status !== 401 && status !== 407) || tries >= sipLimits.maxRequestTries) return null;
    const lines = headerLines(response, status === 401 ? 'www-authenticate' : 'proxy-authenticate');
    const stale = lines.some((line) => /stale\s*=\s*"?true/i.test(line));
    if (tries > 1 && !stale) return null;
    const { authorizationUser, user, password } = this.#options;
    const value = answerChallenge(lines, { user: authorizationUser ?? user, password }, request, this.#nonce);
    return value === null ? null : [status === 401 ? 'authorization' : 'proxy-authorization', value];
  }

  #succeeded(flow: Flow, response: SipResponse): void {
    if (this.#stopping !== null) {
      this.#stopping();
      return;
    }
    this.#failures = 0;
    this.#settle?.resolve();
    this.#settle = null;
    const granted = grantedS(this.#registering, flow, response) ?? this.#expiresS;
    // Early enough for a lost request to be repeated before the binding ends.
    this.#again(Math.max(5, Math.min(granted * 0.9, granted - 40)) * 1_000);
    const release = this.#release;
    this.#release = this.#context.flowKeepAlive.keep(flow, () => this.#ask());
    // After the new one, so that the timer of the same flow runs on.
    release?.();
    this.#become('registered', response.status);
  }

  #unanswered(flow: Flow, why: 'timeout' | 'unreachable', heardBefore: number): void {
    if (why === 'timeout') this.#fail('unreachable', 408, 'The registrar did not answer', null);
    else this.#fail('unreachable', 503, 'The registrar cannot be reached', null);
    // A connection on which nothing else came in either is dead, though TCP may not say so for minutes.
    if (why === 'timeout' && flow.reliable && (flow.heard ?? 0) === heardBefore) flow.close?.();
  }

  /** @param refusal null: nobody answered */
  #fail(state: 'refused' | 'unreachable', status: number, why: string, refusal: SipResponse | null): void {
    if (this.#stopping !== null) {
      this.#stopping();
      return;
    }
    this.#settle?.reject(new Error(why));
    this.#settle = null;
    this.#context.options.log('debug', why, { user: this.user });
    this.#release?.();
    this.#release = null;
    this.#failures += 1;
    this.#again(retryAfterMs(this.#failures, refusal));
    this.#become(state, status);
  }

  /** For who wants to know whether the registrar is still there. */
  #ask(): void {
    if (this.#transaction === null) this.#begin();
  }

  #again(waitMs: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#begin(), waitMs);
    this.#timer.unref();
  }

  #closeIfSilent(flow: Flow): void {
    const heardBefore = flow.heard ?? 0;
    setTimeout(() => {
      if (!flow.closed && (flow.heard ?? 0) === heardBefore) flow.close?.();
    }, sipLimits.refreshSilenceMs).unref();
  }

  #become(state: SipRegistrationState, status: number): void {
    if (this.#state === state && this.#lastStatus === status) return;
    this.#state = state;
    this.#lastStatus = status;
    for (const listener of this.#listeners) listener(this);
  }
}

/** The user part of Contact in a call of `user` along that flow: the one registered there, so that a transfer to it finds us; undefined: none is. */
export function contactUserAlong(context: SipContext, flow: Flow, user: string): string | undefined {
  for (const one of context.registrations.values()) {
    if (one.user === user && one.state === 'registered' && one.isServedBy(flow)) return one.contactUser;
  }
  return undefined;
}
