// Recording through the engine: both tracks, what is heard on each, and what happens when the disk is full.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dominantFrequency, levelAt } from './frequency.ts';
import type { MediaEndpoint, MediaEngine, MediaEngineEvents } from './media-engine.ts';
import { connect, hears, nextEvent, nextFrame, speak, startEngine } from './media-support.ts';

let engine: MediaEngine;
let others: MediaEngine;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recording-'));
  [engine, others] = await Promise.all([startEngine(), startEngine()]);
});
afterAll(async () => {
  await Promise.all([engine.close(), others.close()]);
  await rm(folder, { recursive: true });
});

const endpoints = (...endpointIds: string[]) => ({ kind: 'endpoints', endpointIds }) as const;
const track = (file: Buffer, channel: 0 | 1): Int16Array =>
  Int16Array.from({ length: (file.length - 44) / 4 }, (_, index) => file.readInt16LE(44 + index * 4 + channel * 2));

test('agent left, customer right, in time with the clock', async () => {
  const customer = await connect(engine, others, 'record');
  const agent = await connect(engine, others, 'record');
  engine.arrange('record', [
    { endpointId: customer.near.id, hears: endpoints(agent.near.id) },
    { endpointId: agent.near.id, hears: endpoints(customer.near.id) },
  ]);
  speak(customer, 440);
  speak(agent, 620);
  await hears(agent.far, 440);
  const path = join(folder, 'new', 'call.wav');
  const started = nextEvent<MediaEngineEvents['recordingStarted']>((listener) =>
    engine.on('recordingStarted', listener),
  );
  engine.startRecording('record', {
    recordingId: 'r1',
    path,
    agent: [agent.near.id],
    customer: [customer.near.id],
    paused: false,
  });
  await started;
  await agent.far.tap(1500);
  const stopped = nextEvent<MediaEngineEvents['recordingStopped']>((listener) =>
    engine.on('recordingStopped', listener),
  );
  engine.stopRecording('record', 'r1');
  const { durationMs } = await stopped;
  expect((await stat(path)).mode & 0o077, 'what is said is for nobody else on the machine').toBe(0);
  const file = await readFile(path);
  expect(file.readUInt32LE(40)).toBe(file.length - 44);
  expect((file.length - 44) / 32).toBe(durationMs);
  expect(durationMs).toBeGreaterThan(1000);
  expect(dominantFrequency(track(file, 0), 8000).frequencyHz).toBeCloseTo(620, -1);
  expect(dominantFrequency(track(file, 1), 8000).frequencyHz).toBeCloseTo(440, -1);
});

/** Until so much more sound has come to an ear. */
async function heardFor(ear: MediaEndpoint, ms: number): Promise<void> {
  const { packetsReceived } = await ear.statistics();
  while ((await ear.statistics()).packetsReceived < packetsReceived + ms / 20) await nextFrame();
}

/** How loud a tone is at its loudest in any 20 ms. */
const loudest = (samples: Int16Array, frequencyHz: number): number => {
  let level = 0;
  for (let from = 0; from + 160 <= samples.length; from += 160)
    level = Math.max(level, levelAt(samples.subarray(from, from + 160), 8000, frequencyHz));
  return level;
};

test.each([
  ['passed on', false],
  ['mixed', true],
])(
  'paused: nothing of that time is in the file, not even its last word, and its clock goes on (%s)',
  async (how, isMixed) => {
    const customer = await connect(engine, others, how);
    const agent = await connect(engine, others, how);
    engine.arrange(how, [
      { endpointId: customer.near.id, hears: endpoints(agent.near.id) },
      { endpointId: agent.near.id, hears: endpoints(customer.near.id) },
    ]);
    // Who is listened to is decoded all the time.
    if (isMixed) await Promise.all([customer.near.tap(20), agent.near.tap(20)]);
    const path = join(folder, `${how}.wav`);
    const say = async (customerHz: number, agentHz: number): Promise<void> => {
      speak(customer, customerHz);
      speak(agent, agentHz);
      await Promise.all([hears(agent.far, customerHz), hears(customer.far, agentHz)]);
    };
    const tracks = { recordingId: how, path, agent: [agent.near.id], customer: [customer.near.id] };
    const record = (paused: boolean): void => engine.startRecording(how, { ...tracks, paused });
    const begun = performance.now();
    await say(500, 800);
    record(false);
    await heardFor(agent.far, 700);
    record(true);
    await say(1250, 1550);
    await heardFor(agent.far, 700);
    const said = say(500, 800);
    record(false);
    await said;
    await heardFor(agent.far, 500);
    const stopped = nextEvent<MediaEngineEvents['recordingStopped']>((listener) =>
      engine.on('recordingStopped', listener),
    );
    engine.stopRecording(how, how);
    const { durationMs } = await stopped;
    expect(durationMs).toBeLessThan(performance.now() - begun);
    const file = await readFile(path);
    for (const [channel, own, hidden] of [
      [0, 800, 1550],
      [1, 500, 1250],
    ] as const) {
      const samples = track(file, channel);
      expect(loudest(samples, own)).toBeGreaterThan(0.1);
      expect(loudest(samples, hidden)).toBeLessThan(0.03);
      const sounding = Array.from({ length: Math.floor(samples.length / 800) }, (_, index) =>
        samples.subarray(index * 800, (index + 1) * 800).some((sample) => Math.abs(sample) > 300),
      );
      const [first, last] = [sounding.indexOf(false, sounding.indexOf(true)), sounding.lastIndexOf(false)];
      expect(sounding.slice(first, last + 1).every((one) => !one)).toBe(true);
      expect(last - first).toBeGreaterThan(6);
      expect(sounding.slice(last + 1)).toContain(true);
    }
  },
);

test.skipIf(!existsSync('/dev/full'))('a full disk ends the recording, not the call', async () => {
  const customer = await connect(engine, others, 'full');
  engine.arrange('full', [{ endpointId: customer.near.id, hears: { kind: 'ringback' } }]);
  const failed = nextEvent<MediaEngineEvents['recordingFailed']>((listener) => engine.on('recordingFailed', listener));
  engine.startRecording('full', {
    recordingId: 'r2',
    path: '/dev/full',
    agent: [],
    customer: [customer.near.id],
    paused: false,
  });
  expect(await failed).toEqual({ group: 'full', recordingId: 'r2', cause: 'diskFull' });
  await hears(customer.far, 425);
});
