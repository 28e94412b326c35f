// Users and their sessions in PostgreSQL: passwords as Argon2id, tokens as SHA-256.
import type { Database } from './database.ts';

export type User = { readonly login: string; readonly passwordHash: string; readonly isDisabled: boolean };
export type StoredSession = { readonly tokenHash: string; readonly login: string; readonly expiresAtMs: number };

export class People {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(login: string): Promise<User | null> {
    const rows = await this.#database.query<{ login: string; password_hash: string; is_disabled: boolean }>(
      'select login, password_hash, is_disabled from cordboard_middleware.users where login = $1',
      [login],
    );
    const [row] = rows;
    return row === undefined
      ? null
      : { login: row.login, passwordHash: row.password_hash, isDisabled: row.is_disabled };
  }

  /** @returns whether the login was free. */
  async add(login: string, passwordHash: string): Promise<boolean> {
    const rows = await this.#database.query(
      `insert into cordboard_middleware.users (login, password_hash) values ($1, $2)
         on conflict do nothing returning id`,
      [login, passwordHash],
    );
    return rows.length > 0;
  }

  /** His sessions are over with the old password. @returns whether there is such a user. */
  async setPassword(login: string, passwordHash: string): Promise<boolean> {
    const rows = await this.#database.query(
      'update cordboard_middleware.users set password_hash = $2 where login = $1 returning id',
      [login, passwordHash],
    );
    await this.endSessions(login);
    return rows.length > 0;
  }

  async setDisabled(login: string, isDisabled: boolean): Promise<boolean> {
    const rows = await this.#database.query(
      'update cordboard_middleware.users set is_disabled = $2 where login = $1 returning id',
      [login, isDisabled],
    );
    if (isDisabled) await this.endSessions(login);
    return rows.length > 0;
  }

  async remove(login: string): Promise<boolean> {
    const rows = await this.#database.query('delete from cordboard_middleware.users where login = $1 returning id', [
      login,
    ]);
    return rows.length > 0;
  }

  async list(): Promise<readonly { login: string; isDisabled: boolean; sessions: number; dropped: number }[]> {
    const rows = await this.#database.query<{ login: string; is_disabled: boolean; sessions: string; dropped: string }>(
      `select u.login, u.is_disabled, coalesce(d.events, 0) as dropped,
              (select count(*) from cordboard_middleware.sessions s where s.user_id = u.id and s.expires_at > now()) as sessions
         from cordboard_middleware.users u left join cordboard_middleware.dropped d on d.user_id = u.id order by u.login`,
    );
    return rows.map(({ login, is_disabled, sessions, dropped }) => ({
      login,
      isDisabled: is_disabled,
      sessions: Number(sessions),
      dropped: Number(dropped),
    }));
  }

  async endSessions(login: string): Promise<void> {
    await this.#database.query(
      `delete from cordboard_middleware.sessions s using cordboard_middleware.users u
         where u.id = s.user_id and u.login = $1`,
      [login],
    );
  }

  /** @returns whether the user may still come in, with the password that was looked at. */
  async saveSession(session: StoredSession, address: string, passwordHash: string): Promise<boolean> {
    const rows = await this.#database.query(
      `insert into cordboard_middleware.sessions (token_hash, user_id, address, expires_at)
         select $1, id, $3, to_timestamp($4 / 1000.0) from cordboard_middleware.users
           where login = $2 and password_hash = $5 and not is_disabled returning user_id`,
      [session.tokenHash, session.login, address, session.expiresAtMs, passwordHash],
    );
    return rows.length > 0;
  }

  async removeSessions(tokenHashes: readonly string[]): Promise<void> {
    await this.#database.query('delete from cordboard_middleware.sessions where token_hash = any($1::text[])', [
      tokenHashes,
    ]);
  }

  /** Those that are not over; what is over is removed. */
  async loadSessions(): Promise<readonly StoredSession[]> {
    await this.#database.query('delete from cordboard_middleware.sessions where expires_at <= now()');
    const rows = await this.#database.query<{ token_hash: string; login: string; expires_at: Date }>(
      `select s.token_hash, u.login, s.expires_at from cordboard_middleware.sessions s
         join cordboard_middleware.users u on u.id = s.user_id where not u.is_disabled order by s.created_at`,
    );
    return rows.map(({ token_hash, login, expires_at }) => ({
      tokenHash: token_hash,
      login,
      expiresAtMs: expires_at.getTime(),
    }));
  }
}
