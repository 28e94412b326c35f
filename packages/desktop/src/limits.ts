// Every bound of the desktop program, with its unit in its name.

export const limits = {
  // The local server
  maxPages: 16,
  maxFrameBytes: 65_536,
  requestsPerSecond: 50,
  maxBufferedBytes: 1_048_576,
  upgradeTimeoutMs: 5_000,
  heartbeatMs: 20_000,
  maxMadeEvents: 1_000,
  /** Pages that wait for the agent's decision. */
  maxPairings: 8,
  pairingTimeoutMs: 60_000,
  /** After so many refusals within this time a page is refused without asking the agent. */
  refusalsBeforeSilence: 3,
  refusalsRememberedMs: 600_000,
  maxGrants: 100,
  /** A link to the window that was not used. */
  ticketMs: 60_000,

  // CTI servers
  maxServers: 16,
  loginTimeoutMs: 15_000,
  /** How long a login waits for its telephone, so that whoever is logged in can be called. */
  registrationWaitMs: 2_000,
  requestTimeoutMs: 5_000,
  offHookTimeoutMs: 5_000,
  /** How long an answer waits for the events that its request caused, so that whoever looks next sees them. */
  settleMs: 1_000,
  firstRetryMs: 500,
  maxRetryMs: 15_000,
  heartbeatToServerMs: 5_000,

  // The telephone
  maxRegistrars: 16,
  udpRegistrationS: 90,
  maxLines: 8,
  ringTimeoutMs: 120_000,
  /** How long before credentials of a session end new ones are fetched. */
  credentialsEarlyMs: 60_000,
  /** Between a message about a call on one way and on the other. */
  answerWaitsForInviteMs: 3_000,
  drainMs: 2_000,
  /** How long a call may ring or talk here that its CTI server does not know. */
  strayCallMs: 3_000,

  // What is remembered
  maxChannels: 1_000,
  maxKeptCalls: 32,
} as const;
