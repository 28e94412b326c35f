// The core as doors see it: signs people in, and binds their sessions to their tenant's loop.
import { callsInReach, leavesInReach } from '@cordboard/domain';
import type { AgentId, Refusal } from '@cordboard/domain';
import { snapshotOf } from '@cordboard/contract';
import type { Accounts } from './accounts/accounts.ts';
import type { AgentPlace, Core, HistoryFilter, OpenSession, Session, SessionListener, Telephone } from './core.ts';
import { mayLookAt } from './history-rights.ts';
import { phoneCredentials, type PhoneParts } from './phone-credentials.ts';
import type { Store } from './storage/store.ts';
import type { Tenant } from './tenant.ts';

export type CoreParts = {
  readonly tenants: ReadonlyMap<string, Tenant>;
  readonly accounts: Pick<
    Accounts,
    'authenticate' | 'authenticateToken' | 'revokeToken' | 'changePassword' | 'agentByLogin'
  >;
  readonly store: Pick<Store, 'callRecords' | 'stateHistory'>;
} & PhoneParts;

export function createCore(parts: CoreParts): Core {
  return {
    authenticate: (credentials, address) => parts.accounts.authenticate(credentials, address),
    authenticateToken: (token, address) => parts.accounts.authenticateToken(token, address),
    revokeToken: (token) => parts.accounts.revokeToken(token),
    changePassword: (own, passwords, address) => parts.accounts.changePassword(own, passwords, address),
    tenantOf(domain) {
      if (parts.tenants.has(domain)) return domain;
      const [only, ...others] = parts.tenants.keys();
      return domain === parts.sipDomain && others.length === 0 ? (only ?? null) : null;
    },
    agentByLogin: (tenantId, login) => parts.accounts.agentByLogin(tenantId, login),
    placeOf: (tenantId, agentId) => placeOf(parts.tenants.get(tenantId), agentId),
    queuesOf: (tenantId) => [...(parts.tenants.get(tenantId)?.loop.world.directory.queues.values() ?? [])],
    groupsOf: (tenantId) => [...(parts.tenants.get(tenantId)?.loop.world.directory.groups.values() ?? [])],
    telephonesFor: (tenantId, agentId) => telephonesFor(parts.tenants.get(tenantId), agentId),
    open(session, listener) {
      const tenant = parts.tenants.get(session.tenantId);
      if (tenant === undefined) throw new Error(`an authenticated session of unknown tenant ${session.tenantId}`);
      return openSession(parts, tenant, session, listener);
    },
  };
}

function placeOf(tenant: Tenant | undefined, agentId: AgentId): AgentPlace | null {
  const { agents, groups, queues, memberships } = tenant?.loop.world.directory ?? {};
  const profile = agents?.get(agentId);
  if (profile === undefined) return null;
  const group = groups?.get(profile.groupId);
  return {
    name: profile.name,
    group: { id: profile.groupId, name: group?.name ?? profile.groupId },
    queues: (memberships?.get(agentId) ?? []).flatMap(({ queueId }) => queues?.get(queueId) ?? []),
  };
}

function telephonesFor(tenant: Tenant | undefined, agentId: AgentId): readonly Telephone[] {
  const { directory, devices } = tenant?.loop.world ?? {};
  return [...(directory?.devices.keys() ?? [])].flatMap((deviceId) => {
    const { agentId: user = null, registered: isRegistered = false } = devices?.get(deviceId) ?? {};
    return user === null || user === agentId ? [{ deviceId, isRegistered }] : [];
  });
}

function openSession(parts: CoreParts, tenant: Tenant, session: Session, listener: SessionListener): OpenSession {
  const { sessionId, agentId } = session;
  const { loop, publisher } = tenant;
  tenant.attach(session, listener);
  return {
    command: (command) => loop.command(sessionId, agentId, command),
    async snapshot() {
      publisher.pause(sessionId);
      const { seq } = loop;
      const state = snapshotOf(loop.world, agentId, tenant.lookups, {
        leavesOf: leavesInReach(loop.world, agentId),
        callIds: callsInReach(loop.world, agentId),
      });
      await loop.durable(seq);
      // Behind the continuations of this promise, so that the snapshot is sent before the first event after it.
      setImmediate(() => publisher.goOnAfter(sessionId, seq));
      return { position: { epoch: tenant.journal.epoch, seq }, state };
    },
    resume: (position) => position.epoch === tenant.journal.epoch && publisher.resume(sessionId, position.seq),
    pause: () => publisher.pause(sessionId),
    async phoneCredentials(deviceId) {
      const agent = loop.world.agents.get(agentId);
      if (agent === undefined || agent.state === 'null') return { refused: 'notSignedIn' };
      if (agent.deviceId !== deviceId) return { refused: 'notPermitted', field: 'deviceId' };
      return phoneCredentials(parts, deviceId, sessionId);
    },
    async callRecords(filter) {
      const allowed = historyFilter(tenant, session, filter);
      return 'refused' in allowed ? allowed : parts.store.callRecords(tenant.id, allowed);
    },
    async stateHistory(filter) {
      const allowed = historyFilter(tenant, session, filter);
      if ('refused' in allowed) return allowed;
      const { fromMs = 0, toMs = Number.MAX_SAFE_INTEGER, limit } = allowed;
      return parts.store.stateHistory(tenant.id, { agentId: allowed.agentId, fromMs, toMs, limit });
    },
    close: (how) => tenant.detach(session, listener, how),
  };
}

/** The filter with whose history it is spelt out, or why this person may not see it. */
function historyFilter(
  tenant: Tenant,
  session: Session,
  filter: HistoryFilter,
): (HistoryFilter & { agentId: AgentId }) | Refusal {
  const agentId = filter.agentId ?? session.agentId;
  const refusal = mayLookAt(tenant.loop.world.configuration, session.agentId, agentId, 'watchAgents');
  return refusal ?? { ...filter, agentId };
}
