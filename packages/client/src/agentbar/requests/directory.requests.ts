// What the methods that ask for directories do.
import type { Checks, Failures, Requests } from '../context.ts';

export const directoryRequests = {} satisfies Partial<Requests>;
export const directoryChecks: Checks = {};
export const directoryFailures: Failures = {};
