// The composition root: makes every part from the settings, joins them through their ports, starts them in order and stops them in reverse.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Configuration } from '@cordboard/domain';
import { createAccounts, type Accounts } from './accounts/accounts.ts';
import { hashPassword } from './accounts/passwords.ts';
import { SipSecrets } from './accounts/sip-secrets.ts';
import { startDemoCaller } from './caller/start-caller.ts';
import { mediaHost, mediaWorkers } from './configuration/invocation.ts';
import type { Settings } from './configuration/settings.ts';
import type { Core } from './core.ts';
import { ensureDemoTenant, type FirstStart } from './demo/demo-tenant.ts';
import { createAgentDoor } from './doors/agent/door.ts';
import { createHttpDoor, type HttpDoor } from './doors/http/http-door.ts';
import { createEmbeddedDriver, type EmbeddedDriver } from './drivers/embedded/embedded-driver.ts';
import type { TrunkOptions } from './drivers/embedded/options.ts';
import { findRecording } from './history-rights.ts';
import { limits } from './limits.ts';
import type { Log } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { SettingError } from './setting-error.ts';
import { createPostgresStore } from './storage/postgres-store.ts';
import type { Store } from './storage/store.ts';
import { Tenant } from './tenant.ts';
import { createCore } from './tenants.ts';
import { systemClock } from './timers.ts';

export type Server = {
  readonly url: string;
  readonly sip: { readonly host: string; readonly port: number; readonly domain: string };
  /** Present when this start made the demonstration tenant. */
  readonly firstStart: FirstStart | null;
  readonly demo: boolean;
  close(): Promise<void>;
};

/** Parts in the order they started; `close` ends them from the last to the first. */
type Started = { readonly what: string; readonly close: () => Promise<void> }[];

/**
 * Starts a server: database, tenant, switch, doors. What had started is stopped again when a later part cannot.
 *
 * @throws SettingError when a setting cannot work: a taken port, a folder that cannot be written.
 */
export async function startServer(settings: Settings, log: Log): Promise<Server> {
  const started: Started = [];
  const close = (): Promise<void> => closeAll(started, log);
  try {
    return { ...(await start(settings, log, started)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(settings: Settings, log: Log, started: Started): Promise<Omit<Server, 'close'>> {
  const store = createPostgresStore({ dataFolder: settings.dataFolder, databaseUrl: settings.database.url, log });
  await store.open();
  started.push({ what: 'store', close: () => store.close() });

  const firstStart = settings.demo ? await makeDemo(store, settings) : null;
  const configuration = await store.configuration(settings.tenant);
  if (configuration === null)
    throw new SettingError('tenant', `there is no tenant "${settings.tenant}" in this database`);
  const demo = settings.demo && configuration.tenant.id === 'demo';

  const secrets = new SipSecrets({ realm: settings.sip.domain, now: Date.now });
  await secrets.load(store.users, settings.tenant);
  const driver = createEmbeddedDriver(switchOptions(settings, configuration, secrets, log, demo));
  const tenant = await Tenant.start({
    tenantId: settings.tenant,
    configuration,
    journal: await store.journal(settings.tenant),
    driver,
    clock: systemClock,
    log,
    newId: () => randomUUID(),
  });
  started.push({ what: 'tenant', close: () => tenant.close(limits.drainMs) });

  const accounts = createAccounts({ store, now: Date.now, log });
  const tenants = new Map([[tenant.id, tenant]]);
  const core = createCore({ tenants, accounts, store, secrets, sipDomain: settings.sip.domain });
  const sip = sipAddress(driver, settings);
  const doors = makeDoors({ settings, log, store, driver, tenant, accounts, core, demo, sip });
  started.push({ what: 'doors', close: doors.close });
  const { url } = await doors.listen();
  return { url, sip, firstStart, demo };
}

async function closeAll(started: Started, log: Log): Promise<void> {
  for (let part = started.pop(); part !== undefined; part = started.pop()) {
    const { what } = part;
    await part.close().catch((error: unknown) => log.error({ err: error }, `${what} did not stop cleanly`));
  }
}

const makeDemo = (store: Store, settings: Settings): Promise<FirstStart | null> =>
  ensureDemoTenant({
    store,
    hashPassword,
    tenantId: settings.tenant,
    sipRealm: settings.sip.domain,
    dataFolder: settings.dataFolder,
  });

type DoorParts = {
  readonly settings: Settings;
  readonly log: Log;
  readonly store: Store;
  readonly driver: EmbeddedDriver;
  readonly tenant: Tenant;
  readonly accounts: Accounts;
  readonly core: Core;
  readonly demo: boolean;
  readonly sip: Server['sip'];
};

function makeDoors(parts: DoorParts): Pick<HttpDoor, 'listen' | 'close'> {
  const { settings, log, store, driver, tenant, accounts, core, sip } = parts;
  const demo = parts.demo ? startDemoCaller({ host: sip.host, port: sip.port, log }) : undefined;
  const agentDoor = createAgentDoor({ core, log, demo });
  const metrics: Metrics = createMetrics({
    loop: () => tenant.loop.counters,
    publish: () => tenant.publisher.counters,
    journal: () => ({ spooled: store.health().spooled }),
    calls: () => ({ live: tenant.loop.world.calls.size }),
    agents: () => ({
      signedIn: [...tenant.loop.world.agents.values()].filter((agent) => agent.state !== 'null').length,
    }),
    http: () => http.counters(),
    switch: () => driver.counters(),
  });
  const http: HttpDoor = createHttpDoor(
    {
      ...settings.http,
      tls: tlsOf(settings.http.tls, 'http.tls'),
      pageFolder: join(import.meta.dirname, '../../toolbar/dist/page'),
      recordingsFolder: resolve(settings.dataFolder),
    },
    {
      log,
      acceptAgent: (socket, peer, stream) => agentDoor.accept(socket, peer, stream),
      acceptSip: (socket, peer) => driver.acceptSipWebSocket(socket, peer.address, peer.port, peer.secure),
      health: () => ({ database: store.health(), switch: driver.health(), loop: loopHealth(metrics.loopLagMs()) }),
      metrics: () => metrics.scrape(),
      authenticateToken: (token, address) => accounts.authenticateToken(token, address),
      findRecording: (session, recordingId) =>
        findRecording(store, tenant.loop.world.configuration, session, recordingId),
    },
  );
  return {
    listen: () => http.listen(),
    async close() {
      demo?.close();
      agentDoor.close();
      await http.close();
      metrics.stop();
    },
  };
}

const loopHealth = (lagMs: number): { readonly ok: boolean; readonly detail: string } => ({
  ok: lagMs < limits.healthMaxLoopLagMs,
  detail: `99 % of turns begin within ${lagMs} ms`,
});

function switchOptions(settings: Settings, configuration: Configuration, secrets: SipSecrets, log: Log, demo: boolean) {
  const { sip, media } = settings;
  const tls = tlsOf(sip.tls, 'sip.tls');
  const devices = new Set<string>(configuration.devices.map((device) => device.id));
  return {
    sip: { host: sip.host, port: sip.port, domain: sip.domain, ...(tls && { tls: { port: sip.tls.port, ...tls } }) },
    rtp: {
      address: mediaHost(settings),
      from: media.rtpPorts.from,
      to: media.rtpPorts.to,
      workers: mediaWorkers(settings),
    },
    ...(sip.publicAddress !== undefined && { publicAddress: sip.publicAddress }),
    soundFolders: media.soundFolder === undefined ? [] : [media.soundFolder],
    dataFolder: settings.dataFolder,
    trunks: trunksOf(settings, demo),
    accounts: secrets,
    isExtension: (user: string) => devices.has(user),
    log: lines(log.child({ part: 'switch' })),
  };
}

/** The demonstration takes calls from this machine, so that `npm run call` needs no setting up. */
function trunksOf(settings: Settings, demo: boolean): readonly TrunkOptions[] {
  const set = settings.trunks.map(({ user, password, ...trunk }) => ({
    ...trunk,
    ...(user !== undefined && { credentials: { user, password: password ?? '' } }),
  }));
  if (!demo || set.length > 0) return set;
  return [{ id: 'demo', uri: null, addresses: ['127.0.0.1'], maxCalls: 1_000, callerId: '' }];
}

function tlsOf(
  files: { readonly key?: string | undefined; readonly cert?: string | undefined },
  setting: string,
): { readonly key: string; readonly cert: string } | undefined {
  if (files.key === undefined || files.cert === undefined) return undefined;
  const read = (path: string, name: string): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      throw new SettingError(`${setting}.${name}`, `${path} cannot be read`);
    }
  };
  return { key: read(files.key, 'key'), cert: read(files.cert, 'cert') };
}

function sipAddress(driver: EmbeddedDriver, settings: Settings): Server['sip'] {
  const udp = driver.addresses().find(({ transport }) => transport === 'udp');
  return { host: settings.sip.host, port: udp?.port ?? settings.sip.port, domain: settings.sip.domain };
}

/** Telephony logs by level, message and fields; pino by fields and message. */
const lines =
  (log: Log) =>
  (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields: Readonly<Record<string, unknown>> = {}): void =>
    log[level](fields, message);
