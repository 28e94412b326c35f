// What the embedded switch is told when it is made: addresses, ports, folders, trunks and who may register.
import type { SipAccounts } from '@cordboard/telephony';

export type EmbeddedOptions = {
  readonly sip: {
    /** Bound for UDP and TCP. */
    readonly host: string;
    readonly port: number;
    /** The digest realm and the domain of addresses-of-record. */
    readonly domain: string;
    readonly tls?: { readonly port: number; readonly key: string; readonly cert: string };
  };
  readonly rtp: {
    /** Bound, and put into SDP unless `publicAddress` is set. */
    readonly address: string;
    readonly from: number;
    readonly to: number;
    /** Worker threads for audio. */
    readonly workers: number;
    /** A party that should speak and sends nothing for this long is lost. */
    readonly mediaSilenceMs?: number;
  };
  /** Put into SDP, Via and Contact instead of local addresses, behind a NAT. */
  readonly publicAddress?: string;
  /** Searched for `<name>.wav` before the built-in sounds. */
  readonly soundFolders: readonly string[];
  /** Recordings go to `recordings/<yyyy-mm-dd>/<recordingId>.wav` in here; the facts name them by this relative path. */
  readonly dataFolder: string;
  readonly trunks: readonly TrunkOptions[];
  readonly accounts: SipAccounts;
  /** Whether a user is an extension: its INVITEs need digest, from whatever address. */
  readonly isExtension: (user: string) => boolean;
  readonly log: SwitchLog;
};

/** A way to the outside. Tried in the order of the configuration. */
export type TrunkOptions = {
  readonly id: string;
  /** `sip:host:port`, with `;transport=tcp` or `tls` where wanted; null: calls come in by it but do not go out. */
  readonly uri: string | null;
  /** Addresses whose INVITEs are this trunk's: `192.0.2.7`, or with a port `192.0.2.7:5080`. */
  readonly addresses: readonly string[];
  readonly credentials?: { readonly user: string; readonly password: string };
  /** Calls in and out together. */
  readonly maxCalls: number;
  /** Shown when the call brings no number of its own. */
  readonly callerId: string;
};

export type SwitchLog = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  fields?: Record<string, unknown>,
) => void;
