// Taking a call that waits out of its turn (CSTA: Directed Pickup Call).
import type { Agent } from '../agents/agent.ts';
import { partyOfAgent } from '../calls/parties.ts';
import { offer } from '../calls/routing.decide.ts';
import type { Decision } from '../decision.ts';
import { refuse } from '../decision.ts';
import type { AgentId, CallId, Ms, QueueId } from '../ids.ts';
import { connectionsPerCall } from '../limits.ts';
import { ownPhoneRefusal } from '../outbound/own-phone.ts';
import { reachesGroup, roleOf } from '../permissions/reach.ts';
import { wrapUpTimer } from '../timer-ids.ts';
import type { World } from '../world.ts';
import { servedBy } from './served.ts';

/** It rings at him as if the queue had chosen him, ready or not; if he does not answer, it waits on at its place. */
export function takeWaiting(world: World, agent: Agent, callId: CallId, at: Ms, decision: Decision): void {
  const call = world.calls.get(callId);
  const queueId = call?.queue?.queueId ?? null;
  if (queueId !== null && !mayTake(world, agent.id, queueId)) return refuse(decision, 'notPermitted', 'callId');
  if (call === undefined) return refuse(decision, 'unknownCall', 'callId');
  const profile = queueId === null ? undefined : world.directory.queues.get(queueId);
  if (queueId === null || profile === undefined || world.queues.get(queueId)?.waiting.includes(callId) !== true) {
    return refuse(decision, 'wrongCallState', 'callId');
  }
  if (call.outOfReach === true) return refuse(decision, 'wrongCallState', 'callId');
  const busy = ownPhoneRefusal(world, agent);
  if (busy !== null) return refuse(decision, busy);
  if (agent.deviceId === null) return refuse(decision, 'deviceRequired');
  if (call.connectionCount >= connectionsPerCall) return refuse(decision, 'limitReached');
  decision.reply = { result: {} };
  const asked = { purpose: 'pickUp', by: agent.id, connection: null, autoAnswer: false } as const;
  const party = partyOfAgent(world, agent, agent.deviceId);
  offer(world, call, party, { queueId, ringMs: profile.noAnswerMs, at, asked }, decision);
  decision.effects.push({ effect: 'cancelTimer', timerId: wrapUpTimer(agent.id) });
}

/** From a queue that he serves; from others by right and scope. */
function mayTake(world: World, agentId: AgentId, queueId: QueueId): boolean {
  if (servedBy(world, agentId).some((one) => one.queueId === queueId)) return true;
  const role = roleOf(world, agentId);
  if (role?.scope === 'tenant' && role.rights.includes('pickUp')) return true;
  const groupIds = world.directory.groupsOfQueue.get(queueId) ?? [];
  return groupIds.some((groupId) => reachesGroup(world, agentId, 'pickUp', groupId));
}
