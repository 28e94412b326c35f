// What the server's settings are called in the file, the environment and flags.
import { keysOf } from './keys.ts';
import type { Key } from './keys.ts';
import { settingsSchema } from './settings.ts';
import type { Vocabulary } from './sources.ts';

const variables = 'CORDBOARD_';

export const keys: readonly Key[] = keysOf(settingsSchema, variables);

export const vocabulary: Vocabulary = {
  program: 'cordboard',
  keys,
  file: 'cordboard.json',
  variables,
  foreign: ['CORDBOARD_AGENT_', 'CORDBOARD_MIDDLEWARE_', 'CORDBOARD_CLI_'],
};
