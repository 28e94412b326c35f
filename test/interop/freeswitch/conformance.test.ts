// A real FreeSWITCH keeps to the port, with real telephones: one that the tests start with the set in deploy/freeswitch, or one that runs with it already.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { createPhoneStack, type PhoneStack } from '@cordboard/telephony';
import type { SwitchDriver } from '../../../packages/server/src/drivers/switch.ts';
import { createFreeswitchDriver } from '../../../packages/server/src/drivers/freeswitch/freeswitch-driver.ts';
import { Facts, type SwitchBench } from '../../conformance/switch-bench.ts';
import { switchConformance } from '../../conformance/switch.suite.ts';
import { talkConformance } from '../../conformance/talks.suite.ts';
import { extensionPassword } from '../../support/embedded-switch.ts';
import { piecesSeconds, realPhones } from '../real-phones.ts';
import { freeswitch } from './instance.ts';

/** `host:port` of the event socket of one that runs; the others have the defaults of the shipped set. */
const {
  DRIVERS = '',
  FREESWITCH_ESL = '',
  FREESWITCH_PASSWORD = '',
  FREESWITCH_DOMAIN = 'cordboard.test',
  FREESWITCH_SIP = '127.0.0.1:5060',
  FREESWITCH_TRUNKS = '127.0.0.1:5080',
  /** Where its gateway `outside` leads to, on this machine. */
  FREESWITCH_OUTSIDE_PORT = '5090',
  /** A folder that FreeSWITCH may write to and the suite may read. */
  FREESWITCH_RECORDINGS = '',
  FREESWITCH_EXTENSION_PASSWORD = extensionPassword,
} = process.env;

/** What the suite needs to know of one. */
type Place = {
  /** `host:port` */
  readonly sip: string;
  readonly trunks: string;
  readonly recordingsFolder: string;
  readonly password: string;
  driver(dataFolder: string): SwitchDriver;
  stop(): Promise<void>;
};

const make = freeswitch();
const isNamed = DRIVERS.split(',').includes('freeswitch') && FREESWITCH_ESL !== '';
let inside: PhoneStack;
let outside: PhoneStack;
let place: Place | null = null;

function running(): Place {
  const [host = '', port = '8021'] = FREESWITCH_ESL.split(':');
  const recordingsFolder = FREESWITCH_RECORDINGS;
  return {
    sip: FREESWITCH_SIP,
    trunks: FREESWITCH_TRUNKS,
    recordingsFolder,
    password: FREESWITCH_EXTENSION_PASSWORD,
    driver: (dataFolder) =>
      createFreeswitchDriver({
        esl: { host, port: Number(port), password: FREESWITCH_PASSWORD },
        domain: FREESWITCH_DOMAIN,
        trunks: [{ id: 'outside', isOutgoing: true, maxCalls: 10, callerId: '4000' }],
        isExtension: (user) => /^8\d{3}$/u.test(user),
        dataFolder,
        recordingsFolder,
        log: () => undefined,
      }),
    stop: () => Promise.resolve(),
  };
}

async function started(outsidePort: number): Promise<Place> {
  if (make.start === null) throw new Error(make.reason);
  const extensions = ['8001', '8002', '8003', '8004', '8005', '8999'];
  const instance = await make.start({
    trunk: 'outside',
    outsidePort,
    extensions,
    extensionPassword,
    domain: 'cordboard.test',
  });
  return {
    sip: `127.0.0.1:${instance.sipPort}`,
    trunks: `127.0.0.1:${instance.trunkPort}`,
    recordingsFolder: instance.recordingsFolder,
    password: extensionPassword,
    driver: (dataFolder) => instance.driver(dataFolder),
    stop: () => instance.stop(),
  };
}

async function openBench(): Promise<SwitchBench> {
  const facts = new Facts();
  const dataFolder = await mkdtemp(join(tmpdir(), 'cordboard-switch-'));
  if (place === null) throw new Error('nothing was started');
  const driver = place.driver(dataFolder);
  await driver.start(facts.tell);
  const { sip, trunks, password, recordingsFolder } = place;
  const phones = realPhones({ server: `sip:${sip}`, trunk: `sip:${trunks}`, password, inside, outside });
  return {
    ...phones,
    driver,
    facts,
    recordingFolder: dataFolder,
    recordedSeconds: (path) => piecesSeconds(recordingsFolder, path),
    async held() {
      const { calls = 0, connections = 0, recordings = 0, trunkCalls = 0, roomMembers = 0 } = await driver.counters();
      return calls + connections + recordings + trunkCalls + roomMembers;
    },
    async close() {
      await phones.close();
      await driver.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

if (!isNamed && make.start === null)
  test.skip(`a real FreeSWITCH keeps to the port (${make.reason}, or DRIVERS=freeswitch and FREESWITCH_ESL=host:port one that runs)`, () => {});
else {
  beforeAll(async () => {
    const localAddress = '127.0.0.1';
    inside = createPhoneStack({ localAddress });
    outside = createPhoneStack(isNamed ? { localAddress, sipPort: Number(FREESWITCH_OUTSIDE_PORT) } : { localAddress });
    await Promise.all([inside.start(), outside.start()]);
    const outsidePort = outside.sip.addresses().find(({ transport }) => transport === 'udp')?.port ?? 0;
    place = isNamed ? running() : await started(outsidePort);
  }, 60_000);
  afterAll(async () => {
    await place?.stop();
    await Promise.all([inside.close(), outside.close()]);
  });
  switchConformance('freeswitch', openBench);
  talkConformance('freeswitch', openBench);
}
