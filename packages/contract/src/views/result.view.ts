// From the domain's result of a command to what its method row promises: ids become views.
import type { AgentId, CallId, QueueId, World } from '@cordboard/domain';
import { viewAgent } from './agent.view.ts';
import { viewCall } from './call.view.ts';
import { viewLeave } from './leave.view.ts';
import type { Lookups } from './lookups.ts';
import { viewQueue } from './queue.view.ts';

const found = <Id, Thing>(ids: readonly Id[], map: ReadonlyMap<Id, Thing>): Thing[] =>
  ids.flatMap((id) => map.get(id) ?? []);

type Found = {
  readonly agentIds?: readonly AgentId[];
  readonly queueIds?: readonly QueueId[];
  readonly callIds?: readonly CallId[];
  readonly leavesOf?: readonly AgentId[];
  /** Ids that stay ids. */
  readonly memberIds?: readonly AgentId[];
};

/**
 * @param result what `decide` answered: ids for lists, `{callId}` for call.make, nothing of interest for the rest.
 */
export function resultView(world: World, result: unknown, lookups: Lookups): unknown {
  const { agentIds, queueIds, callIds, leavesOf, memberIds, ...rest } = (result ?? {}) as Found;
  return {
    ...rest,
    ...(memberIds && { agentIds: memberIds }),
    ...(agentIds && { agents: found(agentIds, world.agents).map((agent) => viewAgent(world, agent, lookups)) }),
    ...(queueIds && { queues: found(queueIds, world.queues).map((queue) => viewQueue(world, queue)) }),
    ...(leavesOf && { leaves: leavesOf.flatMap((id) => viewLeave(world, id) ?? []) }),
    ...(callIds && { calls: found(callIds, world.calls).map((call) => viewCall(world, call, lookups)) }),
  };
}
