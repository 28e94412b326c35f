// What the command was asked to do: serve, look after users, or print something and end.
import { resolve } from 'node:path';
import {
  keysOf,
  printedSettings,
  readFlags,
  readSettings,
  SettingError,
  settingsHelp,
  type Surroundings,
  type Vocabulary,
} from '@cordboard/server/parts';
import { settingsSchema, type Settings } from './settings.ts';

const variables = 'CORDBOARD_MIDDLEWARE_';
const keys = keysOf(settingsSchema, variables);
const vocabulary: Vocabulary = {
  program: 'cordboard-middleware',
  keys,
  file: 'cordboard-middleware.json',
  variables,
  foreign: [],
};

const userDeeds = ['add', 'password', 'disable', 'enable', 'remove', 'list'] as const;
export type UserDeed = (typeof userDeeds)[number];

export type Invocation =
  | { readonly do: 'run'; readonly settings: Settings }
  | { readonly do: 'user'; readonly deed: UserDeed; readonly login: string; readonly settings: Settings }
  | { readonly do: 'print'; readonly text: string };

/**
 * @param words what follows the command's name.
 * @throws SettingError with the full name of what is wrong.
 */
export function readInvocation(words: readonly string[], surroundings: Surroundings): Invocation {
  const isUser = words[0] === 'user';
  const { deed, login, rest } = isUser ? userWords(words.slice(1)) : { deed: null, login: '', rest: words };
  const flags = readFlags(vocabulary, rest);
  if (flags.asked === 'help') return { do: 'print', text: helpText() };
  if (flags.asked === 'version') return { do: 'print', text: `${vocabulary.program} ${surroundings.version}\n` };
  const read = readSettings(vocabulary, settingsSchema, flags, surroundings);
  if (flags.asked === 'print-config') return { do: 'print', text: printedSettings(keys, read) };
  const settings = withWholePaths(read, surroundings.cwd);
  return deed === null ? { do: 'run', settings } : { do: 'user', deed, login, settings };
}

function userWords(words: readonly string[]): { deed: UserDeed | null; login: string; rest: readonly string[] } {
  if (words.includes('--help')) return { deed: null, login: '', rest: ['--help'] };
  const [word, login = ''] = words;
  const deed = userDeeds.find((each) => each === word);
  if (deed === undefined) throw new SettingError('user', `user: one of ${userDeeds.join(', ')}`);
  if (deed === 'list') return { deed, login: '', rest: words.slice(1) };
  if (login === '' || login.startsWith('--')) throw new SettingError('user', `user ${deed}: which login?`);
  return { deed, login, rest: words.slice(2) };
}

/** Paths stay what they mean, whatever folder a part of the program works in. */
function withWholePaths(settings: Settings, cwd: string): Settings {
  const whole = <T extends string | undefined>(path: T): T => (path === undefined ? path : (resolve(cwd, path) as T));
  const { http, database, log } = settings;
  return {
    ...settings,
    http: { ...http, tls: { key: whole(http.tls.key), cert: whole(http.tls.cert) } },
    database: { ...database, folder: whole(database.folder) },
    log: { ...log, file: whole(log.file) },
  };
}

const helpText = (): string => `Cordboard middleware: HTTP on PostgreSQL in front of a CTI API.

Usage: cordboard-middleware [--setting value]…
       cordboard-middleware user add|password|disable|enable|remove <login> [--setting value]…
       cordboard-middleware user list [--setting value]…

  user add, user password
      Ask for the password without showing it; it is the first line of standard input where that is no terminal.
  --config <file>
      Settings file; ${vocabulary.file} in the current folder when there is one.
  --print-config
      Prints the settings in force, secrets masked, and ends.
  --version, --help

Every setting can stand in the file ({"http": {"port": 9595}}), in the environment
(${variables}HTTP_PORT=9595) or be a flag (--http.port 9595). A flag wins over the environment, the
environment over the file.

${settingsHelp(keys)}
`;
