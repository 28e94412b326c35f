// The client of the native door: signs in, keeps a state current by events, and comes back by itself when the link is lost.
import type { CloseName, MethodName, ResultOf, Snapshot, StreamEvent } from '@cordboard/contract';
import { finalCloseCodes } from './close-code.ts';
import { Emitter, type Unsubscribe } from './emitter.ts';
import { CordboardError } from './error.ts';
import { foldEvent, foldSnapshot } from './fold.ts';
import { limits as defaultLimits, type ClientLimits } from './limits.ts';
import { LinkToDoor, type Notification } from './link.ts';
import { methodTree, type CallArguments, type MethodTree } from './methods.ts';
import { retryDelayMs } from './retry.ts';
import { checkedUrl, type SocketClass } from './socket.ts';
import { emptyState, type ClientState, type Link, type SessionInfo } from './state.ts';

export type ClientOptions = {
  /** `wss://host/agent`; of several, the next is tried when one cannot be reached or its link was lost. */
  readonly url: string | readonly string[];
  /** A token from an earlier sign-in; with it `connect` signs in. */
  readonly token?: string;
  /** For Node before 22: the `WebSocket` class of the `ws` library. */
  readonly WebSocket?: SocketClass;
  readonly limits?: Partial<ClientLimits>;
};

export type ClientEvents = {
  /** The state is another one. */
  change: ClientState;
  /** One event of the stream, after it was folded in. */
  event: StreamEvent;
  link: Link;
  /** The session is over and the client will not come back by itself. */
  ended: CloseName | 'sessionExpired';
};

type Credentials = { readonly login: string; readonly password: string; readonly tenant?: string };

export class CordboardClient {
  /** `client.methods.call.hold({ callId })`. */
  readonly methods: MethodTree = methodTree((method, params) => this.#request(method, params));
  readonly #emitter = new Emitter<ClientEvents>();
  readonly #options: ClientOptions;
  readonly #limits: ClientLimits;
  readonly #urls: readonly string[];
  #server = 0;
  #state = emptyState;
  #link: LinkToDoor | null = null;
  #connecting: Promise<void> | null = null;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #token: string | null;
  #resyncing = false;

  constructor(options: ClientOptions) {
    this.#urls = (typeof options.url === 'string' ? [options.url] : options.url).map(checkedUrl);
    if (this.#urls.length === 0) throw new TypeError('no URL of a server');
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#token = options.token ?? null;
  }

  get state(): ClientState {
    return this.#state;
  }

  /** The server that it is connected to, or tries next. */
  get url(): string {
    return this.#urls[this.#server] ?? '';
  }

  /** Signs this person in again elsewhere: keep it as one keeps a password. Null when nobody is signed in. */
  get token(): string | null {
    return this.#token;
  }

  on<Name extends keyof ClientEvents>(name: Name, listener: (value: ClientEvents[Name]) => void): Unsubscribe {
    return this.#emitter.on(name, listener);
  }

  /** Connects, and signs in when there is a token; calling it again while connected or connecting does nothing more. */
  connect(): Promise<void> {
    if (this.#state.link === 'up' && this.#link !== null) return Promise.resolve();
    this.#connecting ??= this.#openOne().finally(() => {
      this.#connecting = null;
    });
    return this.#connecting;
  }

  /** @throws CordboardError with the refusal of the server: notAuthenticated, limitReached. */
  async signIn(credentials: Credentials): Promise<SessionInfo> {
    if (this.#state.session !== null) this.close();
    this.#token = null;
    await this.connect();
    return this.#signedIn(await this.call('session.signIn', credentials), true);
  }

  async signInWithToken(token: string): Promise<SessionInfo> {
    if (this.#state.session !== null) this.close();
    this.#token = null;
    await this.connect();
    return this.#signedIn(await this.call('session.signInWithToken', { token }), true);
  }

  async signOut(): Promise<void> {
    this.#token = null;
    await this.call('session.signOut').catch(() => {});
    this.close();
  }

  /** Ends the link and stays away; `connect` begins again. */
  close(): void {
    clearTimeout(this.#retryTimer);
    this.#dropLink();
    this.#token = null;
    this.#set({ ...emptyState });
  }

  /**
   * One request.
   *
   * @throws CordboardError with the name of the refusal, or `timeout`, `linkLost`, `tooManyPending`, `notConnected`.
   */
  call<M extends MethodName>(method: M, ...[params]: CallArguments<M>): Promise<ResultOf<M>> {
    return this.#request(method, params ?? {}) as Promise<ResultOf<M>>;
  }

  /** Nobody is told: what follows is already decided. */
  #dropLink(): void {
    const link = this.#link;
    this.#link = null;
    link?.close();
  }

  async #request(method: MethodName, params: unknown, taken?: (result: unknown) => void): Promise<unknown> {
    if (this.#link === null) throw new CordboardError('notConnected', 'There is no link to the server.');
    return this.#link.request(method, params, taken);
  }

  /** One server after the other. While a session waits to come back, each attempt is one server: the waits between them count. */
  async #openOne(): Promise<void> {
    for (let left = this.#token === null ? this.#urls.length : 1; ; left -= 1) {
      try {
        return await this.#open();
      } catch (error) {
        if (left <= 1) throw error;
      }
    }
  }

  async #open(): Promise<void> {
    clearTimeout(this.#retryTimer);
    this.#dropLink();
    const Socket = this.#options.WebSocket ?? (globalThis as { WebSocket?: SocketClass }).WebSocket;
    if (Socket === undefined) throw new CordboardError('notConnected', 'There is no WebSocket class here; pass one.');
    const link: LinkToDoor = new LinkToDoor(
      this.url,
      Socket,
      {
        notified: (notification) => {
          if (this.#link === link) this.#notified(notification);
        },
        lost: (code) => {
          if (this.#link === link) this.#lost(code);
        },
      },
      this.#limits,
    );
    this.#link = link;
    await link.opened;
    if (this.#token !== null) await this.#comeBack(this.#token);
    this.#attempt = 0;
    this.#set({ ...this.#state, link: 'up' });
  }

  /** Signs in with the token and catches up: by the events that were missed, or else by a snapshot. */
  async #comeBack(token: string): Promise<void> {
    try {
      await this.#signedIn(await this.call('session.signInWithToken', { token }), false);
    } catch (error) {
      if (
        error instanceof CordboardError &&
        (error.refused === 'sessionExpired' || error.refused === 'notAuthenticated')
      ) {
        this.close();
        this.#emitter.emit('ended', 'sessionExpired');
      } else this.#link?.close();
      throw error;
    }
  }

  async #signedIn(result: ResultOf<'session.signIn'>, fresh: boolean): Promise<SessionInfo> {
    const { token, ...session } = result;
    this.#token = token;
    this.#state = { ...this.#state, session, ...(fresh ? { position: null } : {}) };
    await this.#catchUp();
    return session;
  }

  async #catchUp(): Promise<void> {
    if (this.#resyncing) return;
    this.#resyncing = true;
    try {
      const { position } = this.#state;
      if (position !== null && (await this.call('session.resume', position)).resumed) return;
      await this.#request('session.snapshot', {}, (snapshot) => this.#takeSnapshot(snapshot as Snapshot));
    } finally {
      this.#resyncing = false;
    }
  }

  #notified(notification: Notification): void {
    switch (notification.method) {
      case 'event':
        this.#takeEvent(notification.params);
        break;
      case 'event.paused':
        this.#set({ ...this.#state, paused: true });
        break;
      case 'event.snapshot':
        this.#takeSnapshot(notification.params);
        break;
    }
  }

  /** An event whose `prev` is not where we stand comes either twice or after a hole; after a hole we ask for what is missing. */
  #takeEvent(event: StreamEvent): void {
    const { position } = this.#state;
    if (position === null || (event.epoch === position.epoch && event.seq <= position.seq)) return;
    if (event.epoch !== position.epoch || event.prev !== position.seq) {
      this.#catchUp().catch(() => {});
      return;
    }
    this.#set(foldEvent(this.#state, event));
    this.#emitter.emit('event', event);
  }

  #takeSnapshot(snapshot: Snapshot): void {
    this.#set(foldSnapshot(this.#state, snapshot, Date.now()));
  }

  #lost(code: number): void {
    this.#link = null;
    this.#server = (this.#server + 1) % this.#urls.length;
    const final = finalCloseCodes[code];
    if (final !== undefined) {
      this.close();
      this.#emitter.emit('ended', final);
      return;
    }
    if (this.#token === null) {
      this.#set({ ...this.#state, link: 'down' });
      return;
    }
    this.#set({ ...this.#state, link: 'reconnecting' });
    const delayMs = retryDelayMs(this.#attempt, code, Math.random(), this.#limits);
    this.#attempt += 1;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.connect().catch(() => {}), delayMs);
  }

  #set(state: ClientState): void {
    const before = this.#state;
    this.#state = state;
    if (before.link !== state.link) this.#emitter.emit('link', state.link);
    this.#emitter.emit('change', state);
  }
}
