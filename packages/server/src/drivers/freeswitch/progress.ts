// How far a connection has come, told once: it rings, it is answered, its telephone holds and retrieves.
import type { Fact } from '@cordboard/domain';
import type { Connection } from './connection.ts';

export class Progress {
  readonly #tell: (fact: Fact) => void;
  readonly #place: (connection: Connection) => void;

  /** @param place has a connection put where it belongs. */
  constructor(tell: (fact: Fact) => void, place: (connection: Connection) => void) {
    this.#tell = tell;
    this.#place = place;
  }

  alerting(connection: Connection, earlyMedia: boolean): void {
    if (connection.direction === 'in' || connection.isAlerting || connection.isUp) return;
    connection.isAlerting = true;
    this.#tell({ fact: 'alerting', connectionId: connection.id, earlyMedia });
  }

  answered(connection: Connection): void {
    if (connection.isUp) return;
    connection.isUp = true;
    clearTimeout(connection.timer);
    this.#tell({ fact: 'answered', connectionId: connection.id });
    this.#place(connection);
  }

  /** By the telephone itself. Whoever arrives somewhere was under way when it held, and FreeSWITCH has forgotten it: not held. */
  held(connection: Connection, isHeld: boolean): void {
    if (connection.isHeldByDevice === isHeld) return;
    connection.isHeldByDevice = isHeld;
    this.#tell({ fact: isHeld ? 'heldByDevice' : 'retrievedByDevice', connectionId: connection.id });
    if (!isHeld) this.#place(connection);
  }
}
