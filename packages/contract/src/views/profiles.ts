// Profiles by id: an index over a configuration, made once for each.
import type { AgentId, AgentProfile, Configuration, QueueId, QueueProfile } from '@cordboard/domain';

type Index = {
  readonly agents: ReadonlyMap<AgentId, AgentProfile>;
  readonly queues: ReadonlyMap<QueueId, QueueProfile>;
};

/** A configuration never changes; the index goes when it goes. */
const indexes = new WeakMap<Configuration, Index>();

function indexOf(configuration: Configuration): Index {
  let index = indexes.get(configuration);
  if (index === undefined) {
    index = {
      agents: new Map(configuration.agents.map((agent) => [agent.id, agent])),
      queues: new Map(configuration.queues.map((queue) => [queue.id, queue])),
    };
    indexes.set(configuration, index);
  }
  return index;
}

export function profileOf(configuration: Configuration, id: AgentId): AgentProfile | undefined {
  return indexOf(configuration).agents.get(id);
}

export function queueProfileOf(configuration: Configuration, id: QueueId): QueueProfile | undefined {
  return indexOf(configuration).queues.get(id);
}
