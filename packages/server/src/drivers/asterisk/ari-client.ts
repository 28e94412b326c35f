// ARI: requests over HTTP, events over a WebSocket that comes back; what is said is left to those who ask.
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { limits } from '../../limits.ts';
import type { AriEvent } from './ari-events.ts';

export type AriOptions = {
  /** `http://127.0.0.1:8088` */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** Name of the Stasis application. */
  readonly app: string;
};

export type AriListener = {
  event(event: AriEvent): void;
  /** Connected, for the first time or again: events flow from here. */
  connected(): void;
  lost(reason: string): void;
  /** It is there and does not let us in. @param status of HTTP */
  refused(status: number): void;
};

/** Asterisk says no, or nothing. `status` 0: it cannot be reached. */
export class AriError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The application that is told of telephones, beside the one that has the calls. */
export const devicesOf = (app: string): string => `${app}-devices`;

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export class AriClient {
  readonly #options: AriOptions;
  readonly #listener: AriListener;
  readonly #authorization: string;
  readonly #closing = new AbortController();
  #socket: WebSocket | null = null;
  #running: Promise<void> | null = null;

  constructor(options: AriOptions, listener: AriListener) {
    this.#options = options;
    this.#listener = listener;
    this.#authorization = `Basic ${Buffer.from(`${options.user}:${options.password}`).toString('base64')}`;
  }

  get app(): string {
    return this.#options.app;
  }

  /** Begins to connect, and goes on until `close`. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Drops the connection and comes back. */
  again(): void {
    this.#socket?.terminate();
  }

  /** Somebody else has the application: it is not fought for. */
  yield(): void {
    this.#closing.abort();
    this.#socket?.terminate();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const socket = this.#socket;
    socket?.close(1000);
    const timer = setTimeout(() => socket?.terminate(), limits.ariGoodbyeMs);
    await this.#running;
    clearTimeout(timer);
  }

  /**
   * @param path `/channels/…`, already encoded.
   * @returns the body, when there is one.
   * @throws AriError
   */
  async ask(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    query: Query = {},
    body?: object,
  ): Promise<unknown> {
    const text = (await this.#send(method, path, query, body)).toString('utf8');
    return text === '' ? null : (JSON.parse(text) as unknown);
  }

  /** @throws AriError */
  bytes(path: string): Promise<Buffer> {
    return this.#send('GET', path);
  }

  async #send(method: string, path: string, query: Query = {}, body?: object): Promise<Buffer> {
    const url = new URL(`/ari${path}`, this.#options.url);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    let response: Response;
    let answer: Buffer;
    try {
      response = await fetch(url, {
        method,
        headers: {
          authorization: this.#authorization,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(limits.ariRequestTimeoutMs),
      });
      answer = Buffer.from(await response.arrayBuffer());
    } catch (error) {
      throw new AriError(0, (error as Error).message);
    }
    if (!response.ok) throw new AriError(response.status, answer.toString('utf8').slice(0, 200));
    return answer;
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#closing.signal.aborted) {
      const reason = await this.#connected(() => {
        failures = 0;
      });
      if (this.#closing.signal.aborted) return;
      this.#listener.lost(reason);
      const waitMs = Math.min(limits.ariRetryMaxMs, limits.ariRetryMinMs * 2 ** failures);
      failures = Math.min(failures + 1, 16);
      await delay(waitMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }

  /** @returns why it ended. */
  #connected(opened: () => void): Promise<string> {
    const url = new URL('/ari/events', this.#options.url.replace(/^http/u, 'ws'));
    url.searchParams.set('app', `${this.#options.app},${devicesOf(this.#options.app)}`);
    const socket = new WebSocket(url, {
      headers: { authorization: this.#authorization },
      handshakeTimeout: limits.ariRequestTimeoutMs,
      maxPayload: limits.ariMaxFrameBytes,
      perMessageDeflate: false,
    });
    this.#socket = socket;
    let isAlive = true;
    const beat = setInterval(() => {
      if (!isAlive) return socket.terminate();
      isAlive = false;
      socket.ping();
    }, limits.ariHeartbeatMs);
    return new Promise((resolve) => {
      socket.on('open', () => {
        opened();
        this.#listener.connected();
      });
      socket.on('pong', () => {
        isAlive = true;
      });
      socket.on('message', (data: Buffer) => {
        isAlive = true;
        const event = parsed(data);
        if (event !== null) this.#listener.event(event);
      });
      socket.on('unexpected-response', (_request, response) => {
        this.#listener.refused(response.statusCode ?? 0);
        response.resume();
        socket.terminate();
        resolve(`refused with ${response.statusCode}`);
      });
      socket.on('error', (error) => resolve(error.message));
      socket.on('close', (code) => {
        clearInterval(beat);
        resolve(`closed with ${code}`);
      });
    });
  }
}

function parsed(data: Buffer): AriEvent | null {
  try {
    const read: unknown = JSON.parse(data.toString('utf8'));
    const isTyped = typeof read === 'object' && read !== null && 'type' in read && typeof read.type === 'string';
    return isTyped ? (read as AriEvent) : null;
  } catch {
    return null;
  }
}
