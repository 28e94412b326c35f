// What the FreeSWITCH driver is told when it is made.

export type EslOptions = {
  readonly host: string;
  /** mod_event_socket listens on 8021. */
  readonly port: number;
  readonly password: string;
};

/** A gateway of a SIP profile: it leads outside. Tried in the order of the configuration. */
export type FreeswitchTrunk = {
  /** The gateway's name. */
  readonly id: string;
  /** Whether calls go out by it. */
  readonly isOutgoing: boolean;
  /** Calls in and out together. */
  readonly maxCalls: number;
  /** Shown when the call brings no number of its own. */
  readonly callerId: string;
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
  readonly trunks: readonly FreeswitchTrunk[];
  readonly isExtension: (user: string) => boolean;
  /** Recordings go to `recordings/<yyyy-mm-dd>/<recordingId>.wav` in here. */
  readonly dataFolder: string;
  /** Where FreeSWITCH writes them first, a file for each party: both sides see it under this path. Default: `freeswitch` in the data folder. */
  readonly recordingsFolder?: string;
  readonly log: Log;
};
