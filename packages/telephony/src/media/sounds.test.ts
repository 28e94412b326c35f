// WAV files in their kinds, the library's folders, and listening by frequency.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dominantFrequency, levelAt } from './frequency.ts';
import { encode } from './g711.ts';
import { SoundLibrary } from './sound-library.ts';
import { digitTone, music, sines } from './tones.ts';
import { readWav, wavHeader } from './wav.ts';

const sine = (frequencyHz: number, rateHz: number, length: number): Int16Array =>
  Int16Array.from({ length }, (_, index) =>
    Math.round(Math.sin((2 * Math.PI * frequencyHz * index) / rateHz) * 12_000),
  );
const bytesOf = (samples: Int16Array): Buffer => Buffer.from(samples.buffer);

function wav(tag: number, channels: number, rateHz: number, bits: number, data: Buffer): Buffer {
  const header = wavHeader(channels, data.length);
  header.writeUInt16LE(tag, 20);
  header.writeUInt32LE(rateHz, 24);
  header.writeUInt16LE(bits, 34);
  return Buffer.concat([header, data]);
}

test.each([8000, 16_000, 44_100])('PCM at %d Hz is heard at its own pitch', (rateHz) => {
  const samples = readWav(wav(1, 1, rateHz, 16, bytesOf(sine(500, rateHz, rateHz))));
  expect(Math.abs(samples.length - 8000)).toBeLessThan(3);
  expect(dominantFrequency(samples, 8000).frequencyHz).toBeCloseTo(500, 0);
});

test.each([
  ['PCMA', 6],
  ['PCMU', 7],
] as const)('%s in a WAV file', (codec, tag) => {
  const bytes = Buffer.alloc(8000);
  encode(codec, sine(500, 8000, 8000), bytes, 0);
  expect(dominantFrequency(readWav(wav(tag, 1, 8000, 8, bytes)), 8000).frequencyHz).toBeCloseTo(500, 0);
});

test('stereo is averaged, other files are refused', () => {
  const stereo = Int16Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? 1000 : 3000));
  expect([...readWav(wav(1, 2, 8000, 16, bytesOf(stereo)))].every((sample) => sample === 2000)).toBe(true);
  expect(() => readWav(Buffer.from('OggS not a wav file at all'))).toThrow('not a WAV');
  expect(() => readWav(wav(1, 1, 8000, 24, Buffer.alloc(300)))).toThrow('neither');
});

test('a file whose writer died before he closed it is heard; a closed one that holds nothing is empty', () => {
  const samples = sine(500, 8000, 8000);
  const file = Buffer.concat([wavHeader(1, 0), bytesOf(samples)]);
  // As libsndfile begins one.
  file.writeUInt32LE(8, 4);
  expect(readWav(file)).toEqual(samples);
  const list = Buffer.from('LIST\u0004\0\0\0INFO', 'latin1');
  const empty = Buffer.concat([wavHeader(1, 0), list]);
  empty.writeUInt32LE(empty.length - 8, 4);
  expect(readWav(empty)).toHaveLength(0);
});

test('the first folder wins, names cannot leave it, a missing sound is a chime and is told once', async () => {
  const folders = await Promise.all([mkdtemp(join(tmpdir(), 'sounds-a-')), mkdtemp(join(tmpdir(), 'sounds-b-'))]);
  try {
    await writeFile(join(folders[0], 'welcome.wav'), wav(1, 1, 8000, 16, bytesOf(sine(300, 8000, 4000))));
    await writeFile(join(folders[1], 'welcome.wav'), wav(1, 1, 8000, 16, bytesOf(sine(900, 8000, 4000))));
    await writeFile(join(folders[1], 'digit-7.wav'), wav(1, 1, 8000, 16, bytesOf(sine(1100, 8000, 4000))));
    const told: string[] = [];
    const library = new SoundLibrary([folders[1], folders[0]], (_level, message) => told.push(message));
    const heard = async (name: string): Promise<number> =>
      dominantFrequency((await library.load([{ kind: 'sound', name }]))[0]!, 8000).frequencyHz;
    expect(await heard('welcome')).toBeCloseTo(900, 0);
    const parts = await library.load([{ kind: 'digits', digits: '71' }]);
    expect(dominantFrequency(parts[0]!, 8000).frequencyHz).toBeCloseTo(1100, 0);
    expect(parts[1]).toEqual(digitTone('1'));
    for (const name of ['nothing', 'nothing', '../welcome', '/etc/passwd'])
      await library.load([{ kind: 'sound', name }]);
    expect(told).toHaveLength(3);
  } finally {
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
  }
});

test('the made music is music: neither silent nor clipped, and without a seam', () => {
  const piece = music();
  const loudest = piece.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  expect(loudest).toBeGreaterThan(6000);
  expect(loudest).toBeLessThan(32_000);
  expect(Math.abs(piece[0]! - piece.at(-1)!)).toBeLessThan(6000);
});

test('each digit has a pitch of its own', () => {
  const pitches = '0123456789'.split('').map((digit) => dominantFrequency(digitTone(digit), 8000).frequencyHz);
  for (let index = 1; index < pitches.length; index += 1)
    expect(pitches[index]! - pitches[index - 1]!).toBeGreaterThan(30);
});

test('frequency and level of a sine, and of nothing', () => {
  const samples = sines([620], 200, 0.5);
  expect(dominantFrequency(samples, 8000).frequencyHz).toBeCloseTo(620, 0);
  expect(dominantFrequency(samples, 8000).level).toBeCloseTo(0.5, 1);
  expect(levelAt(samples, 8000, 620)).toBeCloseTo(0.5, 1);
  expect(levelAt(samples, 8000, 900)).toBeLessThan(0.01);
  expect(dominantFrequency(new Int16Array(800), 8000).level).toBe(0);
  expect(dominantFrequency(new Int16Array(0), 8000)).toEqual({ frequencyHz: 0, level: 0 });
});
