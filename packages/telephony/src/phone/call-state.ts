// How far a telephone's call has come, and waiting for it to come further.
import type { HangUpCause, Unsubscribe } from '../common.ts';
import { phoneLimits } from '../limits.ts';
import type { PhoneCallState } from './phone.ts';

export class CallState {
  readonly #changes = new Set<() => void>();
  #now: PhoneCallState;
  #endCause: HangUpCause | null = null;

  constructor(first: PhoneCallState) {
    this.#now = first;
  }

  get now(): PhoneCallState {
    return this.#now;
  }

  get endCause(): HangUpCause | null {
    return this.#endCause;
  }

  get talking(): boolean {
    return this.#now === 'connected' || this.#now === 'held';
  }

  become(state: Exclude<PhoneCallState, 'ended'>): void {
    if (this.#now === 'ended' || this.#now === state) return;
    this.#now = state;
    for (const change of this.#changes) change();
  }

  /** False when it had ended before. */
  end(cause: HangUpCause): boolean {
    if (this.#now === 'ended') return false;
    this.#now = 'ended';
    this.#endCause = cause;
    for (const change of this.#changes) change();
    this.#changes.clear();
    return true;
  }

  onChange(listener: () => void): Unsubscribe {
    this.#changes.add(listener);
    return () => void this.#changes.delete(listener);
  }

  onEnd(listener: () => void): Unsubscribe {
    const look = (): void => {
      if (this.#now === 'ended') listener();
    };
    this.#changes.add(look);
    look();
    return () => void this.#changes.delete(look);
  }

  /** Resolves when the call gets there; rejects if it ends first, or when `timeoutMs` have passed. A talking call has rung. */
  until(
    state: 'ringing' | 'connected' | 'held' | 'ended',
    timeoutMs: number = phoneLimits.untilTimeoutMs,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (error?: Error): void => {
        clearTimeout(timeout);
        this.#changes.delete(look);
        if (error) reject(error);
        else resolve();
      };
      const look = (): void => {
        if (this.#now === state || (state === 'ringing' && this.talking)) finish();
        else if (this.#now === 'ended') finish(this.endedError());
      };
      const late = (): void => finish(new Error(`still ${this.#now}, not ${state}, after ${timeoutMs} ms`));
      const timeout = setTimeout(late, timeoutMs);
      this.#changes.add(look);
      look();
    });
  }

  endedError(): Error {
    return new Error(`the call ended: ${this.#endCause ?? 'failed'}`);
  }
}
