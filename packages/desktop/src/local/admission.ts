// Whether a page may steer the program: by the settings, by an earlier consent, or by one asked for now.
import { Refusal } from '../agent/refusal.ts';
import type { Grants, Right } from './grants.ts';
import type { Decision, Pairings } from './pairings.ts';

export type Rights = Right | 'none' | 'window';

export class Admission {
  readonly #origin: string;
  readonly #grants: Grants;
  readonly #pairings: Pairings;
  #rights: Rights;
  #asking = false;

  /** @param origin of the page; empty: a program that is no page, or a page without an origin of its own. */
  constructor(origin: string, isWindow: boolean, grants: Grants, pairings: Pairings) {
    this.#origin = origin;
    this.#grants = grants;
    this.#pairings = pairings;
    this.#rights = isWindow ? 'window' : grants.rightsOf(origin);
  }

  get rights(): Rights {
    // Consent given by way of another connection of the same page holds for this one.
    if (this.#rights === 'none') this.#rights = this.#grants.rightsOf(this.#origin);
    return this.#rights;
  }

  /** A page that knows nothing of pairing asks by using the program; consent holds for its origin. */
  ask(): void {
    if (this.#asking) return;
    this.#asking = true;
    void this.#pairings.ask(this.#origin, '').then((decision) => {
      this.#asking = false;
      if (decision === 'refuse') return;
      this.#rights = decision;
      if (this.#origin !== '') this.#grants.add(this.#origin, '', decision, null);
    });
  }

  /** @returns a token for `authenticate`. @throws Refusal pairingRefused. */
  async pair(name: string): Promise<string> {
    const decision: Decision = this.#rights === 'window' ? 'steer' : await this.#pairings.ask(this.#origin, name);
    if (decision === 'refuse') throw new Refusal('pairingRefused');
    this.#rights = decision;
    return this.#grants.addWithToken(this.#origin, name, decision);
  }

  authenticate(token: string): boolean {
    const right = this.#grants.rightsOfToken(this.#origin, token);
    if (right === null) return false;
    this.#rights = right;
    return true;
  }
}
