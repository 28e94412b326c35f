// The calls on FreeSWITCH and their connections: which belongs to which, and what goes with the last of them.
import { randomUUID } from 'node:crypto';
import type { CallId, ConnectionId } from '@cordboard/domain';
import { limits } from '../../limits.ts';
import { FreeswitchCall } from './call.ts';
import type { Connection } from './connection.ts';
import type { Freeswitch } from './freeswitch.ts';
import type { Recordings } from './recordings.ts';

export class Calls {
  readonly #freeswitch: Freeswitch;
  readonly #recordings: Recordings;
  readonly #calls = new Map<CallId, FreeswitchCall>();
  readonly #connections = new Map<ConnectionId, Connection>();
  readonly #callOf = new Map<ConnectionId, FreeswitchCall>();
  readonly #ended = new Set<ConnectionId>();

  constructor(freeswitch: Freeswitch, recordings: Recordings) {
    this.#freeswitch = freeswitch;
    this.#recordings = recordings;
  }

  get size(): number {
    return this.#calls.size;
  }

  get connections(): ReadonlyMap<ConnectionId, Connection> {
    return this.#connections;
  }

  get all(): Iterable<FreeswitchCall> {
    return this.#calls.values();
  }

  has(callId: CallId): boolean {
    return this.#calls.has(callId);
  }

  isOver(id: ConnectionId): boolean {
    return this.#ended.has(id);
  }

  /** Told of late, it must not come to life again. */
  over(id: ConnectionId): void {
    this.#ended.add(id);
    if (this.#ended.size <= limits.eslRememberedEndedMax) return;
    const [oldest] = this.#ended;
    if (oldest !== undefined) this.#ended.delete(oldest);
  }

  of(id: ConnectionId): FreeswitchCall | undefined {
    return this.#callOf.get(id);
  }

  open(callId: CallId = randomUUID().replaceAll('-', '').slice(0, 16) as CallId): FreeswitchCall {
    const call = this.#calls.get(callId) ?? new FreeswitchCall(callId, this.#freeswitch, this.#recordings);
    this.#calls.set(callId, call);
    return call;
  }

  hold(call: FreeswitchCall, connection: Connection): void {
    this.#connections.set(connection.id, connection);
    this.#callOf.set(connection.id, call);
    call.connections.set(connection.id, connection);
  }

  /** A call is known by the connections that the core puts into it, also after a restart. */
  wanted(callId: CallId, ids: readonly ConnectionId[]): FreeswitchCall | undefined {
    const there = ids.flatMap((id) => this.#connections.get(id) ?? []);
    if (!this.#calls.has(callId) && there.length === 0) return undefined;
    const call = this.open(callId);
    for (const connection of there) if (!this.#callOf.has(connection.id)) this.hold(call, connection);
    return call;
  }

  forget({ id, timer }: Connection): void {
    clearTimeout(timer);
    this.#connections.delete(id);
    this.over(id);
    const call = this.#callOf.get(id);
    this.#callOf.delete(id);
    call?.connections.delete(id);
    call?.room.gone(id);
    if (call !== undefined && call.connections.size === 0) {
      call.close();
      this.#calls.delete(call.id);
    } else call?.converge();
  }

  inTurn(connection: Connection, step: () => Promise<void>): void {
    this.#callOf.get(connection.id)?.inTurn(step);
  }
}
