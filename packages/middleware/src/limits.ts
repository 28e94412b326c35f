// Every bound of the middleware: frames, queues, timers, retries. The unit is in the name.

export const limits = {
  // the CTI API
  ctiMaxFrameBytes: 1_048_576,
  /** Objects and arrays within each other; what is deeper cannot be written as text again. */
  ctiMaxDepthLevels: 100,
  ctiConnectTimeoutMs: 5_000,
  ctiCommandTimeoutMs: 5_000,
  /** Commands that wait for their answer; beyond this a command is refused. */
  ctiMaxInFlight: 2_000,
  ctiHeartbeatMs: 10_000,
  ctiRetryMinMs: 200,
  ctiRetryMaxMs: 10_000,
  /** A connection that lasted this long was a good one. */
  ctiSteadyMs: 1_000,
  /** Users that are attached at once, when the connection is back. */
  ctiAttachInFlight: 50,
  /** Calls of a user that are known; the oldest goes. */
  ctiMaxCallsPerUser: 200,
  /** Of a call; those set last stay. */
  ctiMaxParams: 500,
  // events that wait for their user
  eventsMaxPerUser: 1_000,
  mailboxMaxBytes: 4_194_304,
  eventsMaxPerAnswer: 500,
  eventsMaxWaitSeconds: 60,
  eventsMaxWaitersPerUser: 8,
  /** What was handed out and is on its way for longer is taken back, and its connection cut. */
  eventsOnTheirWayMs: 15_000,
  streamsMaxPerUser: 8,
  /** Handed out on a WebSocket and not acknowledged. */
  streamMaxUnacknowledged: 100,
  socketMaxFrameBytes: 65_536,
  /** How long the other side of a WebSocket may take to answer its end. */
  socketCloseMs: 2_000,
  softphoneMaxWaitingBytes: 1_048_576,
  streamHeartbeatMs: 20_000,
  // HTTP
  httpMaxBodyBytes: 65_536,
  httpMaxConnections: 5_000,
  httpRequestTimeoutMs: 10_000,
  /** How often connections are looked at for that. */
  httpCheckMs: 1_000,
  httpKeepAliveMs: 72_000,
  controlMaxInFlightPerUser: 20,
  loginMaxCharacters: 128,
  passwordMaxCharacters: 512,
  // sessions
  sessionMs: 43_200_000,
  sessionsMaxPerUser: 20,
  /** Sessions that are over are let go, and those that the command ended are noticed, at least this often. */
  sessionSweepMs: 5_000,
  // the database
  databaseMaxConnections: 10,
  databaseConnectTimeoutMs: 1_000,
  databaseQueryTimeoutMs: 5_000,
  /** At the server, a little before we give it up. */
  databaseStatementTimeoutMs: 4_000,
  databaseOpenTimeoutMs: 30_000,
  databaseCloseTimeoutMs: 2_000,
  databaseRetryMs: 250,
  /** Writes begin at least this far apart; what arrives between them goes together. */
  saveEveryMs: 3,
  saveMaxBatch: 1_000,
  saveMaxBatchBytes: 4_194_304,
  auditMaxWaiting: 10_000,
  auditMaxRows: 1_000_000,
  // the agent's program
  cliWaitSeconds: 25,
  cliRetryMinMs: 300,
  cliRetryMaxMs: 10_000,
  cliLogoutMs: 2_000,
  cliCompressFromBytes: 1_024,
  cliMaxLogLines: 500,
  cliMaxCalls: 50,
  cliMaxTypedCharacters: 64,
} as const;
