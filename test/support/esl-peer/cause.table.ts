// Why a channel ends, by FreeSWITCH's names and by the telephone's.
import type { HangUpCause } from '@cordboard/telephony';

/** FreeSWITCH's name for why a telephone hangs up. */
export const causeOf: Readonly<Record<HangUpCause, string>> = {
  normal: 'NORMAL_CLEARING', busy: 'USER_BUSY', noAnswer: 'NO_ANSWER', rejected: 'CALL_REJECTED',
  cancelled: 'ORIGINATOR_CANCEL', unreachable: 'SUBSCRIBER_ABSENT', notFound: 'UNALLOCATED_NUMBER',
  notAllowed: 'OUTGOING_CALL_BARRED', trunksBusy: 'NORMAL_CIRCUIT_CONGESTION', mediaLost: 'MEDIA_TIMEOUT',
  failed: 'NORMAL_TEMPORARY_FAILURE',
}; // prettier-ignore
export const heardCause = new Map(Object.entries(causeOf).map(([ours, theirs]) => [theirs, ours as HangUpCause]));
