// What the media engine and its workers say to each other: one table of messages per direction.
import type {
  Listener,
  MediaEndpointEvents,
  MediaEngineEvents,
  MediaStatistics,
  RecordingRequest,
  Sound,
} from './media-engine.ts';
import type { Direction } from './sdp.ts';

/** What a worker is started with. */
export type WorkerSetup = {
  readonly address: string;
  readonly publicAddress: string;
  readonly soundFolders: readonly string[];
  readonly mediaSilenceMs: number;
};

/** Orders, without an answer. */
export type Order =
  | { readonly type: 'create'; readonly endpointId: string; readonly group: string; readonly kind: 'rtp' | 'webrtc' }
  | { readonly type: 'arrange'; readonly group: string; readonly listeners: readonly Listener[] }
  | { readonly type: 'startRecording'; readonly group: string; readonly recording: RecordingRequest }
  | { readonly type: 'stopRecording'; readonly group: string; readonly recordingId: string }
  | {
      readonly type: 'play';
      readonly endpointId: string;
      readonly playId: string;
      readonly sounds: readonly Sound[];
      readonly loop: boolean;
    }
  | { readonly type: 'stopPlay'; readonly endpointId: string }
  | { readonly type: 'sendDigits'; readonly endpointId: string; readonly digits: string };

/** Questions: the parameters and the result of each. */
export type Questions = {
  offer: { ask: { readonly endpointId: string; readonly port: number; readonly direction: Direction }; reply: string };
  acceptAnswer: { ask: { readonly endpointId: string; readonly sdp: string }; reply: null };
  answer: { ask: { readonly endpointId: string; readonly port: number; readonly sdp: string }; reply: string };
  tap: { ask: { readonly endpointId: string; readonly ms: number }; reply: Int16Array };
  statistics: { ask: { readonly endpointId: string }; reply: MediaStatistics };
  closeEndpoint: { ask: { readonly endpointId: string }; reply: null };
  counters: { ask: null; reply: Readonly<Record<string, number>> };
  shutDown: { ask: null; reply: null };
};

export type Question = {
  readonly [K in keyof Questions]: {
    readonly type: 'ask';
    readonly requestId: number;
    readonly question: K;
    readonly ask: Questions[K]['ask'];
  };
}[keyof Questions];

export type ToWorker = Order | Question;

type EndpointEvent = {
  [E in keyof MediaEndpointEvents]: {
    readonly type: 'endpointEvent';
    readonly endpointId: string;
    readonly event: E;
    readonly detail: MediaEndpointEvents[E];
  };
}[keyof MediaEndpointEvents];

type EngineEvent = {
  [E in keyof MediaEngineEvents]: {
    readonly type: 'engineEvent';
    readonly event: E;
    readonly detail: MediaEngineEvents[E];
  };
}[keyof MediaEngineEvents];

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'reply'; readonly requestId: number; readonly result: Questions[keyof Questions]['reply'] }
  | { readonly type: 'failure'; readonly requestId: number; readonly message: string; readonly code: string | null }
  | EndpointEvent
  | EngineEvent
  | {
      readonly type: 'log';
      readonly level: 'debug' | 'info' | 'warn' | 'error';
      readonly message: string;
      readonly fields: Record<string, unknown>;
    };
