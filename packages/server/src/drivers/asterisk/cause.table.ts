// Why a channel ends: causes of Q.850, which Asterisk uses, and what they are to the core.
import type { ClearCause } from '@cordboard/domain';

/** What Asterisk tells (Q.850 clause 2.2.7, and what chan_pjsip makes of SIP answers). */
export const clearCauseOf: Readonly<Record<number, ClearCause>> = {
  1:  'notFound',
  2:  'notFound',
  3:  'notFound',
  16: 'normal',
  17: 'busy',
  18: 'noAnswer',
  19: 'noAnswer',
  20: 'unreachable',
  21: 'rejected',
  22: 'notFound',
  26: 'cancelled',
  27: 'unreachable',
  28: 'notFound',
  34: 'trunksBusy',
  38: 'unreachable',
  42: 'trunksBusy',
  44: 'trunksBusy',
  127: 'failed',
};

/** What Asterisk is told. */
export const q850Of: Readonly<Record<ClearCause, number>> = {
  normal:        16,
  busy:          17,
  noAnswer:      19,
  rejected:      21,
  cancelled:     16,
  unreachable:   20,
  notFound:      1,
  notAllowed:    21,
  trunksBusy:    34,
  mediaLost:     16,
  switchLost:    38,
  transferred:   16,
  queueOverflow: 17,
  forced:        16,
  failed:        38,
};
