// One TCP or TLS connection, ours or the peer's, as a flow with a bounded send queue (RFC 3261 §18, RFC 5626).
import type { Socket } from 'node:net';
import { sipLimits } from '../limits.ts';
import { count } from './flow.ts';
import type { Counters, Flow, FlowEvents } from './flow.ts';
import { StreamFraming } from './stream-framing.ts';
import type { Strangers } from './strangers.ts';

let serial = 0;

export class StreamFlow implements Flow {
  readonly transport: 'tcp' | 'tls';
  readonly reliable = true;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localPort: number;
  readonly key: string;
  closed = false;
  heard = 0;
  pongs = false;
  readonly again?: () => Flow | null;
  readonly #framing = new StreamFraming();
  readonly #socket: Socket;
  readonly #hostFor: (socket: Socket) => string;
  readonly #strangers: Strangers<StreamFlow>;

  constructor(
    setup: {
      socket: Socket;
      transport: 'tcp' | 'tls';
      remoteAddress: string;
      remotePort: number;
      localPort: number;
      hostFor: (socket: Socket) => string;
      strangers: Strangers<StreamFlow>;
      again?: () => Flow | null;
    },
    events: FlowEvents,
    counters: Counters,
  ) {
    this.transport = setup.transport;
    this.remoteAddress = setup.remoteAddress;
    this.remotePort = setup.remotePort;
    this.localPort = setup.localPort;
    this.#socket = setup.socket;
    this.#hostFor = setup.hostFor;
    this.#strangers = setup.strangers;
    if (setup.again !== undefined) this.again = setup.again;
    serial += 1;
    this.key = `${setup.transport} ${serial}`;
    this.#listen(events, counters);
  }

  get localHost(): string {
    return this.#hostFor(this.#socket);
  }

  send(text: string): boolean {
    if (this.closed) return false;
    if (this.#socket.writableLength > sipLimits.maxSendQueueBytes) {
      this.close();
      return false;
    }
    this.#socket.write(text);
    return true;
  }

  ping(): void {
    this.#framing.awaitPong();
    this.send('\r\n\r\n');
  }

  proven(): void {
    this.#strangers.delete(this);
  }

  close(): void {
    this.#socket.destroy();
  }

  #listen(events: FlowEvents, counters: Counters): void {
    const socket = this.#socket;
    socket.setNoDelay(true);
    socket.setTimeout(sipLimits.connectionIdleMs, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      const framed = this.#framing.push(chunk);
      this.heard += 1;
      if (framed.pongs > 0) this.pongs = true;
      if (framed.pings > 0) this.send('\r\n');
      for (const message of framed.messages) events.message(this, message);
      if (framed.broken) {
        count(counters, 'malformed');
        socket.destroy();
      }
    });
    socket.on('error', () => count(counters, 'connectionErrors'));
    socket.on('close', () => {
      if (this.closed) return;
      this.closed = true;
      events.closed(this);
    });
  }
}
