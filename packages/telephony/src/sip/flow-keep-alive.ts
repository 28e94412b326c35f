// Line breaks along the flows of our registrations: keep the way through NAT open and notice a peer that is gone (RFC 5626 §3.5, §4.4.1).
import type { Unsubscribe } from '../common.ts';
import { sipLimits } from '../limits.ts';
import { count } from './flow.ts';
import type { Counters, Flow } from './flow.ts';

type Kept = {
  readonly flow: Flow;
  /** Those who want it kept; each asks the peer something that must be answered. */
  readonly askers: Set<() => void>;
  timer: NodeJS.Timeout | null;
  asked: boolean;
};

export class FlowKeepAlive {
  readonly #counters: Counters;
  readonly #kept = new Map<string, Kept>();

  constructor(counters: Counters) {
    this.#counters = counters;
  }

  /**
   * Keeps that way open until unsubscribed, together with others who want the same.
   * @param ask sends a request along it; called once when the peer was silent and may be one that knows no pings
   */
  keep(flow: Flow, ask: () => void): Unsubscribe {
    let kept = this.#kept.get(flow.key);
    if (kept === undefined) {
      kept = { flow, askers: new Set(), timer: null, asked: false };
      this.#kept.set(flow.key, kept);
      // At once along a connection, to learn whether this peer answers; the request just answered has opened the way of a datagram.
      if (flow.reliable) this.#ping(kept);
      else this.#next(kept);
    }
    kept.askers.add(ask);
    return () => this.#release(flow.key, ask);
  }

  #release(key: string, ask: () => void): void {
    const kept = this.#kept.get(key);
    if (kept?.askers.delete(ask) !== true || kept.askers.size > 0) return;
    if (kept.timer !== null) clearTimeout(kept.timer);
    this.#kept.delete(key);
  }

  #ping(kept: Kept): void {
    const { flow } = kept;
    if (flow.closed) return;
    const heard = flow.heard ?? 0;
    flow.ping?.();
    count(this.#counters, 'flowPings');
    if (flow.reliable) this.#wait(kept, sipLimits.pongWaitMs, () => this.#look(kept, heard));
    else this.#next(kept);
  }

  /** Whatever came in shows that he is there. */
  #look(kept: Kept, heardBefore: number): void {
    const { flow } = kept;
    if ((flow.heard ?? 0) === heardBefore) {
      if (flow.pongs === true) {
        count(this.#counters, 'flowsSilent');
        flow.close?.();
        return;
      }
      // Many servers drop line breaks; those answer a request.
      if (!kept.asked) for (const ask of [...kept.askers].slice(0, 1)) ask();
      kept.asked = true;
    }
    this.#next(kept);
  }

  #next(kept: Kept): void {
    const intervalMs = kept.flow.reliable ? sipLimits.flowKeepAliveStreamMs : sipLimits.flowKeepAliveDatagramMs;
    const waitedMs = kept.flow.reliable ? sipLimits.pongWaitMs : 0;
    this.#wait(kept, intervalMs * (0.8 + Math.random() * 0.2) - waitedMs, () => this.#ping(kept));
  }

  #wait(kept: Kept, waitMs: number, then: () => void): void {
    kept.timer = setTimeout(then, waitMs);
    kept.timer.unref();
  }
}
