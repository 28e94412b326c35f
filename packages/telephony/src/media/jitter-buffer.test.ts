// The jitter buffer under order, disorder, loss and delay.
import { expect, test } from 'vitest';
import { dominantFrequency } from './frequency.ts';
import { encode } from './g711.ts';
import { JitterBuffer } from './jitter-buffer.ts';
import { sines } from './tones.ts';

const tone = sines([400], 4000, 0.5);
const packet = (index: number): Uint8Array => {
  const bytes = new Uint8Array(160);
  encode('PCMU', tone.slice(index * 160, index * 160 + 160), bytes, 0);
  return bytes;
};
const write = (buffer: JitterBuffer, index: number, base = 0): void =>
  buffer.write('PCMU', packet(index), 0, 160, (base + index * 160) >>> 0);

/** Plays `frames` frames, one packet each; `arrive` says which packets come in a tick. */
function play(
  frames: number,
  arrive: (tick: number) => readonly number[],
  base = 0,
): { samples: Int16Array; buffer: JitterBuffer } {
  const buffer = new JitterBuffer();
  const samples = new Int16Array(frames * 160);
  for (let tick = 0; tick < frames; tick += 1) {
    for (const index of arrive(tick)) write(buffer, index, base);
    buffer.read();
    samples.set(buffer.frame, tick * 160);
  }
  return { samples, buffer };
}

test('gives what was sent, 40 ms later, over the end of the timestamp', () => {
  const { samples, buffer } = play(50, (tick) => [tick], 2 ** 32 - 1600);
  expect(buffer.late).toBe(0);
  for (let index = 0; index < 4000; index += 1)
    expect(Math.abs(samples[index + 320]! - tone[index]!)).toBeLessThan(600);
});

test('puts packets back in order', () => {
  const inOrder = play(50, (tick) => [tick]);
  const swapped = play(50, (tick) => (tick % 2 === 0 ? [] : [tick, tick - 1]));
  expect(swapped.buffer.late).toBe(0);
  // The first pair came 20 ms late, so everything is 20 ms later.
  expect(dominantFrequency(swapped.samples.slice(1600), 8000)).toEqual(
    dominantFrequency(inOrder.samples.slice(1600), 8000),
  );
});

test('a lost packet is hidden: the tone goes on without a hole or a click', () => {
  const { samples, buffer } = play(50, (tick) => (tick === 20 ? [] : [tick]));
  expect(buffer.concealed).toBe(1);
  const gap = samples.slice(22 * 160, 23 * 160);
  expect(Math.max(...gap)).toBeGreaterThan(8000);
  let steepest = 0;
  for (let index = 15 * 160; index < 22 * 160 + 150; index += 1)
    steepest = Math.max(steepest, Math.abs(samples[index + 1]! - samples[index]!));
  // A 400 Hz sine of this level never moves faster than this from sample to sample.
  expect(steepest).toBeLessThan(6000);
});

test('a long loss fades to silence, and is not heard as sound', () => {
  const { samples, buffer } = play(60, (tick) => (tick < 20 ? [tick] : []));
  expect(samples.slice(30 * 160).every((sample) => sample === 0)).toBe(true);
  expect(buffer.heard).toBe(false);
});

test('late packets make it wait longer, and a quiet time shorter again', () => {
  const buffer = new JitterBuffer();
  for (let tick = 0; tick < 20; tick += 1) {
    write(buffer, tick);
    buffer.read();
  }
  expect(buffer.delayMs).toBe(40);
  // A pause of 80 ms in the network, then all at once.
  for (let tick = 0; tick < 4; tick += 1) buffer.read();
  for (let index = 20; index < 24; index += 1) write(buffer, index);
  expect(buffer.delayMs).toBeGreaterThan(40);
  const longest = buffer.delayMs;
  for (let index = 24; index < 500; index += 1) {
    buffer.write('PCMU', packet(index % 190), 0, 160, index * 160);
    buffer.read();
  }
  expect(buffer.delayMs).toBeLessThan(longest);
  expect(buffer.delayMs).toBeGreaterThanOrEqual(20);
});
