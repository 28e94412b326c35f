// The numbers of IPSC, with the names that its clients use for them (seed 002 "enums").

export type EnumRow = { readonly value: number; readonly says: string };
type EnumTable = Readonly<Record<string, EnumRow>>;

export const agentStates = {
  NotExist:  { value: -2, says: 'No such agent; never sent.' },
  OffLine:   { value: -1, says: 'Not logged in.' },
  OnLine:    { value: 0,  says: 'Logged in, signed in to no group: no queue offers him calls.' },
  Block:     { value: 1,  says: 'Blocked by a supervisor.' },
  Pause:     { value: 2,  says: 'Busy (示忙); the work type says why.' },
  Leave:     { value: 3,  says: 'Never sent.' },
  Idle:      { value: 4,  says: 'Idle (示闲): may be offered calls.' },
  Ring:      { value: 5,  says: 'A call rings at him.' },
  Work:      { value: 6,  says: 'In a call, dialling included; the work type says which kind.' },
  WorkPause: { value: 7,  says: 'Never sent.' },
} as const satisfies EnumTable;

export type AgentStateName = keyof typeof agentStates;

type WorkTypeRow = EnumRow & {
  /** The reason that the core keeps for it, when an agent may choose it by `setBusy`. */
  readonly reason?: string;
};

export const workTypes = {
  Unknown:         { value: 0,  says: 'None.' },
  CallIn:          { value: 1,  says: 'Talks, was called.' },
  Transfer:        { value: 2,  says: 'Never sent.' },
  SysCall:         { value: 3,  says: 'Talks or dials, has called.' },
  HandCall:        { value: 4,  says: 'Never sent.' },
  Consult:         { value: 5,  says: 'Consults a third party, from the first ring on.' },
  Flow:            { value: 6,  says: 'His call is with a voice menu.' },
  ForceInsert:     { value: 7,  says: 'Barged in to a call.' },
  Listen:          { value: 8,  says: 'Listens to a call, or whispers.' },
  Hold:            { value: 9,  says: 'The call is on hold.' },
  PauseBusy:       { value: 10, says: 'Busy.', reason: 'busy' },
  PauseLeave:      { value: 11, says: 'Away.', reason: 'leave' },
  PauseTyping:     { value: 12, says: 'Paperwork; also the time after a call.', reason: 'admin' },
  PauseForce:      { value: 13, says: 'Put there by a supervisor.', reason: 'forced' },
  PauseDisconnect: { value: 14, says: 'The connection was lost during a call.', reason: 'disconnected' },
  PauseSnooze:     { value: 15, says: 'A short break.', reason: 'break' },
  PauseDinner:     { value: 16, says: 'A meal.', reason: 'lunch' },
  PauseTrain:      { value: 17, says: 'Training.', reason: 'training' },
  OffHooked:       { value: 20, says: 'Never sent: the client keeps the work type it had.' },
} as const satisfies Readonly<Record<string, WorkTypeRow>>;

export type WorkTypeName = keyof typeof workTypes;

/** How the program stands with a CTI server. */
export const connectionStates = {
  None:    { value: 0, says: 'Never tried.' },
  Opening: { value: 1, says: 'Connecting and signing in.' },
  Failed:  { value: 2, says: 'Could not connect or sign in.' },
  Ok:      { value: 3, says: 'Signed in.' },
  Closing: { value: 4, says: 'Signing out.' },
  Closed:  { value: 5, says: 'Signed out.' },
  Lost:    { value: 6, says: 'Lost; it comes back by itself.' },
} as const satisfies EnumTable;

export type ConnectionStateName = keyof typeof connectionStates;

export const queueInfoTypes = {
  Inbound:   { value: 0, says: 'Came from outside.' },
  Transfer:  { value: 1, says: 'Sent on by an agent.' },
  Consult:   { value: 2, says: 'An agent asks.' },
  Return:    { value: 3, says: 'Back after a transfer that failed.' },
  Outbound:  { value: 4, says: 'An agent called.' },
  Intercept: { value: 5, says: 'Taken from somebody else or out of a queue.' },
  Internal:  { value: 6, says: 'From agent to agent.' },
} as const satisfies EnumTable;

export type QueueInfoTypeName = keyof typeof queueInfoTypes;

export const queueInfoStates = {
  Join:     { value: 0, says: 'Waits.' },
  Assigned: { value: 1, says: 'Rings at an agent.' },
  Answered: { value: 2, says: 'Was answered.' },
  Timeout:  { value: 3, says: 'Waited too long.' },
  Abandon:  { value: 4, says: 'The caller gave up.' },
} as const satisfies EnumTable;

export type QueueInfoStateName = keyof typeof queueInfoStates;

export const callDirections = {
  In:  { value: 0, says: 'He was called.' },
  Out: { value: 1, says: 'He called.' },
} as const satisfies EnumTable;

export const teleStates = {
  OnHook:  { value: 0, says: 'His telephone has no call.' },
  OffHook: { value: 1, says: 'His telephone has a call.' },
} as const satisfies EnumTable;

export const holdTypes = {
  Hold:    { value: 0, says: 'Held.' },
  Consult: { value: 1, says: 'Held for a consultation.' },
  UnHold:  { value: 2, says: 'Taken back.' },
} as const satisfies EnumTable;

export const ivrInvokeTypes = {
  Keep: { value: 0, says: 'The caller\'s call is kept.' },
  Over: { value: 1, says: 'It is ended first.' },
} as const satisfies EnumTable;

export const sipCallStates = {
  Null:         { value: 0, says: 'Nothing yet.' },
  Calling:      { value: 1, says: 'Dials.' },
  Incoming:     { value: 2, says: 'Rings here.' },
  EarlyMedia:   { value: 3, says: 'Rings there.' },
  Connecting:   { value: 4, says: 'Answered, not yet acknowledged.' },
  Confirmed:    { value: 5, says: 'Talks.' },
  Disconnected: { value: 6, says: 'Over.' },
} as const satisfies EnumTable;

export type SipCallStateName = keyof typeof sipCallStates;

export const runningStates = {
  Stopped:  { value: 0, says: 'Nobody is logged in.' },
  Starting: { value: 1, says: 'Logs in.' },
  Started:  { value: 2, says: 'Logged in.' },
  Stopping: { value: 3, says: 'Logs out.' },
} as const satisfies EnumTable;

export type RunningStateName = keyof typeof runningStates;

/** Every enum, for the page about them. */
export const enums = {
  AgentState: agentStates,
  WorkType: workTypes,
  ConnectionState: connectionStates,
  QueueInfoType: queueInfoTypes,
  QueueInfoEventType: queueInfoStates,
  CallDirection: callDirections,
  TeleState: teleStates,
  HoldEventType: holdTypes,
  IvrInvokeType: ivrInvokeTypes,
  SipCallState: sipCallStates,
  AgentRunningState: runningStates,
} as const satisfies Readonly<Record<string, EnumTable>>;
