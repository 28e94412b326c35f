// A whole server in this process, on free ports and a folder of its own: real SIP, real audio, PostgreSQL; with people whose passwords a test knows.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CordboardClient } from '@cordboard/client';
import type { Configuration } from '@cordboard/domain';
import { createPhone, createPhoneStack, type Phone, type PhoneStack } from '@cordboard/telephony';
import { pino } from 'pino';
import WebSocket from 'ws';
import { hashPassword } from '../../packages/server/src/accounts/passwords.ts';
import { ha1Of } from '../../packages/server/src/demo/passwords.ts';
import { settingsSchema } from '../../packages/server/src/configuration/settings.ts';
import { startServer, type Server } from '../../packages/server/src/server.ts';
import { createPostgresStore } from '../../packages/server/src/storage/postgres-store.ts';
import { freePort } from './running-server.ts';

const log = pino({ level: 'silent' });
export const tenantId = 'house';
export const sipDomain = 'house.example';

/** What everybody signs in with. */
export const everybodysPassword = '1001abcd';

export type WholeServer = {
  readonly port: number;
  readonly sipPort: number;
  /** A person's program, signed in and at work at an extension. */
  person(login: string, deviceId?: string): Promise<CordboardClient>;
  /** A telephone in the house, registered with what its agent's session gave. */
  telephone(client: CordboardClient, deviceId: string): Promise<Phone>;
  /** Somebody outside, who may call access numbers. */
  customer(number: string): Promise<Phone>;
  /** Ends it as if the power failed: nobody is told anything. */
  stop(): Promise<void>;
  startAgain(): Promise<void>;
  close(): Promise<void>;
};

export async function startWholeServer(configurationOf: (tenantId: string) => Configuration): Promise<WholeServer> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'cordboard-whole-'));
  const configuration = configurationOf(tenantId);
  await saveTenant(dataFolder, configuration);
  const [port, sipPort] = [await freePort(), await freePort()];
  const settings = settingsSchema.parse({
    dataFolder,
    tenant: tenantId,
    demo: false,
    drainMs: 0,
    http: { port },
    sip: { port: sipPort, domain: sipDomain },
    media: { workers: 1 },
    trunks: [{ id: 'outside', addresses: ['127.0.0.1'] }],
  });
  let server: Server | null = await startServer(settings, log);
  const outside: PhoneStack = createPhoneStack({ localAddress: '127.0.0.1' });
  await outside.start();
  const clients: CordboardClient[] = [];
  const phones: Phone[] = [];
  const customers = new Map<string, Phone>();
  const phone = async (options: Parameters<typeof createPhone>[0]): Promise<Phone> => {
    const made = createPhone(options);
    phones.push(made);
    await made.start();
    return made;
  };
  return {
    port,
    sipPort,
    async person(login, deviceId) {
      const client = new CordboardClient({ url: `ws://127.0.0.1:${port}/agent`, WebSocket });
      clients.push(client);
      await client.signIn({ login, password: everybodysPassword });
      await client.call('agent.signIn', { ...(deviceId === undefined ? {} : { deviceId }), state: 'notReady' });
      return client;
    },
    async telephone(client, deviceId) {
      const { password } = await client.call('phone.credentials', { deviceId });
      const made = await phone({ server: `sip:127.0.0.1:${sipPort};transport=tcp`, user: deviceId, password });
      await made.register();
      return made;
    },
    async customer(number) {
      const made =
        customers.get(number) ?? (await phone({ server: `sip:127.0.0.1:${sipPort}`, user: number, stack: outside }));
      customers.set(number, made);
      return made;
    },
    async stop() {
      await server?.close();
      server = null;
    },
    async startAgain() {
      server = await startServer(settings, log);
    },
    async close() {
      for (const client of clients) client.close();
      await Promise.all(phones.map((one) => one.close().catch(() => {})));
      await outside.close();
      await server?.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Puts a tenant into the database of a server that has not started yet: its people and telephones have everybody's password. */
export async function saveTenant(dataFolder: string, configuration: Configuration): Promise<void> {
  const store = createPostgresStore({ dataFolder, log });
  await store.open();
  const passwordHash = await hashPassword(everybodysPassword);
  for (const { id } of configuration.agents)
    await store.users.save({ tenantId, agentId: id, login: id, passwordHash, disabled: false });
  for (const { id } of configuration.devices)
    await store.users.saveDeviceSecret(tenantId, id, sipDomain, ha1Of(id, sipDomain, everybodysPassword));
  await store.saveConfiguration(tenantId, configuration);
  await store.close();
}
