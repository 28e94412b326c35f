// A telephone in software: one SIP user with real audio; what the demo caller, the tests and the desktop program are built on.
import type { HangUpCause, Unsubscribe } from '../common.ts';
import type { Sound } from '../media/media-engine.ts';
import type { SipServerOptions } from '../sip/sip-server.ts';
import type { PhoneStack } from './stack.ts';

export type PhoneOptions = {
  /** `sip:host:port`, with `;transport=tcp` (or `tls`, `ws`, `wss`) where wanted; where calls go and, with a password, where it registers. */
  readonly server: string;
  /** `ws://host:port/path`, where a WebSocket server is not at `/` of that address. */
  readonly webSocketUrl?: string;
  readonly user: string;
  /** The host in its own and in called addresses, where that is not the server's. */
  readonly domain?: string;
  readonly displayName?: string;
  readonly password?: string;
  /** The name that the password belongs to, where it is not `user`. */
  readonly authorizationUser?: string;
  readonly expiresS?: number;
  /** For the server's certificate; only without `stack`, which has its own. */
  readonly tlsClient?: NonNullable<SipServerOptions['tlsClient']>;
  readonly localAddress?: string;
  /** SIP and media shared with other phones; left open by `close`. Without it the phone makes its own. */
  readonly stack?: PhoneStack;
};

export interface Phone {
  start(): Promise<void>;
  /** Registers; only with a password. */
  register(): Promise<void>;
  unregister(): Promise<void>;
  call(number: string): PhoneCall;
  onIncoming(listener: (call: PhoneCall) => void): Unsubscribe;
  /** Ends its calls, unregisters and frees what is its own. */
  close(): Promise<void>;
}

export type PhoneCallState = 'calling' | 'ringing' | 'connected' | 'held' | 'ended';

export interface PhoneCall {
  readonly remoteUser: string;
  readonly state: PhoneCallState;
  /** A header of the INVITE that brought the call; undefined for calls this phone made. */
  header(name: string): string | undefined;
  answer(): Promise<void>;
  hangUp(cause?: HangUpCause): void;
  /** Re-INVITE with `sendonly` (RFC 3264 §8.4). */
  hold(): Promise<void>;
  retrieve(): Promise<void>;
  /** REFER (RFC 3515); resolves with the status of the response. */
  refer(number: string): Promise<number>;
  /** RFC 4733. */
  sendDigits(digits: string): void;
  /** SIP INFO, as old phones send digits. */
  sendInfoDigits(digits: string): void;
  onDigit(listener: (digit: string) => void): Unsubscribe;
  /** The server asked by NOTIFY that the call be answered. */
  onTalk(listener: () => void): Unsubscribe;
  speak(sounds: readonly Sound[], options?: { loop?: boolean }): void;
  /** Speaks sounds once; resolves when they are over, rejects if the call ends first. */
  say(sounds: readonly Sound[]): Promise<void>;
  silence(): void;
  /** The loudest frequency in the last `ms` of what was heard, and how loud: `level` is its amplitude, full scale 1. */
  hear(ms: number): Promise<{ readonly frequencyHz: number; readonly level: number }>;
  /** The amplitude of one frequency in the last `ms` of what was heard, full scale 1. */
  levelAt(frequencyHz: number, ms: number): Promise<number>;
  /** Resolves when the call gets there; rejects if it ends first. */
  until(state: 'ringing' | 'connected' | 'held' | 'ended', timeoutMs?: number): Promise<void>;
  readonly endCause: HangUpCause | null;
}
