// Why the core ends a connection, in the words that SIP has for it. What SIP reports needs no row: its causes are the core's.
import type { ClearCause } from '@cordboard/domain';
import type { HangUpCause } from '@cordboard/telephony';

export const hangUpCauseOf: Readonly<Record<ClearCause, HangUpCause>> = {
  normal:        'normal',
  busy:          'busy',
  noAnswer:      'noAnswer',
  rejected:      'rejected',
  cancelled:     'cancelled',
  unreachable:   'unreachable',
  notFound:      'notFound',
  notAllowed:    'notAllowed',
  trunksBusy:    'trunksBusy',
  mediaLost:     'mediaLost',
  switchLost:    'failed',
  transferred:   'normal',
  queueOverflow: 'busy',
  forced:        'normal',
  failed:        'failed',
};

/** Of several telephones that did not answer, whose reason the caller is told: the first of these (after RFC 3261 §16.7). */
export const tellingCauses: readonly HangUpCause[] = [
  'rejected', 'busy', 'notAllowed', 'noAnswer', 'normal', 'cancelled', 'trunksBusy', 'mediaLost', 'notFound', 'unreachable', 'failed',
];

/** Causes that let the next trunk be tried: nobody at the far end has decided anything yet. */
export const causesToTryAnotherTrunk: ReadonlySet<HangUpCause> = new Set(['unreachable', 'trunksBusy', 'failed']);
