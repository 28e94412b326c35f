// What happened. The journal is made of these and nothing else; the world is their fold. Names after CSTA (ECMA-269 §15 to §18, §22).
import type { LeaveTimeOut } from './approvals/leave.ts';
import type { Configuration, GradingLanguage, Target } from './configuration.ts';
import type { AgentId, CallId, ConnectionId, DeviceId, GroupId, Ms, QueueId, RecordingId, SessionId } from './ids.ts';
import type { ClearCause } from './input.ts';
import type { CallKind, Party, Purpose } from './calls/call.ts';
import type { DequeuedWhy } from './queues/queue.ts';
import type { SupervisionMode } from './supervision/supervisor.ts';
import type { CallRecord } from './calls/record.ts';

export type Event = { readonly at: Ms } & (
  | { readonly type: 'tenant.configured'; readonly configuration: Configuration }
  /** What is counted by the day begins anew. */
  | { readonly type: 'tenant.dayBegan'; readonly beganAt: Ms }
  // sessions and devices
  /** `accompanies`: beside the program that the agent works with, and not in its place. */
  | {
      readonly type: 'session.opened';
      readonly sessionId: SessionId;
      readonly agentId: AgentId;
      readonly accompanies?: true;
    }
  | {
      readonly type: 'session.closed';
      readonly sessionId: SessionId;
      readonly agentId: AgentId;
      readonly how: 'lost' | 'ended';
    }
  | { readonly type: 'device.registered'; readonly deviceId: DeviceId; readonly userAgent: string }
  | { readonly type: 'device.unregistered'; readonly deviceId: DeviceId }
  // agents
  | {
      readonly type: 'agent.loggedOn';
      readonly agentId: AgentId;
      readonly deviceId: DeviceId | null;
      /** The queues that he serves; null or left out: all of his. */
      readonly queueIds?: readonly QueueId[] | null;
    }
  | {
      readonly type: 'agent.loggedOff';
      readonly agentId: AgentId;
      readonly reason: 'own' | 'linkLost' | 'elsewhere' | 'forced';
    }
  | { readonly type: 'agent.ready'; readonly agentId: AgentId }
  | { readonly type: 'agent.notReady'; readonly agentId: AgentId; readonly reason: string }
  | { readonly type: 'agent.busy'; readonly agentId: AgentId; readonly callId: CallId }
  | {
      readonly type: 'agent.workingAfterCall';
      readonly agentId: AgentId;
      readonly callId: CallId;
      readonly untilMs: Ms;
    }
  /** What the agent will be when the present call or wrap-up ends; null: the wish was withdrawn. */
  | {
      readonly type: 'agent.pendingState';
      readonly agentId: AgentId;
      readonly pending: { readonly state: 'ready' | 'notReady' | 'null'; readonly reason: string } | null;
    }
  | { readonly type: 'agent.backedOff'; readonly agentId: AgentId; readonly untilMs: Ms }
  | { readonly type: 'agent.backOffEnded'; readonly agentId: AgentId }
  | {
      readonly type: 'agent.missedCall';
      readonly agentId: AgentId;
      readonly callId: CallId;
      readonly queueId: QueueId | null;
      readonly cause: ClearCause;
    }
  /** The queues that he serves from now on; `all`: every one that he belongs to, also later. */
  | {
      readonly type: 'agent.queuesChanged';
      readonly agentId: AgentId;
      readonly queueIds: readonly QueueId[];
      readonly all: boolean;
    }
  /** A supervisor keeps him from work; `was`: what he is again afterwards. */
  | {
      readonly type: 'agent.blocked';
      readonly agentId: AgentId;
      readonly by: AgentId;
      readonly was: { readonly state: 'ready' | 'notReady'; readonly reason: string };
    }
  | { readonly type: 'agent.unblocked'; readonly agentId: AgentId; readonly by: AgentId }
  /** What is set up for an agent who is here is another thing than before. */
  | { readonly type: 'agent.profileChanged'; readonly agentId: AgentId }
  /** A supervisor changed his state. */
  | {
      readonly type: 'agent.stateForced';
      readonly agentId: AgentId;
      readonly by: AgentId;
      readonly state: 'ready' | 'notReady';
      readonly reason: string;
    }
  // leaves: applied for, decided, begun, over
  | {
      readonly type: 'leave.applied';
      readonly agentId: AgentId;
      readonly reason: string;
      readonly durationMs: Ms | null;
      readonly decideByMs: Ms;
    }
  | {
      readonly type: 'leave.approved';
      readonly agentId: AgentId;
      readonly by: AgentId;
      readonly beginByMs: Ms;
    }
  | { readonly type: 'leave.refused'; readonly agentId: AgentId; readonly by: AgentId; readonly reason: string }
  | { readonly type: 'leave.cancelled'; readonly agentId: AgentId; readonly why: 'own' | 'signedOut' }
  | { readonly type: 'leave.begun'; readonly agentId: AgentId; readonly untilMs: Ms | null }
  | { readonly type: 'leave.ended'; readonly agentId: AgentId }
  | { readonly type: 'leave.expired'; readonly agentId: AgentId; readonly timeOut: LeaveTimeOut }
  | {
      readonly type: 'leave.limitChanged';
      readonly groupId: GroupId;
      readonly maximumAway: number | null;
      readonly by: AgentId;
    }
  // calls
  | {
      readonly type: 'call.originated';
      readonly callId: CallId;
      readonly kind: CallKind;
      readonly from: Party;
      readonly dialled: string;
      readonly connectionId: ConnectionId;
      /** `in`: the first connection called us; `out`: we call it (an agent's own phone, for `call.make`). */
      readonly direction: 'in' | 'out';
      /** Where the call goes once its first connection has answered; null: it was routed on arrival. */
      readonly to: Target | null;
      readonly data: Readonly<Record<string, string>>;
      readonly priority: number;
      readonly displayNumber: string;
      /** What the first party is in it for; left out: a call. */
      readonly purpose?: 'check';
      /** What the called party's side plays before its answer is not heard: ringing is. */
      readonly withoutEarlyMedia?: true;
    }
  | {
      readonly type: 'call.offered';
      readonly callId: CallId;
      readonly connectionId: ConnectionId;
      readonly party: Party;
      readonly queueId: QueueId | null;
      readonly by: ConnectionId | null;
      readonly purpose: Purpose;
      /** The agent who consults, invites, or sent the call on. */
      readonly askedBy: AgentId | null;
    }
  | {
      readonly type: 'call.delivered';
      readonly callId: CallId;
      readonly connectionId: ConnectionId;
      readonly earlyMedia: boolean;
    }
  | { readonly type: 'call.established'; readonly callId: CallId; readonly connectionId: ConnectionId }
  | { readonly type: 'call.held'; readonly callId: CallId; readonly connectionId: ConnectionId }
  | { readonly type: 'call.retrieved'; readonly callId: CallId; readonly connectionId: ConnectionId }
  | { readonly type: 'call.muted'; readonly callId: CallId; readonly connectionId: ConnectionId }
  | { readonly type: 'call.unmuted'; readonly callId: CallId; readonly connectionId: ConnectionId }
  | {
      readonly type: 'call.queued';
      readonly callId: CallId;
      readonly queueId: QueueId;
      readonly priority: number;
      readonly exclusiveAgentId: AgentId | null;
      /** His calls to any queue go to this one; absent in older journals. */
      readonly exclusiveQueueId?: QueueId | null;
    }
  | {
      readonly type: 'call.dequeued';
      readonly callId: CallId;
      readonly queueId: QueueId;
      readonly why: DequeuedWhy;
      /** Where it goes from here; absent in older journals. */
      readonly to?: Target | null;
    }
  | { readonly type: 'call.requeued'; readonly callId: CallId; readonly queueId: QueueId; readonly notAgentId: AgentId }
  | {
      readonly type: 'call.enteredIvr';
      readonly callId: CallId;
      readonly ivrId: string;
      readonly node: string;
      readonly attempt: number;
      /** Counts the menu steps of the call, from 1. */
      readonly step: number;
    }
  | { readonly type: 'call.leftIvr'; readonly callId: CallId }
  | {
      readonly type: 'call.digit';
      readonly callId: CallId;
      readonly connectionId: ConnectionId;
      readonly digit: string;
    }
  | { readonly type: 'call.dataChanged'; readonly callId: CallId; readonly data: Readonly<Record<string, string>> }
  /** The switch that has it is away, and back. */
  | { readonly type: 'call.outOfReach'; readonly callId: CallId }
  | { readonly type: 'call.withinReach'; readonly callId: CallId }
  | {
      readonly type: 'call.diverted';
      readonly callId: CallId;
      readonly connectionId: ConnectionId;
      readonly to: Target;
    }
  | {
      readonly type: 'call.transferred';
      readonly callId: CallId;
      readonly connectionId: ConnectionId;
      /** Who sent the call on, and has left it. */
      readonly party: Party;
      readonly to: Target;
    }
  /** An agent has asked a third party into the call; it was offered just before. */
  | {
      readonly type: 'call.consulted';
      readonly callId: CallId;
      /** The agent who asks. */
      readonly connectionId: ConnectionId;
      readonly consultedId: ConnectionId;
      readonly to: Target;
      readonly state: 'ringing' | 'inviting';
    }
  | {
      readonly type: 'call.alternated';
      readonly callId: CallId;
      readonly connectionId: ConnectionId;
      readonly state: 'consulting' | 'alternated';
    }
  | {
      readonly type: 'call.conferenced';
      readonly callId: CallId;
      readonly connectionId: ConnectionId;
      readonly state: 'inviting' | 'conference';
    }
  /** A supervisor has become a party in place of the agent he watched. */
  | {
      readonly type: 'call.takenOver';
      readonly callId: CallId;
      readonly connectionId: ConnectionId;
      readonly party: Party;
      readonly fromAgentId: AgentId;
    }
  /** A call sent on blindly was not taken: it goes back to the agent who sent it, or (null) to the queue it came from. */
  | {
      readonly type: 'call.recalled';
      readonly callId: CallId;
      readonly agentId: AgentId | null;
      readonly cause: ClearCause;
    }
  /** An agent has left the customer to be asked for a mark. */
  | {
      readonly type: 'call.gradingBegan';
      readonly callId: CallId;
      readonly agentId: AgentId;
      readonly language: GradingLanguage;
    }
  /** The customer gave the agent a mark; null: he gave none. */
  | {
      readonly type: 'call.graded';
      readonly callId: CallId;
      readonly agentId: AgentId;
      readonly language: GradingLanguage;
      readonly grade: number | null;
    }
  | {
      readonly type: 'call.connectionCleared';
      readonly callId: CallId;
      readonly connectionId: ConnectionId;
      /** Who it was: the connection itself is gone from the world by now. */
      readonly party: Party;
      readonly cause: ClearCause;
    }
  // supervision: told to supervisors only, never to the one who is watched
  | ({ readonly type: 'supervision.requested'; readonly deviceId: DeviceId; readonly takesOver: boolean } & Supervision)
  | ({ readonly type: 'supervision.established' } & Supervision)
  | ({ readonly type: 'supervision.changed' } & Supervision)
  | ({ readonly type: 'supervision.ended'; readonly cause: ClearCause } & Supervision)
  | { readonly type: 'call.cleared'; readonly callId: CallId; readonly cause: ClearCause; readonly record: CallRecord }
  | {
      readonly type: 'call.announced';
      readonly callId: CallId;
      readonly position: number;
      readonly estimatedWaitMs: Ms | null;
    }
  // recordings: `agentIds` are on it; older journals do not say
  | {
      readonly type: 'recording.started';
      readonly callId: CallId;
      readonly recordingId: RecordingId;
      readonly path: string;
      readonly agentIds?: readonly AgentId[];
    }
  | {
      readonly type: 'recording.stopped';
      readonly callId: CallId;
      readonly recordingId: RecordingId;
      readonly path: string;
      readonly durationMs: Ms;
      readonly agentIds?: readonly AgentId[];
    }
  | {
      readonly type: 'recording.failed';
      readonly callId: CallId;
      readonly recordingId: RecordingId;
      readonly cause: 'diskFull' | 'other';
      readonly agentIds?: readonly AgentId[];
    }
  | {
      readonly type: 'recording.paused';
      readonly callId: CallId;
      readonly recordingId: RecordingId;
      readonly by: AgentId;
    }
  | {
      readonly type: 'recording.resumed';
      readonly callId: CallId;
      readonly recordingId: RecordingId;
      /** Null: nobody; who had paused it left the call. */
      readonly by: AgentId | null;
    }
);

export type Supervision = {
  readonly callId: CallId;
  readonly connectionId: ConnectionId;
  readonly supervisorId: AgentId;
  readonly watchedId: AgentId;
  readonly mode: SupervisionMode;
};

export type EventType = Event['type'];
export type EventOf<T extends EventType> = Extract<Event, { type: T }>;

/** Who may see an event beyond those whose role lets them watch: computed by `audienceOf`, checked by the publisher. */
export type Audience = {
  readonly agentIds: readonly AgentId[];
  readonly groupIds: readonly GroupId[];
  readonly watchersOf: 'agents' | 'queues' | 'calls' | 'leaves' | 'none';
};
