// Every bound of the client of the agent's local program.

export const limits = {
  maxQueued: 64,
  requestTimeoutMs: 30_000,
  connectTimeoutMs: 5_000,
  firstRetryMs: 500,
  maxRetryMs: 10_000,
} as const;
