// What somebody's role lets him do, and over whom (seed 003 `DoGetDefinedRoleRights`, `GetRoleNameEvent`).
import type { Agent } from '../agents/agent.ts';
import type { Method } from '../command.ts';
import type { RoleProfile } from '../configuration.ts';
import type { Decision } from '../decision.ts';
import type { World } from '../world.ts';
import { commandPolicies } from './policies.table.ts';
import type { CommandPolicy } from './policies.table.ts';

export function rightsOf(world: World, agent: Agent, role: RoleProfile, decision: Decision): void {
  const own = world.directory.agents.get(agent.id)?.groupId;
  const groups = [...world.directory.groups.values()]
    .filter(({ id }) => role.scope === 'tenant' || (role.scope === 'group' && id === own))
    .map(({ id, name }) => ({ groupId: id, name }));
  const { id: roleId, name, rank, scope, rights } = role;
  decision.reply = { result: { roleId, name, rank, scope, rights, groups, methods: methodsOf(role) } };
}

/** What is not refused for want of a rank or a right. */
const methodsOf = (role: RoleProfile): readonly Method[] =>
  (Object.entries(commandPolicies) as [Method, CommandPolicy][])
    .filter(([, policy]) => policy.by.includes(role.rank) && !lacksRight(policy, role))
    .map(([method]) => method);

/** What only supervisors may ask is about others: without the right there is nothing left of it. */
export const lacksRight = ({ by, right }: CommandPolicy, role: RoleProfile): boolean =>
  right !== undefined && !by.includes('agent') && (role.scope === 'own' || !role.rights.includes(right));
