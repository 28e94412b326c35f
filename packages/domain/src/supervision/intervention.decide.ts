// A supervisor acts on somebody's call or state without joining in: picks up, clears, forces a state, signs out.
import { setNotReady, setReady, signOut } from '../agents/agent.decide.ts';
import type { Agent } from '../agents/agent.ts';
import { dropConnection, endCall } from '../calls/clear.decide.ts';
import type { Found } from '../calls/connection.decide.ts';
import { connectionOfAgent, isOffer, partyOfAgent } from '../calls/parties.ts';
import { offer } from '../calls/routing.decide.ts';
import type { ParamsOf } from '../command.ts';
import type { Right } from '../configuration.ts';
import type { Decision } from '../decision.ts';
import { refuse } from '../decision.ts';
import type { AgentId, Ms } from '../ids.ts';
import { connectionsPerCall, ownPhoneRingMs, reasonLength } from '../limits.ts';
import { ownPhoneRefusal } from '../outbound/own-phone.ts';
import { actingRefusal } from '../permissions/reach.ts';
import { changeQueues } from '../queues/serving.decide.ts';
import { wrapUpTimer } from '../timer-ids.ts';
import type { World } from '../world.ts';
import { talkOf } from './supervision.decide.ts';

/** 抢接: a call that rings at an agent, and is not his own or a question to him, rings at the supervisor instead. */
export function pickUp(world: World, agent: Agent, fromId: AgentId, at: Ms, decision: Decision): void {
  const from = other(world, agent, 'pickUp', fromId, decision);
  if (from === null) return;
  const busy = ownPhoneRefusal(world, agent);
  if (busy !== null) return refuse(decision, busy);
  const found = ringingAt(world, from);
  if (found === null || agent.deviceId === null) return refuse(decision, 'wrongCallState', 'agentId');
  const { call, connection } = found;
  if (call.outOfReach === true) return refuse(decision, 'wrongCallState', 'agentId');
  if (call.connectionCount >= connectionsPerCall) return refuse(decision, 'limitReached');
  dropConnection(call, connection, { cause: 'cancelled', at, wish: true }, decision);
  const party = partyOfAgent(world, agent, agent.deviceId);
  const asked = { purpose: 'pickUp', by: agent.id, connection: null, autoAnswer: true } as const;
  offer(world, call, party, { queueId: connection.queueId, ringMs: ownPhoneRingMs, at, asked }, decision);
  decision.effects.push({ effect: 'cancelTimer', timerId: wrapUpTimer(agent.id) });
}

function ringingAt(world: World, agent: Agent): Found | null {
  for (const callId of agent.callIds) {
    const call = world.calls.get(callId);
    const connection = call === undefined ? undefined : connectionOfAgent(call, agent.id);
    if (call === undefined || connection === undefined || !isOffer(connection)) continue;
    if (connection.id !== call.caller && connection.id !== call.consultation?.consulted) return { call, connection };
  }
  return null;
}

/** 强拆: the call of an agent who talks ends, for everybody in it. */
export function clearCallOf(world: World, agent: Agent, ofId: AgentId, at: Ms, decision: Decision): void {
  if (other(world, agent, 'clearCall', ofId, decision) === null) return;
  const found = talkOf(world, ofId);
  if (found === null) return refuse(decision, 'wrongCallState', 'agentId');
  endCall(world, found.call, 'forced', at, decision);
}

/** In a call it is what he will be afterwards, as when he asks for it himself. One who is out of touch is left to the link's own time. */
export function forceState(
  world: World,
  agent: Agent,
  { agentId, state, reason = '' }: ParamsOf<'supervision.forceState'>,
  at: Ms,
  decision: Decision,
): void {
  const forced = other(world, agent, 'forceState', agentId, decision);
  if (forced === null) return;
  if (reason.length > reasonLength) return refuse(decision, 'invalidParameter', 'reason');
  if (forced.blocked !== null) return refuse(decision, 'agentBlocked', 'agentId');
  if (forced.link === 'lost') return refuse(decision, 'wrongAgentState', 'agentId');
  if (state === 'ready') setReady(world, forced, at, decision);
  else setNotReady(world, forced, reason, at, decision);
  if (replied(decision, 'agentId')) {
    decision.events.push({ at, type: 'agent.stateForced', agentId, by: agent.id, state, reason });
  }
}

/** 踢出: signed out at once, or when his call is over; his program is told to go when he is out. */
export function signOutOther(world: World, agent: Agent, ofId: AgentId, at: Ms, decision: Decision): void {
  const signed = other(world, agent, 'signOutOther', ofId, decision);
  if (signed === null) return;
  signOut(world, signed, 'forced', at, decision);
  if (!replied(decision, 'agentId') || signed.sessionId === null || signed.state === 'busy') return;
  decision.effects.push({ effect: 'closeSession', sessionId: signed.sessionId, reason: 'signedOutByOther' });
}

export function signOutOfQueue(
  world: World,
  agent: Agent,
  { agentId, queueId }: ParamsOf<'supervision.signOutOfQueue'>,
  at: Ms,
  decision: Decision,
): void {
  const signed = other(world, agent, 'signOutOther', agentId, decision);
  if (signed === null) return;
  if (signed.state === 'null') return refuse(decision, 'wrongAgentState', 'agentId');
  changeQueues(world, signed, { asked: [queueId], into: false }, at, decision);
}

/** Somebody else, whom his role reaches. */
export function other(world: World, agent: Agent, right: Right, agentId: AgentId, decision: Decision): Agent | null {
  const found = world.agents.get(agentId);
  const refused = actingRefusal(world, agent.id, right, agentId) ?? (agentId === agent.id ? 'targetIsSelf' : null);
  if (refused === null && found !== undefined) return found;
  refuse(decision, refused ?? 'unknownAgent', 'agentId');
  return null;
}

/** A state that cannot be is a fault of the one meant, not of who asks. */
export function replied(decision: Decision, field: string): boolean {
  if (decision.reply === null || !('refused' in decision.reply)) return true;
  const { refused } = decision.reply;
  refuse(decision, refused === 'notSignedIn' ? 'wrongAgentState' : refused, field);
  return false;
}
