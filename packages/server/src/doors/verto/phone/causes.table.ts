// Why a call ended, in Verto's words: FreeSWITCH's names and the numbers of Q.850 (487 is FreeSWITCH's own).
import type { HangUpCause } from '@cordboard/telephony';

export const causes: Readonly<Record<HangUpCause, { readonly cause: string; readonly causeCode: number }>> = {
  normal:      { cause: 'NORMAL_CLEARING', causeCode: 16 },
  busy:        { cause: 'USER_BUSY', causeCode: 17 },
  noAnswer:    { cause: 'NO_ANSWER', causeCode: 19 },
  rejected:    { cause: 'CALL_REJECTED', causeCode: 21 },
  cancelled:   { cause: 'ORIGINATOR_CANCEL', causeCode: 487 },
  unreachable: { cause: 'SUBSCRIBER_ABSENT', causeCode: 20 },
  notFound:    { cause: 'UNALLOCATED_NUMBER', causeCode: 1 },
  notAllowed:  { cause: 'BEARERCAPABILITY_NOTAUTH', causeCode: 57 },
  trunksBusy:  { cause: 'NORMAL_CIRCUIT_CONGESTION', causeCode: 34 },
  mediaLost:   { cause: 'MEDIA_TIMEOUT', causeCode: 604 },
  failed:      { cause: 'NORMAL_TEMPORARY_FAILURE', causeCode: 41 },
};

/** What a client says with `verto.bye`, in ours; anything else is an ordinary end. A map: the words are the client's own. */
export const causeOf: ReadonlyMap<string, HangUpCause> = new Map([
  ['USER_BUSY', 'busy'],
  ['CALL_REJECTED', 'rejected'],
  ['NO_ANSWER', 'noAnswer'],
]);
