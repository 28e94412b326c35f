// The listeners of one call.
import type { Unsubscribe } from '../common.ts';
import type { SipCallEvents } from './sip-server.ts';

type Listener = (detail: never) => void;

export class CallEvents {
  readonly #listeners = new Map<keyof SipCallEvents, Set<Listener>>();

  on<E extends keyof SipCallEvents>(event: E, listener: (detail: SipCallEvents[E]) => void): Unsubscribe {
    let set = this.#listeners.get(event);
    if (set === undefined) this.#listeners.set(event, (set = new Set<Listener>()));
    set.add(listener);
    return () => set.delete(listener);
  }

  /** Returns whether anybody listened. */
  emit<E extends keyof SipCallEvents>(event: E, detail: SipCallEvents[E]): boolean {
    const set = this.#listeners.get(event);
    if (set === undefined || set.size === 0) return false;
    for (const listener of set) (listener as (detail: SipCallEvents[E]) => void)(detail);
    return true;
  }
}
