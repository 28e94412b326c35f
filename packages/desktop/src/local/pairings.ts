// Pages that ask to be let in, until the agent has decided in his window.
import { randomUUID } from 'node:crypto';
import type { IpscObjects } from '@cordboard/contract/dialects/ipsc';
import { limits } from '../limits.ts';
import type { Right } from './grants.ts';

export type Decision = Right | 'refuse';

type Waiting = {
  request: IpscObjects['pairingRequest'];
  readonly asked: Promise<Decision>;
  readonly settle: (decision: Decision) => void;
};

export class Pairings {
  readonly #changed: (waiting: readonly IpscObjects['pairingRequest'][]) => void;
  readonly #waiting = new Map<string, Waiting>();

  constructor(changed: (waiting: readonly IpscObjects['pairingRequest'][]) => void) {
    this.#changed = changed;
  }

  get waiting(): readonly IpscObjects['pairingRequest'][] {
    return [...this.#waiting.values()].map(({ request }) => request);
  }

  /** The same page asking again waits for the same decision, and may give its name by it. Nobody who decides in time: refused. */
  ask(origin: string, name: string): Promise<Decision> {
    const same = [...this.#waiting.values()].find(
      ({ request }) =>
        origin !== '' && request.origin === origin && (request.name === name || [request.name, name].includes('')),
    );
    if (same !== undefined) return this.#joins(same, name);
    if (this.#waiting.size >= limits.maxPairings) return Promise.resolve('refuse');
    const id = randomUUID();
    let settle: (decision: Decision) => void = () => {};
    const asked = new Promise<Decision>((resolve) => {
      const timer = setTimeout(() => settle('refuse'), limits.pairingTimeoutMs);
      settle = (decision) => {
        clearTimeout(timer);
        if (!this.#waiting.delete(id)) return;
        this.#changed(this.waiting);
        resolve(decision);
      };
    });
    this.#waiting.set(id, { request: { id, origin, name }, asked, settle });
    this.#changed(this.waiting);
    return asked;
  }

  #joins(waiting: Waiting, name: string): Promise<Decision> {
    if (waiting.request.name === '' && name !== '') {
      waiting.request = { ...waiting.request, name };
      this.#changed(this.waiting);
    }
    return waiting.asked;
  }

  /** @returns whether anybody waited under this id. */
  decide(id: string, decision: Decision): boolean {
    const waiting = this.#waiting.get(id);
    waiting?.settle(decision);
    return waiting !== undefined;
  }

  /** For the end of the program. */
  close(): void {
    for (const { settle } of this.#waiting.values()) settle('refuse');
  }
}
