// What becomes of a leave by itself: it begins, it ends, it is dropped, its time runs out.
import type { Agent } from '../agents/agent.ts';
import type { Decision } from '../decision.ts';
import type { AgentId, Ms } from '../ids.ts';
import { leaveTimer } from '../timer-ids.ts';
import type { World } from '../world.ts';
import type { Leave } from './leave.ts';
import { leaveMachine } from './leave.table.ts';
import type { LeaveInput } from './leave.table.ts';

/** The agent's state has changed, by whatever: his leave follows. */
export function leaveFollows(world: World, agentId: AgentId, at: Ms, decision: Decision): void {
  const leave = world.leaves.get(agentId);
  if (leave === undefined || leave.state === 'null') return;
  const input = inputOf(world.agents.get(agentId), leave);
  const row = input === null ? null : leaveMachine.find(leave.state, input, null);
  if (row === null) return;
  const timerId = leaveTimer(agentId);
  const { durationMs } = leave;
  decision.effects.push({ effect: 'cancelTimer', timerId });
  if (row[4] === 'leave.begun') {
    decision.events.push({
      at,
      type: 'leave.begun',
      agentId,
      untilMs: durationMs === null ? null : at + durationMs,
    });
    if (durationMs !== null) decision.effects.push({ effect: 'startTimer', timerId, afterMs: durationMs });
  }
  if (row[4] === 'leave.ended') decision.events.push({ at, type: 'leave.ended', agentId });
  if (row[4] === 'leave.cancelled') decision.events.push({ at, type: 'leave.cancelled', agentId, why: 'signedOut' });
}

/** A rest for another reason is not the leave. */
function inputOf(agent: Agent | undefined, { state, reason }: Leave): LeaveInput | null {
  if (agent === undefined || agent.state === 'null') return 'agentLeft';
  const rests = agent.state === 'notReady' && agent.reason === reason;
  if (state === 'approved') return rests ? 'begin' : null;
  const works = agent.state === 'ready' || (agent.state === 'notReady' && !rests);
  return state === 'away' && works ? 'comeBack' : null;
}

export function leaveTimedOut(world: World, agentId: AgentId, at: Ms, decision: Decision): void {
  const leave = world.leaves.get(agentId);
  if (leave === undefined || leave.deadlineMs === null || at < leave.deadlineMs) return;
  if (leaveMachine.find(leave.state, 'timeOut', null) === null) return;
  const timeOut = leave.state === 'applied' ? 'undecided' : leave.state === 'approved' ? 'notBegun' : 'overstayed';
  decision.events.push({ at, type: 'leave.expired', agentId, timeOut });
  const agent = world.agents.get(agentId);
  if (agent !== undefined && timeOut === 'notBegun') withdrawPending(agent, leave, at, decision);
}

/** The wish to rest after the present call goes with the leave it came from. */
export function withdrawPending(agent: Agent, leave: Leave, at: Ms, decision: Decision): void {
  if (leave.state !== 'approved' || agent.pending?.state !== 'notReady' || agent.pending.reason !== leave.reason)
    return;
  decision.events.push({ at, type: 'agent.pendingState', agentId: agent.id, pending: null });
}
