// What the methods that ask for numbers do.
import type { Failures, Requests } from '../context.ts';

export const statisticsRequests = {} satisfies Partial<Requests>;
export const statisticsFailures: Failures = {};
