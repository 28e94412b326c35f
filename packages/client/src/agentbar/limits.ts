// Every bound of AgentBar.

export const barLimits = {
  maxCalloutHistoryEntries: 50,
  /** Connections whose ringing was told, recordings whose beginning was told; older ones are long over. */
  maxRememberedEntries: 200,
  maxSigninWaitMs: 10_000,
  webServiceTimeoutMs: 10_000,
  minReportIntervalS: 5,
  maxListedAgents: 5_000,
} as const;
