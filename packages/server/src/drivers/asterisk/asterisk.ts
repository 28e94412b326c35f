// What is asked of Asterisk, a little above ARI: a channel that is gone is no error, and a snoop is there when it can be used.
import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '../../limits.ts';
import { AriError, type AriClient } from './ari-client.ts';

type Query = Readonly<Record<string, string | number | boolean | undefined>>;
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  fields?: Record<string, unknown>,
) => void;

export class Asterisk {
  readonly #ari: AriClient;
  readonly #log: Log;
  readonly #entering = new Map<string, (isIn: boolean) => void>();

  constructor(ari: AriClient, log: Log) {
    this.#ari = ari;
    this.#log = log;
  }

  /** @throws AriError */
  ask(method: Method, path: string, query: Query = {}, body?: object): Promise<unknown> {
    return this.#ari.ask(method, path, query, body);
  }

  /** @throws AriError */
  bytes(path: string): Promise<Buffer> {
    return this.#ari.bytes(path);
  }

  /** Where it does not matter whether it is still there. */
  async quietly(method: Method, path: string, query: Query = {}): Promise<void> {
    await this.done(method, path, query);
  }

  /** @returns whether it could be done. */
  async done(method: Method, path: string, query: Query = {}): Promise<boolean> {
    try {
      await this.#ari.ask(method, path, query);
      return true;
    } catch (error) {
      this.failed(error, 'debug');
      return false;
    }
  }

  /** Of a channel: one that is gone, or cannot do it any more, tells so by an event of its own. */
  async channel(method: Method, id: string, what: string, query: Query = {}): Promise<boolean> {
    try {
      await this.#ari.ask(method, `/channels/${encodeURIComponent(id)}/${what}`, query);
      return true;
    } catch (error) {
      const isGone =
        error instanceof AriError && (error.status === 404 || error.status === 409 || error.status === 412);
      this.failed(error, isGone ? 'debug' : 'warn');
      return false;
    }
  }

  /**
   * Whoever is not gone is asked for again: nobody else knows of him any more. While Asterisk is away, the next snapshot does.
   *
   * @param cause Q.850
   */
  async hangUp(id: string, cause: number): Promise<void> {
    for (let attempt = 1; attempt <= limits.ariHangUpAttempts; attempt += 1) {
      try {
        await this.#ari.ask('DELETE', `/channels/${encodeURIComponent(id)}`, { reason_code: cause });
        return;
      } catch (error) {
        this.failed(error, 'debug');
        if (!this.#ari.isOpen || (error instanceof AriError && error.status === 404)) return;
      }
      await delay(limits.ariHangUpAgainMs, undefined, { ref: false });
    }
  }

  /** @returns whether there is now a channel `name` that carries what `id` says. */
  async snoop(id: string, name: string): Promise<boolean> {
    const isIn = this.entering(name);
    const options = { spy: 'in', whisper: 'none', app: this.app, appArgs: 'snoop' };
    const isMade = await this.channel('POST', id, `snoop/${encodeURIComponent(name)}`, options);
    if (!isMade) this.#entering.get(name)?.(false);
    return isIn;
  }

  /** Asked for before the channel is: it may enter before the request for it is answered. @returns whether it enters in time. */
  entering(id: string): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => done(false), limits.ariRequestTimeoutMs);
      const done = (isIn: boolean): void => {
        clearTimeout(timer);
        this.#entering.delete(id);
        resolve(isIn);
      };
      this.#entering.set(id, done);
    });
  }

  /** Whose entering is waited for. */
  get awaited(): readonly string[] {
    return [...this.#entering.keys()];
  }

  /** Nobody told of those that entered while nobody listened. @param there ids of channels in the application. */
  found(awaited: readonly string[], there: ReadonlySet<string>): void {
    for (const id of awaited) this.#entering.get(id)?.(there.has(id));
  }

  /** A channel has entered the application: only now can it be steered. */
  entered(id: string): void {
    this.#entering.get(id)?.(true);
  }

  failed(error: unknown, level: 'debug' | 'warn' = 'warn'): void {
    const { message } = error as Error;
    this.#log(level, 'Asterisk refused', {
      reason: message,
      status: error instanceof AriError ? error.status : undefined,
    });
  }

  get app(): string {
    return this.#ari.app;
  }
}
