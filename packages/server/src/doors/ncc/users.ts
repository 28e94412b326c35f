// The users that CTI modules are attached to: each once, however many watch him; what is asked for one of them is done in turn.
import type { Core } from '../../core.ts';
import { Attached, type Who } from './attached.ts';
import type { NccLimits } from './limits.ts';
import { Telephones } from './telephones.ts';

export class Users {
  readonly telephones: Telephones;
  readonly #core: Core;
  readonly #sipDomain: string;
  readonly #limits: NccLimits;
  readonly #attached = new Map<string, Attached>();
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(core: Core, sipDomain: string, limits: NccLimits) {
    this.#core = core;
    this.#sipDomain = sipDomain;
    this.#limits = limits;
    this.telephones = new Telephones(core, limits.nccRememberedTelephones);
  }

  get size(): number {
    return this.#attached.size;
  }

  /**
   * @param login `user@domain`, or `user` of the only tenant.
   * @returns the user at the core, when there is something to tell of him; null: there is no such user.
   */
  async find(login: string): Promise<Attached | null> {
    const at = login.lastIndexOf('@');
    const tenantId = this.#core.tenantOf(at <= 0 ? this.#sipDomain : login.slice(at + 1));
    if (tenantId === null) return null;
    const agentId = await this.#core.agentByLogin(tenantId, at <= 0 ? login : login.slice(0, at));
    if (agentId === null || this.#core.placeOf(tenantId, agentId) === null) return null;
    const attached = this.#of({ tenantId, agentId });
    try {
      await attached.begun;
    } catch (error) {
      attached.leaveUnwatched();
      throw error;
    }
    return attached;
  }

  /** One behind the other for one user, in the order in which they came. */
  inTurn<T>(login: string, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(login) ?? Promise.resolve();
    const turn = before.then(work);
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#turns.set(login, settled);
    void settled.then(() => {
      if (this.#turns.get(login) === settled) this.#turns.delete(login);
    });
    return turn;
  }

  #of(who: Who): Attached {
    const key = JSON.stringify([who.tenantId, who.agentId]);
    const known = this.#attached.get(key);
    if (known !== undefined) return known;
    const attached = new Attached(this.#core, who, this.#limits, {
      works: (deviceId) => this.telephones.remember(who, deviceId),
      gone: () => {
        if (this.#attached.get(key) === attached) this.#attached.delete(key);
      },
    });
    this.#attached.set(key, attached);
    return attached;
  }
}
