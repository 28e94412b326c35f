// Logging in: guessing is slowed down, a wrong password and an unknown login look the same, and the CTI API must know the user.
import { createHash } from 'node:crypto';
import { createPasswords, SignInGuard, type Attempt, type Passwords } from '@cordboard/server/parts';
import type { Audit } from '../storage/audit.ts';
import type { People } from '../storage/people.ts';
import type { Session, Sessions } from './sessions.ts';

export type LoginResult =
  | { readonly token: string; readonly session: Session }
  | { readonly refused: 'wrongPair' | 'tooMuchAtOnce' }
  | { readonly refused: 'tooManyTries'; readonly retryAfterMs: number };

export class Login {
  readonly #people: People;
  readonly #sessions: Sessions;
  readonly #audit: Audit;
  readonly #passwords: Passwords = createPasswords();
  readonly #guard = new SignInGuard(() => performance.now());

  constructor(people: People, sessions: Sessions, audit: Audit) {
    this.#people = people;
    this.#sessions = sessions;
    this.#audit = audit;
  }

  /** @throws CtiError, or what the database says; the attempt does not count then. */
  async attempt(login: string, password: string, address: string): Promise<LoginResult> {
    const attempt = this.#guard.begin(createHash('sha256').update(login).digest('hex'), address);
    if ('refused' in attempt) return { refused: 'tooManyTries', retryAfterMs: attempt.retryAfterMs ?? 1_000 };
    try {
      return await this.#judge(attempt, login, password, address);
    } catch (error) {
      attempt.withdrawn();
      this.#audit.add({ login: null, address, deed: 'login', outcome: 'failed', detail: {} });
      throw error;
    }
  }

  async #judge(attempt: Attempt, login: string, password: string, address: string): Promise<LoginResult> {
    const user = await this.#people.find(login);
    const isRight = await this.#passwords.verify(user?.passwordHash ?? null, password);
    if (isRight === null) {
      attempt.withdrawn();
      return { refused: 'tooMuchAtOnce' };
    }
    const known = user?.login ?? null;
    if (!isRight || user === null || user.isDisabled) return this.#refuse(attempt, known, address);
    const opened = await this.#sessions.open(user, address, Date.now());
    if (opened === null) return this.#refuse(attempt, known, address);
    attempt.succeeded();
    this.#audit.add({ login: known, address, deed: 'login', outcome: 'done', detail: {} });
    return opened;
  }

  #refuse(attempt: Attempt, login: string | null, address: string): LoginResult {
    attempt.failed();
    this.#audit.add({ login, address, deed: 'login', outcome: 'wrongPair', detail: {} });
    return { refused: 'wrongPair' };
  }
}
