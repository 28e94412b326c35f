// Bringing waiting calls and free agents together; only the queue concerned is looked at.
import { partyOfAgent } from '../calls/parties.ts';
import { offer } from '../calls/routing.decide.ts';
import type { Decision, FollowUp } from '../decision.ts';
import type { AgentId, Ms, QueueId } from '../ids.ts';
import { connectionsPerCall, ringAllPhones } from '../limits.ts';
import type { World } from '../world.ts';
import { selectAgent, selectAll } from './selection.ts';
import { servedBy } from './served.ts';

/** Offers the first call in line that somebody is free for; another look follows as long as one was offered. */
export function dispatch(world: World, input: Extract<FollowUp, { type: 'dispatch' }>, decision: Decision): void {
  const { at, queueId } = input;
  const queue = world.queues.get(queueId);
  const profile = world.directory.queues.get(queueId);
  if (queue === undefined || profile === undefined || queue.waiting.length === 0 || world.available.size === 0) return;
  if (queue.exclusive === 0 && !somebodyIsFree(world, queueId)) return;
  for (const callId of queue.waiting) {
    const call = world.calls.get(callId);
    if (call === undefined || call.queue === null || call.outOfReach === true) continue;
    if (call.connectionCount >= connectionsPerCall) {
      decision.next.push({ at, type: 'clearCall', callId, cause: 'queueOverflow' });
      continue;
    }
    const chosen =
      profile.strategy === 'ringAll'
        ? selectAll(world, profile, call, ringAllPhones)
        : selectAgent(world, profile, queue, call);
    if (chosen.length > 0) {
      chosen.forEach((agentId, nth) => {
        const agent = world.agents.get(agentId);
        if (agent === undefined || agent.deviceId === null) return;
        const party = partyOfAgent(world, agent, agent.deviceId);
        offer(world, call, party, { queueId, ringMs: profile.noAnswerMs, at, nth }, decision);
      });
      if (queue.waiting.length > 1) decision.next.push({ at, type: 'dispatch', queueId });
      return;
    }
    if (queue.exclusive === 0 && call.queue.passedBy.length === 0) return;
  }
}

const somebodyIsFree = (world: World, queueId: QueueId): boolean =>
  world.availableByQueue.get(queueId)?.some(({ size }) => size > 0) === true;

/** Somebody has become free: his queues are looked at, the one with the most urgent call first. */
export function agentAvailable(
  world: World,
  input: Extract<FollowUp, { type: 'agentAvailable' }>,
  decision: Decision,
): void {
  if (!world.available.has(input.agentId)) return;
  lookAtQueuesOf(world, input.agentId, input.at, decision);
}

/** Somebody has signed out: calls that waited for him alone may now go to others. */
export function agentLeft(world: World, input: Extract<FollowUp, { type: 'agentLeft' }>, decision: Decision): void {
  for (const queue of world.queues.values()) {
    if (queue.exclusive > 0) decision.next.push({ at: input.at, type: 'dispatch', queueId: queue.id });
  }
}

function lookAtQueuesOf(world: World, agentId: AgentId, at: Ms, decision: Decision): void {
  const heads: { queueId: QueueId; priority: number; enteredAt: Ms }[] = [];
  const look = (queueId: QueueId): void => {
    const head = world.queues.get(queueId)?.waiting[0];
    const place = head === undefined ? null : (world.calls.get(head)?.queue ?? null);
    if (place !== null) heads.push({ queueId, priority: place.priority, enteredAt: place.enteredAt });
  };
  const memberships = servedBy(world, agentId);
  for (const { queueId } of memberships) look(queueId);
  for (const queue of world.queues.values()) {
    if (queue.exclusive > 0 && !memberships.some(({ queueId }) => queueId === queue.id)) look(queue.id);
  }
  if (heads.length > 1) heads.sort((a, b) => b.priority - a.priority || a.enteredAt - b.enteredAt);
  for (const { queueId } of heads) decision.next.push({ at, type: 'dispatch', queueId });
}
