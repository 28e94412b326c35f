// What the command was asked to do: run with these settings, or print something and end.
import { availableParallelism, networkInterfaces } from 'node:os';
import { resolve } from 'node:path';
import { helpText } from './page.ts';
import { printedSettings } from './printing.ts';
import { readSettings } from './reading.ts';
import type { Surroundings } from './reading.ts';
import { settingsSchema } from './settings.ts';
import type { Settings } from './settings.ts';
import { readFlags } from './sources.ts';
import { keys, vocabulary } from './vocabulary.ts';

export type Invocation =
  | { readonly do: 'run'; readonly settings: Settings }
  | { readonly do: 'print'; readonly text: string };

/**
 * @param words what follows the command's name.
 * @throws SettingError with the full name of what is wrong.
 */
export function readInvocation(words: readonly string[], surroundings: Surroundings): Invocation {
  const flags = readFlags(vocabulary, words);
  if (flags.asked === 'help') return { do: 'print', text: helpText() };
  if (flags.asked === 'version') return { do: 'print', text: `cordboard ${surroundings.version}\n` };
  const settings = readSettings(vocabulary, settingsSchema, flags, surroundings);
  if (flags.asked === 'print-config') return { do: 'print', text: printedSettings(keys, settings) };
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
