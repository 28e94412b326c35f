// One turn of the core: decide, evolve, follow what happened until nothing more follows, and say what the world outside must do.
import type { Effect } from './effect.ts';
import type { Event } from './event.ts';
import type { Input } from './input.ts';
import type { Refusal } from './refusal.ts';
import type { World } from './world.ts';

/** What came of one input. `result` is the method's result value; its shape is the contract's method row. */
export type Outcome = {
  readonly reply: { readonly result: unknown } | Refusal | null;
  readonly effects: readonly Effect[];
};

/**
 * Takes one input into the world.
 *
 * @param onEvent called right after each event was folded in, with the world as it then is: what the journal and the publisher take down.
 */
export type Step = (world: World, input: Input, onEvent: (event: Event, world: World) => void) => Outcome;
