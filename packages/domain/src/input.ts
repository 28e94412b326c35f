// What comes in: commands, facts about the switch, timers, sessions, configuration. A closed union; each carries its time.
import type { Command } from './command.ts';
import type { Configuration } from './configuration.ts';
import type { AgentId, CallId, ConnectionId, DeviceId, Ms, RecordingId, SessionId, TimerId } from './ids.ts';

export type Input = { readonly at: Ms } & (
  | { readonly type: 'configured'; readonly configuration: Configuration }
  | {
      readonly type: 'command';
      readonly sessionId: SessionId;
      readonly agentId: AgentId;
      readonly command: Command;
      readonly newId: string;
    }
  /** `accompanies`: beside the program that the agent works with, and not in its place. */
  | {
      readonly type: 'sessionOpened';
      readonly sessionId: SessionId;
      readonly agentId: AgentId;
      readonly accompanies?: true;
    }
  /** `lost`: the link died and may come back; `ended`: the person closed it. */
  | {
      readonly type: 'sessionClosed';
      readonly sessionId: SessionId;
      readonly agentId: AgentId;
      readonly how: 'lost' | 'ended';
    }
  | { readonly type: 'timerExpired'; readonly timerId: TimerId }
  /** The journal has been replayed after a restart: sessions are gone, timers must be armed again. Comes once, before any fact. */
  | { readonly type: 'recovered' }
  | ({ readonly type: 'fact' } & { readonly fact: Fact })
);

/** Who is at the far end of a connection, as the switch knows it. */
export type Origin =
  | { readonly kind: 'device'; readonly deviceId: DeviceId }
  | { readonly kind: 'trunk'; readonly trunkId: string; readonly number: string; readonly name: string };

/** What a switch reports. */
export type Fact =
  | {
      readonly fact: 'inboundCall';
      readonly callId: CallId;
      readonly connectionId: ConnectionId;
      readonly origin: Origin;
      readonly dialled: string;
    }
  | { readonly fact: 'alerting'; readonly connectionId: ConnectionId; readonly earlyMedia: boolean }
  | { readonly fact: 'answered'; readonly connectionId: ConnectionId }
  | { readonly fact: 'cleared'; readonly connectionId: ConnectionId; readonly cause: ClearCause }
  | { readonly fact: 'digit'; readonly connectionId: ConnectionId; readonly digit: string }
  | { readonly fact: 'heldByDevice'; readonly connectionId: ConnectionId }
  | { readonly fact: 'retrievedByDevice'; readonly connectionId: ConnectionId }
  /** REFER (RFC 3515): the device asks that the other side be sent to `dialled`. */
  | { readonly fact: 'transferByDevice'; readonly connectionId: ConnectionId; readonly dialled: string }
  | { readonly fact: 'playbackFinished'; readonly connectionId: ConnectionId; readonly playId: string }
  | { readonly fact: 'registered'; readonly deviceId: DeviceId; readonly userAgent: string }
  | { readonly fact: 'unregistered'; readonly deviceId: DeviceId }
  | {
      readonly fact: 'recordingStarted';
      readonly callId: CallId;
      readonly recordingId: RecordingId;
      readonly path: string;
    }
  | {
      readonly fact: 'recordingStopped';
      readonly callId: CallId;
      readonly recordingId: RecordingId;
      readonly path: string;
      readonly durationMs: Ms;
    }
  | {
      readonly fact: 'recordingFailed';
      readonly callId: CallId;
      readonly recordingId: RecordingId;
      readonly cause: 'diskFull' | 'other';
    }
  | { readonly fact: 'trunksBusy'; readonly connectionId: ConnectionId }
  /** The switch is away: until the next snapshot nothing is known of these, or of whatever there is. */
  | { readonly fact: 'outOfReach'; readonly connectionIds: readonly ConnectionId[] | 'all' }
  /** Everything the switch knows, after (re)connecting: what is absent has ended. */
  | {
      readonly fact: 'snapshot';
      readonly connectionIds: readonly ConnectionId[];
      readonly deviceIds: readonly DeviceId[];
      /** Of the connections, those at a switch that is still away. */
      readonly outOfReach?: readonly ConnectionId[];
      /** A switch has never been heard: what is absent may be there, and is not over. */
      readonly isPartial?: boolean;
    };

/** Why a connection ended (CSTA event causes; SIP mapping in the driver). */
export type ClearCause =
  | 'normal'
  | 'busy'
  | 'noAnswer'
  | 'rejected'
  | 'cancelled'
  | 'unreachable'
  | 'notFound'
  | 'notAllowed'
  | 'trunksBusy'
  | 'mediaLost'
  | 'switchLost'
  | 'transferred'
  | 'queueOverflow'
  | 'forced'
  | 'failed';
