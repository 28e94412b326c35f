// A queue: who waits, who may serve, and what has come of it today.
import type { CallId, Ms, QueueId } from '../ids.ts';

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
  readonly statistics: QueueStatistics;
};
