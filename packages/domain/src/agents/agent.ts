// An agent (座席, оператор): the person, as ECMA-269 §6.1.3 models agent states.
import type { AgentId, CallId, DeviceId, Ms, QueueId, SessionId } from '../ids.ts';
import type { ClearCause } from '../input.ts';

export type AgentState = 'null' | 'notReady' | 'ready' | 'busy' | 'workingAfterCall';

export type PendingState = { readonly state: 'ready' | 'notReady' | 'null'; readonly reason: string };

export type Agent = {
  readonly id: AgentId;
  readonly state: AgentState;
  /** Why he is not ready; kept through a call so that he returns to it. */
  readonly reason: string;
  readonly since: Ms;
  readonly deviceId: DeviceId | null;
  /** The queues that he serves; null: all that he belongs to. */
  readonly serves: readonly QueueId[] | null;
  /** What he was when a supervisor blocked him, and is again afterwards; null: he is not blocked. */
  readonly blocked: { readonly state: 'ready' | 'notReady'; readonly reason: string } | null;
  /** What comes after the present call or wrap-up. */
  readonly pending: PendingState | null;
  /** The state to return to after a call. */
  readonly before: 'ready' | 'notReady';
  /** Of his own program: there is one at a time. */
  readonly sessionId: SessionId | null;
  /** Of programs that watch and steer his telephone beside it, the earliest first. */
  readonly companionIds: readonly SessionId[];
  /** `lost`: the last session vanished without a word; nothing is offered until it is back. */
  readonly link: 'up' | 'lost' | 'none';
  readonly linkLostAt: Ms | null;
  readonly callIds: readonly CallId[];
  /** Left alone until then after a call he did not answer. */
  readonly backedOffUntilMs: Ms | null;
  readonly missedInARow: number;
  readonly wrapUpUntilMs: Ms | null;
  /** The latest at the end. */
  readonly missed: readonly MissedCall[];
  readonly statistics: AgentStatistics;
};

export type MissedCall = {
  readonly at: Ms;
  readonly callId: CallId;
  readonly queueId: QueueId | null;
  /** Who called. */
  readonly number: string;
  readonly name: string;
  readonly cause: ClearCause;
};

/** Of the tenant's present day. */
export type AgentStatistics = {
  /** When the day began; 0: it is the first one. */
  readonly countedFrom: Ms;
  readonly signedInAt: Ms | null;
  readonly callsAnswered: number;
  readonly callsMissed: number;
  readonly callsMade: number;
  readonly talkMs: Ms;
  readonly lastCallEndedAt: Ms | null;
  /** Time spent in each state, the present one not counted. */
  readonly stateMs: Readonly<Record<AgentState, Ms>>;
};
