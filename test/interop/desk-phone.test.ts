// A customer by sipp, through the queue, to an agent at a desk phone by baresip: who hears whom, before, during and after hold; what is on record; what survives kill -9.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CordboardClient } from '@cordboard/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { freePort, runServer, type RunningServer } from '../support/running-server.ts';
import { loudestShare } from '../support/tone.ts';
import { until } from '../support/until.ts';
import { readWav } from '../support/wav.ts';
import { baresip, type DeskPhone } from './baresip.ts';
import { customerCalls, type Customer } from './customer.ts';

const customerHz = 700;
const agentHz = 1100;
const clear = 0.5;
const quiet = 0.1;

let server: RunningServer;
let phone: DeskPhone;
let agent: CordboardClient;
let customer: Customer | null = null;

beforeAll(async () => {
  server = await runServer();
  phone = await baresip({
    server: `127.0.0.1:${server.sipPort}`,
    user: '8001',
    password: server.passwords.phones.get('8001') ?? '',
    sipPort: await freePort(),
    speaksHz: agentHz,
  });
  agent = new CordboardClient({ url: server.agentUrl, WebSocket });
  await agent.signIn({ login: '1001', password: server.passwords.logins.get('1001') ?? '' });
  await agent.call('agent.signIn', { deviceId: '8001', state: 'ready' });
});

afterEach(() => {
  customer?.leave();
  customer = null;
});

afterAll(async () => {
  agent?.close();
  await phone?.stop();
  await server?.stop();
});

const talking = () =>
  agent.state.calls.find(
    ({ connections }) => connections.every(({ state }) => state === 'connected') && connections.length === 2,
  );
const agentState = (): string | undefined => agent.state.agent?.state;

async function bothHear(ear: Customer): Promise<void> {
  await until('the agent hears the customer', async () => (await phone.hears(customerHz)) > clear);
  await until('the customer hears the agent', () => ear.audio.hears(agentHz) > clear);
}

test('a call through the queue to a desk phone: heard both ways, held with music, retrieved, recorded on two tracks', async () => {
  const recorded = new Map<string, string>();
  const stopListening = agent.on('event', (event) => {
    if (event.type === 'recording.stopped') recorded.set(event.recordingId, event.url);
  });
  customer = await customerCalls(server.sipPort, '4001', '13800138000', customerHz);
  const call = await until('the agent talks', talking, 20_000);
  expect(call.connections.map(({ party }) => ('number' in party ? party.number : party.deviceId))).toContain(
    '13800138000',
  );
  await bothHear(customer);

  await agent.call('call.hold', { callId: call.callId });
  customer.audio.forget();
  await until(
    'the customer hears music, not the agent',
    () => customer!.audio.received > 50 && customer!.audio.hears(agentHz) < quiet,
  );
  await until('the agent does not hear the customer', async () => (await phone.hears(customerHz)) < quiet);

  await agent.call('call.retrieve', { callId: call.callId });
  await bothHear(customer);

  await agent.call('call.hangUp', { callId: call.callId });
  expect(await customer.sip.done, await customer.sip.complaints()).toBe(0);
  await until('after-call work', () => agentState() === 'workingAfterCall');
  await agent.call('agent.finishWrapUp', { state: 'ready' });

  const record = await until('the call is on record', async () => {
    const page = (await agent.call('history.calls', {})) as {
      calls: readonly { callId: string; recordingIds: readonly string[] }[];
    };
    return page.calls.find(({ callId }) => callId === call.callId);
  });
  const [recordingId = ''] = record.recordingIds;
  const url = await until('the recording is told to be complete', () => recorded.get(recordingId));
  stopListening();
  const response = await fetch(`${server.http}${url}`, {
    headers: { authorization: `Bearer ${agent.token}` },
  });
  expect(response.status).toBe(200);
  const path = join(server.folder, 'fetched.wav');
  await writeFile(path, Buffer.from(await response.arrayBuffer()));
  const { channels } = await readWav(path);
  const [agentTrack, customerTrack] = channels;
  expect(loudestShare(agentTrack!, agentHz)).toBeGreaterThan(clear);
  expect(loudestShare(agentTrack!, customerHz)).toBeLessThan(quiet);
  expect(loudestShare(customerTrack!, customerHz)).toBeGreaterThan(clear);
  expect(loudestShare(customerTrack!, agentHz)).toBeLessThan(quiet);
});

test('kill -9 in the middle of a call: after the restart the agent, the queue and the record are back, and no event is missed', async () => {
  const heard: number[] = [];
  const stopListening = agent.on('event', ({ seq }) => void heard.push(seq));
  customer = await customerCalls(server.sipPort, '4001', '13900139000', customerHz);
  const call = await until('the agent talks', talking, 20_000);
  const before = agent.state.agent!;
  await server.kill();
  await until('the link is seen to be down', () => agent.state.link !== 'up');
  await server.startAgain();
  await until('the client is back by itself', () => agent.state.link === 'up', 30_000);
  await until('the call is over', () => agent.state.calls.length === 0);
  expect(agent.state.agent!.agentId).toBe(before.agentId);
  expect(agent.state.agent!.deviceId).toBe('8001');
  expect(agent.state.agent!.statistics.signedInAt).toBe(before.statistics.signedInAt);
  expect(new Set(heard).size).toBe(heard.length);
  expect(heard).toEqual(heard.toSorted((a, b) => a - b));
  stopListening();
  const page = (await agent.call('history.calls', {})) as { calls: readonly { callId: string; cause: string }[] };
  expect(page.calls.find(({ callId }) => callId === call.callId)?.cause).toBe('switchLost');
});
