// The embedded switch keeps to the port, with real telephones: SIP over UDP and audio measured at both ends.
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPhone, createPhoneStack, type Phone, type PhoneStack } from '@cordboard/telephony';
import { createEmbeddedDriver } from '../../packages/server/src/drivers/embedded/embedded-driver.ts';
import { Facts, type SwitchBench } from './switch-bench.ts';
import { switchConformance } from './switch.suite.ts';

const host = '127.0.0.1';
const domain = 'conformance.test';
const password = 'correct horse';

switchConformance('embedded', async () => {
  const outside = createPhoneStack({ localAddress: host });
  await outside.start();
  const outsidePort = outside.sip.addresses().find(({ transport }) => transport === 'udp')!.port;
  const dataFolder = await mkdtemp(join(tmpdir(), 'cordboard-switch-'));
  const isExtension = (user: string): boolean => /^8\d{3}$/.test(user);
  const driver = createEmbeddedDriver({
    sip: { host, port: 0, domain },
    rtp: { address: host, from: 24_000, to: 24_998, workers: 1 },
    soundFolders: [],
    dataFolder,
    trunks: [{ id: 'outside', uri: `sip:${host}:${outsidePort}`, addresses: [host], maxCalls: 10, callerId: '4000' }],
    accounts: {
      ha1(user, realm, algorithm) {
        if (!isExtension(user)) return [];
        return [
          createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
            .update(`${user}:${realm}:${password}`)
            .digest('hex'),
        ];
      },
    },
    isExtension,
    log: (l, m, f) => process.env.TRACE && console.log(l, m, f),
  });
  const facts = new Facts();
  await driver.start(facts.tell);
  const port = driver.addresses().find(({ transport }) => transport === 'udp')!.port;
  const inside = createPhoneStack({ localAddress: host });
  await inside.start();
  return bench(driver, facts, { inside, outside, server: `sip:${host}:${port}`, dataFolder });
});

type Parts = {
  readonly inside: PhoneStack;
  readonly outside: PhoneStack;
  readonly server: string;
  readonly dataFolder: string;
};

function bench(
  driver: ReturnType<typeof createEmbeddedDriver>,
  facts: Facts,
  { inside, outside, server, dataFolder }: Parts,
): SwitchBench {
  const phones: Phone[] = [];
  const start = async (phone: Phone): Promise<Phone> => {
    phones.push(phone);
    await phone.start();
    return phone;
  };
  return {
    driver,
    facts,
    recordingFolder: dataFolder,
    async extension(user) {
      const phone = await start(createPhone({ server, user, password, stack: inside }));
      await phone.register();
      return phone;
    },
    outside: (user) => start(createPhone({ server, user, stack: outside })),
    async held() {
      const {
        calls = 0,
        connections = 0,
        recordings = 0,
        trunkCalls = 0,
        media_endpoints = 0,
      } = await driver.counters();
      return calls + connections + recordings + trunkCalls + media_endpoints;
    },
    async close() {
      await Promise.all(phones.map((phone) => phone.close()));
      await driver.close(200);
      await Promise.all([inside.close(), outside.close()]);
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
