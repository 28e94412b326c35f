// The state of one tenant: maps of immutable aggregates, changed only by `evolve`.
import type { Agent } from './agents/agent.ts';
import type { Call } from './calls/call.ts';
import type { Configuration } from './configuration.ts';
import type { AgentId, CallId, ConnectionId, DeviceId, QueueId } from './ids.ts';
import type { Queue } from './queues/queue.ts';

export type Device = {
  readonly id: DeviceId;
  readonly registered: boolean;
  readonly userAgent: string;
  readonly agentId: AgentId | null;
};

export type World = {
  configuration: Configuration;
  readonly agents: Map<AgentId, Agent>;
  readonly devices: Map<DeviceId, Device>;
  readonly calls: Map<CallId, Call>;
  /** Connection → its call. */
  readonly connections: Map<ConnectionId, CallId>;
  readonly queues: Map<QueueId, Queue>;
};
