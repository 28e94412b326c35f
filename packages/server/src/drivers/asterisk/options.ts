// What the Asterisk driver is told when it is made.
import type { Trunk } from '../external/trunks.ts';
import type { AriOptions } from './ari-client.ts';
import type { Log } from './asterisk.ts';
import type { BrowserSecrets } from './browsers.ts';
import type { Extension } from './provisioning.ts';

export type AsteriskOptions = {
  readonly ari: AriOptions;
  /** Endpoints that lead outside. */
  readonly trunks: readonly Trunk[];
  readonly isExtension: (endpoint: string) => boolean;
  /** To be had at Asterisk; none: they are in its own files. */
  readonly extensions?: () => readonly Extension[];
  /** Of pages that are telephones; absent: none is. */
  readonly browserSecrets?: BrowserSecrets;
  /** Recordings go to `recordings/<yyyy-mm-dd>/<recordingId>.wav` in here. */
  readonly dataFolder: string;
  /** What to name when Asterisk does not let us in. */
  readonly setting?: string;
  /** What `systemname` in asterisk.conf must be, where it is one of several: two could give two calls one id. */
  readonly systemName?: string;
  readonly log: Log;
};
