// The CTI API as the middleware uses it: connected for as long as it can be, with every user attached who is signed in.
import { setTimeout as delay } from 'node:timers/promises';
import type { NccMessage } from '@cordboard/contract/dialects/ncc';
import { limits } from '../limits.ts';
import { CallTable } from './call-table.ts';
import { CtiError } from './cti-error.ts';
import { CtiLink } from './link.ts';

type Fields = Readonly<Record<string, unknown>>;
export type CtiLog = Readonly<Record<'info' | 'warn', (fields: object, message: string) => void>>;

export type CtiClientOptions = {
  /** `ws://host:port/path` */
  readonly url: string;
  readonly commandTimeoutMs: number;
  readonly log: CtiLog;
  /** An event of an attached user, in the order of the CTI API. */
  readonly event: (login: string, message: NccMessage) => void;
  readonly random?: () => number;
};

export type CtiCounters = {
  readonly events: number;
  readonly unknownLogins: number;
  readonly odd: number;
  readonly connects: number;
};

type User = { readonly login: string; readonly table: CallTable; attached: Promise<void> | null };

export class CtiClient {
  readonly #options: CtiClientOptions;
  readonly #users = new Map<string, User>();
  readonly #closing = new AbortController();
  #link: CtiLink | null = null;
  #running: Promise<void> | null = null;
  #counters = { events: 0, unknownLogins: 0, odd: 0, connects: 0 };

  constructor(options: CtiClientOptions) {
    this.#options = options;
  }

  get isConnected(): boolean {
    return this.#link !== null;
  }

  get counters(): CtiCounters {
    return this.#counters;
  }

  /** Begins to connect, and goes on until `close`. */
  start(): void {
    this.#running ??= this.#run();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#link?.close();
    await this.#running;
  }

  /**
   * Has a user attached: once, however often it is asked; again by itself whenever the connection is back.
   *
   * @throws CtiError he is not known there, or there is no connection; he is forgotten then.
   */
  async attach(login: string): Promise<void> {
    const known = this.#users.get(login);
    const user: User = known ?? { login, table: new CallTable(), attached: null };
    this.#users.set(login, user);
    try {
      await (user.attached ??= this.#attach(user));
    } catch (error) {
      user.attached = null;
      if (known === undefined) this.#users.delete(login);
      throw error;
    }
  }

  /** Wants a user attached, now or as soon as it can be: for those who were signed in before a restart. */
  expect(login: string): void {
    if (!this.#users.has(login)) this.#users.set(login, { login, table: new CallTable(), attached: null });
    if (this.#link !== null) void this.#attachAll(this.#link);
  }

  /** The last session of a user is over. */
  async detach(login: string): Promise<void> {
    const user = this.#users.get(login);
    if (user === undefined) return;
    this.#users.delete(login);
    if (this.#link === null || user.attached === null) return;
    await this.#link.command('DetachFromUser', { login }).catch(() => undefined);
  }

  /**
   * The calls of a user, once he is attached.
   *
   * @throws CtiError `away`
   */
  async callsOf(login: string): Promise<CallTable> {
    const user = this.#users.get(login);
    if (user?.attached === undefined || user.attached === null)
      throw new CtiError('away', 'the CTI API is not connected');
    await user.attached;
    return user.table;
  }

  /**
   * Sends a command for an attached user.
   *
   * @returns its answer.
   * @throws CtiError
   */
  async command(login: string, name: string, fields: Fields): Promise<NccMessage> {
    await this.callsOf(login);
    if (this.#link === null) throw new CtiError('away', 'the CTI API is not connected');
    return await this.#link.command(name, { ...fields, login });
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#closing.signal.aborted) {
      try {
        const { link, ended } = await this.#connect();
        const openedAt = performance.now();
        this.#options.log.info({ users: this.#users.size }, 'connected to the CTI API');
        void this.#attachAll(link);
        const why = await ended;
        // One that takes every connection and drops it is no better than one that is away.
        if (performance.now() - openedAt >= limits.ctiSteadyMs) failures = 0;
        if (!this.#closing.signal.aborted) this.#options.log.warn({ reason: why }, 'lost the CTI API');
      } catch (error) {
        const { fault, message } = error as CtiError;
        this.#options.log.warn({ fault, reason: message }, 'cannot connect to the CTI API');
      }
      await this.#pause(failures);
      failures += 1;
    }
  }

  async #pause(failures: number): Promise<void> {
    const waitMs = Math.min(limits.ctiRetryMaxMs, limits.ctiRetryMinMs * 2 ** Math.min(failures, 16));
    const random = this.#options.random ?? Math.random;
    await delay(waitMs * (0.5 + random() / 2), undefined, { signal: this.#closing.signal }).catch(() => undefined);
  }

  async #connect(): Promise<{ readonly link: CtiLink; readonly ended: Promise<string> }> {
    let end: (why: string) => void = () => undefined;
    const ended = new Promise<string>((resolve) => {
      end = resolve;
    });
    const link = await CtiLink.open({
      url: this.#options.url,
      commandTimeoutMs: this.#options.commandTimeoutMs,
      listener: {
        event: (message) => this.#take(message),
        odd: (what) => {
          this.#counters.odd += 1;
          this.#options.log.warn({ what }, 'the CTI API sent something odd');
        },
        closed: (why) => {
          this.#link = null;
          for (const user of this.#users.values()) {
            user.attached = null;
            user.table.clear();
          }
          end(why);
        },
      },
    });
    // It may have broken in the moment in which the answer to the handshake came.
    if (link.isOver) throw new CtiError('away', await ended);
    this.#link = link;
    this.#counters.connects += 1;
    if (this.#closing.signal.aborted) link.close();
    return { link, ended };
  }

  /** Attaches whoever is not, until all are: who was refused, or not answered, is tried again with growing pauses. */
  async #attachAll(link: CtiLink): Promise<void> {
    for (let failures = 0; this.#link === link; failures += 1) {
      const missing = [...this.#users.values()].filter(({ attached }) => attached === null);
      if (missing.length === 0) return;
      await this.#attachEach(link, missing);
      await this.#pause(failures);
    }
  }

  async #attachEach(link: CtiLink, users: User[]): Promise<void> {
    const failed = new Map<string, string>();
    const next = async (): Promise<void> => {
      for (let user = users.shift(); user !== undefined; user = users.shift()) {
        if (this.#link !== link) return;
        if (this.#users.get(user.login) !== user) continue;
        const { login } = user;
        try {
          await (user.attached ??= this.#attach(user));
        } catch (error) {
          user.attached = null;
          failed.set(login, (error as Error).message);
        }
      }
    };
    await Promise.all(Array.from({ length: limits.ctiAttachInFlight }, next));
    const [first] = failed;
    if (first === undefined) return;
    const [login, reason] = first;
    this.#options.log.warn({ login, reason, users: failed.size }, 'users could not be attached; it is tried again');
  }

  async #attach({ login }: User): Promise<void> {
    if (this.#link === null) throw new CtiError('away', 'the CTI API is not connected');
    await this.#link.command('AttachToUser', { login });
  }

  #take(message: NccMessage): void {
    this.#counters.events += 1;
    const { login } = message;
    const user = typeof login === 'string' ? this.#users.get(login) : undefined;
    if (user === undefined) {
      this.#counters.unknownLogins += 1;
      return;
    }
    user.table.fold(message);
    this.#options.event(user.login, message);
  }
}
