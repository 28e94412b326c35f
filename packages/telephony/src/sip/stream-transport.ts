// TCP and TLS: listens, connects, and keeps the connections that can be used again (RFC 3261 §18.1.1).
import { connect as connectTcp, createServer as createTcpServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { sipLimits } from '../limits.ts';
import { count } from './flow.ts';
import type { Counters, Flow, FlowEvents } from './flow.ts';
import { localAddressFor } from './local-address.ts';
import type { SipServerOptions } from './sip-server.ts';
import { StreamFlow } from './stream-flow.ts';
import { Strangers } from './strangers.ts';

export type StreamSetup = {
  readonly transport: 'tcp' | 'tls';
  readonly host: string;
  readonly publicAddress: string | undefined;
  readonly tls: { readonly key: string; readonly cert: string } | undefined;
  readonly tlsClient: SipServerOptions['tlsClient'];
};

export class StreamTransport {
  readonly setup: StreamSetup;
  port = 0;
  readonly #events: FlowEvents;
  readonly #counters: Counters;
  readonly #flows = new Map<string, StreamFlow>();
  /** Newest open connection by `address port`. */
  readonly #byPeer = new Map<string, StreamFlow>();
  readonly #perAddress = new Map<string, number>();
  readonly #strangers = new Strangers<StreamFlow>();
  #server: Server | null = null;

  constructor(setup: StreamSetup, events: FlowEvents, counters: Counters) {
    this.setup = setup;
    this.#counters = counters;
    this.#events = {
      message: events.message,
      closed: (flow) => {
        this.#forget(flow);
        events.closed(flow);
      },
    };
  }

  /** Listens; rejects when the port is taken. */
  async open(port: number): Promise<void> {
    const { transport, tls } = this.setup;
    const accept = (socket: Socket): void => this.#accept(socket);
    const server =
      transport === 'tls' && tls !== undefined
        ? createTlsServer({ ...tls, handshakeTimeout: sipLimits.connectTimeoutMs }, accept)
        : createTcpServer(accept);
    // Also those that are not through with TLS yet, which nobody else counts.
    server.maxConnections = sipLimits.maxConnections + sipLimits.maxConnectionsPerAddress;
    this.#server = server;
    server.on('tlsClientError', () => count(this.#counters, 'connectionErrors'));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: this.setup.host, port }, () => {
        server.off('error', reject);
        resolve();
      });
    });
    server.on('error', () => count(this.#counters, 'socketErrors'));
    const address = server.address();
    this.port = typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** The open connection to that peer, or a new one. @param serverName name that the peer's certificate must have */
  flowTo(address: string, port: number, serverName: string): Flow {
    const open = this.#byPeer.get(`${address} ${port}`);
    if (open !== undefined && !open.closed) return open;
    const place = { host: address, port, timeout: sipLimits.connectTimeoutMs };
    const { transport, tlsClient } = this.setup;
    const socket =
      transport === 'tls' ? connectTls({ ...place, ...tlsClient, servername: serverName }) : connectTcp(place);
    const givenUp = setTimeout(() => socket.destroy(), sipLimits.connectTimeoutMs);
    socket.once(transport === 'tls' ? 'secureConnect' : 'connect', () => clearTimeout(givenUp));
    socket.once('close', () => clearTimeout(givenUp));
    return this.#adopt(socket, address, port, () => this.flowTo(address, port, serverName));
  }

  async close(): Promise<void> {
    for (const flow of this.#flows.values()) flow.close();
    const server = this.#server;
    this.#server = null;
    if (server !== null) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  #accept(socket: Socket): void {
    const address = plainAddress(socket.remoteAddress ?? '');
    const held = this.#perAddress.get(address) ?? 0;
    const crowded = held >= sipLimits.maxConnectionsPerAddress;
    if (crowded || this.#flows.size >= sipLimits.maxConnections) {
      count(this.#counters, 'connectionsRefused');
      const idlest = this.#strangers.oldest(crowded ? address : null);
      if (idlest === null) {
        socket.destroy();
        return;
      }
      this.#forget(idlest);
      idlest.close();
    }
    this.#strangers.add(this.#adopt(socket, address, socket.remotePort ?? 0));
  }

  /** @param again for a connection that we opened */
  #adopt(socket: Socket, remoteAddress: string, remotePort: number, again?: () => Flow): StreamFlow {
    const { transport, host, publicAddress } = this.setup;
    const hostFor = (own: Socket): string =>
      publicAddress ?? plainAddress(own.localAddress ?? localAddressFor(host, remoteAddress));
    const flow = new StreamFlow(
      {
        socket,
        transport,
        remoteAddress,
        remotePort,
        localPort: this.port,
        hostFor,
        strangers: this.#strangers,
        ...(again === undefined ? {} : { again }),
      },
      this.#events,
      this.#counters,
    );
    this.#flows.set(flow.key, flow);
    this.#byPeer.set(`${remoteAddress} ${remotePort}`, flow);
    this.#perAddress.set(remoteAddress, (this.#perAddress.get(remoteAddress) ?? 0) + 1);
    return flow;
  }

  #forget(flow: Flow): void {
    if (!this.#flows.delete(flow.key)) return;
    this.#strangers.delete(flow as StreamFlow);
    const peer = `${flow.remoteAddress} ${flow.remotePort}`;
    if (this.#byPeer.get(peer) === flow) this.#byPeer.delete(peer);
    const left = (this.#perAddress.get(flow.remoteAddress) ?? 1) - 1;
    if (left <= 0) this.#perAddress.delete(flow.remoteAddress);
    else this.#perAddress.set(flow.remoteAddress, left);
  }
}

function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}
