// The bounds of the Verto door, as tests may set them otherwise.
import type { limits } from '../../limits.ts';

type LimitName = Extract<keyof typeof limits, `verto${string}`>;
export type VertoLimits = { readonly [Name in LimitName]: number };
