// What the program sees at one moment: its CTI servers, its registrars, the lines of its telephone, and what it remembers.
import type { ClientState } from '@cordboard/client';
import type { ConnectionStateName, RunningStateName, SipCallStateName } from '@cordboard/contract/dialects/ipsc';
import type { Channels } from './channels.ts';

export type ServerSight = {
  readonly host: string;
  readonly port: number;
  readonly connection: ConnectionStateName;
  readonly client: ClientState;
};

export type AccountSight = {
  /** The CTI server whose calls come by this registrar. */
  readonly ctiIndex: number;
  readonly uri: string;
  readonly isValid: boolean;
  readonly isRegistered: boolean;
  /** Status of the last REGISTER; 0: no answer yet. */
  readonly status: number;
};

export type LineSight = {
  readonly id: number;
  readonly account: number;
  /** The call's id at the CTI server; null: no CTI server knows it. */
  readonly callId: string | null;
  readonly direction: 'in' | 'out';
  readonly state: SipCallStateName;
  readonly localUri: string;
  readonly remoteUri: string;
  readonly remoteUser: string;
  readonly isHeld: boolean;
};

export type Sight = {
  readonly running: RunningStateName;
  readonly worker: { readonly workerNum: string; readonly displayName: string } | null;
  readonly servers: readonly ServerSight[];
  /** Index of the main CTI server. */
  readonly main: number;
  readonly accounts: readonly AccountSight[];
  readonly lines: readonly LineSight[];
  readonly channels: Channels;
};
