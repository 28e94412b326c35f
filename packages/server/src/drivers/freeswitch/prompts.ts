// Prompts as FreeSWITCH's files: sounds by name, digits spoken, tones of the country.
import type { Prompt } from '@cordboard/domain';

const tones: Readonly<Record<Extract<Prompt, { kind: 'tone' }>['name'], string>> = {
  beep: 'tone_stream://%(300,0,800)',
  busy: 'tone_stream://%(500,500,480,620);loops=4',
  ringback: 'tone_stream://%(2000,4000,440,480)',
};

const nameOfDigit: Readonly<Record<string, string>> = { '*': 'star', '#': 'pound' };

/** Files as FreeSWITCH finds them under `sound_prefix`. */
export const filesOf = (prompt: Prompt): readonly string[] => {
  if (prompt.kind === 'tone') return [tones[prompt.name]];
  if (prompt.kind === 'sound') return [`cordboard/${prompt.name.replaceAll(/[^\w./-]/gu, '_')}.wav`];
  return [...prompt.digits]
    .filter((digit) => /[\d*#]/u.test(digit))
    .map((digit) => `digits/${nameOfDigit[digit] ?? digit}.wav`);
};
