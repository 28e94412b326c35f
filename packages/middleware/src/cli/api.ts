// The middleware as this program uses it: logged in, again when the session is over; events by long polling, each named when it has arrived.
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Language } from '../http/problems.table.ts';
import { limits } from '../limits.ts';

const compress = promisify(gzip);

export type Fields = Readonly<Record<string, unknown>>;

/** A request that was refused. @see problems.table.ts */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The middleware cannot be reached. */
export class Away extends Error {}

export type ApiListener = {
  event(event: Fields): void;
  link(state: 'connected' | 'away'): void;
  loggedInAgain(): void;
  /** Logging in again was refused: nothing more comes. */
  over(refusal: Refusal): void;
};

export type ApiOptions = {
  readonly address: string;
  readonly login: string;
  readonly password: string;
  readonly language: Language;
};

export class Api {
  readonly #options: ApiOptions;
  readonly #closing = new AbortController();
  #token = '';
  #after = 0;
  #relogin: Promise<void> | null = null;

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  /** @throws Refusal, Away */
  async logIn(): Promise<void> {
    const { login, password } = this.#options;
    const { body } = await this.#send('POST', '/api/v1/login', { login, password });
    this.#token = String((body as Fields)['token']);
  }

  /** @throws Refusal, Away */
  async control(command: Fields): Promise<Fields> {
    return (await this.#ask('POST', '/api/v1/control', command)).body as Fields;
  }

  /** Hands events over until `close`; a connection that is lost is tried again. */
  async listen(listener: ApiListener): Promise<void> {
    let failures = 0;
    while (!this.#closing.signal.aborted) {
      try {
        const path = `/api/v1/events?max=100&wait=${limits.cliWaitSeconds}&after=${this.#after}`;
        const { body, lastId } = await this.#ask('GET', path, undefined, () => listener.loggedInAgain());
        listener.link('connected');
        failures = 0;
        if (lastId > 0) this.#after = lastId;
        for (const event of Array.isArray(body) ? (body as Fields[]) : []) listener.event(event);
      } catch (error) {
        if (this.#closing.signal.aborted) return;
        if (error instanceof Refusal && error.status === 401) return listener.over(error);
        listener.link('away');
        const waitMs = Math.min(limits.cliRetryMaxMs, limits.cliRetryMinMs * 2 ** failures);
        failures = Math.min(failures + 1, 16);
        await delay(waitMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
      }
    }
  }

  /** Logs out, if it can. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#send('POST', '/api/v1/logout', undefined, AbortSignal.timeout(limits.cliLogoutMs)).catch(
      () => undefined,
    );
  }

  /** As `#send`; a session that is over is begun anew, once. */
  async #ask(method: string, path: string, body?: Fields, again: () => void = () => undefined): Promise<Answer> {
    try {
      return await this.#send(method, path, body);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 401 || this.#closing.signal.aborted) throw error;
      this.#relogin ??= this.logIn().finally(() => {
        this.#relogin = null;
      });
      await this.#relogin;
      again();
      return await this.#send(method, path, body);
    }
  }

  async #send(method: string, path: string, body?: Fields, signal = this.#closing.signal): Promise<Answer> {
    const text = body === undefined ? null : JSON.stringify(body);
    const isLong = text !== null && text.length > limits.cliCompressFromBytes;
    let response: Response;
    let answer: string;
    try {
      response = await fetch(this.#options.address + path, {
        method,
        signal: AbortSignal.any([signal, AbortSignal.timeout((limits.cliWaitSeconds + 15) * 1_000)]),
        headers: {
          'accept-language': this.#options.language,
          ...(this.#token === '' ? {} : { authorization: `Bearer ${this.#token}` }),
          ...(text === null ? {} : { 'content-type': 'application/json' }),
          ...(isLong ? { 'content-encoding': 'gzip' } : {}),
        },
        ...(text === null ? {} : { body: isLong ? new Uint8Array(await compress(text)) : text }),
      });
      answer = await response.text();
    } catch (error) {
      const { message, cause } = error as Error;
      throw new Away(cause instanceof Error ? cause.message : message);
    }
    const read = parsed(answer);
    if (!response.ok) throw refusalOf(response.status, read);
    return { body: read, lastId: Number(response.headers.get('x-event-id') ?? 0) };
  }
}

type Answer = { readonly body: unknown; readonly lastId: number };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function refusalOf(status: number, body: unknown): Refusal {
  const { error, code, detail } = (body ?? {}) as Fields;
  const said = typeof error === 'string' ? error : `HTTP ${status}`;
  return new Refusal(
    status,
    typeof code === 'string' ? code : 'unknown',
    typeof detail === 'string' ? `${said} (${detail})` : said,
  );
}
