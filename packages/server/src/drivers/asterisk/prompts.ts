// Prompts as Asterisk's media: sounds by name, digits spoken, tones of the country.
import type { Prompt } from '@cordboard/domain';

const tones: Readonly<Record<Extract<Prompt, { kind: 'tone' }>['name'], string>> = {
  beep: 'sound:beep',
  busy: 'tone:busy;tonezone=us',
  ringback: 'tone:ring;tonezone=us',
};

/** @returns what `media` of a playback is; several are played in their order. */
export const mediaOf = (prompts: readonly Prompt[]): string =>
  prompts
    .map((prompt) => {
      if (prompt.kind === 'digits') return `digits:${prompt.digits}`;
      return prompt.kind === 'tone' ? tones[prompt.name] : `sound:cordboard/${prompt.name}`;
    })
    .join(',');
