// What a supervisor's page hears of his supervision, and an agent's of what was done to him.
import type { Happenings } from '../context.ts';

export const supervisionHappenings: Happenings = {};
