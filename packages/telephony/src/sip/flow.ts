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
