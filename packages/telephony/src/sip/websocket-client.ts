// WebSockets that we open: one connection per URL, as a client of RFC 7118.
import type { IncomingMessage } from 'node:http';
import WebSocket from 'ws';
import { sipLimits } from '../limits.ts';
import { count } from './flow.ts';
import type { Counters, Flow, FlowEvents } from './flow.ts';
import { randomText } from './ids.ts';
import type { SipServerOptions, SipWebSocket } from './sip-server.ts';
import { Strangers } from './strangers.ts';
import { WebSocketFlow } from './websocket-flow.ts';

export class WebSocketClient {
  readonly #tls: SipServerOptions['tlsClient'];
  readonly #events: FlowEvents;
  readonly #counters: Counters;
  readonly #flows = new Map<string, WebSocketFlow>();
  /** RFC 7118 §5: nobody can connect to us, so our host is a name that leads nowhere; one for all connections, so that a Contact outlives one. */
  readonly #host = `${randomText(6)}.invalid`;

  constructor(tls: SipServerOptions['tlsClient'], events: FlowEvents, counters: Counters) {
    this.#tls = tls;
    this.#counters = counters;
    this.#events = {
      message: events.message,
      closed: (flow) => {
        for (const [url, one] of this.#flows) if (one === flow) this.#flows.delete(url);
        events.closed(flow);
      },
    };
  }

  /** The open connection to that URL, or a new one; null: there are too many, or it is no URL of a WebSocket. */
  flowTo(url: string): Flow | null {
    const parsed = webSocketUrlOf(url);
    if (parsed === null) return null;
    const open = this.#flows.get(parsed.href);
    if (open !== undefined && !open.closed) return open;
    if (this.#flows.size >= sipLimits.maxWebSocketsOpened) {
      count(this.#counters, 'connectionsRefused');
      return null;
    }
    const socket = new OpeningSocket(parsed, this.#tls);
    const secure = parsed.protocol === 'wss:';
    const flow = new WebSocketFlow(
      {
        socket,
        remoteAddress: parsed.hostname.replace(/^\[|\]$/g, ''),
        remotePort: Number(parsed.port) || (secure ? 443 : 80),
        secure,
        localHost: this.#host,
        localPort: 0,
        strangers: new Strangers<WebSocketFlow>(),
        again: () => this.flowTo(url),
      },
      this.#events,
      this.#counters,
    );
    flow.proven();
    socket.serves(flow, () => count(this.#counters, 'connectionErrors'));
    this.#flows.set(parsed.href, flow);
    return flow;
  }

  close(): void {
    for (const flow of this.#flows.values()) flow.close();
  }
}

/** Null: not `ws:` or `wss:`. */
export function webSocketUrlOf(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  url.hash = '';
  return url.protocol === 'ws:' || url.protocol === 'wss:' ? url : null;
}

/** A socket that takes messages before it is open, and is closed the moment it is told to. */
class OpeningSocket implements SipWebSocket {
  readonly #socket: WebSocket;
  readonly #closed = new Set<() => void>();
  #waiting: string[] = [];
  #waitingBytes = 0;

  constructor(url: URL, tls: SipServerOptions['tlsClient']) {
    this.#socket = new WebSocket(url, 'sip', {
      ...tls,
      maxPayload: sipLimits.maxMessageBytes,
      handshakeTimeout: sipLimits.connectTimeoutMs,
      perMessageDeflate: false,
    });
    const late = setTimeout(() => this.#socket.terminate(), sipLimits.connectTimeoutMs);
    this.#socket.once('open', () => {
      clearTimeout(late);
      for (const text of this.#waiting) this.#socket.send(text);
      this.#waiting = [];
      this.#waitingBytes = 0;
    });
    this.#socket.once('close', () => {
      clearTimeout(late);
      this.#over();
    });
  }

  /** Tells the flow who answered, and what is no message. */
  serves(flow: WebSocketFlow, failed: () => void): void {
    this.#socket.once('upgrade', ({ socket }: IncomingMessage) => {
      flow.remoteAddress = (socket.remoteAddress ?? flow.remoteAddress).replace(/^::ffff:/, '');
      flow.remotePort = socket.remotePort ?? flow.remotePort;
    });
    this.#socket.on('pong', () => flow.ponged());
    this.#socket.on('error', failed);
  }

  get bufferedAmount(): number {
    return this.#waitingBytes + this.#socket.bufferedAmount;
  }

  send(text: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text);
    else if (this.#socket.readyState === WebSocket.CONNECTING) {
      this.#waiting.push(text);
      this.#waitingBytes += Buffer.byteLength(text);
    }
  }

  ping(): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.ping();
  }

  close(code?: number): void {
    if (this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.close(code);
      setTimeout(() => this.#socket.terminate(), sipLimits.webSocketCloseMs).unref();
    } else this.#socket.terminate();
    this.#over();
  }

  on(event: 'message', listener: (data: unknown, isBinary: boolean) => void): this;
  on(event: 'close' | 'error', listener: () => void): this;
  on(event: 'message' | 'close' | 'error', listener: (data: unknown, isBinary: boolean) => void): this {
    if (event === 'message') this.#socket.on('message', listener);
    else if (event === 'close') this.#closed.add(listener as () => void);
    return this;
  }

  #over(): void {
    for (const listener of this.#closed) listener();
    this.#closed.clear();
  }
}
