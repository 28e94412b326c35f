// Instants on this wire are whole seconds since the Unix epoch.

/** @param ms since the Unix epoch. */
export const secondsOf = (ms: number): number => Math.floor(ms / 1_000);
