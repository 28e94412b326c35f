// What a real FreeSWITCH records when it comes to a bad end.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecordingId } from '@cordboard/domain';
import { createPhoneStack, type PhoneStack } from '@cordboard/telephony';
import { Facts, hears, topology } from '../../conformance/switch-bench.ts';
import { extensionPassword } from '../../support/embedded-switch.ts';
import { toneShare } from '../../support/tone.ts';
import { until } from '../../support/until.ts';
import { readWav } from '../../support/wav.ts';
import { piecesSeconds, realPhones } from '../real-phones.ts';
import { freeswitch, type FreeswitchInstance } from './instance.ts';

const make = freeswitch();
const { name, start } = make;

if (start === null) test.skip(`recordings of a real ${name} (${make.reason})`, () => {});
else
  describe(`recordings of a real ${name}`, () => {
    let stack: PhoneStack;
    let instance: FreeswitchInstance;
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'cordboard-recordings-'));
      stack = createPhoneStack({ localAddress: '127.0.0.1' });
      await stack.start();
      const domain = 'cordboard.test';
      instance = await start({ trunk: 'outside', outsidePort: 9, extensions: ['8001'], extensionPassword, domain });
    }, 60_000);
    afterAll(async () => {
      await instance?.stop();
      await stack.close();
      await rm(folder, { recursive: true, force: true });
    });

    test('it is killed: what was said until then is kept', async () => {
      const facts = new Facts();
      const driver = instance.driver(folder);
      await driver.start(facts.tell);
      const [server, trunk] = [`sip:127.0.0.1:${instance.sipPort}`, `sip:127.0.0.1:${instance.trunkPort}`];
      const phones = realPhones({ server, trunk, password: extensionPassword, inside: stack, outside: stack });
      const customer = (await phones.outside('13800138000')).call('4000');
      const { callId, connectionId } = await facts.next('inboundCall');
      const recordingId = `${callId}.r1` as RecordingId;
      driver.wish(topology(callId, { [connectionId]: { ...hears(connectionId), track: 'customer' } }, recordingId));
      const { path } = await facts.next('recordingStarted', { callId });
      customer.speak([{ kind: 'sine', frequencyHz: 700, durationMs: 1_000 }], { loop: true });
      await until('two seconds', async () => (await piecesSeconds(instance.recordingsFolder, path)) > 2);
      await instance.kill();
      await instance.startAgain();
      const stopped = await facts.next('recordingStopped', { callId });
      expect(stopped.durationMs).toBeGreaterThan(1_900);
      const { channels } = await readWav(join(folder, path));
      expect(toneShare(channels[1]!, 700)).toBeGreaterThan(0.5);
      await phones.close();
      await driver.close();
    }, 60_000);
  });
