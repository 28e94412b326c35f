// One WebSocket to a Verto server: requests and their answers, liveness judged by what comes in. It lives once; the client makes another.
import type { SocketClass, SocketLike } from '../socket.ts';
import { localCodes, VertoError } from './error.ts';
import type { VertoClientLimits } from './limits.ts';

export type Fields = Readonly<Record<string, unknown>>;

export type LinkOwner = {
  opened(): unknown;
  /** A message that the server sent by itself. */
  message(method: string, params: Fields): unknown;
  /** Once, also when it never opened. */
  lost(code: number): unknown;
};

type Waiting = {
  readonly taken: ((result: Fields) => void) | undefined;
  readonly resolve: (result: Fields) => void;
  readonly reject: (error: VertoError) => void;
  readonly timer: ReturnType<typeof setTimeout>;
};

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export class VertoLink {
  readonly #socket: SocketLike;
  readonly #owner: LinkOwner;
  readonly #limits: VertoClientLimits;
  readonly #waiting = new Map<number, Waiting>();
  readonly #connectTimer: ReturnType<typeof setTimeout>;
  #beat: ReturnType<typeof setInterval> | undefined;
  #silentBeats = 0;
  #nextId = 1;
  #over = false;

  constructor(url: string, Socket: SocketClass, owner: LinkOwner, limits: VertoClientLimits) {
    this.#owner = owner;
    this.#limits = limits;
    this.#socket = new Socket(url as never);
    this.#connectTimer = setTimeout(() => this.#end(1006), limits.connectTimeoutMs);
    this.#socket.addEventListener('open', () => this.#opened());
    this.#socket.addEventListener('message', (event) => this.#received((event as { readonly data: unknown }).data));
    this.#socket.addEventListener('error', () => {});
    this.#socket.addEventListener('close', (event) => this.#end((event as { readonly code: number }).code));
  }

  /**
   * @param taken is given the result at once, ahead of any event right behind it; the promise's own listeners run later.
   * @throws VertoError with the server's refusal, or when the line is lost or the answer late.
   */
  request(method: string, params: Fields, taken?: (result: Fields) => void): Promise<Fields> {
    if (this.#over) return Promise.reject(new VertoError(localCodes.notConnected, 'Not connected'));
    if (this.#waiting.size >= this.#limits.maxPendingRequests) {
      return Promise.reject(new VertoError(localCodes.tooMany, 'Too many requests wait for an answer'));
    }
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new VertoError(localCodes.timeout, 'No answer in time'));
      }, this.#limits.requestTimeoutMs);
      this.#waiting.set(id, { taken, resolve, reject, timer });
      this.#send({ jsonrpc: '2.0', method, id, params });
    });
  }

  close(): void {
    this.#end(1000);
  }

  #opened(): void {
    clearTimeout(this.#connectTimer);
    if (this.#over) return;
    this.#beat = setInterval(() => this.#look(), this.#limits.keepAliveMs);
    this.#owner.opened();
  }

  /** Asks a silent server; one that stays silent is not there. Only what comes in counts. */
  #look(): void {
    if (this.#silentBeats >= this.#limits.keepAliveMaxFailed) return this.#end(1006);
    this.#silentBeats += 1;
    this.request('verto.ping', {}).catch(() => {});
  }

  #send(message: Fields): void {
    try {
      this.#socket.send(JSON.stringify(message));
    } catch {
      // A socket that is closing: its close event follows, and with it every answer that is waited for.
    }
  }

  #received(data: unknown): void {
    this.#silentBeats = 0;
    if (typeof data !== 'string' || this.#over) return;
    let message: unknown;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    for (const one of Array.isArray(message) ? (message as unknown[]) : [message]) if (isFields(one)) this.#take(one);
  }

  #take({ id, method, params, result, error }: Fields): void {
    if (typeof method !== 'string') return this.#answered(id, result, error);
    const isAsked = typeof id === 'number' && id > 0 && method !== 'verto.event';
    if (isAsked) this.#send({ jsonrpc: '2.0', id, result: { method } });
    this.#owner.message(method, isFields(params) ? params : {});
  }

  #answered(id: unknown, result: unknown, error: unknown): void {
    if (typeof id !== 'number') return;
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    if (error !== undefined && error !== null) return waiting.reject(VertoError.of(error));
    if (result === undefined) return waiting.reject(VertoError.of({ message: 'An answer without a result' }));
    const fields = isFields(result) ? result : { result };
    waiting.taken?.(fields);
    waiting.resolve(fields);
  }

  #end(code: number): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#connectTimer);
    clearInterval(this.#beat);
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new VertoError(localCodes.linkLost, 'The connection was lost before the answer came'));
    }
    this.#waiting.clear();
    try {
      this.#socket.close(1000);
    } catch {
      // It never opened, and may refuse to be closed.
    }
    this.#owner.lost(code);
  }
}
