// Every bound of the Verto client.

export const vertoLimits = {
  connectTimeoutMs: 10_000,
  requestTimeoutMs: 15_000,
  maxPendingRequests: 64,
  firstRetryMs: 500,
  maxRetryMs: 15_000,
  /** When the server itself went away, everybody comes back at once: spread over this. */
  stormMinMs: 2_000,
  stormMaxMs: 6_000,
  /** Silent for so long: the server is asked. */
  keepAliveMs: 10_000,
  /** So many such times without a sign: the line is dead. */
  keepAliveMaxFailed: 3,
  /** The token is renewed so long before it runs out. */
  renewBeforeMs: 120_000,
  renewMinMs: 1_000,
} as const;

export type VertoClientLimits = { readonly [Name in keyof typeof vertoLimits]: number };
