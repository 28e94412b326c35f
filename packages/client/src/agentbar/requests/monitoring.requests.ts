// What the methods that watch agents do.
import type { Checks, Requests } from '../context.ts';

export const monitoringRequests = {} satisfies Partial<Requests>;
export const monitoringChecks: Checks = {};
