// The switch in memory keeps to the port.
import { createFakeDriver } from '../../packages/server/src/drivers/fake/fake-driver.ts';
import { Facts, type SwitchBench } from './switch-bench.ts';
import { switchConformance } from './switch.suite.ts';
import { talkConformance } from './talks.suite.ts';

const openBench = async (): Promise<SwitchBench> => {
  const driver = createFakeDriver();
  const facts = new Facts();
  await driver.start(facts.tell);
  return {
    driver,
    facts,
    recordingFolder: null,
    async extension(user: string) {
      const phone = driver.phone({ user, extension: true });
      await phone.register();
      return phone;
    },
    async outside(user: string) {
      return driver.phone({ user, extension: false });
    },
    async held() {
      const { calls = 0, connections = 0, recordings = 0 } = await driver.counters();
      return calls + connections + recordings;
    },
    close: () => driver.close(),
  };
};

switchConformance('fake', openBench);
talkConformance('fake', openBench);
