// Noticing that the machine slept, or that its clock jumped: what was registered may be forgotten by now.

const everyMs = 10_000;

/** @param slept called after each jump. @returns how to stop. */
export function watchSleep(slept: () => void, now: () => number = Date.now): () => void {
  let before = now();
  const timer = setInterval(() => {
    const isLate = Math.abs(now() - before - everyMs) > everyMs * 2;
    before = now();
    if (isLate) slept();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
