// From the domain's result of a command to what its method row promises: ids become views.
import type { AgentId, CallId, QueueId, World } from '@cordboard/domain';
import { viewAgent } from './agent.view.ts';
import { viewCall } from './call.view.ts';
import { viewLeave } from './leave.view.ts';
import type { Lookups } from './lookups.ts';
import { viewQueue } from './queue.view.ts';

const found = <Id, Thing>(ids: readonly Id[], map: ReadonlyMap<Id, Thing>): Thing[] =>
  ids.flatMap((id) => map.get(id) ?? []);

/** Ids under these names are made into views; under any other name they stay ids. */
type Found = {
  readonly agentsOf?: readonly AgentId[];
  readonly queuesOf?: readonly QueueId[];
  readonly callsOf?: readonly CallId[];
  readonly leavesOf?: readonly AgentId[];
};

/**
 * @param result what `decide` answered: ids for lists, `{callId}` for call.make, nothing of interest for the rest.
 */
export function resultView(world: World, result: unknown, lookups: Lookups): unknown {
  const { agentsOf, queuesOf, callsOf, leavesOf, ...rest } = (result ?? {}) as Found;
  return {
    ...rest,
    ...(agentsOf && { agents: found(agentsOf, world.agents).map((agent) => viewAgent(world, agent, lookups)) }),
    ...(queuesOf && { queues: found(queuesOf, world.queues).map((queue) => viewQueue(world, queue)) }),
    ...(leavesOf && { leaves: leavesOf.flatMap((id) => viewLeave(world, id) ?? []) }),
    ...(callsOf && { calls: found(callsOf, world.calls).map((call) => viewCall(world, call, lookups)) }),
  };
}
