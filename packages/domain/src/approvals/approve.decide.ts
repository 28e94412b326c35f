// What a supervisor decides on an application: yes or no.
import type { Agent } from '../agents/agent.ts';
import type { Command } from '../command.ts';
import type { Decision } from '../decision.ts';
import { refuse } from '../decision.ts';
import type { Ms } from '../ids.ts';
import { reasonLength } from '../limits.ts';
import type { RefusalName } from '../refusal.ts';
import { leaveTimer } from '../timer-ids.ts';
import type { World } from '../world.ts';
import { mayDecide } from './approvers.ts';
import { isFull, rulesOf } from './group-limit.ts';
import type { Leave } from './leave.ts';
import { leaveMachine } from './leave.table.ts';

export function decideOnLeave(
  world: World,
  by: Agent,
  asked: Extract<Command, { method: 'leave.approve' | 'leave.refuse' }>,
  at: Ms,
  decision: Decision,
): void {
  const { agentId } = asked.params;
  const agent = world.agents.get(agentId);
  const groupId = world.directory.agents.get(agentId)?.groupId;
  if (agent === undefined || groupId === undefined) return refuse(decision, 'unknownAgent', 'agentId');
  if (!mayDecide(world, by.id, agentId)) return refuse(decision, 'notPermitted', 'agentId');
  const leave = world.leaves.get(agentId);
  const input = asked.method === 'leave.approve' ? 'approve' : 'refuse';
  if (leave === undefined || leaveMachine.find(leave.state, input, null) === null) {
    return refuse(decision, tooLate(leave));
  }
  decision.reply = { result: {} };
  const timerId = leaveTimer(agentId);
  if (asked.method === 'leave.refuse') {
    const reason = asked.params.reason ?? '';
    if (reason.length > reasonLength) return refuse(decision, 'invalidParameter', 'reason');
    decision.events.push({ at, type: 'leave.refused', agentId, by: by.id, reason });
    decision.effects.push({ effect: 'cancelTimer', timerId });
    return;
  }
  // The limit may have been lowered since he applied.
  if (isFull(world, groupId, ['approved', 'away'])) return refuse(decision, 'leaveLimitReached');
  const { beginWithinMs } = rulesOf(world, groupId);
  decision.events.push({ at, type: 'leave.approved', agentId, by: by.id, beginByMs: at + beginWithinMs });
  decision.effects.push({ effect: 'startTimer', timerId, afterMs: beginWithinMs });
  rest(agent, leave.reason, at, decision);
}

function tooLate(leave: Leave | undefined): RefusalName {
  if (leave === undefined) return 'unknownLeave';
  if (leave.outcome === 'expired') return 'leaveExpired';
  return leave.outcome === 'cancelled' ? 'wrongLeaveState' : 'leaveAlreadyDecided';
}

/** He rests at once, or after the present call and its wrap-up; who is about to sign out is let go. */
function rest(agent: Agent, reason: string, at: Ms, decision: Decision): void {
  const agentId = agent.id;
  if (agent.state === 'ready' || agent.state === 'notReady') {
    decision.events.push({ at, type: 'agent.notReady', agentId, reason });
  } else if (agent.pending?.state !== 'null') {
    decision.events.push({ at, type: 'agent.pendingState', agentId, pending: { state: 'notReady', reason } });
  }
}
