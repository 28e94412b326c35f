// An embedded switch on free ports of this machine, with extensions 8000 to 8999 and a trunk to telephones outside.
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fact } from '@cordboard/domain';
import { createPhone, createPhoneStack, type Phone, type PhoneStack } from '@cordboard/telephony';
import {
  createEmbeddedDriver,
  type EmbeddedDriver,
} from '../../packages/server/src/drivers/embedded/embedded-driver.ts';
import type { EmbeddedOptions } from '../../packages/server/src/drivers/embedded/options.ts';

export const extensionPassword = 'correct horse';
const host = '127.0.0.1';
const isExtension = (user: string): boolean => /^8\d{3}$/.test(user);

/** Two sets of telephones: those in the house and those outside. */
export type Stacks = { readonly inside: PhoneStack; readonly outside: PhoneStack; close(): Promise<void> };

export async function startStacks(): Promise<Stacks> {
  const inside = createPhoneStack({ localAddress: host });
  const outside = createPhoneStack({ localAddress: host });
  await Promise.all([inside.start(), outside.start()]);
  return { inside, outside, close: async () => void (await Promise.all([inside.close(), outside.close()])) };
}

export type EmbeddedSwitch = {
  readonly driver: EmbeddedDriver;
  /** `sip:host:port`. */
  readonly server: string;
  readonly port: number;
  readonly dataFolder: string;
  /** A telephone that has registered. */
  extension(user: string, stack?: PhoneStack): Promise<Phone>;
  outside(number: string): Promise<Phone>;
  /** Calls, connections, endpoints, recordings and places on trunks that the switch still holds. */
  held(): Promise<number>;
  close(): Promise<void>;
};

/** What a test may set. */
export type Wanted = {
  readonly maxCalls?: number;
  readonly mediaSilenceMs?: number;
  readonly sipPort?: number;
  readonly dataFolder?: string;
  /** Telephones that a trunk before the other one leads to. */
  readonly firstTrunk?: PhoneStack;
};

export async function startEmbeddedSwitch(
  stacks: Stacks,
  tell: (fact: Fact) => void,
  { maxCalls = 10, mediaSilenceMs, sipPort = 0, dataFolder: kept, firstTrunk }: Wanted = {},
): Promise<EmbeddedSwitch> {
  const dataFolder = kept ?? (await mkdtemp(join(tmpdir(), 'cordboard-switch-')));
  const trunk = (id: string, to: PhoneStack): EmbeddedOptions['trunks'][number] => ({
    id,
    uri: `sip:${host}:${portOf(to.sip.addresses())}`,
    addresses: id === 'outside' ? [host] : [],
    maxCalls,
    callerId: '4000',
  });
  const options: EmbeddedOptions = {
    sip: { host, port: sipPort, domain: 'switch.test' },
    rtp: { address: host, from: 0, to: 0, workers: 1, ...(mediaSilenceMs ? { mediaSilenceMs } : {}) },
    soundFolders: [],
    dataFolder,
    trunks: [...(firstTrunk ? [trunk('first', firstTrunk)] : []), trunk('outside', stacks.outside)],
    accounts: { ha1: (user, realm, algorithm) => (isExtension(user) ? [ha1(user, realm, algorithm)] : []) },
    isExtension,
    log: () => undefined,
  };
  const driver = createEmbeddedDriver(options);
  await driver.start(tell);
  const port = portOf(driver.addresses());
  return attach(driver, stacks, dataFolder, port);
}

function attach(driver: EmbeddedDriver, stacks: Stacks, dataFolder: string, port: number): EmbeddedSwitch {
  const phones: Phone[] = [];
  const server = `sip:${host}:${port}`;
  const start = async (phone: Phone): Promise<Phone> => {
    phones.push(phone);
    await phone.start();
    return phone;
  };
  return {
    driver,
    server,
    port,
    dataFolder,
    async extension(user, stack = stacks.inside) {
      const phone = await start(createPhone({ server, user, password: extensionPassword, stack }));
      await phone.register();
      return phone;
    },
    outside: (user) => start(createPhone({ server, user, stack: stacks.outside })),
    async held() {
      const counters = await driver.counters();
      const names = [
        'calls',
        'connections',
        'recordings',
        'trunkCalls',
        'media_endpoints',
        'media_groups',
        'sip_calls',
      ];
      return names.reduce((sum, name) => sum + counters[name]!, 0);
    },
    async close() {
      await Promise.all(phones.map((phone) => phone.close()));
      await driver.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

function ha1(user: string, realm: string, algorithm: 'MD5' | 'SHA-256'): string {
  const hash = createHash(algorithm === 'MD5' ? 'md5' : 'sha256');
  return hash.update(`${user}:${realm}:${extensionPassword}`).digest('hex');
}

function portOf(addresses: ReturnType<EmbeddedDriver['addresses']>): number {
  return addresses.find(({ transport }) => transport === 'udp')!.port;
}
