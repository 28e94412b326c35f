// The switch port: what the loop asks of a telephone switch and what it is told. Every driver implements it; one conformance suite holds them to it.
import type { Effect, Fact } from '@cordboard/domain';
import type { BrowserPhones } from './browser-phones.ts';

/** A wish of the core to the switch. */
export type Wish = Extract<
  Effect,
  { effect: 'originate' | 'answer' | 'clear' | 'play' | 'stopPlay' | 'sendDigits' | 'topology' }
>;

export interface SwitchDriver {
  readonly name: string;
  /** Absent: it has none for browsers. */
  readonly browserPhones?: BrowserPhones;
  /**
   * Connects; facts begin to flow to `tell`, the first being a `snapshot`, or `outOfReach` where the switch is away. Rejects with a
   * SettingError when a port is taken.
   */
  start(tell: (fact: Fact) => void): Promise<void>;
  /** Carries a wish out. Never throws: what goes wrong comes back as a fact (`cleared`, `trunksBusy`, `recordingFailed`). Wishes for one call are carried out in order. */
  wish(wish: Wish): void;
  /**
   * Begins no more calls; those that are there go on, and wishes for them are carried out. Resolves when none is left, or after `drainMs`.
   */
  drain(drainMs: number): Promise<void>;
  /** Ends what is left and stops. */
  close(): Promise<void>;
  /** For /healthz and /metrics. */
  health(): { readonly ok: boolean; readonly detail: string };
  counters(): Promise<Readonly<Record<string, number>>>;
}
