// Words that SIP and media share.

/** One of 0-9 * # A-D. */
export type Digits = string;
export type Unsubscribe = () => void;

/** Why a call ended; each maps to a SIP status and a Q.850 cause (RFC 3398, RFC 3326), in `sip/cause.table.ts`. */
export type HangUpCause =
  | 'normal'
  | 'busy'
  | 'noAnswer'
  | 'rejected'
  | 'cancelled'
  | 'unreachable'
  | 'notFound'
  | 'notAllowed'
  | 'trunksBusy'
  | 'mediaLost'
  | 'failed';
