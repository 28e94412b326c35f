// The lists: agents and queues are the directory that everybody needs to transfer a call; waiting calls are for those who serve or watch. Answers are ids; the contract makes views of them.
import type { Agent } from '../agents/agent.ts';
import type { Command } from '../command.ts';
import type { Decision } from '../decision.ts';
import { refuse } from '../decision.ts';
import type { AgentId, QueueId } from '../ids.ts';
import { listRows } from '../limits.ts';
import type { World } from '../world.ts';
import { connectionOfAgent } from '../calls/parties.ts';
import { actingRefusal, reachesGroup, roleOf } from './reach.ts';

export type ListCommand = Extract<
  Command,
  { method: 'agent.get' | 'agent.list' | 'call.detail' | 'queue.list' | 'queue.calls' }
>;

export function list(world: World, agent: Agent, command: ListCommand, decision: Decision): void {
  switch (command.method) {
    case 'agent.list': {
      const { after, limit = listRows } = command.params;
      if (!Number.isInteger(limit) || limit < 1 || limit > listRows) {
        return refuse(decision, 'invalidParameter', 'limit');
      }
      decision.reply = { result: agentPage(world, after ?? null, limit) };
      return;
    }
    case 'agent.get': {
      const asked = [...new Set(command.params.agentIds)];
      if (asked.length > listRows) return refuse(decision, 'invalidParameter', 'agentIds');
      const agentsOf = asked.filter((id) => world.agents.has(id));
      decision.reply = { result: { agentsOf, unknown: asked.filter((id) => !world.agents.has(id)) } };
      return;
    }
    case 'call.detail':
      return detail(world, agent, command.params.agentId, decision);
    case 'queue.list':
      decision.reply = { result: { queuesOf: [...world.queues.keys()] } };
      return;
    case 'queue.calls': {
      const { queueId } = command.params;
      const queue = world.queues.get(queueId);
      if (queue === undefined) return refuse(decision, 'unknownQueue', 'queueId');
      if (!maySeeQueue(world, agent.id, queueId)) return refuse(decision, 'notPermitted');
      decision.reply = { result: { callsOf: queue.waiting } };
    }
  }
}

/** The calls of an agent, and who is at them as a supervisor; of his own the agent is not told that. */
function detail(world: World, asker: Agent, agentId: AgentId, decision: Decision): void {
  const refused = actingRefusal(world, asker.id, 'watchAgents', agentId);
  if (refused !== null) return refuse(decision, refused, 'agentId');
  const calls = (world.agents.get(agentId)?.callIds ?? []).flatMap((id) => world.calls.get(id) ?? []);
  const own = calls.filter((call) => connectionOfAgent(call, agentId) !== undefined);
  const supervisions = own.flatMap((call) =>
    call.supervisors
      .filter(({ watchedId }) => watchedId !== asker.id)
      .map((one) => ({ callId: call.id, supervisorId: one.agentId, watchedId: one.watchedId, mode: one.mode })),
  );
  decision.reply = { result: { callsOf: own.map(({ id }) => id), supervisions } };
}

/** One page in the order of ids; `next` is the `after` of the page behind it, null on the last. */
function agentPage(world: World, after: AgentId | null, limit: number) {
  const ids = [...world.agents.keys()]
    .filter((id) => after === null || id > after)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const agentsOf = ids.slice(0, limit);
  return { agentsOf, next: ids.length > limit ? (agentsOf.at(-1) ?? null) : null };
}

/** Whether an agent may look at the calls in a queue: his own ones always, others by right and scope. A queue is of every group that has a member in it. */
export function maySeeQueue(world: World, askerId: AgentId, queueId: QueueId): boolean {
  const members = world.directory.queues.get(queueId)?.members ?? [];
  if (members.some(({ agentId }) => agentId === askerId)) return true;
  const role = roleOf(world, askerId);
  if (role?.scope === 'tenant' && role.rights.includes('watchQueues')) return true;
  const groupIds = world.directory.groupsOfQueue.get(queueId) ?? [];
  return groupIds.some((groupId) => reachesGroup(world, askerId, 'watchQueues', groupId));
}
