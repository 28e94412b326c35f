// A real FreeSWITCH keeps to the port, with real telephones: it runs with the set in deploy/freeswitch, and is named by FREESWITCH_ESL.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { createPhoneStack, type PhoneStack } from '@cordboard/telephony';
import { createFreeswitchDriver } from '../../../packages/server/src/drivers/freeswitch/freeswitch-driver.ts';
import { Facts, type SwitchBench } from '../../conformance/switch-bench.ts';
import { piecesSeconds, realPhones } from '../real-phones.ts';
import { switchConformance } from '../../conformance/switch.suite.ts';
import { extensionPassword } from '../../support/embedded-switch.ts';

/** `host:port` of the event socket; the others have the defaults of the shipped set. */
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
const isWanted = DRIVERS.split(',').includes('freeswitch') && FREESWITCH_ESL !== '';
let inside: PhoneStack;
let outside: PhoneStack;

async function openBench(): Promise<SwitchBench> {
  const facts = new Facts();
  const dataFolder = await mkdtemp(join(tmpdir(), 'cordboard-switch-'));
  const recordingsFolder = FREESWITCH_RECORDINGS === '' ? join(dataFolder, 'freeswitch') : FREESWITCH_RECORDINGS;
  const [host = '', port = '8021'] = FREESWITCH_ESL.split(':');
  const driver = createFreeswitchDriver({
    esl: { host, port: Number(port), password: FREESWITCH_PASSWORD },
    domain: FREESWITCH_DOMAIN,
    trunks: [{ id: 'outside', isOutgoing: true, maxCalls: 10, callerId: '4000' }],
    isExtension: (user) => /^8\d{3}$/u.test(user),
    dataFolder,
    recordingsFolder,
    log: () => undefined,
  });
  await driver.start(facts.tell);
  const phones = realPhones({
    server: `sip:${FREESWITCH_SIP}`,
    trunk: `sip:${FREESWITCH_TRUNKS}`,
    password: FREESWITCH_EXTENSION_PASSWORD,
    inside,
    outside,
  });
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

if (!isWanted)
  test.skip('a real FreeSWITCH keeps to the port (none here: DRIVERS=freeswitch and FREESWITCH_ESL=host:port name one)', () => {});
else {
  beforeAll(async () => {
    const localAddress = '127.0.0.1';
    inside = createPhoneStack({ localAddress });
    outside = createPhoneStack({ localAddress, sipPort: Number(FREESWITCH_OUTSIDE_PORT) });
    await Promise.all([inside.start(), outside.start()]);
  });
  afterAll(() => Promise.all([inside.close(), outside.close()]));
  switchConformance('freeswitch', openBench);
}
