// Connections on which nobody has shown yet who he is, in the order they came: where places run out, the oldest makes room.
import type { Flow } from './flow.ts';

export class Strangers<Connection extends Flow = Flow> {
  readonly #connections = new Set<Connection>();

  get size(): number {
    return this.#connections.size;
  }

  add(connection: Connection): void {
    this.#connections.add(connection);
  }

  /** He has shown who he is, or is gone. */
  delete(connection: Connection): void {
    this.#connections.delete(connection);
  }

  /** @param address only those from there; null: from anywhere. */
  oldest(address: string | null): Connection | null {
    for (const connection of this.#connections) {
      if (address === null || connection.remoteAddress === address) return connection;
    }
    return null;
  }
}
