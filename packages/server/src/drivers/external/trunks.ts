// Which trunk of a switch outside carries which call, and which has room.
import type { ConnectionId } from '@cordboard/domain';

/** A way to the outside by the name that the switch has for it. Tried in the order of the configuration. */
export type Trunk = {
  /** Of Asterisk's endpoint, of FreeSWITCH's gateway. */
  readonly id: string;
  /** Whether calls go out by it. */
  readonly isOutgoing: boolean;
  /** Calls in and out together. */
  readonly maxCalls: number;
  /** Shown when the call brings no number of its own. */
  readonly callerId: string;
};

export class Trunks {
  readonly #trunks: readonly Trunk[];
  readonly #calls = new Map<string, Set<ConnectionId>>();

  constructor(trunks: readonly Trunk[]) {
    this.#trunks = trunks;
    for (const { id } of trunks) this.#calls.set(id, new Set());
  }

  get occupied(): number {
    return [...this.#calls.values()].reduce((sum, calls) => sum + calls.size, 0);
  }

  isTrunk(id: string): boolean {
    return this.#calls.has(id);
  }

  /** @returns whether it had room. */
  takeIncoming(id: string, connectionId: ConnectionId): boolean {
    const trunk = this.#trunks.find((one) => one.id === id);
    return trunk !== undefined && this.#take(trunk, connectionId);
  }

  /** @returns the first that has room; null: none. */
  takeOutgoing(connectionId: ConnectionId): Trunk | null {
    return this.#trunks.find((trunk) => trunk.isOutgoing && this.#take(trunk, connectionId)) ?? null;
  }

  /** A call that is on it, whether it has room or not. */
  found(id: string, connectionId: ConnectionId): void {
    this.#calls.get(id)?.add(connectionId);
  }

  free(connectionId: ConnectionId): void {
    for (const calls of this.#calls.values()) calls.delete(connectionId);
  }

  #take({ id, maxCalls }: Trunk, connectionId: ConnectionId): boolean {
    const calls = this.#calls.get(id);
    if (calls === undefined || calls.size >= maxCalls) return false;
    calls.add(connectionId);
    return true;
  }
}
