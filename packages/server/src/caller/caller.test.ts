// The caller is heard, presses its keys, and goes away by itself.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fact } from '@cordboard/domain';
import { expect, test } from 'vitest';
import { createEmbeddedDriver } from '../drivers/embedded/embedded-driver.ts';
import { readCallerArguments } from './caller-arguments.ts';
import { makeCalls } from './caller.ts';

test('a call is answered, the keys arrive, and the caller hangs up', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'cordboard-caller-'));
  const driver = createEmbeddedDriver({
    sip: { host: '127.0.0.1', port: 0, domain: 'caller.test' },
    rtp: { address: '127.0.0.1', from: 0, to: 0, workers: 1 },
    soundFolders: [],
    dataFolder,
    trunks: [{ id: 'demo', uri: null, addresses: ['127.0.0.1'], maxCalls: 2, callerId: '' }],
    accounts: { ha1: () => [] },
    isExtension: () => false,
    log: () => undefined,
  });
  const digits: string[] = [];
  const numbers: string[] = [];
  const tell = (fact: Fact): void => {
    if (fact.fact === 'digit') digits.push(fact.digit);
    if (fact.fact !== 'inboundCall') return;
    if (fact.origin.kind === 'trunk') numbers.push(`${fact.origin.number} calls ${fact.dialled}`);
    const participant = {
      connectionId: fact.connectionId,
      hears: { kind: 'music', music: 'default' },
      track: null,
    } as const;
    const topology = {
      callId: fact.callId,
      participants: [{ ...participant, stage: 'answered' as const }],
      recordingId: null,
      recordingPaused: false,
    };
    driver.wish({ effect: 'topology', topology });
  };
  await driver.start(tell);
  const lines: string[] = [];
  try {
    const port = driver.addresses()[0]?.port ?? 0;
    const argv = [`--server=127.0.0.1:${port}`, '--to=4001', '--digits=1,42', '--pause=0.1', '--seconds=1.5'];
    expect(await makeCalls(readCallerArguments(argv)!, (line) => lines.push(line))).toBe(1);
    expect(numbers).toEqual(['13800138000 calls 4001']);
    expect(digits.join('')).toBe('142');
    expect(lines).toEqual(
      expect.arrayContaining(['answered', 'pressing 1', 'pressing 42', 'hearing something', 'call over (normal)']),
    );
  } finally {
    await driver.close();
    await rm(dataFolder, { recursive: true, force: true });
  }
});
