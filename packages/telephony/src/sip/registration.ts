// This server as a user of a foreign registrar: registers, refreshes, keeps the way open, tries again, takes itself off (RFC 3261 §10.2).
import type { Unsubscribe } from '../common.ts';
import { sipLimits } from '../limits.ts';
import type { SipContext } from './context.ts';
import { contactFor } from './dialog.ts';
import { answerChallenge } from './digest.ts';
import type { ClientNonce } from './digest.ts';
import type { Flow } from './flow.ts';
import { newCallId, newTag } from './ids.ts';
import { locate } from './locate.ts';
import { add, header, headerLines, headerList, newRequest } from './message.ts';
import type { SipRequest, SipResponse } from './message.ts';
import type { RegistrationOptions, RegistrationState, SipRegistration } from './sip-server.ts';
import { escapeUser, paramOf, wholeNumber } from './text.ts';
import { hostPort, parseNameAddress, parseUri } from './uri.ts';

export class Registration implements SipRegistration {
  readonly ready: Promise<void>;
  readonly #context: SipContext;
  readonly #options: RegistrationOptions;
  readonly #callId = newCallId();
  readonly #nonce: ClientNonce = { nonce: '', uses: 0 };
  readonly #gone: () => void;
  #settle: { resolve: () => void; reject: (why: Error) => void } | null = null;
  #expiresS: number;
  #seq = 0;
  #failures = 0;
  #flow: Flow | null = null;
  #timer: NodeJS.Timeout | null = null;
  #beat: NodeJS.Timeout | undefined;
  #stopping: (() => void) | null = null;
  #registered = false;
  #state: RegistrationState = 'registering';
  #lastStatus = 0;
  readonly #listeners = new Set<() => void>();
  readonly #contactUser: string;

  constructor(context: SipContext, options: RegistrationOptions, gone: () => void) {
    this.#context = context;
    this.#options = options;
    this.#gone = gone;
    // Unguessable: a telephone must not ring for strangers, and tells by it which registrar a call came from.
    this.#contactUser = context.options.acceptOnlyRegistered === true ? newTag() : escapeUser(options.user);
    if (context.options.acceptOnlyRegistered === true) context.registrations.set(this.#contactUser, this);
    this.#expiresS = options.expiresS ?? sipLimits.defaultExpiresS;
    this.ready = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // Whoever does not wait for it must not be ended by it.
    this.ready.catch(() => {});
    context.flowClosed.add(this.#flowClosed);
    this.#locate();
  }

  get state(): RegistrationState {
    return this.#state;
  }

  get lastStatus(): number {
    return this.#lastStatus;
  }

  onChange(listener: () => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  refreshNow(): void {
    if (this.#stopping === null) this.#again(0);
  }

  async stop(): Promise<void> {
    if (this.#stopping !== null) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#keepOpen(null);
    this.#context.registrations.delete(this.#contactUser);
    this.#become('stopped', this.#lastStatus);
    this.#context.flowClosed.delete(this.#flowClosed);
    this.#gone();
    this.#settle?.reject(new Error('Stopped'));
    this.#settle = null;
    const flow = this.#flow;
    if (!this.#registered || flow === null || flow.closed) {
      this.#stopping = () => {};
      return;
    }
    await new Promise<void>((resolve) => {
      this.#stopping = resolve;
      this.#expiresS = 0;
      this.#send(flow, null);
    });
  }

  readonly #flowClosed = (flow: Flow): void => {
    if (flow !== this.#flow || !this.#registered) return;
    this.#registered = false;
    this.#become('unreachable', 503);
    this.#retry();
  };

  #locate(): void {
    const uri = parseUri(this.#options.registrar);
    if (uri === null) {
      queueMicrotask(() => this.#fail('Bad registrar address'));
      return;
    }
    const { transport, webSocketUrl } = this.#options;
    if (webSocketUrl !== undefined) return this.#sendAlong(this.#context.transports.webSocketTo(webSocketUrl));
    if (transport === 'ws' || transport === 'wss') {
      queueMicrotask(() => this.#fail('No URL of the WebSocket'));
      return;
    }
    locate(uri, transport, (place) => this.#sendAlong(place === null ? null : this.#context.transports.flowTo(place)));
  }

  #sendAlong(flow: Flow | null): void {
    this.#flow = flow;
    if (flow === null) this.#fail('Registrar not found');
    else this.#send(flow, null);
  }

  #send(flow: Flow, authorization: readonly [string, string] | null, attempt = 1): void {
    const request = this.#compose(flow);
    if (authorization !== null) add(request, ...authorization);
    this.#context.transactions.send(request, flow, {
      response: (response) => {
        if (response.status >= 200) this.#heard(flow, request, response, attempt);
      },
      failed: (why) =>
        why === 'timeout'
          ? this.#fail('The registrar did not answer', 408)
          : this.#fail('The registrar cannot be reached'),
    });
  }

  #compose(flow: Flow): SipRequest {
    const { user, registrar, domain } = this.#options;
    const uri = parseUri(registrar);
    const place = domain === undefined ? hostPort(uri?.host ?? '', uri?.port ?? 0) : hostPort(domain, 0);
    const request = newRequest('REGISTER', `sip:${place}`);
    const own = `<sip:${escapeUser(user)}@${hostPort(domain ?? uri?.host ?? '', 0)}>`;
    this.#seq += 1;
    add(request, 'max-forwards', '70');
    add(request, 'from', `${own};tag=${newTag()}`);
    add(request, 'to', own);
    add(request, 'call-id', this.#callId);
    add(request, 'cseq', `${this.#seq} REGISTER`);
    add(request, 'contact', this.#contact(flow));
    add(request, 'expires', String(this.#expiresS));
    const { userAgent, allowEvents } = this.#context.options;
    add(request, 'user-agent', userAgent);
    if (allowEvents !== undefined) add(request, 'allow-events', allowEvents.join(', '));
    return request;
  }

  #contact(flow: Flow): string {
    const { contactParameters = '' } = this.#options;
    return contactFor(flow, this.#contactUser).replace('>', `${contactParameters}>`);
  }

  #heard(flow: Flow, request: SipRequest, response: SipResponse, attempt: number): void {
    const { status } = response;
    if (status < 300) {
      this.#succeeded(flow, response);
      return;
    }
    if ((status === 401 || status === 407) && attempt <= 2) {
      const lines = headerLines(response, status === 401 ? 'www-authenticate' : 'proxy-authenticate');
      const stale = lines.some((line) => /stale\s*=\s*"?true/i.test(line));
      const value = attempt === 1 || stale ? answerChallenge(lines, this.#credentials, request, this.#nonce) : null;
      if (value !== null) {
        this.#send(flow, [status === 401 ? 'authorization' : 'proxy-authorization', value], attempt + 1);
        return;
      }
    }
    const minS = status === 423 ? wholeNumber(header(response, 'min-expires') ?? '', sipLimits.maxExpiresS) : null;
    if (minS !== null && minS > this.#expiresS && this.#stopping === null) {
      this.#expiresS = minS;
      this.#send(flow, null);
      return;
    }
    this.#fail(`Registration refused with ${status}`, status);
  }

  #succeeded(flow: Flow, response: SipResponse): void {
    if (this.#stopping !== null) {
      this.#stopping();
      return;
    }
    this.#registered = true;
    this.#failures = 0;
    this.#settle?.resolve();
    this.#settle = null;
    this.#become('registered', response.status);
    this.#keepOpen(flow);
    const granted = grantedS(response, this.#contact(flow)) ?? this.#expiresS;
    // Early enough for a lost request to be repeated before the binding ends.
    this.#again(Math.max(5, Math.min(granted * 0.9, granted - 40)) * 1_000);
  }

  get #credentials(): { readonly user: string; readonly password: string } {
    const { user, authorizationUser = user, password } = this.#options;
    return { user: authorizationUser, password };
  }

  /** @param status what is told of it; 503 when there was no answer to tell of. */
  #fail(why: string, status = 503): void {
    this.#registered = false;
    this.#keepOpen(null);
    if (this.#stopping === null) this.#become(status === 503 || status === 408 ? 'unreachable' : 'refused', status);
    if (this.#stopping !== null) {
      this.#stopping();
      return;
    }
    this.#settle?.reject(new Error(why));
    this.#settle = null;
    this.#context.options.log('debug', why, { user: this.#options.user });
    this.#retry();
  }

  #become(state: RegistrationState, status: number): void {
    if (state === this.#state && status === this.#lastStatus) return;
    this.#state = state;
    this.#lastStatus = status;
    for (const listener of this.#listeners) listener();
  }

  /** Line breaks keep the way through NATs and proxies open, for requests that come by it (RFC 5626 §3.5.1). */
  #keepOpen(flow: Flow | null): void {
    clearInterval(this.#beat);
    this.#beat = undefined;
    if (flow === null || this.#context.options.acceptOnlyRegistered !== true) return;
    this.#beat = setInterval(() => flow.send('\r\n\r\n'), sipLimits.flowKeepAliveMs).unref();
  }

  #retry(): void {
    this.#failures += 1;
    this.#again(
      Math.min(sipLimits.maxRegistrationRetryMs, sipLimits.registrationRetryMs * 2 ** Math.min(this.#failures - 1, 10)),
    );
  }

  #again(waitMs: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#locate(), waitMs);
    this.#timer.unref();
  }
}

function grantedS(response: SipResponse, own: string): number | null {
  const uri = parseNameAddress(own)?.uri;
  for (const text of headerList(response, 'contact')) {
    const address = parseNameAddress(text);
    if (address?.uri === uri)
      return wholeNumber(paramOf(address?.params ?? '', 'expires') ?? '', sipLimits.maxExpiresS);
  }
  return wholeNumber(header(response, 'expires') ?? '', sipLimits.maxExpiresS);
}
