// Signing in to queues and out of them, while one is at work.
import type { Agent } from '../agents/agent.ts';
import type { Decision } from '../decision.ts';
import { refuse } from '../decision.ts';
import type { AgentId, Ms, QueueId } from '../ids.ts';
import type { World } from '../world.ts';
import { servedBy } from './served.ts';

/** @param asked left out or none: all of his. All or nothing. */
export function changeQueues(
  world: World,
  agent: Agent,
  change: { readonly asked: readonly QueueId[] | undefined; readonly into: boolean },
  at: Ms,
  decision: Decision,
): void {
  const own = ownQueues(world, agent.id);
  const asked = change.asked === undefined || change.asked.length === 0 ? own : change.asked;
  const refused = queuesRefusal(world, own, asked);
  if (refused !== null) return refuse(decision, refused, 'queueIds');
  const now = servedBy(world, agent.id).map(({ queueId }) => queueId);
  const next = own.filter((id) => (asked.includes(id) ? change.into : now.includes(id)));
  decision.reply = { result: {} };
  serve(agent, own, next, now, at, decision);
}

/** @returns why he cannot begin with these queues, or null. */
export const beginRefusal = (world: World, { id }: Agent, asked: readonly QueueId[]) =>
  queuesRefusal(world, ownQueues(world, id), asked);

/** @param asked of which none is refused. @returns null: all of his. */
export function queuesToBegin(world: World, { id }: Agent, asked: readonly QueueId[]): readonly QueueId[] | null {
  const own = ownQueues(world, id);
  const next = own.filter((one) => asked.includes(one));
  return next.length === own.length && own.length > 0 ? null : next;
}

const ownQueues = (world: World, agentId: AgentId): readonly QueueId[] =>
  (world.directory.memberships.get(agentId) ?? []).map(({ queueId }) => queueId);

function queuesRefusal(
  world: World,
  own: readonly QueueId[],
  asked: readonly QueueId[],
): 'unknownQueue' | 'notInQueue' | null {
  if (asked.some((id) => !world.directory.queues.has(id))) return 'unknownQueue';
  return asked.every((id) => own.includes(id)) ? null : 'notInQueue';
}

function serve(
  { id: agentId }: Agent,
  own: readonly QueueId[],
  next: readonly QueueId[],
  now: readonly QueueId[],
  at: Ms,
  decision: Decision,
): void {
  if (next.length === now.length && next.every((id) => now.includes(id))) return;
  const all = next.length === own.length;
  decision.events.push({ at, type: 'agent.queuesChanged', agentId, queueIds: next, all });
}
