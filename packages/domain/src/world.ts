// The state of one tenant: maps of immutable aggregates, changed only by `evolve`.
import type { Agent } from './agents/agent.ts';
import type { Leave } from './approvals/leave.ts';
import type { Call } from './calls/call.ts';
import type { Configuration } from './configuration.ts';
import type { Directory } from './directory.ts';
import type { AgentId, CallId, ConnectionId, DeviceId, GroupId, QueueId, RecordingId } from './ids.ts';
import type { Queue } from './queues/queue.ts';
import type { Day } from './statistics/day.ts';

export type Device = {
  readonly id: DeviceId;
  readonly registered: boolean;
  readonly userAgent: string;
  /** The agent signed in with it. */
  readonly agentId: AgentId | null;
};

export type World = {
  configuration: Configuration;
  /** The configuration by name; made from it, never stored. */
  directory: Directory;
  readonly agents: Map<AgentId, Agent>;
  readonly devices: Map<DeviceId, Device>;
  readonly calls: Map<CallId, Call>;
  /** Connection → its call. */
  readonly connections: Map<ConnectionId, CallId>;
  readonly queues: Map<QueueId, Queue>;
  /** The last leave of each agent who ever asked for one, over or not. */
  readonly leaves: Map<AgentId, Leave>;
  /** How many of a group may be away at once, where a supervisor has set it otherwise than configured. */
  readonly leaveLimits: Map<GroupId, number | null>;
  day: Day;
  /** Recordings that have not ended yet, and the agents who are on them: a recording may end after its call. */
  readonly recordings: Map<RecordingId, readonly AgentId[]>;
  /** Agents who may be offered a call now, the longest idle first. */
  readonly available: Set<AgentId>;
  /** The same by queue, one set per tier of `directory`. */
  readonly availableByQueue: Map<QueueId, readonly Set<AgentId>[]>;
};
