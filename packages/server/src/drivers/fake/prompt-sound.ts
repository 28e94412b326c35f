// How long prompts last on the switch in memory, and as which frequencies they are heard.
import type { Prompt } from '@cordboard/domain';

const SOUND_MS = 1_000;
const DIGIT_MS = 400;
const TONE_MS = 200;

/** Each kind of sound is heard as a frequency of its own, so that a test can tell them apart. */
export const heardAs = { music: 330, ringback: 425, sound: 550, digits: 660, beep: 1_000, busy: 480 } as const;

export function durationOf(prompt: Prompt): number {
  if (prompt.kind === 'sound') return SOUND_MS;
  return prompt.kind === 'digits' ? DIGIT_MS * prompt.digits.length : TONE_MS;
}

export function frequenciesOf(prompt: Prompt): readonly number[] {
  return [prompt.kind === 'tone' ? heardAs[prompt.name] : heardAs[prompt.kind]];
}
