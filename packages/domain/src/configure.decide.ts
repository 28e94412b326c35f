// A new configuration: who and what is no longer in it is let go in good order.
import { signOut } from './agents/agent.decide.ts';
import { sessionsOf } from './agents/sessions.ts';
import type { Configuration } from './configuration.ts';
import type { Decision } from './decision.ts';
import type { AgentId, Ms } from './ids.ts';
import { dayMayHaveBegun } from './statistics/day.decide.ts';
import type { World } from './world.ts';

export function configure(world: World, configuration: Configuration, at: Ms, decision: Decision): void {
  decision.events.push({ at, type: 'tenant.configured', configuration });
  dayMayHaveBegun(world, configuration.tenant, at, decision);
  const agents = new Set(configuration.agents.filter(({ enabled }) => enabled !== false).map(({ id }) => id));
  for (const agent of world.agents.values()) {
    if (!agents.has(agent.id) && agent.state !== 'null') signOut(world, agent, 'forced', at, decision);
  }
  for (const agent of world.agents.values()) {
    const here = sessionsOf(agent).length > 0 || agent.state !== 'null';
    if (here && setUpFor(world.configuration, agent.id) !== setUpFor(configuration, agent.id)) {
      decision.events.push({ at, type: 'agent.profileChanged', agentId: agent.id });
    }
  }
  const queues = new Set(configuration.queues.map(({ id }) => id));
  for (const queue of world.queues.values()) {
    if (queues.has(queue.id)) decision.next.push({ at, type: 'dispatch', queueId: queue.id });
    else for (const callId of queue.waiting) decision.next.push({ at, type: 'checkQueueLimit', callId });
  }
  decision.reply = null;
}

/** Everything that a configuration says about one agent, to be compared: who he is, what his role permits, which queues he serves. */
function setUpFor({ agents, groups, roles, queues }: Configuration, agentId: AgentId): string {
  const profile = agents.find(({ id }) => id === agentId);
  const group = groups.find(({ id }) => id === profile?.groupId)?.name;
  const role = roles.find(({ id }) => id === profile?.roleId);
  const serves = queues.filter(({ members }) => members.some((member) => member.agentId === agentId));
  return JSON.stringify([profile, group, role, serves.map(({ id }) => id)]);
}
