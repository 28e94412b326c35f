// What is to be done in the world: wishes to the switch, timers, sessions. The loop carries them out; outcomes return as inputs.
import type { Prompt } from './configuration.ts';
import type { CallId, ConnectionId, DeviceId, Ms, RecordingId, SessionId, TimerId } from './ids.ts';
import type { ClearCause } from './input.ts';

export type Effect =
  | {
      readonly effect: 'originate';
      readonly callId: CallId;
      readonly connectionId: ConnectionId;
      readonly to: Destination;
      readonly from: CallerId;
      readonly timeoutMs: Ms;
      readonly data: Readonly<Record<string, string>>;
      /** Ask the phone to pick up by itself (click-to-dial: the agent's own phone is called first). */
      readonly autoAnswer?: true;
    }
  /** Pick up for the person, where the phone allows it (Event: talk). */
  | { readonly effect: 'answer'; readonly connectionId: ConnectionId }
  | { readonly effect: 'clear'; readonly connectionId: ConnectionId; readonly cause: ClearCause }
  /** Replaces what this connection hears until it ends (`playbackFinished`) or is stopped. */
  | {
      readonly effect: 'play';
      readonly connectionId: ConnectionId;
      readonly playId: string;
      readonly prompts: readonly Prompt[];
    }
  | { readonly effect: 'stopPlay'; readonly connectionId: ConnectionId }
  | { readonly effect: 'sendDigits'; readonly connectionId: ConnectionId; readonly digits: string }
  /** Made by `step` for each call that an event touched, never by a feature. */
  | { readonly effect: 'topology'; readonly topology: Topology }
  | { readonly effect: 'startTimer'; readonly timerId: TimerId; readonly afterMs: Ms }
  | { readonly effect: 'cancelTimer'; readonly timerId: TimerId }
  | {
      readonly effect: 'closeSession';
      readonly sessionId: SessionId;
      readonly reason: 'signedInElsewhere' | 'signedOutByOther';
    };

export type Destination =
  | { readonly kind: 'device'; readonly deviceId: DeviceId }
  | { readonly kind: 'number'; readonly number: string };

export type CallerId = { readonly number: string; readonly name: string };

/** Who hears whom in one call. The driver makes the switch match it; it is whole, never a difference. */
export type Topology = {
  readonly callId: CallId;
  readonly participants: readonly Participant[];
  /** Present while the call is to be on record. */
  readonly recordingId: RecordingId | null;
  /** Meanwhile nobody is to be on record: the recording goes on, silent, so that its times stay true. */
  readonly recordingPaused: boolean;
};

export type Participant = {
  readonly connectionId: ConnectionId;
  /** How far an incoming connection is to be taken: 100 only, 180, 183 with audio, 200. Outgoing ones are always `answered`. */
  readonly stage: 'proceeding' | 'ringing' | 'early' | 'answered';
  readonly hears: Hearing;
  /** The track of the recording this one speaks on; null: not recorded. */
  readonly track: 'agent' | 'customer' | null;
};

export type Hearing =
  | { readonly kind: 'none' }
  | { readonly kind: 'music'; readonly music: string }
  | { readonly kind: 'ringback' }
  | { readonly kind: 'connections'; readonly connectionIds: readonly ConnectionId[] };
