// Who is signed in: sessions by token, kept in memory for speed and in PostgreSQL for a restart; a user is attached while he has one.
import { hashToken, isToken, newToken, type Log } from '@cordboard/server/parts';
import type { CtiClient } from '../cti/cti-client.ts';
import type { Mailboxes } from '../events/mailboxes.ts';
import { limits } from '../limits.ts';
import type { People, StoredSession, User } from '../storage/people.ts';
import { Turns } from './turns.ts';

export type Session = StoredSession;
export type SessionEnd = (session: Session) => void;

export class Sessions {
  readonly #people: People;
  readonly #cti: CtiClient;
  readonly #mailboxes: Mailboxes;
  readonly #log: Log;
  readonly #byToken = new Map<string, Session>();
  readonly #byLogin = new Map<string, Set<Session>>();
  readonly #turns = new Turns();
  readonly #listeners = new Set<SessionEnd>();
  /** Tokens, hashed, whose sessions are over here and perhaps not yet in the database. */
  readonly #over = new Set<string>();
  #sweeper: NodeJS.Timeout | undefined;

  constructor(parts: { people: People; cti: CtiClient; mailboxes: Mailboxes; log: Log }) {
    ({ people: this.#people, cti: this.#cti, mailboxes: this.#mailboxes, log: this.#log } = parts);
  }

  get size(): number {
    return this.#byToken.size;
  }

  isSignedIn(login: string): boolean {
    return this.#byLogin.has(login);
  }

  /** Those who were signed in before a restart are again. */
  async load(): Promise<void> {
    for (const session of await this.#people.loadSessions()) this.#keep(session);
    for (const login of this.#byLogin.keys()) this.#cti.expect(login);
    this.#sweeper = setInterval(() => void this.#sweep(), limits.sessionSweepMs);
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    await this.#remove();
  }

  /** @returns the session of a token; null: there is none, or it is over. */
  find(token: string, nowMs: number): Session | null {
    const session = isToken(token) ? this.#byToken.get(hashToken(token)) : undefined;
    return session === undefined || session.expiresAtMs <= nowMs ? null : session;
  }

  /**
   * Signs in a user whose password was right; the CTI API must know him.
   *
   * @param passwordHash of the password that was right.
   * @returns null: meanwhile it is another one, or he is disabled.
   * @throws CtiError, or what the database says.
   */
  async open(
    { login, passwordHash }: Pick<User, 'login' | 'passwordHash'>,
    address: string,
    nowMs: number,
  ): Promise<{ readonly token: string; readonly session: Session } | null> {
    return await this.#turns.take(login, async () => {
      try {
        await this.#cti.attach(login);
        const token = newToken();
        const session = { tokenHash: hashToken(token), login, expiresAtMs: nowMs + limits.sessionMs };
        if (!(await this.#people.saveSession(session, address, passwordHash))) return null;
        this.#keep(session);
        for (const oldest of this.#surplus(login)) this.#forget(oldest);
        await this.#remove();
        return { token, session };
      } finally {
        if (!this.isSignedIn(login)) await this.#leave(login);
      }
    });
  }

  /** Ends a session; with the last one of a user his events are let go. */
  async end(session: Session): Promise<void> {
    await this.#turns.take(session.login, async () => {
      this.#forget(session);
      if (!this.isSignedIn(session.login)) await this.#leave(session.login);
    });
    await this.#remove();
  }

  /** @returns stops it; whether it was not stopped before. */
  onEnd(listener: SessionEnd): () => boolean {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #keep(session: Session): void {
    this.#byToken.set(session.tokenHash, session);
    const own = this.#byLogin.get(session.login) ?? new Set();
    this.#byLogin.set(session.login, own.add(session));
  }

  #forget(session: Session): void {
    if (!this.#byToken.delete(session.tokenHash)) return;
    this.#over.add(session.tokenHash);
    const own = this.#byLogin.get(session.login);
    own?.delete(session);
    if (own?.size === 0) this.#byLogin.delete(session.login);
    for (const listener of [...this.#listeners]) listener(session);
  }

  #surplus(login: string): readonly Session[] {
    return [...(this.#byLogin.get(login) ?? [])].slice(0, -limits.sessionsMaxPerUser);
  }

  async #leave(login: string): Promise<void> {
    await this.#cti.detach(login);
    this.#mailboxes.remove(login);
  }

  /** From the database, what is over here; when it is away the next sweep does it. */
  async #remove(): Promise<void> {
    const over = [...this.#over];
    if (over.length === 0) return;
    try {
      await this.#people.removeSessions(over);
      for (const tokenHash of over) this.#over.delete(tokenHash);
    } catch (error) {
      this.#log.warn({ reason: (error as Error).message }, 'sessions that are over could not be removed yet');
    }
  }

  /** Lets go what is over, and what the `user` command has ended in the database. */
  async #sweep(): Promise<void> {
    await this.#remove();
    // One that is opened meanwhile is in the database first, and not among these.
    const before = [...this.#byToken.values()];
    try {
      const stored = new Set((await this.#people.loadSessions()).map(({ tokenHash }) => tokenHash));
      for (const session of before) if (!stored.has(session.tokenHash)) await this.#expire(session);
    } catch (error) {
      const nowMs = Date.now();
      for (const session of before) if (session.expiresAtMs <= nowMs) await this.#expire(session);
      this.#log.warn({ reason: (error as Error).message }, 'sessions could not be compared with the database');
    }
  }

  async #expire(session: Session): Promise<void> {
    await this.#turns.take(session.login, async () => {
      this.#forget(session);
      if (!this.isSignedIn(session.login)) await this.#leave(session.login);
    });
  }
}
