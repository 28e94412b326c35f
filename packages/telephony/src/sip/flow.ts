// A flow: the way to one peer, a UDP address or one connection, that answers and later requests are sent along (RFC 5626).
import type { SipTransport } from './sip-server.ts';

export interface Flow {
  readonly transport: SipTransport;
  /** Transactions over it need no retransmission. */
  readonly reliable: boolean;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** What goes into our Via and Contact for this peer. */
  readonly localHost: string;
  readonly localPort: number;
  /** Equal for two flows that are the same way. */
  readonly key: string;
  readonly closed: boolean;
  /** False: it could not be sent (closed, or the send queue is full). */
  send(text: string): boolean;
  /** Sends the line breaks that keep the way open (RFC 5626 §3.5.1, over UDP §4.4.1); a stream's peer answers. */
  ping?(): void;
  /** Times that something came in along it, answers to `ping` included; connections only. */
  readonly heard?: number;
  /** Whether the peer must be expected to answer a `ping`: it has done so, or its protocol says it does. */
  readonly pongs?: boolean;
  close?(): void;
  /** The same way anew, for a connection that we opened; null: it cannot be opened. */
  again?(): Flow | null;
  /** Called when the peer has shown who he is; until then his connection is the first to go where places run out. */
  proven?(): void;
}

export type FlowEvents = {
  readonly message: (flow: Flow, data: Buffer) => void;
  readonly closed: (flow: Flow) => void;
};

/** Numbers that `SipServer.counters` shows; names are added on first use. */
export type Counters = Record<string, number>;

export function count(counters: Counters, name: string, by = 1): void {
  counters[name] = (counters[name] ?? 0) + by;
}
