// Which trunk carries which call, and which has room.
import type { ConnectionId } from '@cordboard/domain';
import type { AsteriskTrunk } from './options.ts';

export class Trunks {
  readonly #trunks: readonly AsteriskTrunk[];
  readonly #calls = new Map<string, Set<ConnectionId>>();

  constructor(trunks: readonly AsteriskTrunk[]) {
    this.#trunks = trunks;
    for (const { id } of trunks) this.#calls.set(id, new Set());
  }

  get occupied(): number {
    return [...this.#calls.values()].reduce((sum, calls) => sum + calls.size, 0);
  }

  isTrunk(endpoint: string): boolean {
    return this.#calls.has(endpoint);
  }

  /** @returns whether it had room. */
  takeIncoming(id: string, connectionId: ConnectionId): boolean {
    const trunk = this.#trunks.find((one) => one.id === id);
    return trunk !== undefined && this.#take(trunk, connectionId);
  }

  /** @returns the first that has room and was not tried; null: none. */
  takeOutgoing(connectionId: ConnectionId, tried: ReadonlySet<string>): AsteriskTrunk | null {
    const free = this.#trunks.filter(({ id, isOutgoing }) => isOutgoing && !tried.has(id));
    return free.find((trunk) => this.#take(trunk, connectionId)) ?? null;
  }

  free(connectionId: ConnectionId): void {
    for (const calls of this.#calls.values()) calls.delete(connectionId);
  }

  #take({ id, maxCalls }: AsteriskTrunk, connectionId: ConnectionId): boolean {
    const calls = this.#calls.get(id);
    if (calls === undefined || calls.size >= maxCalls) return false;
    calls.add(connectionId);
    return true;
  }
}
