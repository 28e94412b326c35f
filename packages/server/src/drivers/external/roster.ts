// Which calls and connections there are on a switch outside, and which connection is of which call.
import { randomUUID } from 'node:crypto';
import type { CallId, ConnectionId } from '@cordboard/domain';
import type { ExternalCall, ExternalConnection } from './call.ts';

const ID_CHARACTERS = 16;

/** Of a call that came in. */
export const newCallId = (): CallId => randomUUID().replaceAll('-', '').slice(0, ID_CHARACTERS) as CallId;

export class Roster<Connection extends ExternalConnection, Call extends ExternalCall<Connection>> {
  readonly #make: (callId: CallId) => Call;
  readonly #calls = new Map<CallId, Call>();
  readonly #connections = new Map<ConnectionId, Connection>();
  readonly #callOf = new Map<ConnectionId, Call>();
  /** Without a connection, and giving back what they hold. */
  readonly #ending = new Set<Call>();
  #emptied: () => void = () => undefined;

  constructor(make: (callId: CallId) => Call) {
    this.#make = make;
  }

  get calls(): readonly Call[] {
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

  call(callId: CallId): Call | undefined {
    return this.#calls.get(callId);
  }

  callOf({ id }: { readonly id: ConnectionId }): Call | undefined {
    return this.#callOf.get(id);
  }

  /** The call it is put into, opened when there is none. */
  enter(connection: Connection, callId: CallId): Call {
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
    this.#ending.add(call);
    void call.settled.then(() => this.#ending.delete(call));
    if (this.#connections.size === 0) this.#emptied();
  }

  /** Resolves when no connection is left, or after `drainMs`. */
  async drained(drainMs: number): Promise<void> {
    if (this.#connections.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#emptied = resolve;
      setTimeout(resolve, drainMs).unref();
    });
  }

  /** When what all calls have been asked so far is done. */
  async settled(): Promise<void> {
    await Promise.all([...this.#calls.values(), ...this.#ending].map((call) => call.settled));
  }

  /** No time-out of a connection comes any more. */
  stop(): void {
    for (const { timer } of this.#connections.values()) clearTimeout(timer);
  }

  inTurn(connection: Connection, step: () => Promise<void>): void {
    this.#callOf.get(connection.id)?.inTurn(step);
  }
}
