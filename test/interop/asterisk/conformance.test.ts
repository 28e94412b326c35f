// A real Asterisk keeps to the port, with real telephones: the conformance suite, audio measured at both ends.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { createAsteriskDriver } from '../../../packages/server/src/drivers/asterisk/asterisk-driver.ts';
import { Facts, type SwitchBench } from '../../conformance/switch-bench.ts';
import { piecesSeconds, realPhones } from '../real-phones.ts';
import { switchConformance } from '../../conformance/switch.suite.ts';
import { talkConformance } from '../../conformance/talks.suite.ts';
import { extensionPassword, startStacks, type Stacks } from '../../support/embedded-switch.ts';
import { startAsterisk, type AsteriskInstance } from './instance.ts';
import { asteriskOrReason } from './obtain.mjs';

/** Where an Asterisk lies unpacked: `bin`, `modules`, `share`. */
const { home, reason } = await asteriskOrReason();
const extensions = ['8001', '8002', '8003', '8004', '8005', '8999'];
let stacks: Stacks;
let asterisk: AsteriskInstance;

async function openAll(): Promise<void> {
  stacks = await startStacks();
  const outsidePort = stacks.outside.sip.addresses().find(({ transport }) => transport === 'udp')?.port ?? 0;
  asterisk = await startAsterisk({ home, extensions, extensionPassword, outsidePort });
}

async function openBench(): Promise<SwitchBench> {
  const facts = new Facts();
  const dataFolder = await mkdtemp(join(tmpdir(), 'cordboard-switch-'));
  const driver = createAsteriskDriver({
    ari: { url: asterisk.ariUrl, user: 'cordboard', password: asterisk.ariPassword, app: 'cordboard' },
    trunks: [{ id: 'outside', isOutgoing: true, maxCalls: 10, callerId: '4000' }],
    isExtension: (endpoint) => /^8\d{3}$/u.test(endpoint),
    dataFolder,
    log: () => undefined,
  });
  await driver.start(facts.tell);
  const server = `sip:127.0.0.1:${asterisk.sipPort}`;
  const phones = realPhones({ server, trunk: server, password: extensionPassword, ...stacks });
  return {
    ...phones,
    driver,
    facts,
    recordingFolder: dataFolder,
    recordedSeconds: (path) => piecesSeconds(join(asterisk.folder, 'spool/recording'), path),
    async held() {
      const { calls = 0, connections = 0, recordings = 0, trunkCalls = 0, bridges = 0 } = await driver.counters();
      return calls + connections + recordings + trunkCalls + bridges;
    },
    async close() {
      await phones.close();
      await driver.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

if (home === '') test.skip(`a real Asterisk keeps to the port (none here: ${reason})`, () => {});
else {
  beforeAll(openAll, 30_000);
  afterAll(async () => {
    await asterisk.stop();
    await stacks.close();
  });
  switchConformance('asterisk', openBench, {
    'a telephone is asked to answer': 'ARI has nothing that sends NOTIFY within a dialog',
  });
  talkConformance('asterisk', openBench);
}
