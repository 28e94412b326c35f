// One reading of settings: the places joined, the later over the earlier, and checked by the schema.
import type { z } from 'zod';
import { SettingError } from '../setting-error.ts';
import { join, readEnvironment, readSettingsFile } from './sources.ts';
import type { Flags, Vocabulary } from './sources.ts';

export type Surroundings = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly version: string;
};

/**
 * Flags win over the environment, the environment over the file, the file over defaults.
 *
 * @throws SettingError with the full name of what is wrong.
 */
export function readSettings<Schema extends z.ZodType>(
  vocabulary: Vocabulary,
  schema: Schema,
  flags: Flags,
  { environment, cwd }: Surroundings,
): z.output<Schema> {
  const file = readSettingsFile(vocabulary, flags.config, cwd);
  const read = schema.safeParse(join(file, readEnvironment(vocabulary, environment), flags.tree));
  if (!read.success) throw asSettingError(read.error.issues);
  return read.data;
}

function asSettingError(issues: readonly z.core.$ZodIssue[]): SettingError {
  const named = issues.map((issue) => ({
    name: issue.path
      .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
      .join('')
      .replace(/^\./, ''),
    message: issue.message,
  }));
  return new SettingError(named[0]?.name ?? '', named.map(({ name, message }) => `${name}: ${message}`).join('; '));
}
