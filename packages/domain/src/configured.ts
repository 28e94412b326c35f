// How the world takes a configuration: at the start, and again whenever the operator changes it.
import { newAgent } from './agents/agent.evolve.ts';
import { rebuildAvailability, refreshAvailability } from './agents/availability.ts';
import { newDevice } from './agents/session.evolve.ts';
import { sessionsOf } from './agents/sessions.ts';
import type { Configuration, TenantProfile } from './configuration.ts';
import { directoryOf } from './directory.ts';
import type { TenantId } from './ids.ts';
import { newQueue } from './queues/queue.evolve.ts';
import { noDay } from './statistics/day.ts';
import type { World } from './world.ts';

const noTenant: TenantProfile = {
  id: '' as TenantId,
  name: '',
  outboundPatterns: [],
  displayNumber: '',
  linkLossGraceMs: 60_000,
};

export const emptyConfiguration: Configuration = {
  tenant: noTenant,
  agents: [],
  groups: [],
  roles: [],
  devices: [],
  queues: [],
  ivrs: [],
  accessNumbers: [],
  customers: [],
};

/**
 * @param configuration left out: an empty tenant, to fold a journal into.
 * @returns a world in which nothing has happened yet.
 */
export function createWorld(configuration: Configuration = emptyConfiguration): World {
  const world: World = {
    configuration: emptyConfiguration,
    directory: directoryOf(emptyConfiguration),
    agents: new Map(),
    devices: new Map(),
    calls: new Map(),
    connections: new Map(),
    queues: new Map(),
    leaves: new Map(),
    leaveLimits: new Map(),
    day: noDay,
    recordings: new Map(),
    available: new Set(),
    availableByQueue: new Map(),
  };
  configured(world, configuration);
  return world;
}

/** What is in use and no longer configured stays until it is let go; the turn that configures sees to that. */
export function configured(world: World, configuration: Configuration): void {
  forgetLimits(world, configuration);
  world.configuration = configuration;
  world.directory = directoryOf(configuration);
  const { agents, devices, queues } = world.directory;
  for (const id of agents.keys()) if (!world.agents.has(id)) world.agents.set(id, newAgent(id));
  for (const id of devices.keys()) if (!world.devices.has(id)) world.devices.set(id, newDevice(id));
  for (const id of queues.keys()) if (!world.queues.has(id)) world.queues.set(id, newQueue(id));
  for (const agent of world.agents.values()) {
    if (!agents.has(agent.id) && agent.state === 'null' && sessionsOf(agent).length === 0) {
      world.agents.delete(agent.id);
      world.leaves.delete(agent.id);
    }
    refreshAvailability(world, agent.id);
  }
  for (const device of world.devices.values()) {
    if (!devices.has(device.id) && device.agentId === null && !device.registered) world.devices.delete(device.id);
  }
  for (const queue of world.queues.values()) {
    if (!queues.has(queue.id) && queue.waiting.length + queue.ringing.length === 0) world.queues.delete(queue.id);
  }
  rebuildAvailability(world);
}

/** A limit that a supervisor has set lasts until the configuration says another one than it did. */
function forgetLimits(world: World, configuration: Configuration): void {
  const configuredNow = new Map(configuration.groups.map(({ id, leave }) => [id, leave?.maximumAway ?? null]));
  for (const groupId of world.leaveLimits.keys()) {
    const before = world.directory.groups.get(groupId)?.leave?.maximumAway ?? null;
    if (configuredNow.get(groupId) !== before) world.leaveLimits.delete(groupId);
  }
}
