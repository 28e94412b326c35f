// What an agent asks for himself: ready, not ready, sign out, end of wrap-up; answered by the rows of the agent table.
import type { Decision } from '../decision.ts';
import { refuse } from '../decision.ts';
import type { EventOf } from '../event.ts';
import type { Ms } from '../ids.ts';
import { reasonLength } from '../limits.ts';
import { linkLossTimer, wrapUpTimer } from '../timer-ids.ts';
import type { World } from '../world.ts';
import type { Agent, PendingState } from './agent.ts';
import { agentMachine } from './agent.table.ts';
import type { AgentContext, AgentInput } from './agent.table.ts';

/** What the guards of the agent table look at. */
export function contextOf(_world: World, agent: Agent, more: Partial<AgentContext> = {}): AgentContext {
  return {
    hasDevice: agent.deviceId !== null,
    next: agent.pending?.state ?? agent.before,
    pendingReason: agent.pending?.reason ?? '',
    wrapUpMs: 0,
    missedTooOften: false,
    ...more,
  };
}

export function setReady(world: World, agent: Agent, at: Ms, decision: Decision): void {
  if (agent.deviceId === null && agent.state !== 'null' && agent.state !== 'busy')
    return refuse(decision, 'deviceRequired');
  change(world, agent, 'setReady', { state: 'ready', reason: '' }, at, decision);
}

export function setNotReady(world: World, agent: Agent, reason: string, at: Ms, decision: Decision): void {
  if (reason.length > reasonLength) return refuse(decision, 'invalidParameter', 'reason');
  change(world, agent, 'setNotReady', { state: 'notReady', reason }, at, decision);
}

/** @param reason `own`, or why the server does it for him. */
export function signOut(
  world: World,
  agent: Agent,
  reason: EventOf<'agent.loggedOff'>['reason'],
  at: Ms,
  decision: Decision,
): void {
  change(world, agent, 'signOut', { state: 'null', reason }, at, decision);
}

export function finishWrapUp(
  world: World,
  agent: Agent,
  state: 'ready' | 'notReady' | undefined,
  at: Ms,
  decision: Decision,
): void {
  const asked = state ?? agent.pending?.state ?? agent.before;
  const next = asked === 'ready' && (agent.deviceId === null || agent.blocked !== null) ? 'notReady' : asked;
  const row = agentMachine.find(agent.state, 'finishWrapUp', contextOf(world, agent, { next }));
  if (row === null) return refuse(decision, 'wrongAgentState');
  const agentId = agent.id;
  decision.effects.push({ effect: 'cancelTimer', timerId: wrapUpTimer(agentId) });
  if (row[4] === 'agent.ready') decision.events.push({ at, type: 'agent.ready', agentId });
  else decision.events.push({ at, type: 'agent.notReady', agentId, reason: reasonAfter(agent) });
  decision.reply = { result: {} };
}

/** The reason for not being ready that holds after the present call or wrap-up. */
export const reasonAfter = (agent: Agent): string =>
  agent.pending?.state === 'notReady' ? agent.pending.reason : agent.reason;

/** One state command: the row says whether it happens now, later (pending) or not. */
function change(world: World, agent: Agent, input: AgentInput, wished: PendingState, at: Ms, decision: Decision): void {
  const row = agentMachine.find(agent.state, input, contextOf(world, agent));
  if (row === null) {
    return refuse(decision, agent.state === 'null' ? 'notSignedIn' : 'wrongAgentState');
  }
  const agentId = agent.id;
  decision.reply = { result: {} };
  if (row[4] === 'agent.pendingState') {
    const pending = isDefault(agent, wished) ? null : wished;
    if (!samePending(agent.pending, pending)) {
      decision.events.push({ at, type: 'agent.pendingState', agentId, pending });
    }
    return;
  }
  if (agent.state === 'workingAfterCall') {
    decision.effects.push({ effect: 'cancelTimer', timerId: wrapUpTimer(agentId) });
  }
  if (row[4] === 'agent.ready') decision.events.push({ at, type: 'agent.ready', agentId });
  if (row[4] === 'agent.notReady') {
    decision.events.push({ at, type: 'agent.notReady', agentId, reason: wished.reason });
  }
  if (row[4] === 'agent.loggedOff') loggedOff(agent, wished.reason, at, decision);
}

/** Signs him out, and lets go of what belongs to the sign-in. */
export function loggedOff(agent: Agent, reason: string, at: Ms, decision: Decision): void {
  const agentId = agent.id;
  const known = reason === 'linkLost' || reason === 'elsewhere' || reason === 'forced' ? reason : 'own';
  decision.events.push({ at, type: 'agent.loggedOff', agentId, reason: known });
  decision.effects.push({ effect: 'cancelTimer', timerId: linkLossTimer(agentId) });
}

/** What would come anyway is no wish: asking for it withdraws another one. */
const isDefault = (agent: Agent, wished: PendingState): boolean =>
  wished.state === agent.before && (wished.state === 'ready' || wished.reason === agent.reason);

const samePending = (a: PendingState | null, b: PendingState | null): boolean =>
  a === b || (a !== null && b !== null && a.state === b.state && a.reason === b.reason);
