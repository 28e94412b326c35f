// What becomes of an agent's leave: one row per transition.
import { machine } from '../machine.ts';
import type { Row } from '../machine.ts';
import type { EventType } from '../event.ts';
import type { LeaveState } from './leave.ts';

export type LeaveInput = 'apply' | 'cancel' | 'approve' | 'refuse' | 'begin' | 'comeBack' | 'agentLeft' | 'timeOut';

export type LeaveEmits = Extract<EventType, `leave.${string}`>;

export const leaveRows = [
  // from       input        guard  to          emits
  ['null',     'apply',     '-',   'applied',  'leave.applied'],

  ['applied',  'approve',   '-',   'approved', 'leave.approved'],
  ['applied',  'refuse',    '-',   'null',     'leave.refused'],
  ['applied',  'cancel',    '-',   'null',     'leave.cancelled'],
  ['applied',  'agentLeft', '-',   'null',     'leave.cancelled'],
  ['applied',  'timeOut',   '-',   'null',     'leave.expired'],

  ['approved', 'begin',     '-',   'away',     'leave.begun'],
  ['approved', 'cancel',    '-',   'null',     'leave.cancelled'],
  ['approved', 'agentLeft', '-',   'null',     'leave.cancelled'],
  ['approved', 'timeOut',   '-',   'null',     'leave.expired'],

  ['away',     'comeBack',  '-',   'null',     'leave.ended'],
  ['away',     'agentLeft', '-',   'null',     'leave.ended'],
  ['away',     'timeOut',   '-',   'away',     'leave.expired'],
] as const satisfies readonly Row<LeaveState, LeaveInput, never, LeaveEmits>[];

export const leaveMachine = machine<LeaveState, LeaveInput, never, LeaveEmits, null>(leaveRows, {});
