// The recorder alone: a valid file at every moment, silence for skipped ticks, and disks that fail or stall.
import { expect, test } from 'vitest';
import { Recorder, type OpenRecording, type RecorderEvents } from './recorder.ts';
import { readWav } from './wav.ts';

/** A file in memory that can be made to fail. */
function memory(): { bytes: Buffer; fail: string | null; hold: Promise<void> | null; open: OpenRecording } {
  const file = {
    bytes: Buffer.alloc(0),
    fail: null as string | null,
    hold: null as Promise<void> | null,
    open: async () => ({
      write: async (bytes: Uint8Array, offset: number, length: number, position: number) => {
        await file.hold;
        if (file.fail !== null) throw Object.assign(new Error(file.fail), { code: file.fail });
        const grown = Buffer.alloc(Math.max(file.bytes.length, position + length));
        file.bytes.copy(grown);
        grown.set(bytes.subarray(offset, offset + length), position);
        file.bytes = grown;
        return { bytesWritten: length };
      },
      close: async () => {},
    }),
  };
  return file;
}

function events(): { seen: unknown[]; sink: RecorderEvents } {
  const seen: unknown[] = [];
  const sink: RecorderEvents = {
    started: () => seen.push('started'),
    stopped: (durationMs) => seen.push(['stopped', durationMs]),
    failed: (cause) => seen.push(['failed', cause]),
  };
  return { seen, sink };
}

const loud = new Int16Array(160).fill(1000);
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('both tracks, silence where ticks were skipped, the header true at every second', async () => {
  const file = memory();
  const { seen, sink } = events();
  const recorder = new Recorder('x.wav', sink, file.open);
  for (let tick = 0; tick < 50; tick += 1) recorder.add(tick, loud, null);
  await settle();
  await settle();
  // As after a crash: what the header counts is there.
  expect(file.bytes.readUInt32LE(40)).toBe(32_000);
  expect(readWav(file.bytes)).toHaveLength(8000);
  recorder.add(60, null, loud);
  recorder.stop();
  await recorder.done;
  expect(seen).toEqual(['started', ['stopped', 61 * 20]]);
  expect(file.bytes.length).toBe(44 + 61 * 640);
  const sample = (tick: number, channel: 0 | 1): number => file.bytes.readInt16LE(44 + tick * 640 + channel * 2);
  expect([sample(49, 0), sample(49, 1), sample(55, 0), sample(60, 0), sample(60, 1)]).toEqual([1000, 0, 0, 0, 1000]);
});

test.each([
  ['ENOSPC', 'diskFull'],
  ['EIO', 'other'],
] as const)('%s is reported as %s, once', async (code, cause) => {
  const file = memory();
  const { seen, sink } = events();
  const recorder = new Recorder('x.wav', sink, file.open);
  await settle();
  file.fail = code;
  for (let tick = 0; tick < 200; tick += 1) recorder.add(tick, loud, loud);
  await recorder.done;
  recorder.stop();
  expect(seen).toEqual(['started', ['failed', cause]]);
  expect(recorder.over).toBe(true);
});

test('a disk that stalls costs the recording when too much waits, and no more memory than that', async () => {
  const file = memory();
  const { seen, sink } = events();
  const recorder = new Recorder('x.wav', sink, file.open);
  await settle();
  let release = (): void => {};
  file.hold = new Promise((resolve) => (release = resolve));
  for (let tick = 0; tick < 50 * 13; tick += 1) recorder.add(tick, loud, loud);
  expect(seen).toEqual(['started', ['failed', 'other']]);
  release();
  await recorder.done;
});

test('a folder that cannot be made is a failure', async () => {
  const { seen, sink } = events();
  await new Recorder('/dev/null/x.wav', sink).done;
  expect(seen).toEqual([['failed', 'other']]);
});
