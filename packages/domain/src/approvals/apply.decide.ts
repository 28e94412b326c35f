// What an agent asks for himself: a leave, and to take that back.
import type { Agent } from '../agents/agent.ts';
import type { ParamsOf } from '../command.ts';
import type { Decision } from '../decision.ts';
import { refuse } from '../decision.ts';
import type { Ms } from '../ids.ts';
import { leaveDurationMs, reasonLength } from '../limits.ts';
import { leaveTimer } from '../timer-ids.ts';
import type { World } from '../world.ts';
import { someApproverIsOnline } from './approvers.ts';
import { isFull, rulesOf } from './group-limit.ts';
import { leaveMachine } from './leave.table.ts';
import { withdrawPending } from './leave.decide.ts';

/** Whoever has applied takes a place from then on: an approval is never refused because somebody else was quicker. */
const takingAPlace = ['applied', 'approved', 'away'] as const;

export function applyForLeave(
  world: World,
  agent: Agent,
  { reason, durationMs }: ParamsOf<'leave.apply'>,
  at: Ms,
  decision: Decision,
): void {
  const agentId = agent.id;
  if (reason === '' || reason.length > reasonLength) return refuse(decision, 'invalidParameter', 'reason');
  if (durationMs !== undefined && !(Number.isInteger(durationMs) && durationMs > 0 && durationMs <= leaveDurationMs)) {
    return refuse(decision, 'invalidParameter', 'durationMs');
  }
  const groupId = world.directory.agents.get(agentId)?.groupId;
  if (groupId === undefined || !world.directory.groups.has(groupId)) return refuse(decision, 'unknownGroup');
  if (leaveMachine.find(world.leaves.get(agentId)?.state ?? 'null', 'apply', null) === null) {
    return refuse(decision, 'leaveAlreadyApplied');
  }
  if (isFull(world, groupId, takingAPlace)) return refuse(decision, 'leaveLimitReached');
  if (!someApproverIsOnline(world, agentId)) return refuse(decision, 'noApproverOnline');
  const { decideWithinMs } = rulesOf(world, groupId);
  decision.events.push({
    at,
    type: 'leave.applied',
    agentId,
    reason,
    durationMs: durationMs ?? null,
    decideByMs: at + decideWithinMs,
  });
  decision.effects.push({ effect: 'startTimer', timerId: leaveTimer(agentId), afterMs: decideWithinMs });
  decision.reply = { result: {} };
}

export function cancelLeave(world: World, agent: Agent, at: Ms, decision: Decision): void {
  const leave = world.leaves.get(agent.id);
  if (leave === undefined || leave.state === 'null') return refuse(decision, 'unknownLeave');
  if (leaveMachine.find(leave.state, 'cancel', null) === null) return refuse(decision, 'wrongLeaveState');
  decision.events.push({ at, type: 'leave.cancelled', agentId: agent.id, why: 'own' });
  decision.effects.push({ effect: 'cancelTimer', timerId: leaveTimer(agent.id) });
  withdrawPending(agent, leave, at, decision);
  decision.reply = { result: {} };
}
