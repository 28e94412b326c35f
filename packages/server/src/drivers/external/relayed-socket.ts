// One page's SIP: its WebSocket and the one that was opened for it at the switch. What ends one ends the other.
import { WebSocket, type RawData } from 'ws';
import { limits } from '../../limits.ts';

export type RelayListener = {
  opened(): void;
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
  readonly #far: WebSocket;
  readonly #bounds: Bounds;
  readonly #listener: RelayListener;
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
    this.#bounds = bounds;
    this.#listener = listener;
    this.#far = new WebSocket(url, 'sip', {
      handshakeTimeout: bounds.sipRelayConnectMs,
      maxPayload: limits.webSocketMaxFrameBytes,
      perMessageDeflate: false,
    });
    this.#stranger = setTimeout(() => this.close(1008, 'nobody has registered'), bounds.sipRelayStrangerMs);
    near.on('message', (data: RawData, isBinary: boolean) => this.#fromNear({ data, isBinary }));
    near.on('pong', () => {
      this.#isNearAlive = true;
    });
    near.on('close', () => this.close(1000, 'the page has gone'));
    this.#listenToFar(this.#far);
  }

  /** Whoever did not answer the last one is gone. */
  beat(): void {
    if (this.#waiting !== null) return;
    if (!this.#isNearAlive || !this.#isFarAlive) return this.#cut('no answer to a ping');
    [this.#isNearAlive, this.#isFarAlive] = [false, false];
    this.#near.ping();
    this.#far.ping();
  }

  /** @param code of RFC 6455 §7.4, for the page. */
  close(code: number, reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#stranger);
    this.#waiting = null;
    // Within bounds of its own, a close that is not answered becomes an end (ws: 30 s).
    this.#near.close(code, reason);
    if (this.#far.readyState === WebSocket.CONNECTING) this.#far.terminate();
    else this.#far.close(1000);
    this.#listener.closed(reason);
  }

  #listenToFar(far: WebSocket): void {
    far.on('open', () => this.#opened());
    far.on('message', (data: RawData, isBinary: boolean) => {
      if (text(data).startsWith('SIP/2.0 2')) clearTimeout(this.#stranger);
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
      else this.close(1014, message);
    });
    far.on('close', () => this.close(1014, 'the switch has closed'));
  }

  #opened(): void {
    if (this.#isClosed) return this.#far.terminate();
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const frame of waiting) this.#send(this.#far, frame);
    this.#listener.opened();
  }

  #fromNear(frame: Frame): void {
    if (this.#isClosed) return;
    // Not every switch answers (Asterisk does not); while the switch's end is open, the answer is true.
    if (text(frame.data) === ping) return this.#waiting === null ? this.#near.send(pong) : undefined;
    if (this.#waiting === null) return this.#send(this.#far, frame);
    this.#waitingBytes += bytesOf(frame.data);
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
    this.#far.terminate();
  }
}

/** As it comes from `ws` with its settings as they are: one buffer. */
const text = (data: RawData): string => (Buffer.isBuffer(data) ? data.subarray(0, 16).toString('latin1') : '');
const bytesOf = (data: RawData): number => (Buffer.isBuffer(data) ? data.length : 0);
