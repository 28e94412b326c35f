// Who is here over Verto: sessions by their sessids, kept for a while when a connection is lost, and the persons they belong to.
import { randomUUID } from 'node:crypto';
import type { Authenticated, Core } from '../../core.ts';
import { Presence } from './presence.ts';
import { VertoSession, type Outlet } from './session.ts';
import type { LoggedIn } from './login.ts';
import type { VertoLimits } from './limits.ts';

type Kept = { readonly session: VertoSession; timer: NodeJS.Timeout | null };

export class Sessions {
  readonly #core: Core;
  readonly #limits: VertoLimits;
  readonly #kept = new Map<string, Kept>();
  readonly #presences = new Map<string, Presence>();
  readonly #told: { changed(session: VertoSession): void; ended(session: VertoSession): void };

  /** @param told `changed`: its agent may be another than before; `ended`: it is over for good. */
  constructor(
    core: Core,
    limits: VertoLimits,
    told: { changed(session: VertoSession): void; ended(session: VertoSession): void },
  ) {
    this.#core = core;
    this.#limits = limits;
    this.#told = told;
  }

  get size(): number {
    return this.#kept.size;
  }

  get presences(): number {
    return this.#presences.size;
  }

  *of(tenantId: string): Iterable<VertoSession> {
    for (const { session } of this.#kept.values()) if (session.presence.tenantId === tenantId) yield session;
  }

  /** The person at the core: one for all he has here. */
  presenceOf({ session }: Pick<Authenticated, 'session'>): Presence {
    const key = JSON.stringify([session.tenantId, session.agentId]);
    const known = this.#presences.get(key);
    if (known !== undefined) return known;
    const presence = new Presence(this.#core, session, () => this.#forget(key, presence));
    this.#presences.set(key, presence);
    return presence;
  }

  /**
   * The session of this sessid, new or as it was left, on this connection.
   *
   * @param sessid absent: one is made.
   * @returns `inUse` when it is somebody else's, `full` when there is room for no more.
   */
  async attach(
    loggedIn: LoggedIn,
    sessid: string | null,
    outlet: Outlet,
  ): Promise<{ readonly session: VertoSession; readonly isBack: boolean } | 'inUse' | 'full'> {
    const { authenticated } = loggedIn;
    const presence = this.presenceOf(authenticated);
    const known = sessid === null ? undefined : this.#kept.get(sessid);
    if (known !== undefined) {
      if (known.session.presence !== presence) return 'inUse';
      if (known.timer !== null) clearTimeout(known.timer);
      known.timer = null;
      known.session.authenticated = authenticated;
      known.session.attach(outlet);
      await presence.hold(known.session);
      return { session: known.session, isBack: true };
    }
    if (this.#kept.size >= this.#limits.vertoMaxSessions) return 'full';
    if (this.#countOf(presence) >= this.#limits.vertoMaxSessionsPerPerson) return 'full';
    const session = new VertoSession(sessid ?? randomUUID(), loggedIn, presence, {
      maxMissed: this.#limits.vertoMaxMissedFrames,
      changed: (changed) => this.#told.changed(changed),
    });
    this.#kept.set(session.sessid, { session, timer: null });
    session.attach(outlet);
    await presence.hold(session);
    return { session, isBack: false };
  }

  /**
   * The connection is lost: at the core the person is away at once, here the session waits for him.
   *
   * @returns whether `outlet` was its present connection.
   */
  detach(session: VertoSession, outlet: Outlet): boolean {
    if (!session.detach(outlet)) return false;
    const kept = this.#kept.get(session.sessid);
    session.presence.letGo(session);
    if (kept?.session !== session) return true;
    kept.timer = setTimeout(() => this.end(session), this.#limits.vertoDetachedMs);
    kept.timer.unref();
    return true;
  }

  end(session: VertoSession): void {
    const kept = this.#kept.get(session.sessid);
    if (kept?.session !== session) return;
    if (kept.timer !== null) clearTimeout(kept.timer);
    this.#kept.delete(session.sessid);
    session.end();
    session.presence.letGo(session);
    this.#told.ended(session);
    this.#forgetUnused(session.presence);
  }

  close(): void {
    for (const { session } of [...this.#kept.values()]) this.end(session);
  }

  #countOf(presence: Presence): number {
    let count = 0;
    for (const { session } of this.#kept.values()) if (session.presence === presence) count += 1;
    return count;
  }

  /** A person with a session that waits for him is kept: where he was in the stream is known there. */
  #forget(key: string, presence: Presence): void {
    if (presence.listeners.size === 0 && !presence.isHeld && this.#presences.get(key) === presence) {
      this.#presences.delete(key);
    }
  }

  #forgetUnused(presence: Presence): void {
    const key = JSON.stringify([presence.tenantId, presence.agentId]);
    this.#forget(key, presence);
  }
}
