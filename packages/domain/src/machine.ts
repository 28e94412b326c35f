// Rows → machine: the first row that fits the state, the input and its guard says what happens; no row is a refusal.

/** `-` as a guard: always. `-` as what is emitted: nothing happens in the journal. */
export type Row<State extends string, Input extends string, Guard extends string, Emits extends string> = readonly [
  from: State,
  input: Input,
  guard: Guard | '-',
  to: State,
  emits: Emits | '-',
];

export type Machine<State extends string, Input extends string, Guard extends string, Emits extends string, Context> = {
  readonly rows: readonly Row<State, Input, Guard, Emits>[];
  /** @returns the row that applies, or null: not allowed now. */
  find(from: State, input: Input, context: Context): Row<State, Input, Guard, Emits> | null;
};

/**
 * Makes a machine of rows.
 *
 * @param guards what each guard asks of the context.
 */
export function machine<S extends string, I extends string, G extends string, E extends string, Context>(
  rows: readonly Row<S, I, G, E>[],
  guards: Readonly<Record<G, (context: Context) => boolean>>,
): Machine<S, I, G, E, Context> {
  const byState = new Map<S, Map<I, Row<S, I, G, E>[]>>();
  for (const row of rows) {
    const byInput = byState.get(row[0]) ?? new Map<I, Row<S, I, G, E>[]>();
    byState.set(row[0], byInput);
    byInput.set(row[1], [...(byInput.get(row[1]) ?? []), row]);
  }
  return {
    rows,
    find: (from, input, context) =>
      byState
        .get(from)
        ?.get(input)
        ?.find((row) => row[2] === '-' || guards[row[2]](context)) ?? null,
  };
}
