// One page's SIP: its WebSocket and the one that is opened for it at the switch once it says whose it is. What ends one ends the other.
import { WebSocket, type RawData } from 'ws';
import { limits } from '../../limits.ts';
import { mayPass } from './sip-gate.ts';

export type RelayListener = {
  opened(): void;
  /** Whether a telephone of that address is let in now. */
  admits(user: string): boolean;
  /** Both ends are over, or about to be. */
  closed(reason: string): void;
  /** The switch did not take it. */
  refused(reason: string): void;
};

type Bounded =
  | 'sipRelayMaxConnections'
  | 'sipRelayConnectMs'
  | 'sipRelayMaxWaitingBytes'
  | 'sipRelayMaxBufferedBytes'
  | 'sipRelayHeartbeatMs'
  | 'sipRelayStrangerMs';
export type Bounds = { readonly [Name in Bounded]: number };
type Frame = { readonly data: RawData; readonly isBinary: boolean };

/** Keep-alive of RFC 5626 §4.4.1, as pages send it. */
const ping = '\r\n\r\n';
const pong = '\r\n';

export class RelayedSocket {
  readonly #near: WebSocket;
  readonly #url: string;
  readonly #bounds: Bounds;
  readonly #listener: RelayListener;
  /** null: it has not said yet whose it is. */
  #far: WebSocket | null = null;
  /** Came before the switch had answered; null: it has. */
  #waiting: Frame[] | null = [];
  #waitingBytes = 0;
  #isClosed = false;
  #isNearAlive = true;
  #isFarAlive = true;
  /** Until the switch has granted something, nobody knows whose it is. */
  #stranger: NodeJS.Timeout | undefined;

  /** @param url of the switch's own SIP over WebSocket. */
  constructor(near: WebSocket, url: string, bounds: Bounds, listener: RelayListener) {
    this.#near = near;
    this.#url = url;
    this.#bounds = bounds;
    this.#listener = listener;
    this.#stranger = setTimeout(() => this.close(1008, 'nobody has registered'), bounds.sipRelayStrangerMs);
    near.on('message', (data: RawData, isBinary: boolean) => this.#fromNear({ data, isBinary }));
    near.on('pong', () => {
      this.#isNearAlive = true;
    });
    near.on('close', () => this.close(1000, 'the page has gone'));
  }

  /** Whoever did not answer the last one is gone. */
  beat(): void {
    if (this.#waiting !== null) return;
    if (!this.#isNearAlive || !this.#isFarAlive) return this.#cut('no answer to a ping');
    [this.#isNearAlive, this.#isFarAlive] = [false, false];
    this.#near.ping();
    this.#far?.ping();
  }

  /** @param code of RFC 6455 §7.4, for the page. */
  close(code: number, reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#stranger);
    this.#waiting = null;
    // Within bounds of its own, a close that is not answered becomes an end (ws: 30 s).
    this.#near.close(code, reason);
    if (this.#far?.readyState === WebSocket.CONNECTING) this.#far.terminate();
    else this.#far?.close(1000);
    this.#listener.closed(reason);
  }

  #connect(): WebSocket {
    const far = new WebSocket(this.#url, 'sip', {
      handshakeTimeout: this.#bounds.sipRelayConnectMs,
      maxPayload: limits.webSocketMaxFrameBytes,
      perMessageDeflate: false,
    });
    far.on('open', () => this.#opened(far));
    far.on('message', (data: RawData, isBinary: boolean) => {
      if (start(data).startsWith('SIP/2.0 2')) clearTimeout(this.#stranger);
      this.#send(this.#near, { data, isBinary });
    });
    far.on('pong', () => {
      this.#isFarAlive = true;
    });
    far.on('unexpected-response', (request, { statusCode }) => {
      this.#refused(`it answers with ${statusCode}`);
      request.destroy();
    });
    far.on('error', ({ message }) => {
      if (this.#waiting !== null) this.#refused(message);
      else this.close(1014, 'the link to the switch broke');
    });
    far.on('close', () => this.close(1014, 'the switch has closed'));
    return far;
  }

  #opened(far: WebSocket): void {
    if (this.#isClosed) return far.terminate();
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const frame of waiting) this.#send(far, frame);
    this.#listener.opened();
  }

  #fromNear(frame: Frame): void {
    if (this.#isClosed) return;
    // Not every switch answers (Asterisk does not); while the switch's end is open, the answer is true.
    const message = (frame.data as Buffer).toString('latin1');
    if (message === ping) return this.#waiting === null ? this.#near.send(pong) : undefined;
    // To a keep-alive of the switch's own (Asterisk: `keep_alive_interval`, every 90 s).
    if (message === pong)
      return this.#far !== null && this.#waiting === null ? this.#send(this.#far, frame) : undefined;
    const isFirst = this.#far === null;
    if (!mayPass(message, (user) => this.#listener.admits(user), isFirst))
      return this.#cut('not as a telephone that is let in');
    this.#far ??= this.#connect();
    if (this.#waiting === null) return this.#send(this.#far, frame);
    this.#waitingBytes += message.length;
    if (this.#waitingBytes > this.#bounds.sipRelayMaxWaitingBytes)
      return this.#cut('too much before the switch was there');
    this.#waiting.push(frame);
  }

  /** A reader that is too slow for the little that SIP is, is cut: it comes back with a new connection. */
  #send(to: WebSocket, { data, isBinary }: Frame): void {
    if (this.#isClosed) return;
    to.send(data, { binary: isBinary });
    if (to.bufferedAmount > this.#bounds.sipRelayMaxBufferedBytes) this.#cut('too slow a reader');
  }

  #refused(reason: string): void {
    if (this.#isClosed) return;
    this.#listener.refused(reason);
    this.close(1013, 'the switch is away');
  }

  #cut(reason: string): void {
    this.close(1008, reason);
    this.#near.terminate();
    this.#far?.terminate();
  }
}

/** As it comes from `ws` with its settings as they are: one buffer. */
const start = (data: RawData): string => (data as Buffer).subarray(0, 16).toString('latin1');
