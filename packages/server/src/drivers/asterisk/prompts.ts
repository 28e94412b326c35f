// Prompts as Asterisk's media: sounds by name, digits spoken, tones of the country.
import type { Prompt } from '@cordboard/domain';

const tones: Readonly<Record<Extract<Prompt, { kind: 'tone' }>['name'], string>> = {
  beep: 'sound:beep',
  busy: 'tone:busy;tonezone=us',
  ringback: 'tone:ring;tonezone=us',
};

const symbols: Readonly<Record<string, string>> = { '*': 'star', '#': 'pound' };

/** @returns what `media` of a playback is; several are played in their order. */
export const mediaOf = (prompts: readonly Prompt[]): string =>
  prompts
    .flatMap((prompt) => {
      // As sounds: what Asterisk says by `digits:` cannot be stopped.
      if (prompt.kind === 'digits') return [...prompt.digits].map((digit) => `sound:digits/${symbols[digit] ?? digit}`);
      return prompt.kind === 'tone'
        ? tones[prompt.name]
        : `sound:cordboard/${prompt.name.replaceAll(/[^\w./-]/gu, '_')}`;
    })
    .join(',');
