// What a page hears of customers who wait.
import type { Happenings } from '../context.ts';

export const queueHappenings: Happenings = {};
