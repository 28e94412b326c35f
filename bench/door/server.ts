// The server under load: the real door, loop, publisher and journal, with 2,000 agents whose passwords nobody checks.
import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activityOf, allowedMethods, emptyConfiguration, servedBy } from '@cordboard/domain';
import type { AgentId, Configuration, GroupId, Right, RoleId, SessionId, TenantId } from '@cordboard/domain';
import { pino } from 'pino';
import { WebSocketServer } from 'ws';
import { createAgentDoor } from '../../packages/server/src/doors/agent/door.ts';
import { createFakeDriver } from '../../packages/server/src/drivers/fake/fake-driver.ts';
import { createPostgresStore } from '../../packages/server/src/storage/postgres-store.ts';
import { attributionIn } from '../../packages/server/src/numbers/attribution.ts';
import { Tenant } from '../../packages/server/src/tenant.ts';
import { createCore, type CoreParts } from '../../packages/server/src/tenants.ts';
import { systemClock } from '../../packages/server/src/timers.ts';

const agentCount = 2_000;
const group = 'floor' as GroupId;
const tenantId = 'bench' as TenantId;
const rights: readonly Right[] = ['watchAgents', 'watchQueues'];

/** Logins that begin with `w` watch everybody; the others see themselves. */
const configuration: Configuration = {
  ...emptyConfiguration,
  tenant: { ...emptyConfiguration.tenant, id: tenantId },
  groups: [{ id: group, name: 'Floor' }],
  roles: [
    { id: 'plain' as RoleId, name: 'Agent', rank: 'agent', scope: 'own', rights: [] },
    { id: 'watcher' as RoleId, name: 'Watcher', rank: 'supervisor', scope: 'tenant', rights },
  ],
  agents: ['a', 'w'].flatMap((prefix) =>
    Array.from({ length: agentCount }, (_, n) => ({
      id: `${prefix}${n}` as AgentId,
      name: `Agent ${n}`,
      groupId: group,
      roleId: (prefix === 'a' ? 'plain' : 'watcher') as RoleId,
      skills: {},
    })),
  ),
};

const accounts: CoreParts['accounts'] = {
  authenticate: ({ login }) =>
    Promise.resolve({
      session: { sessionId: `s-${login}` as SessionId, tenantId, agentId: login as AgentId, rank: 'agent' },
      person: { name: login, groupId: group, scope: 'own', rights: [] },
      token: `token-${login}`,
      expiresAt: Number.MAX_SAFE_INTEGER,
    }),
  authenticateToken: () => Promise.resolve({ refused: 'notAuthenticated' }),
  revokeToken: () => Promise.resolve(),
  changePassword: () => Promise.resolve(null),
  agentByLogin: () => Promise.resolve(null),
};

const log = pino({ level: 'warn' }, pino.destination(2));
const dataFolder = mkdtempSync(join(tmpdir(), 'cordboard-bench-'));
const store = createPostgresStore({ dataFolder, log });
await store.open();
await store.saveConfiguration(tenantId, configuration);
const tenant = await Tenant.start({
  tenantId,
  configuration,
  journal: await store.journal(tenantId),
  driver: createFakeDriver(),
  clock: systemClock,
  lookups: { allowed: allowedMethods, activity: activityOf, served: servedBy, attribution: attributionIn() },
  log,
  newId: () => crypto.randomUUID(),
});
const secrets: CoreParts['secrets'] = {
  issue: () => ({ password: '', expiresAt: 0 }),
  withdraw: () => undefined,
};
const core = createCore({ tenants: new Map([[tenantId, tenant]]), accounts, store, secrets, sipDomain: 'bench' });
const door = createAgentDoor({ core, log });

const http = createServer();
const sockets = new WebSocketServer({
  noServer: true,
  maxPayload: door.maxFrameBytes,
  perMessageDeflate: false,
  clientTracking: false,
});
http.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (webSocket) =>
    door.accept(webSocket, { address: '127.0.0.1', secure: false }, socket),
  );
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', 2_048, resolve));
process.send?.({ port: (http.address() as AddressInfo).port });

process.on('message', (wish: 'measure' | 'measureMemory' | 'close') => {
  if (wish === 'close') void close();
  else {
    if (wish === 'measureMemory') for (let n = 0; n < 3; n += 1) globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    const { deliveries } = tenant.publisher.counters;
    process.send?.({
      cpuMs: (user + system) / 1000,
      userMs: user / 1000,
      systemMs: system / 1000,
      heldBytes: heapUsed + external,
      rss,
      deliveries,
      connections: door.counters().connections,
    });
  }
});

async function close(): Promise<void> {
  door.close();
  http.close();
  await tenant.close();
  await store.close();
  rmSync(dataFolder, { recursive: true, force: true });
  process.exit(0);
}
