// Every bound of the middleware: frames, queues, timers, retries. The unit is in the name.

export const limits = {
  // the CTI API
  ctiMaxFrameBytes: 1_048_576,
  ctiConnectTimeoutMs: 5_000,
  ctiCommandTimeoutMs: 5_000,
  /** Commands that wait for their answer; beyond this a command is refused. */
  ctiMaxInFlight: 2_000,
  ctiHeartbeatMs: 10_000,
  ctiRetryMinMs: 200,
  ctiRetryMaxMs: 10_000,
  /** Users that are attached at once, when the connection is back. */
  ctiAttachInFlight: 50,
  /** Calls of a user that are known; the oldest goes. */
  ctiMaxCallsPerUser: 200,
  // events that wait for their user
  eventsMaxPerUser: 1_000,
  eventMaxBytes: 262_144,
  /** Events that are not in the database yet; beyond this the oldest is lost and counted. */
  eventsMaxUnsaved: 100_000,
  eventsMaxPerAnswer: 500,
  eventsMaxWaitSeconds: 60,
  eventsMaxWaitersPerUser: 8,
  /** Writes to the database begin at least this far apart; what arrives between them goes together. */
  eventsSaveEveryMs: 3,
  eventsMaxBatch: 1_000,
  eventsRetryMs: 250,
  streamsMaxPerUser: 8,
  /** Handed out on a WebSocket and not acknowledged. */
  streamMaxUnacknowledged: 100,
  streamHeartbeatMs: 20_000,
  // HTTP
  httpMaxBodyBytes: 65_536,
  httpMaxConnections: 5_000,
  httpRequestTimeoutMs: 15_000,
  httpMaxTokenLength: 128,
  loginMaxLength: 128,
  passwordMinLength: 8,
  passwordMaxBytes: 512,
  // signing in
  loginFailuresPerLogin: 10,
  loginFailuresPerAddress: 100,
  loginFailuresWindowMs: 300_000,
  loginMaxRemembered: 100_000,
  passwordMaxConcurrent: 2,
  passwordMaxWaiting: 200,
  sessionMs: 43_200_000,
  sessionsMaxPerUser: 20,
  sessionSweepMs: 5_000,
  // the database
  databaseMaxConnections: 10,
  databaseConnectTimeoutMs: 1_000,
  databaseQueryTimeoutMs: 5_000,
  databaseOpenTimeoutMs: 30_000,
  auditMaxRows: 1_000_000,
} as const;
