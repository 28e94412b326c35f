// The embedded switch keeps to the port, with real telephones: SIP over UDP and audio measured at both ends.
import { afterAll, beforeAll } from 'vitest';
import { startEmbeddedSwitch, startStacks, type Stacks } from '../support/embedded-switch.ts';
import { Facts, type SwitchBench } from './switch-bench.ts';
import { switchConformance } from './switch.suite.ts';
import { talkConformance } from './talks.suite.ts';

let stacks: Stacks;
beforeAll(async () => {
  stacks = await startStacks();
});
afterAll(() => stacks.close());

const openBench = async (): Promise<SwitchBench> => {
  const facts = new Facts();
  const embedded = await startEmbeddedSwitch(stacks, facts.tell);
  return { ...embedded, facts, recordingFolder: embedded.dataFolder };
};

switchConformance('embedded', openBench);
talkConformance('embedded', openBench);
