// What the methods of supervision do.
import type { Checks, Failures, Requests } from '../context.ts';

export const supervisionRequests = {} satisfies Partial<Requests>;
export const supervisionChecks: Checks = {};
export const supervisionFailures: Failures = {};
