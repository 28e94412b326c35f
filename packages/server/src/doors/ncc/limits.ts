// The bounds of the NCC door, as tests may set them otherwise.
import type { limits } from '../../limits.ts';

type LimitName = Extract<keyof typeof limits, `ncc${string}`>;
export type NccLimits = { readonly [Name in LimitName]: number };
