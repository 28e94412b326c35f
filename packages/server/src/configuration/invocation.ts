// What the command was asked to do: run with these settings, or print something and end.
import { availableParallelism, networkInterfaces } from 'node:os';
import type { z } from 'zod';
import { resolve } from 'node:path';
import { SettingError } from '../setting-error.ts';
import { helpText, printedSettings } from './printing.ts';
import { settingsSchema } from './settings.ts';
import type { Settings } from './settings.ts';
import { join, readEnvironment, readFlags, readSettingsFile } from './sources.ts';

export type Invocation =
  | { readonly do: 'run'; readonly settings: Settings }
  | { readonly do: 'print'; readonly text: string };

export type Surroundings = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly version: string;
};

/**
 * Flags win over the environment, the environment over the file, the file over defaults.
 *
 * @param words what follows the command's name.
 * @throws SettingError with the full name of what is wrong.
 */
export function readInvocation(words: readonly string[], surroundings: Surroundings): Invocation {
  const flags = readFlags(words);
  if (flags.asked === 'help') return { do: 'print', text: helpText() };
  if (flags.asked === 'version') return { do: 'print', text: `cordboard ${surroundings.version}\n` };
  const file = readSettingsFile(flags.config, surroundings.cwd);
  const read = settingsSchema.safeParse(join(file, readEnvironment(surroundings.environment), flags.tree));
  if (!read.success) throw asSettingError(read.error.issues);
  const settings = read.data;
  if (flags.asked === 'print-config') return { do: 'print', text: printedSettings(settings) };
  return { do: 'run', settings: withWholePaths(settings, surroundings.cwd) };
}

/** Paths stay what they mean, whatever folder a part of the server works in. */
function withWholePaths(settings: Settings, cwd: string): Settings {
  const whole = <T extends string | undefined>(path: T): T => (path === undefined ? path : (resolve(cwd, path) as T));
  const { http, sip, media, log } = settings;
  return {
    ...settings,
    dataFolder: whole(settings.dataFolder),
    http: { ...http, tls: { key: whole(http.tls.key), cert: whole(http.tls.cert) } },
    sip: { ...sip, tls: { ...sip.tls, key: whole(sip.tls.key), cert: whole(sip.tls.cert) } },
    media: { ...media, soundFolder: whole(media.soundFolder) },
    log: { ...log, file: whole(log.file) },
  };
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

/** Threads for audio: as set, or one less than there are processors. */
export const mediaWorkers = (settings: Settings): number =>
  settings.media.workers === 0 ? Math.max(1, availableParallelism() - 1) : settings.media.workers;

/** The address that audio is bound to and that stands in SDP: a real one, since `0.0.0.0` cannot be sent to. */
export function mediaHost(settings: Settings): string {
  const { host } = settings.media;
  if (host !== undefined) return host;
  if (settings.sip.host !== '0.0.0.0') return settings.sip.host;
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal);
  return outside?.address ?? '127.0.0.1';
}
