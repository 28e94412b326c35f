// What an agent does, as IPSC's pair of state and work type (seed 002): the first row that fits is told.
import { agentStates, workTypes, type AgentStateName, type WorkTypeName } from './enums.table.ts';

/** What is known of the agent, put together from a CTI server and from the telephone. */
export type AgentFacts = {
  readonly isLoggedIn: boolean;
  readonly isBlocked: boolean;
  readonly servesGroup: boolean;
  readonly state: 'null' | 'notReady' | 'ready' | 'busy' | 'workingAfterCall';
  readonly reason: string;
  readonly supervises: 'listen' | 'whisper' | 'bargeIn' | null;
  readonly consults: boolean;
  /** Of his calls: one rings at him. */
  readonly rings: boolean;
  readonly talks: boolean;
  readonly holds: boolean;
  readonly called: boolean;
  /** The telephone has a call whose CTI server is lost. */
  readonly hasUnwatchedCall: boolean;
  /** The CTI server that had his call was lost, and nobody has spoken since. */
  readonly lostInCall: boolean;
};

export type Status = { readonly state: number; readonly workType: number };

type Row = readonly [when: (facts: AgentFacts) => boolean, state: AgentStateName, workType: WorkTypeName | ((facts: AgentFacts) => WorkTypeName)];

const rows: readonly Row[] = [
  [({ hasUnwatchedCall }) => hasUnwatchedCall,                                  'Work',    ({ called }) => (called ? 'SysCall' : 'CallIn')],
  [({ lostInCall }) => lostInCall,                                              'Pause',   'PauseDisconnect'],
  [({ isLoggedIn, state }) => !isLoggedIn || state === 'null',                  'OffLine', 'Unknown'],
  [({ state, supervises }) => state === 'busy' && supervises === 'bargeIn',     'Work',    'ForceInsert'],
  [({ state, supervises }) => state === 'busy' && supervises !== null,          'Work',    'Listen'],
  [({ state, consults }) => state === 'busy' && consults,                       'Work',    'Consult'],
  [({ state, rings, talks, holds }) => state === 'busy' && rings && !talks && !holds, 'Ring', 'Unknown'],
  [({ state, talks, holds }) => state === 'busy' && holds && !talks,            'Work',    'Hold'],
  [({ state, called }) => state === 'busy' && called,                           'Work',    'SysCall'],
  [({ state }) => state === 'busy',                                             'Work',    'CallIn'],
  [({ isBlocked }) => isBlocked,                                                'Block',   'Unknown'],
  [({ servesGroup }) => !servesGroup,                                           'OnLine',  'Unknown'],
  [({ state }) => state === 'workingAfterCall',                                 'Pause',   'PauseTyping'],
  [({ state }) => state === 'ready',                                            'Idle',    'Unknown'],
  [() => true,                                                                  'Pause',   ({ reason }) => pauseOf(reason)],
];

const byReason: ReadonlyMap<string, WorkTypeName> = new Map([
  ...Object.entries(workTypes).flatMap(([name, row]) => ('reason' in row ? [[row.reason, name as WorkTypeName] as const] : [])),
  ['afterCallWork', 'PauseTyping'],
  ['meeting', 'PauseBusy'],
]);

/** @param reason as the core keeps it. @returns the work type of the pause; PauseBusy for a reason that IPSC has no word for. */
export function pauseOf(reason: string): WorkTypeName {
  return byReason.get(reason) ?? 'PauseBusy';
}

/** @returns state and work type as numbers. */
export function statusOf(facts: AgentFacts): Status {
  const [, state, workType] = rows.find(([when]) => when(facts)) ?? rows[0]!;
  return {
    state: agentStates[state].value,
    workType: workTypes[typeof workType === 'function' ? workType(facts) : workType].value,
  };
}
