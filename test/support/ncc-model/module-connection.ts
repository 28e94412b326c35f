// The connection of one CTI module: nothing before the handshake, one answer to each command, and its place among the events.
import type { RawData, WebSocket } from 'ws';
import { commands } from './commands.ts';
import type { Exchange } from './exchange.ts';
import type { Fields } from './model-call.ts';
import type { Listener } from './model-user.ts';
import { Order } from './order.ts';
import type { Outbox } from './outbox.ts';
import { Refused, demand } from './refused.ts';

export type Received = Fields & { readonly name: string };
/** How one command is answered amiss. */
export type Misbehaviour = 'silent' | 'twice' | 'unaskedAnswer' | `error:${string}`;

export type ConnectionOptions = {
  readonly exchange: Exchange;
  readonly outbox: Outbox;
  readonly okFirst: boolean;
  readonly acceptedVersion: string;
  readonly received: (command: Received) => void;
  readonly misbehaviour: (name: string) => Misbehaviour | undefined;
};

export class ModuleConnection implements Listener {
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  readonly #rids = new Set<string>();
  #isGreeted = false;

  constructor(socket: WebSocket, options: ConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.on('message', (data, isBinary) => this.#take(data, isBinary));
    socket.on('error', () => {});
    socket.on('close', () => this.#detach());
  }

  get isGreeted(): boolean {
    return this.#isGreeted;
  }

  send(message: unknown): void {
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  cut(): void {
    this.#detach();
    this.#socket.terminate();
  }

  #detach(): void {
    for (const user of this.#options.exchange.users.values()) user.attached.delete(this);
  }

  #take(data: RawData, isBinary: boolean): void {
    const message = isBinary ? null : objectOf((data as Buffer).toString());
    if (message === null) return this.send({ name: 'ParseError', description: 'that is no JSON object' });
    const { name, rid } = message;
    const isAsked = typeof rid === 'string';
    if (typeof name !== 'string')
      return this.send({ name: 'ParseError', ...(isAsked ? { rid } : {}), description: 'name is missing' });
    this.#options.received({ ...message, name });
    // What has no rid is not processed.
    if (isAsked) this.#behave({ ...message, name, rid });
  }

  #behave(message: Received & { readonly rid: string }): void {
    const { name, rid } = message;
    const misbehaviour = this.#options.misbehaviour(name);
    if (misbehaviour === 'silent') return;
    if (misbehaviour?.startsWith('error:'))
      return this.send({ name: 'Error', rid, description: misbehaviour.slice('error:'.length) });
    if (misbehaviour === 'unaskedAnswer') this.send({ name: 'Ok', rid: `${rid} that nobody asked with` });
    this.#serve(message, misbehaviour === 'twice' ? 2 : 1);
  }

  #serve(message: Received & { readonly rid: string }, answers: number): void {
    const { outbox, okFirst } = this.#options;
    const place = commands.get(message.name)?.ok ?? (okFirst ? 'first' : 'last');
    outbox.hold();
    const answer = this.#answerTo(message);
    if (place === 'last') outbox.release();
    for (let count = 0; count < answers; count += 1) this.send({ ...answer, rid: message.rid });
    if (place === 'first') outbox.release();
  }

  #answerTo(message: Received & { readonly rid: string }): Fields {
    try {
      demand(!this.#rids.has(message.rid), 'that rid was used before');
      this.#rids.add(message.rid);
      return { name: 'Ok', ...this.#run(message) };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { name: 'Error', description: error.message };
    }
  }

  #run(message: Received): Fields | void {
    if (message.name === 'SetProtocolVersion') return this.#greet(message['protocolVersion']);
    demand(this.#isGreeted, 'the protocol version comes first');
    const command = commands.get(message.name);
    demand(command !== undefined, 'there is no such command');
    const order = new Order(this, this.#options.exchange, message);
    order.check(command);
    return command.run(order);
  }

  #greet(version: unknown): void {
    demand(typeof version === 'string', 'protocolVersion is missing or of the wrong type');
    demand(version === this.#options.acceptedVersion, 'that protocol version is not supported');
    this.#isGreeted = true;
  }
}

function objectOf(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
  } catch {
    return null;
  }
}
