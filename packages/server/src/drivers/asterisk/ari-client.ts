// ARI: requests over HTTP, events over a WebSocket that comes back; what is said is left to those who ask.
import http from 'node:http';
import https from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { limits } from '../../limits.ts';
import { readEvent, type AriEvent } from './ari-events.ts';

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
  readonly #agent: http.Agent;
  readonly #closing = new AbortController();
  #socket: WebSocket | null = null;
  #running: Promise<void> | null = null;

  constructor(options: AriOptions, listener: AriListener) {
    this.#options = options;
    this.#listener = listener;
    const { Agent } = options.url.startsWith('https:') ? https : http;
    this.#agent = new Agent({ keepAlive: true, maxSockets: limits.ariMaxConnections });
    this.#authorization = `Basic ${Buffer.from(`${options.user}:${options.password}`).toString('base64')}`;
  }

  get app(): string {
    return this.#options.app;
  }

  /** Events flow. */
  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
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
    this.#agent.destroy();
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
    try {
      return text === '' ? null : (JSON.parse(text) as unknown);
    } catch {
      throw new AriError(0, 'an answer that is not JSON');
    }
  }

  /** @throws AriError */
  bytes(path: string): Promise<Buffer> {
    return this.#send('GET', path);
  }

  async #send(method: string, path: string, query: Query = {}, body?: object): Promise<Buffer> {
    const url = new URL(`/ari${path}`, this.#options.url);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    const text = body === undefined ? '' : JSON.stringify(body);
    const { status, answer } = await this.#exchange(method, url, text);
    if (status < 200 || status > 299) throw new AriError(status, answer.toString('utf8').slice(0, 200));
    return answer;
  }

  /** By connections that are kept: Asterisk has a bound for them (`sessionlimit`), and each costs. */
  #exchange(method: string, url: URL, text: string): Promise<{ readonly status: number; readonly answer: Buffer }> {
    const headers = {
      authorization: this.#authorization,
      'content-length': Buffer.byteLength(text),
      ...(text === '' ? {} : { 'content-type': 'application/json' }),
    };
    const signal = AbortSignal.timeout(limits.ariRequestTimeoutMs);
    return new Promise((resolve, reject) => {
      const failed = (error: Error): void => reject(new AriError(0, error.message));
      const ask = url.protocol === 'https:' ? https.request : http.request;
      const request = ask(url, { method, headers, signal, agent: this.#agent }, (response) => {
        const parts: Buffer[] = [];
        let bytes = 0;
        response.on('data', (part: Buffer) => {
          bytes += part.length;
          if (bytes > limits.ariMaxAnswerBytes) request.destroy(new Error('an answer beyond all bounds'));
          else parts.push(part);
        });
        response.on('error', failed);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, answer: Buffer.concat(parts) }));
      });
      request.on('error', failed);
      request.end(text);
    });
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
        const event = readEvent(data.toString('utf8'));
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
