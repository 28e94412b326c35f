// SIP over WebSocket carried frame by frame to a switch outside that speaks it itself (RFC 7118), so that pages need one origin and one certificate.
import type { WebSocket } from 'ws';
import { limits } from '../../limits.ts';
import type { BrowserPeer } from '../browser-phones.ts';
import { RelayedSocket, type Bounds } from './relayed-socket.ts';

type Log = (level: 'debug' | 'warn', message: string, fields?: Record<string, unknown>) => void;

export type SipRelayOptions = {
  /** `ws://127.0.0.1:8088/ws` */
  readonly url: string;
  /** Whether a telephone of that address is let in now: others are not carried on. */
  readonly admits: (user: string) => boolean;
  readonly log: Log;
  /** For tests: other bounds. */
  readonly bounds?: Partial<Bounds>;
};

export class SipRelay {
  readonly #url: string;
  readonly #admits: SipRelayOptions['admits'];
  readonly #log: Log;
  readonly #bounds: Bounds;
  readonly #open = new Set<RelayedSocket>();
  readonly #beat: NodeJS.Timeout;
  /** Why the last one came to nothing; said once. */
  #trouble: string | null = null;

  constructor({ url, admits, log, bounds }: SipRelayOptions) {
    this.#url = url;
    this.#admits = admits;
    this.#log = log;
    this.#bounds = { ...limits, ...bounds };
    this.#beat = setInterval(() => this.#onBeat(), this.#bounds.sipRelayHeartbeatMs).unref();
  }

  get size(): number {
    return this.#open.size;
  }

  /** Takes over a page's WebSocket, whose frames may come at once. */
  accept(near: WebSocket, { address }: BrowserPeer): void {
    if (this.#open.size >= this.#bounds.sipRelayMaxConnections) return near.close(1013, 'too many');
    const relayed: RelayedSocket = new RelayedSocket(near, this.#url, this.#bounds, {
      admits: this.#admits,
      opened: () => this.#opened(),
      closed: (reason) => {
        this.#open.delete(relayed);
        this.#log('debug', 'SIP of a browser ended', { address, reason });
      },
      refused: (reason) => this.#refused(reason),
    });
    this.#open.add(relayed);
  }

  close(): void {
    clearInterval(this.#beat);
    for (const relayed of this.#open) relayed.close(1001, 'going away');
  }

  #onBeat(): void {
    for (const relayed of this.#open) relayed.beat();
  }

  #opened(): void {
    this.#trouble = null;
  }

  #refused(reason: string): void {
    if (reason !== this.#trouble) this.#log('warn', 'the switch does not take SIP over WebSocket', { reason });
    this.#trouble = reason;
  }
}
