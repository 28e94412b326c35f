// Every bound of the client: requests under way, waits, beats and retries.

export const limits = {
  /** As many as the server lets be under way on one connection. */
  maxPendingRequests: 64,
  requestTimeoutMs: 10_000,
  connectTimeoutMs: 10_000,
  heartbeatMs: 5_000,
  maxMissedBeats: 2,
  firstRetryMs: 500,
  maxRetryMs: 10_000,
  /** When the server itself went away, everybody comes back at once: spread over this. */
  stormMinMs: 2_000,
  stormMaxMs: 6_000,
} as const;

export type ClientLimits = { readonly [Key in keyof typeof limits]: number };
