// What the methods of leaves do.
import type { Checks, Failures, Requests } from '../context.ts';

export const leaveRequests = {} satisfies Partial<Requests>;
export const leaveChecks: Checks = {};
export const leaveFailures: Failures = {};
