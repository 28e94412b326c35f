// Looking causes up: our word to status and Reason header, and what a peer said back to our word (RFC 3326, RFC 3398).
import type { HangUpCause } from '../common.ts';
import { causeOfQ850, causeOfStatus, causes } from './cause.table.ts';
import { header } from './message.ts';
import type { SipMessage } from './message.ts';
import { paramOf } from './text.ts';

const rows = new Map(causes.map((row) => [row[0], row]));

/** The status that refuses an INVITE for that cause. */
export function statusOf(cause: HangUpCause): number {
  return rows.get(cause)?.[1] ?? 500;
}

/** The Reason header value for that cause. */
export function reasonOf(cause: HangUpCause): string {
  const row = rows.get(cause);
  return `Q.850;cause=${row?.[2] ?? 41};text="${row?.[3] ?? ''}"`;
}

/** Why a peer refused our INVITE: its Reason header, if it says more than its status. */
export function causeOfFailure(message: SipMessage, status: number): HangUpCause {
  const byStatus = causeOfStatus[status] ?? 'failed';
  if (status === 480 || status >= 500) return q850Cause(message) ?? byStatus;
  return byStatus;
}

/** Why a peer hung up. */
export function causeOfBye(message: SipMessage): HangUpCause {
  return q850Cause(message) ?? 'normal';
}

function q850Cause(message: SipMessage): HangUpCause | null {
  const reason = header(message, 'reason');
  if (reason === undefined || !/^\s*Q\.850\b/i.test(reason)) return null;
  return causeOfQ850[Number(paramOf(reason.slice(reason.indexOf(';')), 'cause'))] ?? null;
}
