// Which calls and connections there are, and which connection is of which call.
import type { CallId, ConnectionId } from '@cordboard/domain';
import type { AsteriskCall } from './call.ts';
import type { Connection } from './connection.ts';

export class Roster {
  readonly #make: (callId: CallId) => AsteriskCall;
  readonly #calls = new Map<CallId, AsteriskCall>();
  readonly #connections = new Map<ConnectionId, Connection>();
  readonly #callOf = new Map<ConnectionId, AsteriskCall>();

  constructor(make: (callId: CallId) => AsteriskCall) {
    this.#make = make;
  }

  get calls(): readonly AsteriskCall[] {
    return [...this.#calls.values()];
  }

  get connections(): readonly Connection[] {
    return [...this.#connections.values()];
  }

  get size(): { readonly calls: number; readonly connections: number } {
    return { calls: this.#calls.size, connections: this.#connections.size };
  }

  connection(id: string): Connection | undefined {
    return this.#connections.get(id as ConnectionId);
  }

  call(callId: CallId): AsteriskCall | undefined {
    return this.#calls.get(callId);
  }

  callOf(connection: Connection): AsteriskCall | undefined {
    return this.#callOf.get(connection.id);
  }

  /** The call it is put into, opened when there is none. */
  enter(connection: Connection, callId: CallId): AsteriskCall {
    const call = this.#calls.get(callId) ?? this.#make(callId);
    this.#calls.set(callId, call);
    this.#connections.set(connection.id, connection);
    this.#callOf.set(connection.id, call);
    call.connections.set(connection.id, connection);
    return call;
  }

  /** The last one out closes the call. */
  leave(connection: Connection): void {
    clearTimeout(connection.timer);
    this.#connections.delete(connection.id);
    const call = this.#callOf.get(connection.id);
    this.#callOf.delete(connection.id);
    call?.connections.delete(connection.id);
    if (call === undefined) return;
    if (call.connections.size > 0) return call.converge();
    this.#calls.delete(call.id);
    call.close();
  }
}
