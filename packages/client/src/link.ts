// One WebSocket to the native door: requests, answers, beats. It lives once; the client makes another when it is lost.
import type { ErrorObject, Notifications } from '@cordboard/contract';
import { CordboardError } from './error.ts';
import type { ClientLimits } from './limits.ts';
import { Pending } from './pending.ts';
import type { SocketClass, SocketLike } from './socket.ts';

export type Notification = {
  [Name in keyof Notifications]: { readonly method: Name; readonly params: Notifications[Name] };
}[keyof Notifications];

export type LinkOwner = {
  notified(notification: Notification): void;
  /** Called once, also when the link never opened. 1006: it died without a word (RFC 6455 §7.4.1). */
  lost(code: number): void;
};

type Incoming = {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: ErrorObject;
};

const open = 1;

export class LinkToDoor {
  /** Resolves when the socket is open. */
  readonly opened: Promise<void>;
  readonly #socket: SocketLike;
  readonly #owner: LinkOwner;
  readonly #limits: ClientLimits;
  readonly #pending: Pending;
  readonly #connectTimer: ReturnType<typeof setTimeout>;
  #beatTimer: ReturnType<typeof setInterval> | undefined;
  #missedBeats = 0;
  #over = false;

  constructor(url: string, Socket: SocketClass, owner: LinkOwner, limits: ClientLimits) {
    this.#owner = owner;
    this.#limits = limits;
    this.#pending = new Pending(limits.maxPendingRequests);
    const socket = new Socket(url as never);
    this.#socket = socket;
    this.#connectTimer = setTimeout(() => this.#end(1006), limits.connectTimeoutMs);
    this.opened = new Promise((resolve, reject) => {
      socket.addEventListener('open', () => {
        clearTimeout(this.#connectTimer);
        if (this.#over) return;
        this.#beatTimer = setInterval(() => this.#beat(), limits.heartbeatMs);
        resolve();
      });
      this.#refuseOpening = () => reject(new CordboardError('notConnected', 'The server could not be reached.'));
    });
    this.opened.catch(() => {});
    socket.addEventListener('message', (event) => this.#received((event as { readonly data: unknown }).data));
    socket.addEventListener('error', () => {});
    socket.addEventListener('close', (event) => this.#end((event as { readonly code: number }).code));
  }

  #refuseOpening: () => void = () => {};

  /** @param taken see `Pending.add`. */
  request(method: string, params: unknown, taken?: (result: unknown) => void): Promise<unknown> {
    return this.#pending.add(
      (id) => {
        if (this.#over || this.#socket.readyState !== open) throw new Error('not open');
        this.#socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
      },
      this.#limits.requestTimeoutMs,
      taken,
    );
  }

  close(): void {
    this.#end(1000);
  }

  #received(data: unknown): void {
    this.#missedBeats = 0;
    if (typeof data !== 'string' || this.#over) return;
    let message: unknown;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    for (const one of Array.isArray(message) ? (message as Incoming[]) : [message as Incoming]) this.#take(one);
  }

  #take(message: Incoming): void {
    if (message.method === undefined) this.#pending.answer(message.id, message.result, message.error);
    else if (message.id === undefined) this.#owner.notified(message as unknown as Notification);
  }

  /** Only unanswered beats count, never the clock: a browser may run this timer once a minute while the page is hidden. */
  #beat(): void {
    if (this.#missedBeats >= this.#limits.maxMissedBeats) {
      this.#end(1006);
      return;
    }
    this.#missedBeats += 1;
    this.request('session.ping', {}).catch(() => {});
  }

  #end(code: number): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#connectTimer);
    clearInterval(this.#beatTimer);
    this.#refuseOpening();
    this.#pending.rejectAll(new CordboardError('linkLost', 'The link was lost.'));
    try {
      this.#socket.close(1000);
    } catch {
      // A socket that never opened may refuse to be closed; it is of no use either way.
    }
    this.#owner.lost(code);
  }
}
