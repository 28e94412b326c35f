// The page's "call me" brings a real call, from a process of its own, and nothing of it outlives the server.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fact } from '@cordboard/domain';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createEmbeddedDriver } from '../drivers/embedded/embedded-driver.ts';
import { startDemoCaller } from './start-caller.ts';

test('a call comes in from the number that was named, and is gone when the server stops', async () => {
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
  let arrived: (fact: Extract<Fact, { fact: 'inboundCall' }>) => void = () => undefined;
  let ended: () => void = () => undefined;
  const arrival = new Promise<Extract<Fact, { fact: 'inboundCall' }>>((resolve) => (arrived = resolve));
  const end = new Promise<void>((resolve) => (ended = resolve));
  await driver.start((fact) => {
    if (fact.fact === 'inboundCall') arrived(fact);
    if (fact.fact === 'cleared') ended();
  });
  const port = driver.addresses()[0]?.port ?? 0;
  const caller = startDemoCaller({ host: '0.0.0.0', port, log: pino({ enabled: false }) });
  try {
    const { from } = await caller.call({ to: '4001', digits: '1,4711#' });
    expect(await arrival).toMatchObject({ dialled: '4001', origin: { kind: 'trunk', number: from } });
    await expect(caller.call({ to: 'sip:x@y' })).rejects.toThrow('not a number');
    caller.close();
    await end;
  } finally {
    caller.close();
    await driver.close();
    await rm(dataFolder, { recursive: true, force: true });
  }
});
