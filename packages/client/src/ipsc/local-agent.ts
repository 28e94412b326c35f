// A client of the agent's local program (seed 002): one call after the other, events of either generation as one, and back by itself with what was missed.
import type { IpscMethod, IpscParams, IpscResult } from '@cordboard/contract/dialects/ipsc';
import { Emitter, type Unsubscribe } from '../emitter.ts';
import { checkedUrl, type SocketClass, type SocketLike } from '../socket.ts';
import { eventOf, type LocalEvent } from './events.ts';
import { limits as defaults } from './limits.ts';

export type LocalAgentOptions = {
  /** `ws://localhost:9696/jsonrpc` when left out. */
  readonly url?: string;
  /** Events as version 6 has them; left out: the program's own setting. */
  readonly profile?: 'draft' | 'v6';
  /** Of an earlier pairing. */
  readonly token?: string;
  /** For Node before 22: the `WebSocket` class of the `ws` library. */
  readonly WebSocket?: SocketClass;
  readonly limits?: Partial<Record<keyof typeof defaults, number>>;
};

export type Status = { readonly state: number; readonly workType: number };

export type LocalAgentEvents = {
  event: LocalEvent;
  /** State and work type are others; also after the way to the program was lost and is back. */
  status: Status;
  link: 'up' | 'down';
};

/** What the program said; `code` as on the wire, `ctiCode` the CTI server's where version 6 wraps it. */
export class LocalAgentError extends Error {
  readonly code: number;
  readonly ctiCode: number | null;

  constructor(code: number, message: string, ctiCode: number | null = null) {
    super(message);
    this.name = 'LocalAgentError';
    this.code = code;
    this.ctiCode = ctiCode;
  }
}

type Waiting = {
  readonly method: string;
  readonly params: unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
};

type Message = {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly seq?: number;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: { readonly code?: number } };
};

/** Codes of the client's own. */
const linkLost = -1;
const timedOut = -2;
const tooMany = -3;

export class LocalAgent {
  readonly #emitter = new Emitter<LocalAgentEvents>();
  readonly #options: LocalAgentOptions;
  readonly #limits: Record<keyof typeof defaults, number>;
  readonly #url: string;
  readonly #queue: Waiting[] = [];
  #token: string | null;
  #socket: SocketLike | null = null;
  #pending: { readonly id: number; readonly timer: ReturnType<typeof setTimeout>; readonly waiting: Waiting } | null =
    null;
  #serial = 0;
  #seq: number | null = null;
  /** Notifications that wait until what was missed has been told. */
  #held: Message[] | null = null;
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #closed = true;
  #status: Status | null = null;

  constructor(options: LocalAgentOptions = {}) {
    this.#options = options;
    this.#limits = { ...defaults, ...options.limits };
    this.#token = options.token ?? null;
    const url = new URL(checkedUrl(options.url ?? 'ws://localhost:9696/jsonrpc'));
    url.searchParams.set('extensions', '1');
    if (options.profile !== undefined) url.searchParams.set('profile', options.profile);
    this.#url = url.href;
  }

  /** The last that was told; null: nothing yet, or the program is away. */
  get status(): Status | null {
    return this.#status;
  }

  on<Name extends keyof LocalAgentEvents>(name: Name, listener: (value: LocalAgentEvents[Name]) => void): Unsubscribe {
    return this.#emitter.on(name, listener);
  }

  /** @throws LocalAgentError when the program is not there; it goes on trying until `close`. */
  async connect(): Promise<void> {
    this.#closed = false;
    clearTimeout(this.#retry);
    await this.#open();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#socket?.close(1000);
    this.#lost();
  }

  /**
   * One request; the next one waits for its answer.
   *
   * @throws LocalAgentError with the program's code, or -1: the way to it was lost, -2: no answer, -3: too many wait.
   */
  call<M extends IpscMethod>(
    method: M,
    params: readonly unknown[] | Partial<IpscParams<M>> = [],
  ): Promise<IpscResult<M>> {
    return this.#ask(method, params) as Promise<IpscResult<M>>;
  }

  /** Logs in, and waits until the status has been told, whichever of the two comes first. */
  async logIn(workerNum: string, password: string): Promise<Status> {
    const told = new Promise<Status>((resolve) => {
      const off = this.on('status', (status) => {
        if (status.state < 0) return;
        off();
        resolve(status);
      });
    });
    await this.#ask('logIn', [workerNum, password]);
    return told;
  }

  /** Asks the agent to let this page steer the program. @returns a token for later. */
  async pair(name: string): Promise<string> {
    const { token } = (await this.#ask('pair', [name])) as { token: string };
    this.#token = token;
    await this.#readAnew();
    return token;
  }

  #ask(method: string, params: unknown): Promise<unknown> {
    if (this.#socket === null) return Promise.reject(new LocalAgentError(linkLost, 'There is no way to the program.'));
    if (this.#queue.length >= this.#limits.maxQueued)
      return Promise.reject(new LocalAgentError(tooMany, 'Too many requests wait.'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ method, params, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    if (this.#pending !== null || this.#socket === null) return;
    const waiting = this.#queue.shift();
    if (waiting === undefined) return;
    this.#serial += 1;
    const id = this.#serial;
    const timer = setTimeout(() => {
      this.#settle(id, () => waiting.reject(new LocalAgentError(timedOut, 'The program did not answer.')));
    }, this.#limits.requestTimeoutMs);
    this.#pending = { id, timer, waiting };
    this.#socket.send(JSON.stringify({ jsonrpc: '2.0', id, method: waiting.method, params: waiting.params }));
  }

  #settle(id: number, how: (waiting: Waiting) => void): void {
    const pending = this.#pending;
    if (pending?.id !== id) return;
    clearTimeout(pending.timer);
    this.#pending = null;
    how(pending.waiting);
    this.#next();
  }

  async #open(): Promise<void> {
    const Socket = this.#options.WebSocket ?? (globalThis as { WebSocket?: SocketClass }).WebSocket;
    if (Socket === undefined) throw new LocalAgentError(linkLost, 'There is no WebSocket class here; pass one.');
    const socket = new Socket(this.#url as never);
    // From its first message on: what happened before that is told first.
    this.#held = [];
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => socket.close(), this.#limits.connectTimeoutMs);
      socket.addEventListener('open', () => {
        clearTimeout(timer);
        resolve();
      });
      socket.addEventListener('error', () => {});
      socket.addEventListener('close', () => {
        clearTimeout(timer);
        reject(new LocalAgentError(linkLost, 'The program is not there.'));
        this.#goneFrom(socket);
      });
      socket.addEventListener('message', (event) => this.#take((event as { data: string }).data));
    });
    this.#socket = socket;
    this.#attempt = 0;
    if (this.#token !== null) await this.#ask('authenticate', [this.#token]);
    this.#emitter.emit('link', 'up');
    await this.#readAnew();
  }

  /** What was missed, event by event; where that is no longer known, the status as it is. */
  async #readAnew(): Promise<void> {
    const held = (this.#held ??= []);
    try {
      if (this.#seq !== null) {
        const { complete, events } = (await this.#ask('getEventsSince', [this.#seq])) as IpscResult<'getEventsSince'>;
        for (const { method, params, seq } of events) this.#happened(method, params, seq);
        if (complete) return this.#letGo(held);
      }
      const { seq } = (await this.#ask('getSnapshot', [])) as IpscResult<'getSnapshot'>;
      this.#seq = seq;
      const [state = -1, workType = 0] = (await this.#ask('getStatus', [])) as readonly number[];
      this.#statusIs({ state, workType });
    } catch {
      // Not paired yet: there is nothing to be read.
    }
    this.#letGo(held);
  }

  /** What was told while the missed events were read comes after them. */
  #letGo(held: readonly Message[]): void {
    if (this.#held === held) this.#held = null;
    for (const { method = '', params, seq } of held) this.#happened(method, params, seq ?? null);
  }

  #goneFrom(socket: SocketLike): void {
    if (this.#socket !== null && this.#socket !== socket) return;
    this.#lost();
    if (this.#closed) return;
    const waitMs = Math.min(this.#limits.maxRetryMs, this.#limits.firstRetryMs * 2 ** Math.min(this.#attempt, 10));
    this.#attempt += 1;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#open().catch(() => {}), waitMs);
  }

  #lost(): void {
    const wasUp = this.#socket !== null;
    this.#socket = null;
    this.#held = null;
    this.#status = null;
    const pending = this.#pending;
    this.#pending = null;
    clearTimeout(pending?.timer);
    for (const { reject } of [...(pending === null ? [] : [pending.waiting]), ...this.#queue.splice(0)])
      reject(new LocalAgentError(linkLost, 'The way to the program was lost.'));
    if (wasUp) this.#emitter.emit('link', 'down');
  }

  /** Notifications are never answered (JSON-RPC 2.0 §4.1). */
  #take(text: string): void {
    const message = JSON.parse(text) as Message;
    const { id, method, params, seq, result, error } = message;
    if (method !== undefined) {
      if (this.#held === null) this.#happened(method, params, seq ?? null);
      else this.#held.push(message);
      return;
    }
    if (id === undefined || id === null) return;
    this.#settle(id, ({ resolve, reject }) => {
      if (error === undefined) resolve(result);
      else reject(new LocalAgentError(error.code, error.message, error.data?.code ?? null));
    });
  }

  #happened(method: string, params: unknown, seq: number | null): void {
    if (seq !== null) {
      if (this.#seq !== null && seq <= this.#seq) return;
      this.#seq = seq;
    }
    const event = eventOf(method, params, seq);
    if (event === null) return;
    this.#emitter.emit('event', event);
    const { state, workType } = event.detail;
    if (event.name === 'status' && typeof state === 'number' && typeof workType === 'number')
      this.#statusIs({ state, workType });
  }

  #statusIs(status: Status): void {
    this.#status = status;
    this.#emitter.emit('status', status);
  }
}
