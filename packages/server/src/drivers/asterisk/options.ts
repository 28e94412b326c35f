// What the Asterisk driver is told when it is made.
import type { AriOptions } from './ari-client.ts';
import type { Log } from './asterisk.ts';
import type { Extension } from './provisioning.ts';

/** An endpoint of Asterisk’s that leads outside. Tried in the order of the configuration. */
export type AsteriskTrunk = {
  /** The endpoint's name. */
  readonly id: string;
  /** Whether calls go out by it. */
  readonly isOutgoing: boolean;
  /** Calls in and out together. */
  readonly maxCalls: number;
  /** Shown when the call brings no number of its own. */
  readonly callerId: string;
};

export type AsteriskOptions = {
  readonly ari: AriOptions;
  readonly trunks: readonly AsteriskTrunk[];
  readonly isExtension: (endpoint: string) => boolean;
  /** To be had at Asterisk; none: they are in its own files. */
  readonly extensions?: () => readonly Extension[];
  /** Recordings go to `recordings/<yyyy-mm-dd>/<recordingId>.wav` in here. */
  readonly dataFolder: string;
  /** What to name when Asterisk does not let us in. */
  readonly setting?: string;
  readonly log: Log;
};
