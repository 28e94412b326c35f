// Who may be offered a queue's call right now, kept in step with every change so that choosing one costs next to nothing.
import type { AgentId } from '../ids.ts';
import { servedBy } from '../queues/served.ts';
import type { World } from '../world.ts';
import type { Agent } from './agent.ts';

/** @returns whether a queue's call may be offered to him: ready, in touch, with a working phone, and not being left alone. */
export function isAvailable(world: World, agent: Agent): boolean {
  return (
    agent.state === 'ready' &&
    agent.blocked === null &&
    agent.link === 'up' &&
    agent.backedOffUntilMs === null &&
    agent.deviceId !== null &&
    world.devices.get(agent.deviceId)?.registered === true
  );
}

/** Brings the ready sets in line with one agent. He joins at the end: the first of a set has been idle longest. */
export function refreshAvailability(world: World, agentId: AgentId): void {
  const agent = world.agents.get(agentId);
  const is = agent !== undefined && isAvailable(world, agent);
  if (is === world.available.has(agentId)) return;
  if (is) world.available.add(agentId);
  else world.available.delete(agentId);
  refreshServed(world, agentId);
}

/** Of the queues that he belongs to, he is in the sets of those that he serves, while he is available at all. */
export function refreshServed(world: World, agentId: AgentId): void {
  const served = world.available.has(agentId) ? servedBy(world, agentId) : [];
  for (const membership of world.directory.memberships.get(agentId) ?? []) {
    const set = world.availableByQueue.get(membership.queueId)?.[membership.tier];
    if (served.includes(membership)) set?.add(agentId);
    else set?.delete(agentId);
  }
}

/** Makes the sets of all queues anew, after the configuration changed; the order among the available is kept. */
export function rebuildAvailability(world: World): void {
  world.availableByQueue.clear();
  for (const [queueId, count] of world.directory.tierCounts) {
    world.availableByQueue.set(
      queueId,
      Array.from({ length: count }, () => new Set<AgentId>()),
    );
  }
  for (const agentId of world.available) {
    for (const { queueId, tier } of servedBy(world, agentId)) {
      world.availableByQueue.get(queueId)?.[tier]?.add(agentId);
    }
  }
}
