// Whom a call is offered to: the lowest tier with somebody free, and in it whom the strategy names.
import type { Call } from '../calls/call.ts';
import type { QueueProfile, SelectionStrategy } from '../configuration.ts';
import type { AgentId } from '../ids.ts';
import type { World } from '../world.ts';
import type { Queue } from './queue.ts';

type Choose = (world: World, tier: ReadonlySet<AgentId>, about: About) => AgentId | null;
type About = {
  readonly profile: QueueProfile;
  readonly queue: Queue;
  readonly call: Call;
  /** Not these: they passed this very call by. */
  readonly not: readonly AgentId[];
};

/** @returns the agent to offer the call to, as a list of one or none. */
export function selectAgent(world: World, profile: QueueProfile, queue: Queue, call: Call): readonly AgentId[] {
  const only = exclusiveAgent(world, call);
  if (only !== null) return world.available.has(only) ? [only] : [];
  const passedBy = call.queue?.passedBy ?? [];
  const choose = strategies[profile.strategy];
  const tiers = world.availableByQueue.get(profile.id) ?? [];
  for (const not of passedBy.length === 0 ? [passedBy] : [passedBy, []]) {
    for (const tier of tiers) {
      if (tier.size === 0) continue;
      const chosen = choose(world, tier, { profile, queue, call, not });
      if (chosen !== null) return [chosen];
    }
  }
  return [];
}

/** @returns everybody free in the lowest tier that has anybody, for `ringAll`. */
export function selectAll(world: World, profile: QueueProfile, call: Call, most: number): readonly AgentId[] {
  const only = exclusiveAgent(world, call);
  if (only !== null) return world.available.has(only) ? [only] : [];
  const tier = (world.availableByQueue.get(profile.id) ?? []).find(({ size }) => size > 0);
  if (tier === undefined) return [];
  const all: AgentId[] = [];
  for (const agentId of tier) {
    if (all.length === most) break;
    all.push(agentId);
  }
  return all;
}

/** The agent a customer belongs to, while he is signed in. */
function exclusiveAgent(world: World, call: Call): AgentId | null {
  const agentId = call.queue?.exclusiveAgentId ?? null;
  return agentId !== null && (world.agents.get(agentId)?.state ?? 'null') !== 'null' ? agentId : null;
}

const first: Choose = (_world, tier, { not }) => {
  for (const agentId of tier) if (!not.includes(agentId)) return agentId;
  return null;
};

/** The members in their configured order, beginning behind the one offered to last. */
const roundRobin: Choose = (_world, tier, { profile, queue, not }) => {
  const { members } = profile;
  const last = members.findIndex(({ agentId }) => agentId === queue.lastOffered);
  for (let n = 1; n <= members.length; n += 1) {
    const agentId = members[(last + n) % members.length]?.agentId;
    if (agentId !== undefined && tier.has(agentId) && !not.includes(agentId)) return agentId;
  }
  return null;
};

const topDown: Choose = (_world, tier, { profile, not }) => {
  for (const { agentId } of profile.members) if (tier.has(agentId) && !not.includes(agentId)) return agentId;
  return null;
};

/** The least by some count; among equals the longest idle, who comes first in the set. */
const least =
  (count: 'callsAnswered' | 'talkMs'): Choose =>
  (world, tier, { not }) => {
    let chosen: AgentId | null = null;
    let lowest = Infinity;
    for (const agentId of tier) {
      const own = world.agents.get(agentId)?.statistics[count] ?? Infinity;
      if (own < lowest && !not.includes(agentId)) {
        chosen = agentId;
        lowest = own;
      }
    }
    return chosen;
  };

/**
 * Nothing here may roll dice. The call's id, which no one can foretell, and the number of its next connection are
 * hashed (FNV-1a) instead: even over many calls, and the same again when a decision is looked at once more.
 */
const random: Choose = (_world, tier, { call, not }) => {
  const some = not.length === 0 ? tier : new Set([...tier].filter((agentId) => !not.includes(agentId)));
  if (some.size === 0) return null;
  let n = hash(`${call.id}.${call.connectionCount}`) % some.size;
  for (const agentId of some) {
    if (n === 0) return agentId;
    n -= 1;
  }
  return null;
};

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return (value ^ (value >>> 13)) >>> 0;
}

const strategies: Readonly<Record<SelectionStrategy, Choose>> = {
  longestIdle: first,
  roundRobin,
  fewestCalls: least('callsAnswered'),
  leastTalkTime: least('talkMs'),
  random,
  topDown,
  ringAll: first,
};
