// Calls that come in: told of once, and never before the snapshot.
import type { CallId, ConnectionId, Fact } from '@cordboard/domain';
import { limits } from '../../limits.ts';
import { newCallId, type Roster } from '../external/roster.ts';
import type { Trunks } from '../external/trunks.ts';
import type { FreeswitchCall } from './call.ts';
import { freeswitchCauseOf } from './cause.table.ts';
import { newConnection, type Connection } from './connection.ts';
import type { Ended } from './ended.ts';
import type { EslEvent } from './esl-parser.ts';
import { arrivalOf, type Arrival } from './facts.ts';
import type { Freeswitch } from './freeswitch.ts';

export type ArrivalParts = {
  readonly calls: Roster<Connection, FreeswitchCall>;
  readonly ended: Ended;
  readonly trunks: Trunks;
  readonly freeswitch: Freeswitch;
  readonly tell: (fact: Fact) => void;
  readonly answered: (connection: Connection) => void;
  /** Whether more are wanted. */
  readonly isOpen: () => boolean;
};

export class Arrivals {
  readonly #parts: ArrivalParts;
  /** Between a connection and its snapshot; null: the snapshot is told. */
  #waiting: Arrival[] | null = [];

  constructor(parts: ArrivalParts) {
    this.#parts = parts;
  }

  /** The connection is lost. */
  lost(): void {
    this.#waiting = [];
  }

  /** The snapshot is told. @param found that came while nobody listened */
  settled(found: readonly Arrival[]): void {
    const arrivals = [...found, ...(this.#waiting ?? [])];
    this.#waiting = null;
    for (const arrival of arrivals) this.#invited(arrival);
  }

  /** @param event of a channel that nobody knows and that has been parked */
  parked(event: EslEvent): void {
    const arrival = arrivalOf(event);
    if (arrival === null) return;
    if (this.#waiting === null) this.#invited(arrival);
    else if (this.#waiting.length < limits.switchMaxCalls) this.#waiting.push(arrival);
  }

  #invited({ id, isTrunk, trunkId, origin, dialled, isUp, isWithoutOffer }: Arrival): void {
    const { calls, ended, trunks, freeswitch, tell, answered, isOpen } = this.#parts;
    if (calls.connection(id) !== undefined || ended.has(id)) return;
    const isFull = !isOpen() || calls.size.calls >= limits.switchMaxCalls;
    if (isFull || (isTrunk && !trunks.takeIncoming(trunkId, id)))
      return void freeswitch.hangUp(id, freeswitchCauseOf.trunksBusy);
    const connection = { ...newConnection(id, 'in'), isReady: true, isWithoutOffer };
    const call = calls.enter(connection, newCallId());
    tell({ fact: 'inboundCall', callId: call.id, connectionId: id, origin, dialled });
    if (isUp) answered(connection);
    calls.inTurn(connection, () => this.#mark(id, call.id, trunkId));
  }

  /** From here on a restart of ours knows that it has been told. */
  async #mark(id: ConnectionId, callId: CallId, trunkId: string): Promise<void> {
    const variables = `cordboard_call=${callId};cordboard_trunk=${trunkId.replaceAll(/[^\w.-]/gu, '')}`;
    await this.#parts.freeswitch.did(`uuid_setvar_multi ${id} ${variables}`);
  }
}
