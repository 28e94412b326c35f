// The composition root: makes every part from the settings, joins them through their ports, starts them in order and stops them in reverse.
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { activityOf, allowedMethods, servedBy } from '@cordboard/domain';
import { createAccounts, type Accounts } from './accounts/accounts.ts';
import { hashPassword } from './accounts/passwords.ts';
import { SipSecrets } from './accounts/sip-secrets.ts';
import { startDemoCaller } from './caller/start-caller.ts';
import type { Settings } from './configuration/settings.ts';
import type { Core } from './core.ts';
import { ensureDemoTenant, type FirstStart } from './demo/demo-tenant.ts';
import { createAgentDoor } from './doors/agent/door.ts';
import { createHttpDoor, type HttpDoor } from './doors/http/http-door.ts';
import { createNccDoor } from './doors/ncc/door.ts';
import { createVertoDoor } from './doors/verto/door.ts';
import type { EmbeddedDriver } from './drivers/embedded/embedded-driver.ts';
import { findRecording } from './history-rights.ts';
import { limits } from './limits.ts';
import type { Log } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { attributionIn } from './numbers/attribution.ts';
import { SettingError } from './setting-error.ts';
import { tlsOf, type Tls } from './switch-settings.ts';
import { createSwitches, type Switches } from './switches.ts';
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
  /** Begins no more calls and waits for those that are there, no longer than the settings say. */
  drain(): Promise<void>;
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
  const tls = { http: tlsOf(settings.http.tls, 'http.tls'), sip: tlsOf(settings.sip.tls, 'sip.tls') };
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
  const switches = createSwitches({ settings, configuration, accounts: secrets, log, demo, tls: tls.sip });
  const { driver, embedded } = switches;
  const tenant = await Tenant.start({
    tenantId: settings.tenant,
    configuration,
    journal: await store.journal(settings.tenant),
    driver,
    lookups: {
      allowed: allowedMethods,
      activity: activityOf,
      served: servedBy,
      attribution: attributionIn(configuration.tenant.place),
    },
    clock: systemClock,
    log,
    newId: () => randomUUID(),
    sessionEnded: (sessionId) => {
      for (const revoked of secrets.revoke(sessionId)) driver.browserPhones?.dismiss(revoked);
    },
  });
  started.push({ what: 'tenant', close: () => tenant.close() });

  const accounts = createAccounts({ store, now: Date.now, log });
  const tenants = new Map([[tenant.id, tenant]]);
  const core = createCore({
    tenants,
    accounts,
    store,
    secrets,
    browserPhones: driver.browserPhones,
    sipDomain: settings.sip.domain,
  });
  const sip = sipAddress(embedded, settings);
  const doors = makeDoors({ settings, tls: tls.http, log, store, switches, tenant, accounts, core, demo, sip });
  started.push({ what: 'doors', close: doors.close });
  const { url } = await doors.listen();
  return { url, sip, firstStart, demo, drain: () => tenant.drain(settings.drainMs) };
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
  readonly tls: Tls;
  readonly log: Log;
  readonly store: Store;
  readonly switches: Switches;
  readonly tenant: Tenant;
  readonly accounts: Accounts;
  readonly core: Core;
  readonly demo: boolean;
  readonly sip: Server['sip'];
};

function makeDoors(parts: DoorParts): Pick<HttpDoor, 'listen' | 'close'> {
  const { settings, log, store, tenant, accounts, core, sip } = parts;
  const { driver, embedded } = parts.switches;
  const demo = parts.demo && embedded !== null ? startDemoCaller({ host: sip.host, port: sip.port, log }) : undefined;
  const agentDoor = createAgentDoor({ core, log, demo });
  const vertoDoor = createVertoDoor({ core, log, sipDomain: sip.domain, ...(embedded && sipPlaceOf(embedded)) });
  const nccDoor = settings.ncc.enabled
    ? createNccDoor({ ...settings.ncc, core, log, sipDomain: sip.domain })
    : undefined;
  const metrics: Metrics = createMetrics({
    ...(nccDoor && { ncc: () => nccDoor.counters() }),
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
      tls: parts.tls,
      pageFolder: join(import.meta.dirname, '../../toolbar/dist/page'),
      scripts: {
        'cordboard.js': join(import.meta.dirname, '../../client/dist/script/cordboard.js'),
        // Where XSwitch has it (seed 001).
        'static/js/verto-min.js': join(import.meta.dirname, '../../client/dist/script/verto-min.js'),
        'static/js/verto.mjs': join(import.meta.dirname, '../../client/dist/script/verto.mjs'),
        'agentbar.js': join(import.meta.dirname, '../../toolbar/dist/script/agentbar.js'),
      },
      recordingsFolder: resolve(settings.dataFolder),
    },
    {
      log,
      acceptAgent: (socket, peer, stream) => agentDoor.accept(socket, peer, stream),
      acceptVerto: (socket, peer) => vertoDoor.accept(socket, peer),
      routes: vertoDoor.routes,
      acceptSip: (socket, peer) =>
        driver.browserPhones === undefined
          ? socket.close(1008, 'telephones are at the switch')
          : driver.browserPhones.accept(socket, peer),
      health: () => ({ database: store.health(), switch: driver.health(), loop: loopHealth(metrics.loopLagMs()) }),
      metrics: () => metrics.scrape(),
      authenticateToken: (token, address) => accounts.authenticateToken(token, address),
      findRecording: (session, recordingId) =>
        findRecording(store, tenant.loop.world.configuration, session, recordingId),
    },
  );
  return {
    async listen() {
      await nccDoor?.listen();
      return http.listen();
    },
    async close() {
      demo?.close();
      agentDoor.close();
      vertoDoor.close();
      await nccDoor?.close();
      await http.close();
      metrics.stop();
    },
  };
}

const loopHealth = (lagMs: number): { readonly ok: boolean; readonly detail: string } => ({
  ok: lagMs < limits.healthMaxLoopLagMs,
  detail: `99 % of turns begin within ${lagMs} ms`,
});

/** Where telephones of this machine find the switch. */
function sipPlaceOf(driver: EmbeddedDriver): { readonly sipPlace?: string } {
  const tcp = driver.addresses().find(({ transport }) => transport === 'tcp');
  if (tcp === undefined) return {};
  const host = tcp.host === '0.0.0.0' || tcp.host === '::' ? '127.0.0.1' : tcp.host;
  return { sipPlace: `${host.includes(':') ? `[${host}]` : host}:${tcp.port}` };
}

function sipAddress(embedded: EmbeddedDriver | null, settings: Settings): Server['sip'] {
  const udp = embedded?.addresses().find(({ transport }) => transport === 'udp');
  return { host: settings.sip.host, port: udp?.port ?? settings.sip.port, domain: settings.sip.domain };
}
