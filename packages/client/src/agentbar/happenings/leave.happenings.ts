// What a page hears of leaves.
import type { Happenings } from '../context.ts';

export const leaveHappenings: Happenings = {};
