// A call and its connections (CSTA): who is in it, how far each has come, what is known about it.
import type { AgentId, CallId, ConnectionId, DeviceId, IvrId, Ms, QueueId, RecordingId } from '../ids.ts';

export type CallKind = 'inbound' | 'outbound' | 'internal';

/** ECMA-269 §6.1.4 local connection states. */
export type ConnectionState = 'null' | 'initiated' | 'alerting' | 'connected' | 'hold' | 'queued' | 'fail';

export type Party =
  | { readonly kind: 'agent'; readonly agentId: AgentId; readonly deviceId: DeviceId; readonly name: string }
  | { readonly kind: 'device'; readonly deviceId: DeviceId; readonly name: string }
  | { readonly kind: 'outside'; readonly number: string; readonly name: string };

export type Connection = {
  readonly id: ConnectionId;
  readonly party: Party;
  /** `in`: the device called us; `out`: we called it. */
  readonly direction: 'in' | 'out';
  readonly state: ConnectionState;
  readonly muted: boolean;
  readonly earlyMedia: boolean;
  /** Set when this connection was offered from a queue. */
  readonly queueId: QueueId | null;
  readonly since: Ms;
  readonly alertingAt: Ms | null;
  readonly connectedAt: Ms | null;
};

export type Call = {
  readonly id: CallId;
  readonly kind: CallKind;
  readonly from: Party;
  readonly dialled: string;
  readonly displayNumber: string;
  readonly createdAt: Ms;
  readonly connections: readonly Connection[];
  /** How many connections it ever had; the next one's id is made from it. */
  readonly connectionCount: number;
  readonly data: Readonly<Record<string, string>>;
  readonly priority: number;
  readonly queue: CallQueue | null;
  readonly ivr: CallIvr | null;
  readonly recordingId: RecordingId | null;
};

/** A call's place in a queue. */
export type CallQueue = {
  readonly queueId: QueueId;
  readonly enteredAt: Ms;
  readonly priority: number;
  readonly exclusiveAgentId: AgentId | null;
  /** Agents who did not take this call; not tried again before the others. */
  readonly passedBy: readonly AgentId[];
};

export type CallIvr = {
  readonly ivrId: IvrId;
  readonly node: string;
  readonly attempt: number;
  readonly digits: string;
};
