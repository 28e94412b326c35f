// The look-ups that views ask, as a running server has them; made once, for the areas of a country take a while to read.
import type { Lookups } from '@cordboard/contract';
import { activityOf, allowedMethods, servedBy } from '@cordboard/domain';
import { attributionIn } from '../../packages/server/src/numbers/attribution.ts';

export const lookups: Lookups = {
  allowed: allowedMethods,
  activity: activityOf,
  served: servedBy,
  attribution: attributionIn(),
};
