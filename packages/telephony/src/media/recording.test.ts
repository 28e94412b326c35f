// Recording through the engine: both tracks, what is heard on each, and what happens when the disk is full.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dominantFrequency } from './frequency.ts';
import type { MediaEngine, MediaEngineEvents } from './media-engine.ts';
import { connect, hears, nextEvent, speak, startEngine } from './media-support.ts';

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
