// The world as text and back: what a snapshot of the journal holds. What can be computed is left out.
import { rebuildAvailability } from './agents/availability.ts';
import type { Agent } from './agents/agent.ts';
import type { Leave } from './approvals/leave.ts';
import type { Call, CallHistory } from './calls/call.ts';
import type { Configuration } from './configuration.ts';
import { createWorld } from './configured.ts';
import type { AgentId, GroupId, RecordingId } from './ids.ts';
import type { Queue } from './queues/queue.ts';
import type { Day } from './statistics/day.ts';
import type { Device, World } from './world.ts';

/** Grows with every change that makes older snapshots unreadable. */
const version = 4;

type Later = 'companionIds';
type FrozenCall = Omit<Call, 'history' | 'recordingPause'> &
  Partial<Pick<Call, 'recordingPause'>> & {
    readonly history: Omit<CallHistory, 'recordingPauses'> & Partial<Pick<CallHistory, 'recordingPauses'>>;
  };

type Frozen = {
  readonly version: number;
  readonly configuration: Configuration;
  /** What came later is absent in older ones. */
  readonly agents: readonly (Omit<Agent, Later> & Partial<Pick<Agent, Later>>)[];
  readonly devices: readonly Device[];
  readonly calls: readonly FrozenCall[];
  readonly queues: readonly Queue[];
  readonly leaves: readonly Leave[];
  readonly leaveLimits: readonly (readonly [GroupId, number | null])[];
  readonly day: Day;
  readonly recordings: readonly (readonly [RecordingId, readonly AgentId[]])[];
  /** In the order of their idleness. */
  readonly available: readonly AgentId[];
};

/** @returns the world as JSON; equal worlds give equal text. */
export function freezeWorld(world: World): string {
  const frozen: Frozen = {
    version,
    configuration: world.configuration,
    agents: [...world.agents.values()],
    devices: [...world.devices.values()],
    calls: [...world.calls.values()],
    queues: [...world.queues.values()],
    leaves: [...world.leaves.values()],
    leaveLimits: [...world.leaveLimits],
    day: world.day,
    recordings: [...world.recordings],
    available: [...world.available],
  };
  return JSON.stringify(frozen);
}

/**
 * @param json what `freezeWorld` gave.
 * @throws when it is of another version: the journal has to be folded from its beginning then.
 */
export function thawWorld(json: string): World {
  const frozen = JSON.parse(json) as Frozen;
  if (frozen.version !== version) throw new Error(`a world of version ${frozen.version} cannot be read`);
  const world = createWorld(frozen.configuration);
  world.agents.clear();
  world.devices.clear();
  world.queues.clear();
  for (const agent of frozen.agents) world.agents.set(agent.id, { ...agent, companionIds: agent.companionIds ?? [] });
  for (const leave of frozen.leaves) world.leaves.set(leave.agentId, leave);
  for (const [groupId, maximumAway] of frozen.leaveLimits) world.leaveLimits.set(groupId, maximumAway);
  world.day = frozen.day;
  for (const [recordingId, agentIds] of frozen.recordings) world.recordings.set(recordingId, agentIds);
  for (const device of frozen.devices) world.devices.set(device.id, device);
  for (const queue of frozen.queues) world.queues.set(queue.id, queue);
  for (const call of frozen.calls) {
    world.calls.set(call.id, thawCall(call));
    for (const { id } of call.connections) world.connections.set(id, call.id);
    for (const { id } of call.supervisors) world.connections.set(id, call.id);
  }
  for (const agentId of frozen.available) world.available.add(agentId);
  rebuildAvailability(world);
  return world;
}

const thawCall = (call: FrozenCall): Call => ({
  ...call,
  recordingPause: call.recordingPause ?? null,
  history: { ...call.history, recordingPauses: call.history.recordingPauses ?? [] },
});
