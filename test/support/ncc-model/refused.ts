// Why a command is not served: it is answered with `Error`, and these are the words.
export class Refused extends Error {}

/** @throws Refused unless it holds. */
export function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Refused(otherwise);
}
