// Who an agent is and what his role lets him do, from the configuration that the store keeps.
import type { AgentId, Configuration } from '@cordboard/domain';
import type { Person, Session } from '../core.ts';
import { limits } from '../limits.ts';
import type { Store } from '../storage/store.ts';
import { BoundedMap } from './bounded-map.ts';

export type Profile = { readonly rank: Session['rank']; readonly person: Person; readonly enabled: boolean };

export interface People {
  /** @returns null when the configuration knows no such agent. */
  profile(tenantId: string, agentId: AgentId): Promise<Profile | null>;
  /** The tenant that is meant when nobody says which: the only one. */
  onlyTenant(): Promise<string | null>;
}

/** Configurations are large and people sign in by the hundred: read once in `configurationCacheMs`, and kept for when the database is away. */
export function createPeople(store: Pick<Store, 'configuration' | 'tenants'>, now: () => number): People {
  type Kept = { readonly atMs: number; readonly configuration: Configuration | null };
  const kept = new BoundedMap<string, Kept>(limits.configurationCacheMaxTenants);
  const configurationOf = async (tenantId: string): Promise<Configuration | null> => {
    const known = kept.get(tenantId);
    if (known !== undefined && now() - known.atMs < limits.configurationCacheMs) return known.configuration;
    try {
      const configuration = await store.configuration(tenantId);
      kept.set(tenantId, { atMs: now(), configuration });
      return configuration;
    } catch (error) {
      if (known === undefined) throw error;
      return known.configuration;
    }
  };
  return {
    async profile(tenantId, agentId) {
      const configuration = await configurationOf(tenantId);
      const agent = configuration?.agents.find(({ id }) => id === agentId);
      const role = configuration?.roles.find(({ id }) => id === agent?.roleId);
      if (agent === undefined || role === undefined) return null;
      const { name, groupId, enabled = true } = agent;
      const { rank, scope, rights } = role;
      return { rank, person: { name, groupId, scope, rights }, enabled };
    },
    async onlyTenant() {
      const tenants = await store.tenants();
      return tenants.length === 1 ? (tenants[0] ?? null) : null;
    },
  };
}
