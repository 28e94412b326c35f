// The FreeSWITCH driver keeps to the port, against a peer that speaks the event socket by FreeSWITCH's rules.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createFreeswitchDriver } from '../../../packages/server/src/drivers/freeswitch/freeswitch-driver.ts';
import { PeerSwitch } from '../../support/esl-peer/peer-switch.ts';
import { Facts, type SwitchBench } from '../switch-bench.ts';
import { switchConformance } from '../switch.suite.ts';
import { talkConformance } from '../talks.suite.ts';

const openBench = async (): Promise<SwitchBench> => {
  const facts = new Facts();
  const exchange = new PeerSwitch();
  const port = await exchange.peer.listen();
  const dataFolder = await mkdtemp(join(tmpdir(), 'cordboard-switch-'));
  const driver = createFreeswitchDriver({
    esl: { host: '127.0.0.1', port, password: exchange.peer.password },
    domain: 'cordboard.test',
    trunks: [{ id: 'outside', isOutgoing: true, maxCalls: 10, callerId: '4000' }],
    isExtension: (user) => /^8\d{3}$/u.test(user),
    dataFolder,
    log: () => undefined,
  });
  await driver.start(facts.tell);
  return {
    driver,
    facts,
    recordingFolder: dataFolder,
    async extension(user) {
      const phone = exchange.phone(user, true);
      await phone.register();
      return phone;
    },
    outside: async (user) => exchange.phone(user, false),
    recordedSeconds: async (path) => exchange.recorded.seconds(basename(path, '.wav')),
    async held() {
      const { calls = 0, connections = 0, recordings = 0, trunkCalls = 0, roomMembers = 0 } = await driver.counters();
      return calls + connections + recordings + trunkCalls + roomMembers + exchange.channels.size;
    },
    async close() {
      await driver.close();
      await exchange.peer.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
};

switchConformance('freeswitch, by a peer', openBench);
talkConformance('freeswitch, by a peer', openBench);
