// Every bound of the telephony package, with its unit in its name; one section per half.

/** Bounds of the SIP half. */
export const sipLimits = {
  maxMessageBytes: 65_535,
  maxHeadBytes: 16_384,
  maxLineBytes: 8_192,
  maxHeaders: 128,
  maxBodyBytes: 49_152,
  maxListValues: 32,
  /** Bytes waiting in one connection before it is closed as too slow. */
  maxSendQueueBytes: 262_144,
  maxConnections: 4_096,
  maxConnectionsPerAddress: 1_024,
  /** A connection on which nothing comes in or goes out for this long is closed. */
  connectionIdleMs: 600_000,
  connectTimeoutMs: 5_000,
  maxTransactions: 100_000,
  maxCalls: 20_000,
  maxContactsPerUser: 10,
  maxContactBytes: 512,
  minExpiresS: 30,
  maxExpiresS: 7_200,
  defaultExpiresS: 3_600,
  nonceLifeMs: 300_000,
  maxNoncesRemembered: 50_000,
  /** Requests outside dialogs, per remote address: a bucket this deep, refilled at this rate. */
  requestBurst: 2_000,
  requestsPerS: 1_000,
  maxAddressesWatched: 20_000,
  /** Wrong passwords forgiven before delays start, and how the delay grows. */
  authFailuresForgiven: 5,
  authDelayMs: 1_000,
  maxAuthDelayMs: 300_000,
  /** A whole office may stand behind one address: one telephone with a wrong password must not silence it. */
  authFailuresForgivenPerAddress: 50,
  maxAuthDelayPerAddressMs: 30_000,
  maxAuthWatched: 20_000,
  /** OPTIONS to contacts behind NAT. */
  keepAliveIntervalMs: 30_000,
  keepAliveMissesAllowed: 3,
  keepAlivesPerTick: 200,
  sessionExpiresS: 1_800,
  minSessionExpiresS: 90,
  /** 491, 401, 422 and the like: tries of one request before it counts as failed. */
  maxRequestTries: 4,
  maxForksPerInvite: 16,
  maxReferencesPerCall: 4,
  referenceLifeMs: 180_000,
  maxRequestsQueuedPerCall: 16,
  maxForwards: 70,
  /** A registrar that cannot be reached: the first wait, which doubles up to the longest; a random half is taken off (RFC 5626 §4.5). */
  registrationRetryMs: 2_000,
  maxRegistrationRetryMs: 60_000,
  /** A registrar that refuses: asking soon again only makes it angry. */
  registrationRefusedRetryMs: 10_000,
  maxRegistrationRefusedRetryMs: 300_000,
  /** After `refreshNow`, a connection on which nothing comes in for this long is given up. */
  refreshSilenceMs: 4_000,
  /** Line breaks along the flows of our registrations; 80 to 100 % of it (RFC 5626 §4.4.1). */
  flowKeepAliveStreamMs: 30_000,
  flowKeepAliveDatagramMs: 25_000,
  /** RFC 5626 §4.4.1. */
  pongWaitMs: 10_000,
  /** Connections to WebSocket servers that we opened. */
  maxWebSocketsOpened: 64,
  /** A peer that does not answer our closing frame is cut off. */
  webSocketCloseMs: 1_000,
} as const;

/** Bounds of the media half. */
export const mediaLimits = {
  /** A frame of the mixing clock. */
  frameMs: 20,
  frameSamples: 160,
  sampleRateHz: 8_000,
  /** Groups take turns inside a frame so that a tick is not one burst. */
  tickSlots: 4,
  /** Frames made up after a stall; more are skipped. */
  maxTicksCaughtUp: 25,
  mediaSilenceMs: 30_000,
  rtcpIntervalMs: 5_000,
  /** Sections of a session description; each is answered, though it be refused. */
  maxSdpSections: 32,
  minPtimeMs: 10,
  maxPtimeMs: 60,
  maxDatagramBytes: 1_500,
  /** In-order packets from one address before it is taken for the far end's, when it is not the address of its SDP. */
  packetsToLatch: 3,
  /** Samples held for playing out; a power of two. */
  jitterRingSamples: 4_096,
  minJitterDelayMs: 20,
  firstJitterDelayMs: 40,
  maxJitterDelayMs: 120,
  /** Time without a late packet before the delay shrinks by a frame. */
  jitterShrinkAfterMs: 2_000,
  concealMs: 80,
  tapMs: 10_000,
  maxTapsWaiting: 8,
  /** A relayed listener gets silence when its speaker sent nothing for this long. */
  relaySilenceMs: 200,
  digitMs: 100,
  digitGapMs: 60,
  digitEndPackets: 3,
  maxDigitsQueued: 64,
  maxSoundsPerPlay: 64,
  maxSineMs: 600_000,
  /** Sounds start when the far end can hear them, or after this long. */
  playPatienceMs: 3_000,
  maxSoundFileBytes: 32_000_000,
  maxSoundCacheBytes: 64_000_000,
  maxSoundWarnings: 1_000,
  recordingChunkMs: 1_000,
  /** Audio waiting for a slow disk, per recording, before it counts as failed. */
  maxRecordingQueueMs: 10_000,
  maxEndpointsPerGroup: 64,
  maxRecordingsPerGroup: 8,
  /** Ports held by other programs that are passed over for one endpoint: another switch on the machine may hold hundreds in a row. */
  portAttempts: 512,
  gatheringMs: 2_000,
  maxCandidates: 16,
  faultLogMs: 1_000,
  workerRestartMs: 250,
  maxWorkerRestartMs: 30_000,
  workerStartMs: 20_000,
  workerReplyMs: 10_000,
  closeMs: 3_000,
} as const;

/** Bounds of the software telephone. */
export const phoneLimits = {
  ringTimeoutMs: 120_000,
  /** How long `until` waits when it is not told. */
  untilTimeoutMs: 10_000,
  drainMs: 500,
} as const;
