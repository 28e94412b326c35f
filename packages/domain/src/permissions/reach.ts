// Whether a supervisor may act on somebody: the right, and the reach of his role.
import type { Right } from '../configuration.ts';
import type { AgentId } from '../ids.ts';
import type { RefusalName } from '../refusal.ts';
import type { World } from '../world.ts';
import { roleOf } from './list.decide.ts';

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
