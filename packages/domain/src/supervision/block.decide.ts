// 封锁: a supervisor keeps an agent from work until he lets him go on; a call that goes on is left to its end.
import { setNotReady, setReady } from '../agents/agent.decide.ts';
import type { Agent } from '../agents/agent.ts';
import type { Decision } from '../decision.ts';
import { refuse } from '../decision.ts';
import type { AgentId, Ms } from '../ids.ts';
import type { World } from '../world.ts';
import { other, replied } from './intervention.decide.ts';

const reason = 'blocked';

export function block(world: World, agent: Agent, agentId: AgentId, at: Ms, decision: Decision): void {
  const found = other(world, agent, 'forceState', agentId, decision);
  if (found === null) return;
  if (found.state === 'null') return refuse(decision, 'wrongAgentState', 'agentId');
  decision.reply = { result: {} };
  if (found.blocked !== null) return;
  const was = stateAfter(found);
  if (!signsOut(found)) setNotReady(world, found, reason, at, decision);
  if (replied(decision, 'agentId')) decision.events.push({ at, type: 'agent.blocked', agentId, by: agent.id, was });
}

export function unblock(world: World, agent: Agent, agentId: AgentId, at: Ms, decision: Decision): void {
  const found = other(world, agent, 'forceState', agentId, decision);
  if (found === null) return;
  decision.reply = { result: {} };
  if (found.blocked === null) return;
  decision.events.push({ at, type: 'agent.unblocked', agentId, by: agent.id });
  const { blocked } = found;
  if (signsOut(found)) return;
  if (blocked.state === 'ready' && found.deviceId !== null) setReady(world, found, at, decision);
  else setNotReady(world, found, blocked.reason, at, decision);
}

/** He goes when his call is over: that is not for a block to change. */
const signsOut = ({ pending }: Agent): boolean => pending?.state === 'null';

/** What he is, or will be after his call or wrap-up. */
function stateAfter({ state, reason: why, pending, before }: Agent): NonNullable<Agent['blocked']> {
  if (state === 'ready' || state === 'notReady') return { state, reason: why };
  const next = pending === null || pending.state === 'null' ? { state: before, reason: why } : pending;
  return next.state === 'ready' ? { state: 'ready', reason: '' } : { state: 'notReady', reason: next.reason };
}
