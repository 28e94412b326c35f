// The class Verto of seed 001: a connection that signs in, subscribes, and comes back by itself with everything as it was.
import { retryDelayMs } from '../retry.ts';
import { localCodes, VertoError } from './error.ts';
import { vertoLimits, type VertoClientLimits } from './limits.ts';
import { VertoLink, type Fields, type LinkOwner } from './link.ts';
import type { VertoCallbacks, VertoOptions, VertoParams } from './parameters.ts';
import { sessidOfTab } from './sessid.ts';
import { callSafely, Subscriptions, type Handle, type Listener, type VertoEvent } from './subscriptions.ts';

type Answered = (result: Fields) => void;
type Refused = (error: VertoError) => void;
type State = 'idle' | 'connecting' | 'signingIn' | 'signedIn' | 'refused' | 'waiting';

let made = 0;

export class Verto {
  readonly #options: VertoOptions;
  readonly #limits: VertoClientLimits;
  readonly #name: string;
  readonly #subscriptions = new Subscriptions<Verto>();
  readonly #resync = new Set<() => unknown>();
  /** One request after the other: together they could be more than may wait at once. */
  #subscribing: Promise<void> = Promise.resolve();
  /** The present resync, and whether another one is due behind it. */
  #resyncing: Promise<void> | null = null;
  #resyncAgain = false;
  #params: VertoParams | null = null;
  #callbacks: VertoCallbacks = {};
  #link: VertoLink | null = null;
  #state: State = 'idle';
  #sessid = '';
  #attempts = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #renewTimer: ReturnType<typeof setTimeout> | undefined;
  /** Each connect and logout is another life: what an earlier one still waits for means nothing. */
  #life = 0;

  /** @param options absent in a browser. */
  constructor(options: VertoOptions = {}) {
    this.#options = options;
    this.#limits = { ...vertoLimits, ...options.limits };
    made += 1;
    this.#name = options.name ?? String(made);
  }

  get sessid(): string {
    return this.#sessid;
  }

  get isSignedIn(): boolean {
    return this.#state === 'signedIn';
  }

  /**
   * Connects and signs in (seed 001, 连接). What comes of it is told by `onWSLogin`.
   *
   * @throws TypeError when `socketUrl` or `login` is missing.
   */
  connect(params: VertoParams, callbacks: VertoCallbacks = {}): void {
    if (typeof params.socketUrl !== 'string' || params.socketUrl === '') throw new TypeError('socketUrl is missing');
    if (typeof params.login !== 'string' || params.login === '') throw new TypeError('login is missing');
    this.#drop();
    this.#params = params;
    this.#callbacks = callbacks;
    this.#attempts = 0;
    void this.#begin();
  }

  /** Ends the connection for good (seed 001, 断开连接); `onWSClose(verto, false)` follows once. */
  logout(): void {
    if (this.#params === null) return;
    this.#finish();
  }

  /**
   * Is told the events of channels (seed 001, 订阅), also after each reconnection.
   *
   * @param channels `vcc`, `vcc.<group>`, `vcc.<group>.<agent>`; one, or several that share the handler.
   * @returns a handle, or a list of them, for `unsubscribe`.
   */
  subscribe(channels: string, options: SubscribeOptions): Handle;
  subscribe(channels: readonly string[], options: SubscribeOptions): readonly Handle[];
  subscribe(channels: string | readonly string[], options: SubscribeOptions): Handle | readonly Handle[] {
    const handles = (typeof channels === 'string' ? [channels] : channels).map((channel) => {
      const { handle, isNew } = this.#subscriptions.add(channel, options);
      if (isNew && this.isSignedIn) this.#subscribing = this.#subscribing.then(() => this.#subscribeAt(channel));
      return handle;
    });
    return typeof channels === 'string' ? handles[0]! : handles;
  }

  /** @param which a handle, or the name of a channel with all who listen to it. */
  unsubscribe(which: Handle | string): void {
    const channel = this.#subscriptions.remove(which);
    if (channel === null || !this.isSignedIn) return;
    this.#link?.request('verto.unsubscribe', { eventChannel: channel, sessid: this.#sessid }).catch(() => {});
  }

  /**
   * One request.
   *
   * @throws VertoError with the server's code and message, or 503 / 504 / 429 of this side.
   */
  call(method: string, params: Fields = {}): Promise<Fields> {
    if (this.#link === null || !this.isSignedIn) {
      return Promise.reject(new VertoError(localCodes.notConnected, 'Not connected'));
    }
    return this.#link.request(method, { ...params, sessid: this.#sessid });
  }

  /** The same with callbacks, as Verto clients have it. */
  sendMethod(method: string, params: Fields, success?: Answered, failed?: Refused): void {
    this.call(method, params).then(
      (result) => success && callSafely(() => success(result)),
      (error: VertoError) => failed && callSafely(() => failed(error)),
    );
  }

  /** Resolves when the server has answered. */
  async ping(): Promise<void> {
    await this.call('verto.ping');
  }

  /** Called when events may have been missed: after each reconnection and after a hole in their numbers. It is waited for before `onWSLogin`. */
  onResync(listener: () => unknown): () => void {
    this.#resync.add(listener);
    return () => void this.#resync.delete(listener);
  }

  async #begin(): Promise<void> {
    const params = this.#params;
    if (params === null) return;
    const life = this.#life;
    this.#state = 'connecting';
    if (params.sessid !== undefined) this.#sessid = params.sessid;
    else if (this.#sessid === '') this.#sessid = await sessidOfTab(this.#name);
    if (life !== this.#life) return;
    const Socket = this.#options.WebSocket ?? globalThis.WebSocket;
    if (Socket === undefined) return this.#impossible();
    const { interval, maxFailed } = params.keepAlive ?? {};
    const limits = {
      ...this.#limits,
      ...(interval !== undefined && { keepAliveMs: interval }),
      ...(maxFailed !== undefined && { keepAliveMaxFailed: maxFailed }),
    };
    const isMine = (): boolean => life === this.#life;
    const owner: LinkOwner = {
      opened: () => isMine() && void this.#signIn(life),
      message: (method, fields) => isMine() && this.#message(method, fields),
      lost: (code) => isMine() && this.#lost(code),
    };
    try {
      this.#link = new VertoLink(params.socketUrl, Socket, owner, limits);
    } catch {
      // An address that is none, or that this page may not connect to (a secure page to an insecure server).
      this.#impossible();
    }
  }

  /** An empty login first: servers of this protocol want to say that one is needed (mod_verto: -32000). */
  async #signIn(life: number): Promise<void> {
    const link = this.#link;
    if (link === null) return;
    this.#state = 'signingIn';
    try {
      await link.request('login', { sessid: this.#sessid }).catch((error: VertoError) => {
        if (error.code !== -32000) throw error;
      });
      const result = await this.#logIn(link).catch((error: VertoError) => {
        // A token getter is asked once more: the first answer may have been one that had just run out.
        if (error.code !== -32001 || this.#params?.token === undefined || life !== this.#life) throw error;
        return this.#logIn(link);
      });
      if (life !== this.#life) return;
      await this.#signedIn(link, result, life);
    } catch (error) {
      if (life !== this.#life || this.#link !== link) return;
      // No answer, or no token to be had just now, is no refusal: it is tried again on another connection.
      if (error instanceof VertoError && error.code < 0) this.#refused();
      else link.close();
    }
  }

  async #logIn(link: VertoLink): Promise<Fields> {
    const { login, passwd, loginParams = {}, userVariables = {}, token } = this.#params ?? { login: '' };
    const given =
      token === undefined ? undefined : await within(Promise.resolve(token()), this.#limits.requestTimeoutMs);
    return link.request('login', {
      login,
      passwd: passwd ?? (given === undefined && loginParams.xui_sessid === undefined ? '' : 'password'),
      loginParams: given === undefined ? loginParams : { ...loginParams, xui_sessid: given },
      userVariables,
      sessid: this.#sessid,
    });
  }

  async #signedIn(link: VertoLink, result: Fields, life: number): Promise<void> {
    const isBack = this.#attempts > 0;
    this.#state = 'signedIn';
    this.#attempts = 0;
    this.#renewBefore(result['auth-expires']);
    // One after the other: together they could be more than may wait at once.
    for (const name of this.#subscriptions.names) await this.#subscribeAt(name);
    if (isBack) await this.#resyncAll();
    if (life !== this.#life || this.#link !== link) return;
    callSafely(() => this.#callbacks.onWSLogin?.(this, true));
  }

  /** Whether its numbers go on is known from the reply, and noted before the event right behind it is looked at. */
  async #subscribeAt(eventChannel: string): Promise<void> {
    const link = this.#link;
    const taken = ({ alreadySubscribedChannels: already }: Fields): void => {
      if (!(Array.isArray(already) && already.includes(eventChannel))) this.#subscriptions.beginAgain(eventChannel);
    };
    await link?.request('verto.subscribe', { eventChannel, sessid: this.#sessid }, taken).catch((error: VertoError) => {
      if (error.code < 0) this.#subscriptions.refused(eventChannel, error);
    });
  }

  /** Holes that follow one another ask for the state once more, not once each. */
  #resyncAll(): Promise<void> {
    if (this.#resyncing !== null) {
      this.#resyncAgain = true;
      return this.#resyncing;
    }
    this.#resyncing = this.#resyncOnce().finally(() => {
      this.#resyncing = null;
      const isDue = this.#resyncAgain;
      this.#resyncAgain = false;
      if (isDue) void this.#resyncAll();
    });
    return this.#resyncing;
  }

  /** One that does not end keeps nobody waiting for ever. */
  async #resyncOnce(): Promise<void> {
    const all = Promise.allSettled([...this.#resync].map(async (listener) => listener()));
    await within(all, this.#limits.requestTimeoutMs).catch(() => {});
  }

  /** The socket stays open and nothing is tried again: the same words would be refused again. */
  #refused(): void {
    this.#state = 'refused';
    callSafely(() => this.#callbacks.onWSLogin?.(this, false));
  }

  /** In place, on the same connection, so that nothing is interrupted. */
  #renewBefore(expires: unknown): void {
    clearTimeout(this.#renewTimer);
    const { token, passwd, loginParams } = this.#params ?? {};
    const canRenew = token !== undefined || (loginParams?.xui_sessid === undefined && (passwd ?? '') !== '');
    if (typeof expires !== 'number' || !canRenew) return;
    const { renewBeforeMs, renewMinMs } = this.#limits;
    const leftMs = expires * 1_000 - Date.now();
    // Of a token that does not live that long, half.
    const inMs = Math.max(renewMinMs, leftMs > 2 * renewBeforeMs ? leftMs - renewBeforeMs : leftMs / 2);
    this.#renewTimer = setTimeout(() => void this.#renew(), Math.min(inMs, 2 ** 31 - 1));
  }

  async #renew(): Promise<void> {
    const link = this.#link;
    if (link === null || !this.isSignedIn) return;
    const result = await this.#logIn(link).catch(() => null);
    if (result !== null && this.#link === link) this.#renewBefore(result['auth-expires']);
  }

  #message(method: string, params: Fields): void {
    if (method === 'verto.punt') return this.#finish();
    if (method === 'verto.ping' || method === 'verto.clientReady') return;
    if (method !== 'verto.event') {
      callSafely(() => this.#callbacks.onMessage?.(this, null, { name: method }, params));
      return;
    }
    const event = params as unknown as VertoEvent;
    if (event.eventChannel === this.#sessid) {
      if (event.eventType === 'tokenExpiring') void this.#renew();
      callSafely(() => this.#callbacks.onMessage?.(this, null, { name: 'pvtEvent' }, params));
      return;
    }
    if (typeof event.eventChannel !== 'string') return;
    const outcome = this.#subscriptions.give(this, event);
    if (outcome === 'doubled') return;
    callSafely(() => this.#callbacks.onEvent?.(this, event));
    if (outcome === 'hole') void this.#resyncAll();
  }

  #lost(code: number): void {
    const wasRefused = this.#state === 'refused';
    this.#link = null;
    clearTimeout(this.#renewTimer);
    if (wasRefused || this.#params?.autoReconnect === false) return this.#finish();
    const wasOpen = this.#state === 'signedIn' || this.#state === 'signingIn';
    this.#state = 'waiting';
    const delayMs = retryDelayMs(this.#attempts, code, Math.random(), this.#limits);
    this.#attempts += 1;
    this.#retryTimer = setTimeout(() => this.#retry(), delayMs);
    if (wasOpen) callSafely(() => this.#callbacks.onWSClose?.(this, true));
  }

  /** Without a network there is nothing to try; the browser says when it is back. */
  #retry(): void {
    const { navigator, addEventListener } = globalThis as unknown as {
      readonly navigator?: { readonly onLine?: boolean };
      readonly addEventListener?: (type: 'online', listener: () => void, options: { readonly once: true }) => void;
    };
    if (navigator?.onLine !== false || addEventListener === undefined) return void this.#begin();
    const life = this.#life;
    addEventListener('online', () => life === this.#life && void this.#begin(), { once: true });
  }

  /** Nothing to connect with (Node before 22 has no WebSocket of its own): said by the callbacks, and the end. */
  #impossible(): void {
    callSafely(() => this.#callbacks.onWSLogin?.(this, false));
    this.#finish();
  }

  #finish(): void {
    this.#drop();
    this.#params = null;
    callSafely(() => this.#callbacks.onWSClose?.(this, false));
  }

  #drop(): void {
    this.#life += 1;
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#renewTimer);
    this.#state = 'idle';
    const link = this.#link;
    this.#link = null;
    link?.close();
  }
}

export type SubscribeOptions = Listener<Verto>;

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new VertoError(localCodes.timeout, 'No answer in time')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
