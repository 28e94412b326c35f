// Whom a person's rights reach: his role says which rights, its scope over whom; and whether he may work at all.
import type { Agent } from '../agents/agent.ts';
import type { Method } from '../command.ts';
import type { RoleProfile, Right } from '../configuration.ts';
import type { AgentId, GroupId } from '../ids.ts';
import type { RefusalName } from '../refusal.ts';
import type { World } from '../world.ts';
import { commandPolicies } from './policies.table.ts';

export const roleOf = (world: World, agentId: AgentId): RoleProfile | undefined => {
  const roleId = world.directory.agents.get(agentId)?.roleId;
  return roleId === undefined ? undefined : world.directory.roles.get(roleId);
};

/** @returns whether he has this right over everybody in that group. */
export function reachesGroup(world: World, askerId: AgentId, right: Right, groupId: GroupId): boolean {
  const role = roleOf(world, askerId);
  if (role === undefined || role.scope === 'own' || !role.rights.includes(right)) return false;
  return role.scope === 'tenant' || world.directory.agents.get(askerId)?.groupId === groupId;
}

/** @returns whether he has this right over that agent; nobody has one over himself. */
export function reaches(world: World, askerId: AgentId, right: Right, agentId: AgentId): boolean {
  const groupId = world.directory.agents.get(agentId)?.groupId;
  return askerId !== agentId && groupId !== undefined && reachesGroup(world, askerId, right, groupId);
}

/** @returns why he may not, or null. Who lacks the right does not learn who there is. */
export function actingRefusal(world: World, askerId: AgentId, right: Right, agentId: AgentId): RefusalName | null {
  const role = roleOf(world, askerId);
  if (role === undefined || !role.rights.includes(right) || role.scope === 'own') return 'notPermitted';
  const { agents } = world.directory;
  const other = agents.get(agentId);
  if (other === undefined) return 'unknownAgent';
  const reached = role.scope === 'tenant' || other.groupId === agents.get(askerId)?.groupId;
  return reached ? null : 'notPermitted';
}

/** @returns whether he is not enabled and this is not for him. One who is disabled during a call brings it to its end, for the customer's sake. */
export function keptFrom(world: World, agent: Agent, method: Method): boolean {
  if (world.directory.agents.get(agent.id)?.enabled !== false) return false;
  return agent.state === 'null' || method === 'agent.signIn' || commandPolicies[method].scope !== 'own';
}
