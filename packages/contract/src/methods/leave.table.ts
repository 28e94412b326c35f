// Methods about leaves (离开): an agent asks to be away, a supervisor decides (seed 003 §3.2.5).
import { z } from 'zod';
import { agentId, groupId, groupIds, leaveDuration, leaveReason, make, maximumAway, personName, reason } from '../fields.ts';
import type { MethodTable } from '../method.ts';
import { leaveView } from '../views/leave.view.ts';

const nothing = z.strictObject({});

const groupLimit = z
  .strictObject({
    groupId,
    name: personName,
    maximumAway,
    applied: make.count('Applications that wait for a decision.'),
    approved: make.count('Approved, and not begun yet.'),
    away: make.count('Away now.'),
  })
  .meta({ id: 'LeaveLimit', description: 'How many of a group may be away at once, and how many are.' });

export const leaveMethods = {
  'leave.apply': {
    does: 'Asks to be away. Supervisors who may decide on it are told; without one online, or with too many of the group away or asking, it is refused at once.',
    params: z.strictObject({ reason: leaveReason, durationMs: leaveDuration.exactOptional() }),
    result: nothing, by: 'agent', answeredBy: 'core', causes: ['leave.applied'],
    refusals: ['notSignedIn', 'invalidParameter', 'unknownGroup', 'leaveAlreadyApplied', 'leaveLimitReached', 'noApproverOnline'], service: null,
  },
  'leave.cancel': {
    does: 'Takes an application back, or an approved leave that has not begun. Who is away comes back with agent.setReady.',
    params: nothing, result: nothing, by: 'agent', answeredBy: 'core', causes: ['leave.cancelled', 'agent.pendingState'],
    refusals: ['notSignedIn', 'unknownLeave', 'wrongLeaveState'], service: null,
  },
  'leave.approve': {
    does: 'Allows an agent to be away: now, or after the present call and wrap-up.',
    params: z.strictObject({ agentId }),
    result: nothing, by: 'supervisor', answeredBy: 'core', causes: ['leave.approved', 'agent.notReady', 'agent.pendingState', 'leave.begun'],
    refusals: ['unknownAgent', 'notPermitted', 'unknownLeave', 'leaveAlreadyDecided', 'leaveExpired', 'wrongLeaveState', 'leaveLimitReached'], service: null,
  },
  'leave.refuse': {
    does: 'Says no to an application.',
    params: z.strictObject({ agentId, reason: reason.exactOptional() }),
    result: nothing, by: 'supervisor', answeredBy: 'core', causes: ['leave.refused'],
    refusals: ['unknownAgent', 'notPermitted', 'unknownLeave', 'leaveAlreadyDecided', 'leaveExpired', 'wrongLeaveState', 'invalidParameter'], service: null,
  },
  'leave.list': {
    does: 'The leaves under way that one may decide on, the earliest application first.',
    params: nothing, result: z.strictObject({ leaves: z.array(leaveView).readonly() }),
    by: 'supervisor', answeredBy: 'core', causes: [], refusals: ['notPermitted'], service: null,
  },
  'leave.limits': {
    does: 'How many may be away at once: of one\'s own group, and of those whose leaves one may decide on.',
    params: z.strictObject({ groupIds: groupIds.exactOptional() }),
    result: z.strictObject({ groups: z.array(groupLimit).readonly() }),
    by: 'agent', answeredBy: 'core', causes: [], refusals: ['unknownGroup', 'notPermitted'], service: null,
  },
  'leave.setLimit': {
    does: 'Sets how many of a group may be away at once, until the configuration sets another number. Who is away already stays away.',
    params: z.strictObject({ groupId, maximumAway }),
    result: nothing, by: 'supervisor', answeredBy: 'core', causes: ['leave.limitChanged'],
    refusals: ['unknownGroup', 'notPermitted', 'invalidParameter'], service: null,
  },
} as const satisfies MethodTable;
