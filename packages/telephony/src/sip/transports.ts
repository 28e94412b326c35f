// All sockets of a server together: listening, finding or opening the flow to a peer, handing in WebSockets.
import { isIPv6 } from 'node:net';
import { sipLimits } from '../limits.ts';
import { count } from './flow.ts';
import type { Counters, Flow, FlowEvents } from './flow.ts';
import type { SipServerOptions, SipTransport, SipWebSocket } from './sip-server.ts';
import { StreamTransport } from './stream-transport.ts';
import { Strangers } from './strangers.ts';
import { UdpTransport } from './udp-transport.ts';
import { WebSocketClient } from './websocket-client.ts';
import { WebSocketFlow } from './websocket-flow.ts';

export type Place = {
  readonly transport: 'udp' | 'tcp' | 'tls';
  readonly address: string;
  readonly port: number;
  readonly serverName: string;
};

/** A WebSocket server, whose name the socket itself looks up. */
export type WebSocketPlace = { readonly transport: 'ws' | 'wss'; readonly url: string };

export class Transports {
  readonly #options: SipServerOptions;
  readonly #events: FlowEvents;
  readonly #counters: Counters;
  readonly #udp: UdpTransport[] = [];
  readonly #streams: StreamTransport[] = [];
  readonly #webSockets = new Set<WebSocketFlow>();
  readonly #strangers = new Strangers<WebSocketFlow>();
  readonly #webSocketClient: WebSocketClient;

  constructor(options: SipServerOptions, events: FlowEvents, counters: Counters) {
    this.#options = options;
    this.#counters = counters;
    this.#events = {
      message: events.message,
      closed: (flow) => {
        if (flow instanceof WebSocketFlow) this.#webSockets.delete(flow);
        events.closed(flow);
      },
    };
    this.#webSocketClient = new WebSocketClient(options.tlsClient, events, counters);
  }

  async open(): Promise<void> {
    for (const place of this.#options.listen) {
      if (place.transport === 'udp') {
        const udp = new UdpTransport(place.host, this.#options.publicAddress, this.#events, this.#counters);
        await udp.open(place.port);
        this.#udp.push(udp);
        continue;
      }
      if (place.transport === 'tls' && this.#options.tls === undefined)
        throw new Error('A TLS listener needs key and certificate');
      const stream = this.#newStream(place.transport, place.host);
      await stream.open(place.port);
      this.#streams.push(stream);
    }
  }

  addresses(): { transport: SipTransport; host: string; port: number }[] {
    return [
      ...this.#udp.map((udp) => ({ transport: 'udp' as const, host: udp.host, port: udp.port })),
      ...this.#streams
        .filter((stream) => stream.port !== 0)
        .map((stream) => ({ transport: stream.setup.transport, host: stream.setup.host, port: stream.port })),
    ];
  }

  /** The flow to a peer; null when nothing here reaches it. */
  flowTo(place: Place | WebSocketPlace): Flow | null {
    if ('url' in place) return this.#webSocketClient.flowTo(place.url);
    if (place.transport === 'udp') {
      const udp = this.#udp.find((one) => isIPv6(one.host) === isIPv6(place.address));
      return udp === undefined ? null : udp.flowTo(place.address, place.port);
    }
    let stream = this.#streams.find((one) => one.setup.transport === place.transport);
    if (stream === undefined) {
      stream = this.#newStream(place.transport, this.#options.listen[0]?.host ?? '0.0.0.0');
      this.#streams.push(stream);
    }
    return stream.flowTo(place.address, place.port, place.serverName);
  }

  acceptWebSocket(socket: SipWebSocket, remoteAddress: string, remotePort: number, secure: boolean): void {
    if (this.#webSockets.size >= sipLimits.maxConnections) {
      count(this.#counters, 'connectionsRefused');
      const idlest = this.#strangers.oldest(null);
      if (idlest === null) {
        socket.close(1013);
        return;
      }
      this.#strangers.delete(idlest);
      this.#webSockets.delete(idlest);
      idlest.close();
    }
    // The peer never dials this address: every request to us comes over the socket it opened (RFC 7118 §5.2).
    const own = this.addresses()[0];
    const localHost =
      this.#options.publicAddress ?? this.#udp[0]?.hostFor(remoteAddress) ?? own?.host ?? this.#options.domain;
    const setup = {
      socket,
      remoteAddress,
      remotePort,
      secure,
      localHost,
      localPort: own?.port ?? 0,
      strangers: this.#strangers,
    };
    this.#webSockets.add(new WebSocketFlow(setup, this.#events, this.#counters));
  }

  async close(): Promise<void> {
    for (const flow of this.#webSockets) flow.close();
    this.#webSocketClient.close();
    await Promise.all([...this.#udp, ...this.#streams].map((transport) => transport.close()));
  }

  #newStream(transport: 'tcp' | 'tls', host: string): StreamTransport {
    const { publicAddress, tls, tlsClient } = this.#options;
    return new StreamTransport({ transport, host, publicAddress, tls, tlsClient }, this.#events, this.#counters);
  }
}
