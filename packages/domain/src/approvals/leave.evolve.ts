// How leaves change by what happened.
import type { EventOf } from '../event.ts';
import type { AgentId } from '../ids.ts';
import type { World } from '../world.ts';
import type { Leave, LeaveOutcome } from './leave.ts';

export function applied(world: World, event: EventOf<'leave.applied'>): void {
  world.leaves.set(event.agentId, {
    agentId: event.agentId,
    state: 'applied',
    reason: event.reason,
    durationMs: event.durationMs,
    appliedAt: event.at,
    decidedBy: null,
    decidedAt: null,
    beganAt: null,
    deadlineMs: event.decideByMs,
    overdue: false,
    outcome: null,
  });
}

export function approved(world: World, event: EventOf<'leave.approved'>): void {
  change(world, event.agentId, {
    state: 'approved',
    decidedBy: event.by,
    decidedAt: event.at,
    deadlineMs: event.beginByMs,
  });
}

export function refused(world: World, event: EventOf<'leave.refused'>): void {
  change(world, event.agentId, { ...over('refused'), decidedBy: event.by, decidedAt: event.at });
}

export function cancelled(world: World, event: EventOf<'leave.cancelled'>): void {
  change(world, event.agentId, over('cancelled'));
}

export function begun(world: World, event: EventOf<'leave.begun'>): void {
  change(world, event.agentId, { state: 'away', beganAt: event.at, deadlineMs: event.untilMs });
}

export function ended(world: World, event: EventOf<'leave.ended'>): void {
  change(world, event.agentId, over('ended'));
}

/** Who is away too long still is away. */
export function expired(world: World, event: EventOf<'leave.expired'>): void {
  const late = event.timeOut === 'overstayed';
  change(world, event.agentId, late ? { overdue: true, deadlineMs: null } : over('expired'));
}

export function limitChanged(world: World, event: EventOf<'leave.limitChanged'>): void {
  world.leaveLimits.set(event.groupId, event.maximumAway);
}

const over = (outcome: LeaveOutcome): Partial<Leave> => ({ state: 'null', deadlineMs: null, outcome });

function change(world: World, agentId: AgentId, changes: Partial<Leave>): void {
  const leave = world.leaves.get(agentId);
  if (leave !== undefined) world.leaves.set(agentId, { ...leave, ...changes });
}
