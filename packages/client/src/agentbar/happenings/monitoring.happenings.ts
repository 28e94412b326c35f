// What a page hears of the agents it watches.
import type { Change } from '../context.ts';

export const monitoringChanges: readonly Change[] = [];
