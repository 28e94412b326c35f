// What the media half offers: endpoints that send and receive audio, and arrangements of who hears whom. All of it runs in worker threads.
import type { Digits, Unsubscribe } from '../common.ts';

export type MediaEngineOptions = {
  /** Local address put into SDP and bound. */
  readonly address: string;
  /** Address put into SDP instead, behind a NAT. */
  readonly publicAddress?: string;
  readonly rtpPorts: { readonly from: number; readonly to: number };
  readonly workers: number;
  /** How long nothing may arrive before `mediaLost`; 30 s when left out. */
  readonly mediaSilenceMs?: number;
  /** Folders searched for `<name>.wav`, first hit wins; built-in sounds come last. */
  readonly soundFolders: readonly string[];
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: Record<string, unknown>) => void;
};

export interface MediaEngine {
  start(): Promise<void>;
  close(): Promise<void>;
  /** Endpoints of one `group` (a call) live in one worker and may hear each other. */
  createEndpoint(options: { readonly group: string; readonly kind: 'rtp' | 'webrtc' }): MediaEndpoint;
  /** Who hears whom in a group, whole each time; endpoints not named hear nothing. */
  arrange(group: string, listeners: readonly Listener[]): void;
  /** Two tracks, left agent, right customer, in one stereo WAV written as it goes and valid after a crash up to the last second. */
  startRecording(group: string, recording: RecordingRequest): void;
  stopRecording(group: string, recordingId: string): void;
  on<E extends keyof MediaEngineEvents>(event: E, listener: (detail: MediaEngineEvents[E]) => void): Unsubscribe;
  counters(): Promise<Readonly<Record<string, number>>>;
}

export type Listener = { readonly endpointId: string; readonly hears: Hears };
export type Hears =
  | { readonly kind: 'none' }
  | { readonly kind: 'music'; readonly music: string }
  | { readonly kind: 'ringback' }
  | { readonly kind: 'endpoints'; readonly endpointIds: readonly string[] };

export type RecordingRequest = {
  readonly recordingId: string;
  readonly path: string;
  readonly agent: readonly string[];
  readonly customer: readonly string[];
  /** Meanwhile both tracks are silent. */
  readonly paused: boolean;
};

export type Sound =
  | { readonly kind: 'sound'; readonly name: string }
  | { readonly kind: 'digits'; readonly digits: string }
  | { readonly kind: 'tone'; readonly name: 'beep' | 'busy' | 'ringback' }
  /** A sine, for tests and phones. */
  | { readonly kind: 'sine'; readonly frequencyHz: number; readonly durationMs: number };

export type MediaEngineEvents = {
  recordingStarted: { readonly group: string; readonly recordingId: string; readonly path: string };
  recordingStopped: {
    readonly group: string;
    readonly recordingId: string;
    readonly path: string;
    readonly durationMs: number;
  };
  recordingFailed: { readonly group: string; readonly recordingId: string; readonly cause: 'diskFull' | 'other' };
};

/** An event that says all by its name. */
export type NoDetail = Readonly<Record<string, never>>;

export type MediaEndpointEvents = {
  /** RFC 4733, once per key press. */
  digit: { readonly digit: Digits };
  playbackFinished: { readonly playId: string };
  /** Nothing was received for `limits.mediaSilenceMs` although something should be. */
  mediaLost: NoDetail;
};

/** One party's audio. */
export interface MediaEndpoint {
  readonly id: string;
  /** Makes an offer, or a re-offer with the same address and a higher version. */
  offer(options?: { readonly direction?: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive' }): Promise<string>;
  acceptAnswer(sdp: string): Promise<void>;
  /** Answers the far end's offer or re-offer (its hold directions are honoured: RFC 3264 §8.4). Rejects when there is no common codec. */
  answer(sdp: string): Promise<string>;
  /** Replaces what this endpoint hears until the sounds end. `loop`: until stopped. */
  play(playId: string, sounds: readonly Sound[], options?: { readonly loop?: boolean }): void;
  stopPlay(): void;
  /** RFC 4733 out. */
  sendDigits(digits: string): void;
  /** The last `ms` of received audio as 8 kHz 16-bit samples: what tests and phones listen to. Kept only after the first call to `tap`. */
  tap(ms: number): Promise<Int16Array>;
  statistics(): Promise<MediaStatistics>;
  close(): void;
  on<E extends keyof MediaEndpointEvents>(event: E, listener: (detail: MediaEndpointEvents[E]) => void): Unsubscribe;
}

/** RFC 3550 §6.4 in plain numbers. */
export type MediaStatistics = {
  readonly packetsReceived: number;
  readonly packetsSent: number;
  readonly packetsLost: number;
  readonly packetsLate: number;
  readonly packetsForeign: number;
  readonly jitterMs: number;
  readonly roundTripMs: number | null;
  /** `a=sendrecv…` as the far end last asked. */
  readonly remoteDirection: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
};
