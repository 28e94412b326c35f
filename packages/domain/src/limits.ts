// Every bound of the heart, with its unit in its name.

/** A phone that is called directly rings this long. */
export const directRingMs = 30_000;
/** An outside number is let ring this long. */
export const outsideRingMs = 60_000;
/** The agent's own phone, called first for `call.make`. */
export const ownPhoneRingMs = 20_000;
/** A test call to the agent's own telephone ends by itself this long after it began. */
export const phoneCheckMs = 60_000;
/** Nobody is left alone for less than this after a call he did not take, so that a call cannot spin around one agent. */
export const minimumBackOffMs = 1_000;
/** Phones rung at once by `ringAll`. */
export const ringAllPhones = 50;
/** Times one call is sent somewhere before it is given up: queues that overflow into each other end here. */
export const diversionsPerCall = 10;
/** Menu steps in one call. */
export const ivrStepsPerCall = 200;
/** A prompt whose end is never reported counts as ended after this. */
export const promptMs = 120_000;
/** Digits kept while collecting. */
export const collectedDigits = 64;
/** Digits of one `call.sendDigits`. */
export const sentDigits = 64;
/** Digits of one number that is dialled. */
export const dialledDigits = 32;
/** Entries of a call's data, and the length of one value in characters. */
export const dataEntries = 64;
export const dataValueLength = 2_048;
export const dataNameLength = 64;
/** A not-ready reason, in characters. */
export const reasonLength = 64;
/** Nobody has decided on a leave by then: the application is over. Where a group has no rules of its own. */
export const leaveDecisionMs = 120_000;
/** An approved leave that has not begun by then is over. Where a group has no rules of its own. */
export const leaveBeginMs = 600_000;
/** The longest leave that can be asked for. */
export const leaveDurationMs = 86_400_000;
/** The highest limit that can be set on how many of a group are away. */
export const groupMembers = 10_000;
/** Calls an agent missed, the latest ones. */
export const missedCallsKept = 50;
/** Programs that watch and steer one agent's telephone beside his own. */
export const companionsPerAgent = 8;
/** Rows of one page of a list. */
export const listRows = 500;
/** Internal inputs one turn may cause; more is a bug. */
export const followUpsPerTurn = 20_000;
/** Connections one call may have over its life. */
export const connectionsPerCall = 500;
/** Supervisors at one call at once. */
export const supervisorsPerCall = 4;
/** Weight of the newest call in the average handling time. */
export const handlingWeight = 0.1;
/** Recordings whose end is awaited; of an older one nobody is told. */
export const recordingsKept = 10_000;
/** How often the recording of one call may be paused. */
export const recordingPausesPerCall = 200;
/** Calls that one telephone without an agent may have begun at once: one whose password was found out cannot fill the switch. */
export const callsPerTelephone = 10;
/** Calls of one tenant at once; further ones are turned away. */
export const callsAtOnce = 10_000;
