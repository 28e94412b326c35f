// The embedded switch keeps to the port, with real telephones: SIP over UDP and audio measured at both ends.
import { afterAll, beforeAll } from 'vitest';
import { startEmbeddedSwitch, startStacks, type Stacks } from '../support/embedded-switch.ts';
import { Facts } from './switch-bench.ts';
import { switchConformance } from './switch.suite.ts';

let stacks: Stacks;
beforeAll(async () => {
  stacks = await startStacks();
});
afterAll(() => stacks.close());

switchConformance('embedded', async () => {
  const facts = new Facts();
  const embedded = await startEmbeddedSwitch(stacks, facts.tell);
  return { ...embedded, facts, recordingFolder: embedded.dataFolder };
});
