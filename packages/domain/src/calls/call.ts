// A call and its connections (CSTA): who is in it, how far each has come, what is known about it.
import type { Target } from '../configuration.ts';
import type { Grading } from '../grading/grading.ts';
import type { Consultation } from '../consultation/consultation.ts';
import type { Supervisor } from '../supervision/supervisor.ts';
import type { AgentId, CallId, ConnectionId, DeviceId, IvrId, Ms, QueueId, RecordingId } from '../ids.ts';

export type CallKind = 'inbound' | 'outbound' | 'internal';

/** Of ECMA-269 §6.1.4's local connection states, those a person's connection has here; that a call is queued is said by the call's `queue`. */
export type ConnectionState = 'null' | 'initiated' | 'alerting' | 'connected' | 'hold';

/** What a party is called in for: what its program shows while it rings. */
export type Purpose = 'call' | 'transfer' | 'consultation' | 'conference' | 'pickUp' | 'takeOver' | 'check';

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
  readonly purpose: Purpose;
  /** The agent who asked for this party: who consults, invites, or sent the call on. */
  readonly askedBy: AgentId | null;
  readonly since: Ms;
  readonly alertingAt: Ms | null;
  readonly connectedAt: Ms | null;
  /** Since when its talk counts for the record; null: it has only been consulted so far. */
  readonly countedFrom: Ms | null;
  /** How long it has been on hold, the present hold not counted. */
  readonly heldMs: Ms;
};

export type Call = {
  readonly id: CallId;
  readonly kind: CallKind;
  readonly from: Party;
  /** The connection it began with; it may be gone by now. */
  readonly caller: ConnectionId;
  readonly dialled: string;
  readonly displayNumber: string;
  /** What the called party's side plays before its answer is not heard: ringing is. */
  readonly withoutEarlyMedia?: true;
  /** Its switch is away: it goes on there, and nothing of it is known or can be changed until the switch is back. */
  readonly outOfReach?: true;
  readonly createdAt: Ms;
  readonly connections: readonly Connection[];
  /** How many connections it ever had; the next one's id is made from it. */
  readonly connectionCount: number;
  readonly data: Readonly<Record<string, string>>;
  readonly priority: number;
  readonly queue: CallQueue | null;
  readonly ivr: CallIvr | null;
  readonly consultation: Consultation | null;
  /** Set from when an agent leaves the customer to be asked for a mark. */
  readonly grading: Grading | null;
  /** They are no party of the call: nobody in it is shown them. */
  readonly supervisors: readonly Supervisor[];
  readonly recordingId: RecordingId | null;
  /** Set while nothing of the call goes on record. */
  readonly recordingPause: RecordingPause | null;
  /** Where it goes once its first connection has answered. */
  readonly to: Target | null;
  /** The agent who sent it on blindly, for as long as nobody has taken it. */
  readonly sentOnBy: AgentId | null;
  /** It has come back to him once already. */
  readonly recalled: boolean;
  /** How often it was sent somewhere: bounds queues that overflow into each other. */
  readonly diversions: number;
  readonly history: CallHistory;
};

/** What the record will be made of. */
export type CallHistory = {
  /** When two parties were first connected. */
  readonly answeredAt: Ms | null;
  readonly waitMs: Ms;
  readonly talkMs: Ms;
  readonly holdMs: Ms;
  /** The last queue it was in. */
  readonly queueId: QueueId | null;
  readonly overflowed: boolean;
  readonly enteredIvr: boolean;
  readonly offered: boolean;
  readonly agentIds: readonly AgentId[];
  readonly recordingIds: readonly RecordingId[];
  /** Those that are over. */
  readonly recordingPauses: readonly PausedStretch[];
};

/** A pause is of the agent who asked for it: with him it leaves the call. */
export type RecordingPause = { readonly agentId: AgentId; readonly since: Ms };

/** What is silence in a recording because it was paused. */
export type PausedStretch = { readonly recordingId: RecordingId; readonly fromMs: Ms; readonly toMs: Ms };

/** A call's place in a queue. */
export type CallQueue = {
  readonly queueId: QueueId;
  readonly enteredAt: Ms;
  /** Its number among all that ever entered: two may come in the same millisecond. */
  readonly arrival: number;
  readonly priority: number;
  readonly exclusiveAgentId: AgentId | null;
  /** His calls to any queue go to this one. */
  readonly exclusiveQueueId: QueueId | null;
  /** Agents who did not take this call; not tried again before the others. */
  readonly passedBy: readonly AgentId[];
};

export type CallIvr = {
  readonly ivrId: IvrId;
  readonly node: string;
  readonly attempt: number;
  readonly digits: string;
  /** Steps taken in this call, over all menus; names the prompts and bounds loops. */
  readonly step: number;
  readonly since: Ms;
};
