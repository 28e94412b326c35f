// Sounds made by arithmetic: call-progress tones, keys, spoken-digit stand-ins and the music on hold.
import { mediaLimits } from '../limits.ts';

const RATE_HZ = mediaLimits.sampleRateHz;
const FADE_SAMPLES = 40;
const samplesOf = (ms: number): number => Math.round((ms * RATE_HZ) / 1000);

/** Sines together for `ms`, faded at both ends so that they do not click. */
export function sines(frequenciesHz: readonly number[], ms: number, level = 0.25): Int16Array {
  const length = samplesOf(ms);
  return Int16Array.from({ length }, (_, index) => {
    const fade = Math.min(1, (index + 1) / FADE_SAMPLES, (length - index) / FADE_SAMPLES);
    let sum = 0;
    for (const frequencyHz of frequenciesHz) sum += Math.sin((2 * Math.PI * frequencyHz * index) / RATE_HZ);
    return Math.round(sum * fade * level * 32_767);
  });
}

const silence = (ms: number): Int16Array => new Int16Array(samplesOf(ms));

export function join(parts: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Rows and columns of the keypad (ITU-T Q.23). */
const KEY_ROWS = ['123A', '456B', '789C', '*0#D'];
const ROW_HZ = [697, 770, 852, 941];
const COLUMN_HZ = [1209, 1336, 1477, 1633];

/** A key as it sounds in the voice band, for far ends without RFC 4733. */
export function keyTone(digit: string, ms: number): Int16Array {
  const row = KEY_ROWS.findIndex((keys) => keys.includes(digit));
  return row < 0 ? silence(ms) : sines([ROW_HZ[row]!, COLUMN_HZ[KEY_ROWS[row]!.indexOf(digit)]!], ms, 0.2);
}

/** ITU-T E.180 with European cadences. */
export const ringback = (): Int16Array => join([sines([425], 1000, 0.2), silence(4000)]);
export const busy = (): Int16Array => join([sines([425], 350, 0.2), silence(350)]);
export const beep = (): Int16Array => join([sines([1000], 300, 0.25), silence(100)]);
export const chime = (): Int16Array =>
  join([sines([523.25], 180, 0.22), sines([659.25], 180, 0.22), sines([783.99], 320, 0.22), silence(220)]);

/** A digit without a recording of a voice: a pitch of its own on a scale of ten steps. */
export const digitTone = (digit: string): Int16Array => {
  const step = '0123456789'.indexOf(digit);
  return join([step < 0 ? silence(200) : sines([400 * 2 ** (step / 6)], 240, 0.25), silence(120)]);
};

const CHORDS_HZ = [
  [196.0, 246.94, 293.66, 392.0],
  [164.81, 196.0, 246.94, 329.63],
  [130.81, 164.81, 196.0, 261.63],
  [146.83, 185.0, 220.0, 293.66],
] as const;
const CHORD_MS = 3200;
const NOTES_PER_CHORD = 8;

/** Music on hold: four soft broken chords, going round without a seam; made at start-up, so there is no file and no licence. */
export function music(): Int16Array {
  const length = samplesOf(CHORD_MS) * CHORDS_HZ.length;
  const sum = new Float64Array(length);
  const noteSamples = samplesOf(CHORD_MS) / NOTES_PER_CHORD;
  for (const [bar, chord] of CHORDS_HZ.entries()) {
    for (const frequencyHz of chord) addNote(sum, bar * samplesOf(CHORD_MS), frequencyHz, CHORD_MS * 1.3, 0.045);
    for (let note = 0; note < NOTES_PER_CHORD; note += 1) {
      const pitch = chord[[0, 2, 1, 3, 2, 3, 1, 2][note]!]! * 2;
      addNote(sum, bar * samplesOf(CHORD_MS) + Math.round(note * noteSamples), pitch, 1100, 0.1);
    }
  }
  return Int16Array.from(sum, (value) => Math.round(Math.tanh(value) * 32_767));
}

// A plucked note: quick rise, slow fall, two quiet overtones; what rings past the end goes on at the beginning.
function addNote(into: Float64Array, from: number, frequencyHz: number, ms: number, level: number): void {
  const length = samplesOf(ms);
  for (let index = 0; index < length; index += 1) {
    const time = index / RATE_HZ;
    const envelope = Math.min(1, index / 160) * Math.exp((-3.5 * index) / length) * Math.min(1, (length - index) / 400);
    const turn = 2 * Math.PI * frequencyHz * time;
    const value = Math.sin(turn) + 0.3 * Math.sin(2 * turn) + 0.1 * Math.sin(3 * turn);
    const at = (from + index) % into.length;
    into[at] = into[at]! + value * envelope * level;
  }
}
