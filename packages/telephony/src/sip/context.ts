// What the parts of one SIP server share.
import type { Counters, Flow } from './flow.ts';
import type { FlowKeepAlive } from './flow-keep-alive.ts';
import type { Registrar } from './registrar.ts';
import type { Registration } from './registration.ts';
import type { SipRequest } from './message.ts';
import type { SipServerOptions } from './sip-server.ts';
import type { Timing } from './timers.table.ts';
import type { TransactionLayer } from './transaction-layer.ts';
import type { Transaction } from './transaction.ts';
import type { Transports } from './transports.ts';

/** What a call takes from the wire: requests inside its dialog, and ACKs. */
export interface DialogUser {
  readonly id: string;
  /** Our tag. */
  readonly localTag: string;
  readonly callId: string;
  /** False: the tag of the peer is another's. */
  isPeer(remoteTag: string): boolean;
  request(transaction: Transaction): void;
  ack(ack: SipRequest): void;
  end(cause: 'normal'): void;
}

export type SipContext = {
  readonly options: SipServerOptions;
  readonly timing: Timing;
  readonly counters: Counters;
  readonly transactions: TransactionLayer;
  readonly transports: Transports;
  readonly registrar: Registrar;
  /** By Call-ID and our tag. */
  readonly calls: Map<string, DialogUser>;
  /** Ours at foreign registrars, by the user part of their Contacts. */
  readonly registrations: Map<string, Registration>;
  readonly flowKeepAlive: FlowKeepAlive;
  readonly flowClosed: Set<(flow: Flow) => void>;
};

export function dialogKey(callId: string, localTag: string): string {
  return `${callId} ${localTag}`;
}
