// From the domain's result of a command to what its method row promises: ids become views.
import type { AgentId, CallId, Command, QueueId, World } from '@cordboard/domain';
import { viewAgent, type Allowed } from './agent.view.ts';
import { viewCall } from './call.view.ts';
import { viewQueue } from './queue.view.ts';

const found = <Id, Thing>(ids: readonly Id[], map: ReadonlyMap<Id, Thing>): Thing[] =>
  ids.flatMap((id) => map.get(id) ?? []);

/**
 * @param result what `decide` answered: ids for lists, `{callId}` for call.make, nothing of interest for the rest.
 * @param allowed the domain's `allowedMethods`.
 */
export function resultView(world: World, command: Command, result: unknown, allowed: Allowed): unknown {
  switch (command.method) {
    case 'agent.list': {
      const { agentIds, next } = result as { readonly agentIds: readonly AgentId[]; readonly next: AgentId | null };
      return { agents: found(agentIds, world.agents).map((agent) => viewAgent(world, agent, allowed)), next };
    }
    case 'queue.list': {
      const { queueIds } = result as { readonly queueIds: readonly QueueId[] };
      return { queues: found(queueIds, world.queues).map((queue) => viewQueue(world, queue)) };
    }
    case 'queue.calls': {
      const { callIds } = result as { readonly callIds: readonly CallId[] };
      return { calls: found(callIds, world.calls).map((call) => viewCall(world, call, allowed)) };
    }
    default:
      return result ?? {};
  }
}
