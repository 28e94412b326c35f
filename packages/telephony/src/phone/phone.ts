// A telephone in software: one SIP user with real audio; what the demo caller, the tests and the desktop program are built on.
import type { HangUpCause, Unsubscribe } from '../common.ts';
import type { Sound } from '../media/media-engine.ts';

export type PhoneOptions = {
  /** `sip:host:port`; where calls go and, with a password, where it registers. */
  readonly server: string;
  readonly user: string;
  readonly displayName?: string;
  readonly password?: string;
  readonly localAddress?: string;
};

export interface Phone {
  start(): Promise<void>;
  /** Registers; only with a password. */
  register(): Promise<void>;
  call(number: string): PhoneCall;
  onIncoming(listener: (call: PhoneCall) => void): Unsubscribe;
  close(): Promise<void>;
}

export interface PhoneCall {
  readonly remoteUser: string;
  readonly state: 'calling' | 'ringing' | 'connected' | 'held' | 'ended';
  answer(): Promise<void>;
  hangUp(cause?: HangUpCause): void;
  hold(): Promise<void>;
  retrieve(): Promise<void>;
  refer(number: string): void;
  sendDigits(digits: string): void;
  speak(sounds: readonly Sound[], options?: { loop?: boolean }): void;
  /** The loudest frequency in the last `ms` of what was heard, and how loud. */
  hear(ms: number): Promise<{ readonly frequencyHz: number; readonly level: number }>;
  /** Resolves when the call gets there; rejects if it ends first. */
  until(state: 'ringing' | 'connected' | 'held' | 'ended', timeoutMs?: number): Promise<void>;
  readonly endCause: HangUpCause | null;
}
