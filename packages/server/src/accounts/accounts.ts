// Accounts: who somebody is, proved by password or token. Until then nothing is bound, kept or logged by name.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { AgentId, Refusal, SessionId } from '@cordboard/domain';
import type { Authenticated } from '../core.ts';
import { limits } from '../limits.ts';
import type { AuditEntry, Store, User } from '../storage/store.ts';
import { BoundedMap } from './bounded-map.ts';
import { createPasswords, hashPassword, passwordFault } from './passwords.ts';
import { createPeople, type Profile } from './people.ts';
import { SignInGuard } from './sign-in-guard.ts';
import { hashToken, isToken, newToken } from './tokens.ts';

export type Credentials = { readonly login: string; readonly password: string; readonly tenantId?: string };

export interface Accounts {
  /** Refuses with `notAuthenticated` whatever is wrong, or with `limitReached` and `retryAfterMs`. */
  authenticate(credentials: Credentials, address: string): Promise<Authenticated | Refusal>;
  authenticateToken(token: string, address: string): Promise<Authenticated | Refusal>;
  revokeToken(token: string): Promise<void>;
  /** Who signs in by this login; null: nobody, or the accounts are out of reach. */
  agentByLogin(tenantId: string, login: string): Promise<AgentId | null>;
  /** @param by who does it, for the audit. */
  createUser(user: NewUser, by: Actor): Promise<Refusal | null>;
  /** By the person himself: ends his other sessions. Refuses with `wrongPassword`, or `invalidParameter` when the new one will not do. */
  changePassword(own: OwnSession, passwords: PasswordChange, address: string): Promise<Refusal | null>;
  /** Ends all sessions of the user as well. */
  setPassword(tenantId: string, login: string, password: string, by: Actor): Promise<Refusal | null>;
}

export type NewUser = {
  readonly tenantId: string;
  readonly agentId: AgentId;
  readonly login: string;
  readonly password: string;
};
/** Whose password, and the session that goes on. */
export type OwnSession = Pick<Authenticated, 'session' | 'token'>;
export type PasswordChange = { readonly oldPassword: string; readonly newPassword: string };
export type Actor = { readonly who: string; readonly address: string };

export type AccountsParts = {
  readonly store: Pick<Store, 'users' | 'sessions' | 'configuration' | 'tenants' | 'audit'>;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  readonly log: Readonly<Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>>;
  /** Where audit entries go; the store, unless something else is wanted. */
  readonly audit?: (entry: AuditEntry) => Promise<void>;
};

type KeptSession = {
  readonly sessionId: string;
  readonly tenantId: string;
  readonly agentId: AgentId;
  readonly expiresAt: number;
};

const denied: Refusal = { refused: 'notAuthenticated' };
/** Said to who knows the password, and to nobody else. */
const disabled: Refusal = { refused: 'agentDisabled' };
const tooMany: Refusal = { refused: 'limitReached', detail: 'too many sign-ins at once', retryAfterMs: 1_000 };
const unavailable: Refusal = { refused: 'limitReached', detail: 'accounts are out of reach', retryAfterMs: 1_000 };

/** PostgreSQL takes no U+0000, and a query that fails is no failed sign-in: such names never get there. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const unspeakable = /[\u0000-\u001f\u007f]/;

/** Logins are the same in capitals and however they were composed. */
const normalLogin = (login: string): string => login.normalize('NFKC').trim().toLowerCase();

export const createAccounts = (parts: AccountsParts): Accounts => new PasswordAccounts(parts);

class PasswordAccounts implements Accounts {
  readonly #parts: AccountsParts;
  readonly #passwords = createPasswords();
  readonly #people: ReturnType<typeof createPeople>;
  readonly #guard: SignInGuard;
  readonly #known = new BoundedMap<string, KeptSession>(limits.sessionCacheMaxEntries);
  /** Makes the digests of logins in the audit useless outside this process's life, and equal within. */
  readonly #salt = randomBytes(16);
  #sweptAt = 0;

  constructor(parts: AccountsParts) {
    this.#parts = parts;
    this.#people = createPeople(parts.store, parts.now);
    this.#guard = new SignInGuard(parts.now);
  }

  async authenticate(credentials: Credentials, address: string): Promise<Authenticated | Refusal> {
    try {
      return await this.#authenticate(credentials, address);
    } catch (error) {
      this.#parts.log.error({ reason: (error as Error).message }, 'nobody can sign in by password');
      return unavailable;
    }
  }

  async #authenticate(credentials: Credentials, address: string): Promise<Authenticated | Refusal> {
    const { login, password } = credentials;
    const fits =
      login.length <= limits.loginMaxCharacters &&
      Buffer.byteLength(password) <= limits.passwordMaxBytes &&
      !unspeakable.test(login) &&
      !unspeakable.test(credentials.tenantId ?? '');
    const place = await this.#place(fits ? credentials : { login: '', password: '' });
    const account = this.#digest(`${place.tenantId}\0${place.login}`);
    const attempt = this.#guard.begin(account, address);
    if ('refused' in attempt) return attempt;
    let user: User | null;
    let matches: boolean | null;
    try {
      user = fits ? await this.#parts.store.users.byLogin(place.tenantId, place.login) : null;
      matches = await this.#passwords.verify(user?.passwordHash ?? null, fits ? password : '');
    } catch (error) {
      attempt.withdrawn();
      throw error;
    }
    if (matches === null) {
      attempt.withdrawn();
      return tooMany;
    }
    const profile = user === null ? null : await this.#people.profile(user.tenantId, user.agentId);
    if (!matches || user === null || user.disabled || profile === null) {
      attempt.failed();
      this.#audit({ tenantId: place.tenantId, who: `login ${account}`, what: 'signInFailed', address, detail: {} });
      return denied;
    }
    attempt.succeeded();
    if (!profile.enabled) return disabled;
    return this.#open(user, profile, address);
  }

  /** `name@tenant` says the tenant; so does the field; otherwise it is the only one. An unknown one is as good as an unknown login. */
  async #place({ login, tenantId }: Credentials): Promise<{ tenantId: string; login: string }> {
    if (tenantId !== undefined)
      return { tenantId: tenantId.slice(0, limits.loginMaxCharacters), login: normalLogin(login) };
    const at = login.lastIndexOf('@');
    if (at > 0) return { tenantId: login.slice(at + 1), login: normalLogin(login.slice(0, at)) };
    return { tenantId: (await this.#people.onlyTenant()) ?? '', login: normalLogin(login) };
  }

  async #open(user: User, profile: Profile, address: string): Promise<Authenticated> {
    const { tenantId, agentId } = user;
    const token = newToken();
    const tokenHash = hashToken(token);
    const expiresAt = this.#parts.now() + limits.tokenLifetimeMs;
    const kept = { sessionId: randomUUID(), tenantId, agentId, expiresAt };
    await this.#parts.store.sessions.save({ tokenHash, ...kept });
    this.#known.set(tokenHash, kept);
    this.#audit({ tenantId, who: agentId, what: 'signIn', address, detail: { sessionId: kept.sessionId } });
    this.#sweep();
    return authenticated(kept, profile, token);
  }

  async authenticateToken(token: string, address: string): Promise<Authenticated | Refusal> {
    const tokenHash = isToken(token) ? hashToken(token) : '';
    try {
      const kept = this.#known.get(tokenHash) ?? (await this.#lookUp(tokenHash, address));
      if ('refused' in kept) return kept;
      if (kept.expiresAt <= this.#parts.now()) {
        this.#known.delete(tokenHash);
        return denied;
      }
      const profile = await this.#people.profile(kept.tenantId, kept.agentId);
      if (profile === null) return denied;
      if (!profile.enabled) return disabled;
      this.#known.set(tokenHash, kept);
      return authenticated(kept, profile, token);
    } catch (error) {
      this.#parts.log.error({ reason: (error as Error).message }, 'a session cannot be looked up');
      return unavailable;
    }
  }

  async #lookUp(tokenHash: string, address: string): Promise<KeptSession | Refusal> {
    const attempt = this.#guard.beginToken(address);
    if ('refused' in attempt) return attempt;
    const kept = tokenHash === '' ? null : await this.#parts.store.sessions.byTokenHash(tokenHash);
    if (kept !== null) return kept;
    attempt.failed();
    return denied;
  }

  async revokeToken(token: string): Promise<void> {
    if (!isToken(token)) return;
    const tokenHash = hashToken(token);
    const kept = this.#known.get(tokenHash);
    this.#known.delete(tokenHash);
    await this.#parts.store.sessions.remove(tokenHash);
    if (kept === undefined) return;
    const { tenantId, agentId, sessionId } = kept;
    this.#audit({ tenantId, who: agentId, what: 'signOut', address: '', detail: { sessionId } });
  }

  async agentByLogin(tenantId: string, login: string): Promise<AgentId | null> {
    if (login.length > limits.loginMaxCharacters || unspeakable.test(login)) return null;
    const user = await this.#parts.store.users.byLogin(tenantId, normalLogin(login)).catch(() => null);
    return user?.agentId ?? null;
  }

  async createUser(user: NewUser, by: Actor): Promise<Refusal | null> {
    const { tenantId, agentId, password } = user;
    const login = normalLogin(user.login);
    if (login === '' || login.includes('@') || login.length > limits.loginMaxCharacters) {
      return { refused: 'invalidParameter', field: 'login' };
    }
    const fault = passwordFault(password);
    if (fault !== null) return { refused: 'invalidParameter', field: 'password', detail: fault };
    const users = await this.#parts.store.users.list(tenantId);
    if (users.some((other) => other.login === login || other.agentId === agentId)) {
      return { refused: 'invalidParameter', field: 'login', detail: 'the login or the agent has an account already' };
    }
    const passwordHash = await hashPassword(password);
    await this.#parts.store.users.save({ tenantId, agentId, login, passwordHash, disabled: false });
    this.#audit({ tenantId, ...by, what: 'userCreated', detail: { agentId } });
    return null;
  }

  async changePassword(own: OwnSession, change: PasswordChange, address: string): Promise<Refusal | null> {
    try {
      return await this.#changePassword(own, change, address);
    } catch (error) {
      this.#parts.log.error({ reason: (error as Error).message }, 'a password could not be changed');
      return unavailable;
    }
  }

  async #changePassword({ session, token }: OwnSession, change: PasswordChange, address: string) {
    const { tenantId, agentId } = session;
    const fault = passwordFault(change.newPassword);
    if (fault !== null) return { refused: 'invalidParameter', field: 'newPassword', detail: fault } as const;
    const user = (await this.#parts.store.users.list(tenantId)).find((each) => each.agentId === agentId);
    if (user === undefined) return denied;
    const attempt = this.#guard.begin(this.#digest(`${tenantId}\0${user.login}`), address);
    if ('refused' in attempt) return attempt;
    const fits = Buffer.byteLength(change.oldPassword) <= limits.passwordMaxBytes;
    const matches = await this.#passwords.verify(user.passwordHash, fits ? change.oldPassword : '');
    if (matches === null) {
      attempt.withdrawn();
      return tooMany;
    }
    if (!matches) {
      attempt.failed();
      this.#audit({ tenantId, who: agentId, what: 'passwordChangeFailed', address, detail: {} });
      return { refused: 'wrongPassword', field: 'oldPassword' } as const;
    }
    attempt.succeeded();
    const tokenHash = hashToken(token);
    const kept = this.#known.get(tokenHash) ?? (await this.#parts.store.sessions.byTokenHash(tokenHash));
    await this.#replacePassword(user, change.newPassword);
    // This session goes on: its person has just shown who he is.
    if (kept !== null) await this.#parts.store.sessions.save({ tokenHash, ...kept });
    this.#audit({ tenantId, who: agentId, address, what: 'passwordChanged', detail: {} });
    return null;
  }

  async setPassword(tenantId: string, login: string, password: string, by: Actor): Promise<Refusal | null> {
    const fault = passwordFault(password);
    if (fault !== null) return { refused: 'invalidParameter', field: 'password', detail: fault };
    const user = await this.#parts.store.users.byLogin(tenantId, normalLogin(login));
    if (user === null) return { refused: 'unknownAgent', field: 'login' };
    await this.#replacePassword(user, password);
    this.#audit({ tenantId, ...by, what: 'passwordSet', detail: { agentId: user.agentId } });
    return null;
  }

  async #replacePassword(user: User, password: string): Promise<void> {
    const { tenantId, agentId } = user;
    await this.#parts.store.users.save({ ...user, passwordHash: await hashPassword(password) });
    await this.#parts.store.sessions.removeAllOf(tenantId, agentId);
    for (const [tokenHash, kept] of [...this.#known.entries()]) {
      if (kept.tenantId === tenantId && kept.agentId === agentId) this.#known.delete(tokenHash);
    }
  }

  #digest(text: string): string {
    return createHash('sha256').update(this.#salt).update(text).digest('base64url').slice(0, 22);
  }

  /** Never in the way: an entry that cannot be kept is told to the log. */
  #audit(entry: Omit<AuditEntry, 'at'>): void {
    const write = this.#parts.audit ?? ((each: AuditEntry) => this.#parts.store.audit(each));
    write({ at: this.#parts.now(), ...entry }).catch((error: unknown) => {
      this.#parts.log.error({ what: entry.what, reason: (error as Error).message }, 'an audit entry was lost');
    });
  }

  #sweep(): void {
    const nowMs = this.#parts.now();
    if (nowMs - this.#sweptAt < limits.sessionSweepEveryMs) return;
    this.#sweptAt = nowMs;
    this.#parts.store.sessions.removeExpired(nowMs).catch((error: unknown) => {
      this.#parts.log.warn({ reason: (error as Error).message }, 'expired sessions were not removed');
    });
  }
}

function authenticated(kept: KeptSession, { rank, person }: Profile, token: string): Authenticated {
  const { sessionId, tenantId, agentId, expiresAt } = kept;
  return { session: { sessionId: sessionId as SessionId, tenantId, agentId, rank }, person, token, expiresAt };
}
