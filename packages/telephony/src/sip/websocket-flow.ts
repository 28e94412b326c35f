// A WebSocket as a flow: one message per frame (RFC 7118 §5).
import { sipLimits } from '../limits.ts';
import { count } from './flow.ts';
import type { Counters, Flow, FlowEvents } from './flow.ts';
import type { SipWebSocket } from './sip-server.ts';
import type { Strangers } from './strangers.ts';

let serial = 0;

export class WebSocketFlow implements Flow {
  readonly transport: 'ws' | 'wss';
  readonly reliable = true;
  /** Of a connection that we opened: the host of its URL until it is open. */
  remoteAddress: string;
  remotePort: number;
  readonly localHost: string;
  readonly localPort: number;
  readonly key: string;
  closed = false;
  heard = 0;
  readonly pongs: boolean;
  readonly again?: () => Flow | null;
  readonly #socket: SipWebSocket & { readonly bufferedAmount?: number; ping?(): void };
  readonly #strangers: Strangers<WebSocketFlow>;
  /** Browser phones send line breaks all the time; who is silent for so long is gone without a word. */
  readonly #idle: NodeJS.Timeout;

  constructor(
    setup: {
      socket: SipWebSocket & { ping?(): void };
      remoteAddress: string;
      remotePort: number;
      secure: boolean;
      localHost: string;
      localPort: number;
      strangers: Strangers<WebSocketFlow>;
      again?: () => Flow | null;
    },
    events: FlowEvents,
    counters: Counters,
  ) {
    this.transport = setup.secure ? 'wss' : 'ws';
    this.remoteAddress = setup.remoteAddress;
    this.remotePort = setup.remotePort;
    this.localHost = setup.localHost;
    this.localPort = setup.localPort;
    this.#socket = setup.socket;
    // Whom we called answers the ping of RFC 6455 §5.5.2, whatever he knows of RFC 5626.
    this.pongs = setup.again !== undefined;
    if (setup.again !== undefined) this.again = setup.again;
    this.#strangers = setup.strangers;
    this.#strangers.add(this);
    this.#idle = setTimeout(() => this.close(), sipLimits.connectionIdleMs).unref();
    serial += 1;
    this.key = `${this.transport} ${serial}`;
    setup.socket.on('message', (data) => this.#receive(data, events, counters));
    const closed = (): void => {
      if (this.closed) return;
      this.closed = true;
      clearTimeout(this.#idle);
      this.#strangers.delete(this);
      events.closed(this);
    };
    setup.socket.on('close', closed);
    setup.socket.on('error', closed);
  }

  send(text: string): boolean {
    if (this.closed) return false;
    if ((this.#socket.bufferedAmount ?? 0) > sipLimits.maxSendQueueBytes) {
      this.#socket.close(1013);
      return false;
    }
    this.#socket.send(text);
    return true;
  }

  ping(): void {
    this.#socket.ping?.();
    this.send('\r\n\r\n');
  }

  proven(): void {
    this.#strangers.delete(this);
  }

  close(): void {
    this.#socket.close(1001);
  }

  /** The socket answered a ping of RFC 6455. */
  ponged(): void {
    this.#idle.refresh();
    this.heard += 1;
  }

  #receive(data: unknown, events: FlowEvents, counters: Counters): void {
    this.#idle.refresh();
    this.heard += 1;
    const bytes = toBuffer(data);
    if (bytes === null || bytes.length > sipLimits.maxMessageBytes) {
      count(counters, 'malformed');
      this.#socket.close(1009);
      return;
    }
    // RFC 7118 has no ping of its own; JsSIP and others send the line breaks of RFC 5626 §3.5.1.
    if (bytes.length <= 4 && bytes.every((byte) => byte === 13 || byte === 10)) {
      if (bytes.length === 4) this.send('\r\n');
      return;
    }
    events.message(this, bytes);
  }
}

function toBuffer(data: unknown): Buffer | null {
  if (Buffer.isBuffer(data)) return data;
  if (typeof data === 'string') return Buffer.from(data);
  if (data instanceof ArrayBuffer) return Buffer.from(data);
  if (Array.isArray(data) && data.every((part) => Buffer.isBuffer(part))) return Buffer.concat(data);
  return null;
}
