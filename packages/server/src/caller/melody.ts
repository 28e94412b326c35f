// What the demonstration caller has to say: a little tune, so that whoever answers hears that the line is good.
import type { Sound } from '@cordboard/telephony';

/** Equal temperament over A4. */
function noteHz(semitonesFromA4: number): number {
  return Math.round(440 * 2 ** (semitonesFromA4 / 12));
}

const BEAT_MS = 260;
/** Semitones from A4 and beats: a pentatonic phrase, up and down again. */
const phrase: readonly (readonly [semitones: number, beats: number])[] = [
  [-9, 1],
  [-7, 1],
  [-5, 2],
  [-2, 1],
  [0, 1],
  [3, 2],
  [0, 1],
  [-2, 1],
  [-5, 2],
  [-7, 1],
  [-5, 1],
  [-9, 4],
];

/** The tune, once; loop it. */
export const melody: readonly Sound[] = phrase.map(([semitones, beats]) => ({
  kind: 'sine',
  frequencyHz: noteHz(semitones),
  durationMs: beats * BEAT_MS,
}));
