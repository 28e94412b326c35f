// Signing in, with or without an extension; again on another one; and the session that the agent's program holds.
import type { Decision } from '../decision.ts';
import { refuse } from '../decision.ts';
import type { ParamsOf } from '../command.ts';
import type { Input } from '../input.ts';
import type { Ms, SessionId } from '../ids.ts';
import { companionsPerAgent, reasonLength } from '../limits.ts';
import { beginRefusal, queuesToBegin } from '../queues/serving.decide.ts';
import { linkLossTimer, wrapUpTimer } from '../timer-ids.ts';
import type { World } from '../world.ts';
import { contextOf, signOut } from './agent.decide.ts';
import type { Agent } from './agent.ts';
import { agentMachine } from './agent.table.ts';
import { isSessionOf, sessionsOf } from './sessions.ts';

/** Signing in where one already is signed in succeeds and changes nothing: a program that comes back may always say it again. */
export function signIn(world: World, agent: Agent, params: ParamsOf<'agent.signIn'>, at: Ms, decision: Decision): void {
  const agentId = agent.id;
  const deviceId = params.deviceId ?? agent.deviceId;
  const reason = params.reason ?? '';
  if (reason.length > reasonLength) return refuse(decision, 'invalidParameter', 'reason');
  if (params.state === 'ready' && deviceId === null) return refuse(decision, 'deviceRequired', 'deviceId');
  if (deviceId !== null) {
    const device = world.devices.get(deviceId);
    if (device === undefined || !world.directory.devices.has(deviceId)) {
      return refuse(decision, 'unknownDevice', 'deviceId');
    }
    if (device.agentId !== null && device.agentId !== agentId) return refuse(decision, 'deviceInUse', 'deviceId');
  }
  const wrongQueue = params.queueIds === undefined ? null : beginRefusal(world, agent, params.queueIds);
  if (wrongQueue !== null) return refuse(decision, wrongQueue, 'queueIds');
  decision.reply = { result: {} };
  if (agent.state !== 'null' && deviceId === agent.deviceId) return;
  if (agentMachine.find(agent.state, 'signIn', contextOf(world, agent)) === null) {
    return refuse(decision, 'busyWithCall');
  }
  decision.effects.push({ effect: 'cancelTimer', timerId: wrapUpTimer(agentId) });
  const queueIds = params.queueIds === undefined ? {} : { queueIds: queuesToBegin(world, agent, params.queueIds) };
  decision.events.push({ at, type: 'agent.loggedOn', agentId, deviceId, ...queueIds });
  if (params.state === 'ready') decision.events.push({ at, type: 'agent.ready', agentId });
  else if (reason !== '') decision.events.push({ at, type: 'agent.notReady', agentId, reason });
}

/** A program of his has come, in place of an earlier one or of one that was lost; one that accompanies him leaves his own alone. */
export function sessionOpened(
  world: World,
  input: Extract<Input, { type: 'sessionOpened' }>,
  decision: Decision,
): void {
  const agent = world.agents.get(input.agentId);
  if (agent === undefined || isSessionOf(agent, input.sessionId)) return;
  const { at, agentId, sessionId, accompanies } = input;
  const replaced = accompanies === true ? crowdedOut(agent) : agent.sessionId;
  if (replaced !== null) {
    decision.effects.push({ effect: 'closeSession', sessionId: replaced, reason: 'signedInElsewhere' });
  }
  if (replaced !== null && accompanies === true) {
    decision.events.push({ at, type: 'session.closed', sessionId: replaced, agentId, how: 'ended' });
  }
  decision.events.push({ at, type: 'session.opened', sessionId, agentId, ...(accompanies && { accompanies }) });
  if (agent.link === 'lost') decision.effects.push({ effect: 'cancelTimer', timerId: linkLossTimer(agentId) });
  if (agentMachine.find(agent.state, 'linkBack', contextOf(world, agent)) !== null) {
    decision.events.push({ at, type: 'agent.pendingState', agentId, pending: null });
  }
}

/** The one that has been beside him for longest makes room for one too many. */
const crowdedOut = ({ companionIds }: Agent): SessionId | null =>
  companionIds.length < companionsPerAgent ? null : (companionIds[0] ?? null);

/**
 * Lost: nothing is offered at once, everything is kept for the grace time, unless another program of his is there. Ended: he signs out;
 * one that only accompanied him does not speak for him, and is as good as lost.
 */
export function sessionClosed(
  world: World,
  input: Extract<Input, { type: 'sessionClosed' }>,
  decision: Decision,
): void {
  const agent = world.agents.get(input.agentId);
  if (agent === undefined || !isSessionOf(agent, input.sessionId)) return;
  const { at, agentId, sessionId, how } = input;
  decision.events.push({ at, type: 'session.closed', sessionId, agentId, how });
  if (agent.state === 'null') return;
  if (how === 'ended' && agent.sessionId === sessionId) signOut(world, agent, 'own', at, decision);
  else if (sessionsOf(agent).length === 1) startGrace(world, agent, decision);
  decision.reply = null;
}

export function startGrace(world: World, agent: Agent, decision: Decision): void {
  const afterMs = world.configuration.tenant.linkLossGraceMs;
  decision.effects.push({ effect: 'startTimer', timerId: linkLossTimer(agent.id), afterMs });
}

/** The grace time is over: he is signed out, after a call that is still on. */
export function linkLossExpired(world: World, agent: Agent, at: Ms, decision: Decision): void {
  if (agent.link !== 'lost' || agent.linkLostAt === null || agent.state === 'null') return;
  if (at < agent.linkLostAt + world.configuration.tenant.linkLossGraceMs) return;
  signOut(world, agent, 'linkLost', at, decision);
  decision.reply = null;
}
