// One UDP socket and the flows over it (RFC 3261 §18).
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { count } from './flow.ts';
import type { Counters, Flow, FlowEvents } from './flow.ts';
import { localAddressFor } from './local-address.ts';

const RECEIVE_BUFFER_BYTES = 4_194_304;

class UdpFlow implements Flow {
  readonly transport = 'udp' as const;
  readonly reliable = false;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly #owner: UdpTransport;

  constructor(owner: UdpTransport, remoteAddress: string, remotePort: number) {
    this.#owner = owner;
    this.remoteAddress = remoteAddress;
    this.remotePort = remotePort;
  }

  get key(): string {
    return `udp ${this.#owner.port} ${this.remoteAddress} ${this.remotePort}`;
  }
  get localHost(): string {
    return this.#owner.hostFor(this.remoteAddress);
  }
  get localPort(): number {
    return this.#owner.port;
  }
  get closed(): boolean {
    return this.#owner.closed;
  }
  send(text: string): boolean {
    return this.#owner.send(text, this.remoteAddress, this.remotePort);
  }
  ping(): void {
    this.send('\r\n\r\n');
  }
}

export class UdpTransport {
  readonly host: string;
  port = 0;
  closed = true;
  readonly #publicAddress: string | undefined;
  readonly #events: FlowEvents;
  readonly #counters: Counters;
  readonly #socket: Socket;

  constructor(host: string, publicAddress: string | undefined, events: FlowEvents, counters: Counters) {
    this.host = host;
    this.#publicAddress = publicAddress;
    this.#events = events;
    this.#counters = counters;
    this.#socket = createSocket({
      type: isIPv6(host) ? 'udp6' : 'udp4',
      recvBufferSize: RECEIVE_BUFFER_BYTES,
      // Only addresses are sent to: names were resolved before, so nothing is looked up per datagram.
      lookup: (address, _options, callback) => callback(null, address, isIPv6(address) ? 6 : 4),
    });
  }

  /** Binds; rejects when the port is taken. */
  async open(port: number): Promise<void> {
    const socket = this.#socket;
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind({ address: this.host, port, exclusive: true }, () => {
        socket.off('error', reject);
        resolve();
      });
    });
    this.port = socket.address().port;
    this.closed = false;
    socket.on('error', () => count(this.#counters, 'socketErrors'));
    socket.on('message', (data, from) => {
      if (from.port === 0) return;
      this.#events.message(this.flowTo(from.address, from.port), data);
    });
  }

  flowTo(address: string, port: number): Flow {
    return new UdpFlow(this, address, port);
  }

  hostFor(remoteAddress: string): string {
    return this.#publicAddress ?? localAddressFor(this.host, remoteAddress);
  }

  send(text: string, address: string, port: number): boolean {
    if (this.closed) return false;
    this.#socket.send(text, port, address, (error) => {
      if (error !== null) count(this.#counters, 'socketErrors');
    });
    return true;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await new Promise<void>((resolve) => this.#socket.close(() => resolve()));
  }
}
