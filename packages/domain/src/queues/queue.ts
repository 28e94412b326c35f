// A queue: who waits, who may serve, and what has come of it today.
import type { AgentId, CallId, Ms, QueueId } from '../ids.ts';

export type QueueStatistics = {
  readonly offered: number;
  readonly answered: number;
  readonly answeredInTime: number;
  readonly abandoned: number;
  readonly overflowed: number;
  readonly waitMs: Ms;
  readonly talkMs: Ms;
};

export type Queue = {
  readonly id: QueueId;
  /** In the order they are to be served: priority first, then arrival. */
  readonly waiting: readonly CallId[];
  /** Calls that ring at somebody now; they keep their place until answered. */
  readonly ringing: readonly CallId[];
  /** How many calls ever entered. */
  readonly arrivals: number;
  /** How many calls here belong to one agent only. */
  readonly exclusive: number;
  /** Who was offered a call last: round robin goes on behind him. */
  readonly lastOffered: AgentId | null;
  /** Recent handling time, talk and wrap-up, as a moving average; null: none yet. */
  readonly handlingMs: Ms | null;
  readonly statistics: QueueStatistics;
};

/**
 * Why a call no longer waits: answered; hung up; left by the queue's exit key; waited too long; found the queue full; the queue is no longer
 * configured, or could not reach anybody (in older journals also the two before); sent on by an agent.
 */
export type DequeuedWhy = 'assigned' | 'abandoned' | 'keyLeft' | 'timedOut' | 'full' | 'overflow' | 'transferred';

const elsewhere: ReadonlySet<DequeuedWhy> = new Set(['keyLeft', 'timedOut', 'full', 'overflow']);

/** It left the queue unserved, for somewhere else. */
export const wentElsewhere = (why: DequeuedWhy): boolean => elsewhere.has(why);
