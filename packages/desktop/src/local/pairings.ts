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
  /** By origin, when it was refused. */
  readonly #refusals = new Map<string, readonly number[]>();

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
    if (this.#waiting.size >= limits.maxPairings || this.#isTiresome(origin)) return Promise.resolve('refuse');
    const id = randomUUID();
    let settle: (decision: Decision) => void = () => {};
    const asked = new Promise<Decision>((resolve) => {
      const timer = setTimeout(() => settle('refuse'), limits.pairingTimeoutMs);
      settle = (decision) => {
        clearTimeout(timer);
        if (!this.#waiting.delete(id)) return;
        if (decision === 'refuse') this.#remember(origin);
        else this.#refusals.delete(origin);
        this.#changed(this.waiting);
        resolve(decision);
      };
    });
    this.#waiting.set(id, { request: { id, origin, name }, asked, settle });
    this.#changed(this.waiting);
    return asked;
  }

  #isTiresome(origin: string): boolean {
    return this.#recent(origin).length >= limits.refusalsBeforeSilence;
  }

  #recent(origin: string): readonly number[] {
    const since = Date.now() - limits.refusalsRememberedMs;
    return (this.#refusals.get(origin) ?? []).filter((atMs) => atMs > since);
  }

  #remember(origin: string): void {
    this.#refusals.set(origin, [...this.#recent(origin), Date.now()]);
    const [oldest] = this.#refusals.keys();
    if (this.#refusals.size > limits.maxGrants && oldest !== undefined) this.#refusals.delete(oldest);
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
