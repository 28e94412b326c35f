// Why a call ended, in our word, as SIP status (RFC 3261 §21) and as Q.850 cause (RFC 3398 §7.2.4.1, §8.2.6.1; RFC 3326).
import type { HangUpCause } from '../common.ts';

/** `[our word, status that refuses an INVITE, Q.850 cause, Q.850 text]` */
export const causes: readonly (readonly [HangUpCause, number, number, string])[] = [
  ['normal',      480, 16, 'Normal call clearing'],
  ['busy',        486, 17, 'User busy'],
  ['noAnswer',    480, 19, 'No answer from user'],
  ['rejected',    603, 21, 'Call rejected'],
  ['cancelled',   487, 16, 'Normal call clearing'],
  ['unreachable', 480, 20, 'Subscriber absent'],
  ['notFound',    404,  1, 'Unallocated number'],
  ['notAllowed',  403, 57, 'Bearer capability not authorized'],
  ['trunksBusy',  503, 34, 'No circuit available'],
  ['mediaLost',   480, 27, 'Destination out of order'],
  ['failed',      500, 41, 'Temporary failure'],
];

/** What a status that refused our INVITE says. */
export const causeOfStatus: Readonly<Record<number, HangUpCause>> = {
  400: 'failed',      401: 'notAllowed',  403: 'notAllowed',  404: 'notFound',
  407: 'notAllowed',  408: 'noAnswer',    410: 'notFound',    480: 'unreachable',
  484: 'notFound',    485: 'notFound',    486: 'busy',        487: 'cancelled',
  488: 'failed',      503: 'trunksBusy',  600: 'busy',        603: 'rejected',
  604: 'notFound',    606: 'failed',      607: 'rejected',
};

/** What a Q.850 cause in a Reason header says. */
export const causeOfQ850: Readonly<Record<number, HangUpCause>> = {
   1: 'notFound',      2: 'notFound',     3: 'notFound',     16: 'normal',
  17: 'busy',         18: 'noAnswer',    19: 'noAnswer',     20: 'unreachable',
  21: 'rejected',     22: 'notFound',    27: 'unreachable',  28: 'notFound',
  31: 'normal',       34: 'trunksBusy',  38: 'failed',       41: 'failed',
  42: 'trunksBusy',   57: 'notAllowed',
};
