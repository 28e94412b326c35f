// Every bound of the server: queues, buffers, frames, timers, retries. The unit is in the name.

export const limits = {
  // log
  logMaxWaitingBytes: 4_194_304,
  // loop
  loopMaxWaitingInputs: 100_000,
  journalRetryMinMs: 100,
  journalRetryMaxMs: 2_000,
  /** Events that happened and are not durable; beyond this commands are refused. */
  journalMaxUnjournaledEvents: 40_000,
  /** So many of the last events are made ready again after a start, for clients that resume. */
  resumeWindowEvents: 5_000,
  snapshotCheckMs: 10_000,
  snapshotEveryEvents: 5_000,
  ringMaxEvents: 200_000,
  ringMaxBytes: 134_217_728,
  // storage
  /** Commits of one journal begin at least this far apart; what arrives between them goes together. */
  journalCommitEveryMs: 3,
  journalMaxBatchEntries: 2_000,
  /** Entries handed to `append` and not yet durable; beyond this an append is refused. */
  journalMaxPendingEntries: 50_000,
  /** A commit that takes longer counts as lost, and the spool takes over. */
  journalCommitTimeoutMs: 1_000,
  journalReadPageEntries: 2_000,
  journalDrainRetryMinMs: 50,
  journalDrainRetryMaxMs: 1_000,
  journalOutageLogEveryMs: 60_000,
  /** How far behind the mark that tells a restored backup from the present one may be. */
  journalMarkEveryMs: 1_000,
  spoolMaxBytes: 1_073_741_824,
  spoolReadChunkBytes: 1_048_576,
  snapshotsKept: 8,
  databaseMaxJournalConnections: 4,
  databaseMaxReadConnections: 6,
  databaseConnectTimeoutMs: 1_000,
  databaseQueryTimeoutMs: 30_000,
  /** How long a start waits for a database that does not answer. */
  databaseOpenTimeoutMs: 30_000,
  databaseOpenRetryMs: 250,
  databaseAttempts: 3,
  databaseAttemptPauseMs: 20,
  databaseIdleTimeoutMs: 30_000,
  embeddedStartTimeoutMs: 60_000,
  embeddedStopTimeoutMs: 30_000,
  embeddedStatusPollMs: 10,
  embeddedStartAttempts: 20,
  historyMaxRows: 10_000,
  // accounts
  passwordMinCharacters: 8,
  passwordMaxBytes: 256,
  loginMaxCharacters: 128,
  /** Each takes 19 MiB and a thread of libuv's pool for some 20 ms. */
  passwordMaxConcurrent: 2,
  passwordMaxWaiting: 1_024,
  tokenLifetimeMs: 43_200_000,
  /** Sessions that can be recognised while the database is away. */
  sessionCacheMaxEntries: 10_000,
  sessionSweepEveryMs: 3_600_000,
  configurationCacheMs: 2_000,
  configurationCacheMaxTenants: 100,
  signInMaxAccounts: 10_000,
  signInMaxAddresses: 10_000,
  signInFreeFailures: 5,
  /** A whole call centre may stand behind one address. */
  signInFreeFailuresPerAddress: 50,
  signInFirstDelayMs: 1_000,
  signInMaxDelayMs: 300_000,
  signInMaxDelayPerAddressMs: 30_000,
  signInForgetAfterMs: 900_000,
  phoneCredentialsMax: 20_000,
  phoneCredentialsPerSession: 4,
  phoneCredentialLifetimeMs: 43_200_000,
  // embedded switch
  /** How long a stop waits for the answers to its last BYEs. */
  switchGoodbyeMs: 2_000,
  switchMaxCalls: 5_000,
  /** Digits wished before the connection can carry them. */
  switchMaxWaitingDigits: 64,
  /** A telephone that asked for a transfer is told it failed when nothing came of it. */
  switchReferralMs: 30_000,
  switchMaxDataHeaderBytes: 512,
  switchMaxCallerNameCharacters: 64,
  switchMaxNumberCharacters: 64,
  switchMaxUserAgentCharacters: 128,
  switchMaxSavedRegistrations: 10_000,
  switchSaveRegistrationsAfterMs: 500,
  // demonstration caller
  callerMaxCalls: 100,
  callerMaxTalkMs: 86_400_000,
  callerMaxRingMs: 120_000,
  /** Between the starts of calls that are made together. */
  callerStaggerMs: 250,
  callerListenMs: 500,
  /** Calls that the page's "call me" has under way. */
  callerMaxProcesses: 10,
  callerDemoTalkMs: 600_000,
  // http door
  httpMaxConnections: 20_000,
  httpMaxBodyBytes: 65_536,
  httpMaxHeaderBytes: 16_384,
  httpRequestTimeoutMs: 30_000,
  httpConnectionTimeoutMs: 60_000,
  httpKeepAliveMs: 10_000,
  /** How long a close waits for answers under way before it cuts them. */
  httpDrainMs: 2_000,
  webSocketMaxFrameBytes: 65_536,
  webSocketMaxTotal: 12_000,
  /** A whole call centre may stand behind one address, with two sockets per person. */
  webSocketMaxPerAddress: 4_000,
  /** A health check that takes longer counts as failed. */
  healthTimeoutMs: 2_000,
  /** The event loop is in trouble when 99 % of its turns of the last seconds do not begin within this time. */
  healthMaxLoopLagMs: 500,
  loopLagResolutionMs: 10,
  loopLagWindowMs: 10_000,
  // agent door
  agentMaxFrameBytes: 65_536,
  agentMaxBatch: 50,
  agentMaxInFlight: 64,
  agentRequestsPerSecond: 50,
  agentRequestBurst: 200,
  /** Refusals for rate in a row after which the connection is closed. */
  agentMaxRateRefusals: 500,
  agentHeartbeatMs: 5_000,
  agentMaxMissedBeats: 2,
  strangerMaxFrameBytes: 4_096,
  strangerMaxFailures: 3,
  strangerMaxPings: 20,
  strangerSignInMs: 10_000,
  /** Connections on which nobody has signed in yet, over all addresses. */
  strangersMax: 2_000,
  /** Above this the reader is slow: events pause until it has read everything. */
  agentPauseBufferedBytes: 262_144,
  /** Above this the connection is cut, whatever fills it. */
  agentMaxBufferedBytes: 1_048_576,
  agentMaxPausedMs: 30_000,
  /** Events held back while a batch is answered. */
  agentMaxHeldEvents: 1_000,
  agentCloseMs: 1_000,
  // verto door
  vertoMaxFrameBytes: 1_000_000,
  vertoMaxBatch: 50,
  vertoMaxInFlight: 64,
  vertoRequestsPerSecond: 50,
  vertoRequestBurst: 200,
  vertoMaxRateRefusals: 500,
  /** Refused logins on one connection after which the client is told not to come back. */
  vertoMaxLoginFailures: 5,
  /** A connection on which nobody has signed in by then is told not to come back. */
  vertoStrangerMs: 30_000,
  vertoStrangersMax: 2_000,
  vertoHeartbeatMs: 5_000,
  vertoMaxMissedBeats: 2,
  /** Nothing heard for so long: the server asks (mod_verto does so, too). */
  vertoPingAfterSilentMs: 30_000,
  /** Above this the reader is too slow and is cut. */
  vertoMaxBufferedBytes: 4_194_304,
  vertoCloseMs: 1_000,
  /** A session whose connection is lost is kept so long (mod_verto: detach-timeout-sec). */
  vertoDetachedMs: 120_000,
  vertoMaxSessionsPerPerson: 16,
  vertoMaxSessions: 20_000,
  vertoMaxChannels: 200,
  vertoMaxChannelCharacters: 256,
  vertoMaxSessidCharacters: 64,
  /** Frames kept for a session whose connection is lost. */
  vertoMaxMissedFrames: 1_000,
  vertoMaxBroadcastBytes: 16_384,
  /** How long before its token expires a client is told so. */
  vertoExpiryWarningMs: 300_000,
  /** A function that has no answer by then is answered for. */
  vertoFunctionMs: 10_000,
  /** mod_verto ignores a speed test beyond this. */
  vertoSpeedTestMaxBytes: 10_485_760,
  vertoSpeedTestRounds: 10,
  vertoSpeedTestsPerMinute: 6,
  /** An agent who works by HTTP requests alone and is not signed in is let go after this. */
  vertoRestIdleMs: 10_000,
  vertoExtensionTokensMax: 10_000,
  vertoMaxCallsPerPhone: 10,
  /** An answer names some of it twice, and SIP takes bodies of 48 KiB: a larger one would close the connection of all telephones. */
  vertoMaxSdpBytes: 16_384,
  /** How long a lost page may still be heard: then the switch is told to expect no sound, before it misses it. */
  vertoSilenceAfterMs: 8_000,
  vertoRingMs: 120_000,
  /** A telephone that cannot be called by then is not waited for. */
  vertoPhoneReadyMs: 3_000,
  // ncc door
  /** CTI modules are servers: there are few of them. */
  nccMaxConnections: 100,
  nccMaxFrameBytes: 262_144,
  nccHandshakeMs: 10_000,
  /** One connection may stand for a whole call centre. */
  nccCommandsPerSecond: 1_000,
  nccCommandBurst: 10_000,
  nccMaxInFlight: 10_000,
  nccMaxUsersPerConnection: 20_000,
  nccHeartbeatMs: 10_000,
  nccMaxMissedBeats: 2,
  /** Above this the reader is too slow and is cut. */
  nccMaxBufferedBytes: 16_777_216,
  nccCloseMs: 1_000,
  /** Calls of one user that are over and not closed; the oldest are closed. */
  nccMaxEndedCalls: 16,
  nccMaxLocalParams: 64,
  nccMaxLocalParamCharacters: 2_048,
  /** Calls a user has sent on, any of which may come back to him. */
  nccMaxSentOn: 16,
  /** What a command changes is told by then, before it is answered. */
  nccTellMs: 2_000,
  nccRememberedTelephones: 20_000,
  /** A longer one is no telephone number (ITU-T E.164 allows 15 digits). */
  numberMaxCharacters: 32,
  /** Numbers whose area and forms are remembered. */
  attributionsKeptMax: 20_000,
  // Switches outside
  /** A start does not wait longer for a switch that is away. */
  switchStartWaitMs: 5_000,
  /** What is left of a life before this one, and belongs to no call by then, is tidied up so long after a connection. */
  switchSweepAfterMs: 5_000,
  /** A stop does not wait longer for recordings that are being fetched. */
  recordingsSettleMs: 5_000,
  // SIP of browsers, carried to a switch outside
  /** Each is a session of the switch's HTTP server, too (`sessionlimit` of Asterisk's http.conf). */
  sipRelayMaxConnections: 4_000,
  sipRelayConnectMs: 5_000,
  /** Of frames that came before the switch had answered. */
  sipRelayMaxWaitingBytes: 65_536,
  /** Above this the reader is too slow and is cut, on either side. */
  sipRelayMaxBufferedBytes: 262_144,
  sipRelayHeartbeatMs: 10_000,
  /** A connection over which the switch has granted nothing by then is closed. */
  sipRelayStrangerMs: 30_000,
  // Asterisk over ARI
  ariRequestTimeoutMs: 5_000,
  /** Requests at once; more wait their turn. */
  ariMaxConnections: 24,
  /** The longest one is a recording: a day of 16 bits at 8 kHz would be larger, and is refused. */
  ariMaxAnswerBytes: 536_870_912,
  ariRetryMinMs: 100,
  ariRetryMaxMs: 5_000,
  ariHeartbeatMs: 5_000,
  ariMaxFrameBytes: 1_048_576,
  /** Of a channel that is to go. */
  ariHangUpAttempts: 3,
  ariHangUpAgainMs: 1_000,
  ariProvisioningAtOnce: 10,
  /** A page that should speak and sends nothing for this long is lost. */
  ariBrowserSilenceMs: 30_000,
  ariRecordingEndMs: 2_000,
  ariGoodbyeMs: 1_000,
  /** Events that wait while we look at what there is. */
  ariMaxWaitingEvents: 100_000,
  // FreeSWITCH over its event socket
  eslCommandTimeoutMs: 5_000,
  /** An originate answers when the call is answered or over; so long after its own time it is given up. */
  eslOriginateGraceMs: 10_000,
  /** Commands that have no answer yet; beyond this a command is refused. */
  eslMaxPendingCommands: 5_000,
  eslConnectTimeoutMs: 5_000,
  eslRetryMinMs: 100,
  eslRetryMaxMs: 5_000,
  eslHeartbeatMs: 5_000,
  eslMaxHeaderBytes: 65_536,
  /** `show channels as json` has about 1 KiB for each channel. */
  eslMaxBodyBytes: 33_554_432,
  /** Events told already, by their number: one that comes again is no news. */
  eslRememberedEventsMax: 4_096,
  /** Channels that are over: what is told of them late is no news. */
  eslRememberedEndedMax: 10_000,
  /** Channels that are asked about at once after a connection. */
  eslResyncAtOnce: 16,
  /** A channel is on FreeSWITCH's list by then. */
  eslLookAgainMs: 1_000,
  eslRecordingEndMs: 2_000,
  eslGoodbyeMs: 1_000,
  /** A party that FreeSWITCH hears nothing from is gone; one whose telephone holds need not be heard. */
  eslMediaSilenceMs: 300_000,
  eslMediaHoldMs: 86_400_000,
} as const;
