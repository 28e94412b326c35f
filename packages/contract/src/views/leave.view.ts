// A leave as a client sees it: who asks to be away, what was decided, and until when.
import type { AgentId, World } from '@cordboard/domain';
import { z } from 'zod';
import { agentId, groupId, make, personName, reason } from '../fields.ts';

export const leaveView = z
  .strictObject({
    agentId,
    name: personName,
    groupId: groupId.nullable(),
    state: z
      .enum(['applied', 'approved', 'away'])
      .meta({ description: 'approved: begins when the present call or wrap-up ends; away: it has begun.' }),
    reason,
    durationMs: make.duration('How long was asked for; null: until the agent is back').nullable(),
    appliedAt: make.instant('When it was applied for'),
    decidedBy: agentId.nullable(),
    decidedAt: make.instant('When it was approved').nullable(),
    beganAt: make.instant('When it began').nullable(),
    deadline: make.instant('To be decided, begun or over by then').nullable(),
    overdue: z.boolean().meta({ description: 'Away longer than was asked for.' }),
  })
  .meta({ id: 'LeaveView', description: 'A leave that is applied for, approved or under way.' });
export type LeaveView = z.output<typeof leaveView>;

/** @returns null when no leave of this agent is under way. */
export function viewLeave(world: World, id: AgentId): LeaveView | null {
  const leave = world.leaves.get(id);
  if (leave === undefined || leave.state === 'null') return null;
  const profile = world.directory.agents.get(id);
  return {
    agentId: id,
    name: profile?.name ?? id,
    groupId: profile?.groupId ?? null,
    state: leave.state,
    reason: leave.reason,
    durationMs: leave.durationMs,
    appliedAt: leave.appliedAt,
    decidedBy: leave.decidedBy,
    decidedAt: leave.decidedAt,
    beganAt: leave.beganAt,
    deadline: leave.deadlineMs,
    overdue: leave.overdue,
  };
}
