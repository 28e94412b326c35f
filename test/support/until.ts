// Waiting for something to become true, without guessing how long it takes.

/**
 * Asks again and again until the answer is true (or not null).
 *
 * @param what said in the error when it never comes true.
 * @param withinMs gives up after this long.
 */
export async function until<T>(what: string, ask: () => T | Promise<T>, withinMs = 10_000): Promise<NonNullable<T>> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what} (last: ${String(answer)})`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
