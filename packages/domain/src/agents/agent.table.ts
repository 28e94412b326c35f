// What an agent may do and what becomes of him (ECMA-269 §6.1.3, §22.2): one row per transition, the first that fits counts.
import { machine } from '../machine.ts';
import type { Row } from '../machine.ts';
import type { EventType } from '../event.ts';
import type { AgentState } from './agent.ts';

export type AgentInput =
  | 'signIn'
  | 'signOut'
  | 'setReady'
  | 'setNotReady'
  | 'finishWrapUp'
  | 'makeCall'
  | 'callBegan'
  | 'callEnded'
  | 'linkBack';

export type AgentGuard = 'hasDevice' | 'signsOut' | 'missedTooOften' | 'wrapsUp' | 'goesReady' | 'waitsToSignOut' | 'mayChoose';

export type AgentEmits = Extract<EventType, `agent.${string}`>;

/** What the guards look at. */
export type AgentContext = {
  readonly hasDevice: boolean;
  /** What he will be next: his pending state, else the one before the call. */
  readonly next: 'ready' | 'notReady' | 'null';
  readonly pendingReason: string;
  /** Length of the wrap-up that the ended call asks for; 0: none. */
  readonly wrapUpMs: number;
  readonly missedTooOften: boolean;
};

export const agentRows = [
  // from              input           guard             to                  emits
  ['null',             'signIn',       '-',              'notReady',         'agent.loggedOn'],
  ['notReady',         'signIn',       '-',              'notReady',         'agent.loggedOn'],
  ['ready',            'signIn',       '-',              'notReady',         'agent.loggedOn'],
  ['workingAfterCall', 'signIn',       '-',              'notReady',         'agent.loggedOn'],

  ['notReady',         'signOut',      '-',              'null',             'agent.loggedOff'],
  ['ready',            'signOut',      '-',              'null',             'agent.loggedOff'],
  ['workingAfterCall', 'signOut',      '-',              'null',             'agent.loggedOff'],
  ['busy',             'signOut',      '-',              'busy',             'agent.pendingState'],

  ['notReady',         'setReady',     'hasDevice',      'ready',            'agent.ready'],
  ['busy',             'setReady',     'mayChoose',      'busy',             'agent.pendingState'],
  ['workingAfterCall', 'setReady',     'hasDevice',      'ready',            'agent.ready'],

  ['notReady',         'setNotReady',  '-',              'notReady',         'agent.notReady'],
  ['ready',            'setNotReady',  '-',              'notReady',         'agent.notReady'],
  ['busy',             'setNotReady',  'mayChoose',      'busy',             'agent.pendingState'],
  ['workingAfterCall', 'setNotReady',  '-',              'notReady',         'agent.notReady'],

  ['workingAfterCall', 'finishWrapUp', 'goesReady',      'ready',            'agent.ready'],
  ['workingAfterCall', 'finishWrapUp', '-',              'notReady',         'agent.notReady'],

  ['notReady',         'makeCall',     'hasDevice',      'busy',             'agent.busy'],
  ['ready',            'makeCall',     'hasDevice',      'busy',             'agent.busy'],
  ['workingAfterCall', 'makeCall',     'hasDevice',      'busy',             'agent.busy'],

  ['notReady',         'callBegan',    '-',              'busy',             'agent.busy'],
  ['ready',            'callBegan',    '-',              'busy',             'agent.busy'],
  ['workingAfterCall', 'callBegan',    '-',              'busy',             'agent.busy'],

  ['busy',             'callEnded',    'signsOut',       'null',             'agent.loggedOff'],
  ['busy',             'callEnded',    'missedTooOften', 'notReady',         'agent.notReady'],
  ['busy',             'callEnded',    'wrapsUp',        'workingAfterCall', 'agent.workingAfterCall'],
  ['busy',             'callEnded',    'goesReady',      'ready',            'agent.ready'],
  ['busy',             'callEnded',    '-',              'notReady',         'agent.notReady'],

  ['busy',             'linkBack',     'waitsToSignOut', 'busy',             'agent.pendingState'],
] as const satisfies readonly Row<AgentState, AgentInput, AgentGuard, AgentEmits>[];

export const agentGuards: Readonly<Record<AgentGuard, (context: AgentContext) => boolean>> = {
  hasDevice: (context) => context.hasDevice,
  signsOut: (context) => context.next === 'null',
  missedTooOften: (context) => context.missedTooOften,
  wrapsUp: (context) => context.wrapUpMs > 0,
  goesReady: (context) => context.next === 'ready',
  mayChoose: (context) => context.next !== 'null' || context.pendingReason !== 'forced',
  waitsToSignOut: (context) => context.next === 'null' && context.pendingReason === 'linkLost',
};

export const agentMachine = machine<AgentState, AgentInput, AgentGuard, AgentEmits, AgentContext>(agentRows, agentGuards);
