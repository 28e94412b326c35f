// Which gateway carries which call, and which has room.
import type { ConnectionId } from '@cordboard/domain';
import type { FreeswitchTrunk } from './options.ts';

export class Trunks {
  readonly #trunks: readonly FreeswitchTrunk[];
  readonly #calls = new Map<string, Set<ConnectionId>>();

  constructor(trunks: readonly FreeswitchTrunk[]) {
    this.#trunks = trunks;
    for (const { id } of trunks) this.#calls.set(id, new Set());
  }

  get occupied(): number {
    return [...this.#calls.values()].reduce((sum, calls) => sum + calls.size, 0);
  }

  /** @returns whether it had room. */
  takeIncoming(id: string, connectionId: ConnectionId): boolean {
    const trunk = this.#trunks.find((one) => one.id === id);
    return trunk !== undefined && this.#take(trunk, connectionId);
  }

  /** @returns the first that has room; null: none. */
  takeOutgoing(connectionId: ConnectionId): FreeswitchTrunk | null {
    return this.#trunks.find((trunk) => trunk.isOutgoing && this.#take(trunk, connectionId)) ?? null;
  }

  /** A call that is on it, whether it has room or not. */
  found(id: string, connectionId: ConnectionId): void {
    this.#calls.get(id)?.add(connectionId);
  }

  free(connectionId: ConnectionId): void {
    for (const calls of this.#calls.values()) calls.delete(connectionId);
  }

  #take({ id, maxCalls }: FreeswitchTrunk, connectionId: ConnectionId): boolean {
    const calls = this.#calls.get(id);
    if (calls === undefined || calls.size >= maxCalls) return false;
    calls.add(connectionId);
    return true;
  }
}
