// What the FreeSWITCH driver is told when it is made.
import type { Trunk } from '../external/trunks.ts';

export type EslOptions = {
  readonly host: string;
  /** mod_event_socket listens on 8021. */
  readonly port: number;
  readonly password: string;
};

export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  fields?: Record<string, unknown>,
) => void;

export type FreeswitchOptions = {
  readonly esl: EslOptions;
  /** The domain that telephones register in. */
  readonly domain: string;
  /** Gateways of its SIP profiles. */
  readonly trunks: readonly Trunk[];
  readonly isExtension: (user: string) => boolean;
  /** Recordings go to `recordings/<yyyy-mm-dd>/<recordingId>.wav` in here. */
  readonly dataFolder: string;
  /** Where FreeSWITCH writes them first, a file for each party: both sides see it under this path. Default: `freeswitch` in the data folder. */
  readonly recordingsFolder?: string;
  /** What to name when FreeSWITCH does not let us in. */
  readonly setting?: string;
  readonly log: Log;
};
