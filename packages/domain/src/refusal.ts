// A refusal: what the core says when something asked for may not happen. A value, never an exception.

export type RefusalName =
  | 'notAuthenticated'
  | 'wrongPassword'
  | 'notPermitted'
  | 'notSignedIn'
  | 'alreadySignedIn'
  | 'agentDisabled'
  | 'signedInElsewhere'
  | 'invalidParameter'
  | 'wrongAgentState'
  | 'wrongCallState'
  | 'busyWithCall'
  | 'agentBlocked'
  | 'notInQueue'
  | 'unknownAgent'
  | 'unknownQueue'
  | 'unknownDevice'
  | 'unknownIvr'
  | 'unknownIvrProfile'
  | 'unknownCall'
  | 'unknownConnection'
  | 'unknownGroup'
  | 'deviceInUse'
  | 'deviceUnregistered'
  | 'deviceRequired'
  | 'phoneUnavailable'
  | 'targetNotSignedIn'
  | 'targetWithoutDevice'
  | 'targetUnregistered'
  | 'targetBusy'
  | 'targetIsSelf'
  | 'numberNotAllowed'
  | 'numberInvalid'
  | 'displayNumberNotAllowed'
  | 'displayNumberRequired'
  | 'trunksBusy'
  | 'notYourCall'
  | 'answerAtPhone'
  | 'alreadySupervised'
  | 'notRecorded'
  | 'recordingPaused'
  | 'recordingNotPaused'
  | 'gradingOff'
  | 'noCustomer'
  | 'leaveAlreadyApplied'
  | 'leaveLimitReached'
  | 'noApproverOnline'
  | 'unknownLeave'
  | 'leaveAlreadyDecided'
  | 'leaveExpired'
  | 'wrongLeaveState'
  | 'limitReached';

export type Refusal = {
  readonly refused: RefusalName;
  /** The parameter at fault, when it is one. */
  readonly field?: string;
  /** A sentence for a developer; the text for people is in the contract's error table. */
  readonly detail?: string;
  /** Trying again sooner is refused as well; with `limitReached`. */
  readonly retryAfterMs?: number;
};
