// What the methods that look into queues do.
import type { Checks, Requests } from '../context.ts';

export const queueRequests = {} satisfies Partial<Requests>;
export const queueChecks: Checks = {};
