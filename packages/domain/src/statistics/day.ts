// The tenant's day: when it began, and what calls there were since (seed 003 `GetReportStatisInfoEvent`).
import type { TenantProfile } from '../configuration.ts';
import type { Ms } from '../ids.ts';

export type Day = {
  /** Null: nothing has been configured yet. */
  readonly beganAt: Ms | null;
  readonly callsIn: number;
  /** Of these, over by now, those that a queue put through to an agent. */
  readonly callsInAnswered: number;
  readonly callsOut: number;
  /** Of these, over by now, those that were answered. */
  readonly callsOutAnswered: number;
  readonly enteredQueue: number;
  /** Entered a queue because somebody sent them there, or another queue did. */
  readonly enteredQueueOnward: number;
  readonly abandoned: number;
};

export const noDay: Day = {
  beganAt: null,
  callsIn: 0,
  callsInAnswered: 0,
  callsOut: 0,
  callsOutAnswered: 0,
  enteredQueue: 0,
  enteredQueueOnward: 0,
  abandoned: 0,
};

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** @returns when the day began that this instant belongs to. */
export function dayBeginning({ day }: TenantProfile, at: Ms): Ms {
  const shiftMs = ((day?.utcOffsetMinutes ?? 0) - (day?.beginsAtMinute ?? 0)) * minuteMs;
  return Math.floor((at + shiftMs) / dayMs) * dayMs - shiftMs;
}

export const nextDayBeginning = (tenant: TenantProfile, at: Ms): Ms => dayBeginning(tenant, at) + dayMs;
