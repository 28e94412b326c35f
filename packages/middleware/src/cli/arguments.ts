// The words of the command line.
import { languages, type Language } from '../http/problems.table.ts';

export type Arguments = {
  /** `http://host:port` */
  readonly address: string;
  readonly login: string | null;
  readonly language: Language;
  readonly isLineMode: boolean;
  /** The page with the bar, which a key opens; null: none. */
  readonly barUrl: string | null;
};
export type Asked = { readonly do: 'run'; readonly given: Arguments } | { readonly do: 'print'; readonly text: string };

export class ArgumentError extends Error {}

export const usage = `cordboard-cli: the agent's program for a terminal, in front of the middleware.

Usage: cordboard-cli [-a host:port] [-l login] [--json] [--language zh|en|ru] [--bar url]

  -a, --address     the middleware: host:port, or an address such as https://host:port (localhost:9595)
  -l, --login       who logs in; asked for when it is left out
  --json            for scripts: one event a line on standard output, one command a line on standard input
  --language        of what is said here: zh, en or ru (that of LANG)
  --bar             the address of a page with the agent bar, which the key B opens in a browser
  --version, --help

The password is CORDBOARD_CLI_PASSWORD, or it is asked for; with --json it is the first line of standard input.
`;

/** @throws ArgumentError */
export function readArguments(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  version: string,
): Asked {
  const given = new Map<string, string>();
  const waiting = [...words];
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    if (word === '--help' || word === '-h') return { do: 'print', text: usage };
    if (word === '--version') return { do: 'print', text: `cordboard-cli ${version}\n` };
    const [flag = '', inline] = word.split(/=(.*)/su, 2);
    const name = names[flag];
    if (name === undefined) throw new ArgumentError(`there is no flag ${flag}; --help lists them`);
    const value = name === 'json' ? 'true' : (inline ?? waiting.shift());
    if (value === undefined) throw new ArgumentError(`${flag} needs a value`);
    given.set(name, value);
  }
  return {
    do: 'run',
    given: {
      address: addressOf(given.get('address') ?? 'localhost:9595'),
      login: given.get('login') ?? null,
      language: languageOf(given.get('language'), environment['LANG'] ?? ''),
      isLineMode: given.has('json'),
      barUrl: pageOf(given.get('bar')),
    },
  };
}

const names: Readonly<Record<string, string>> = {
  '-a': 'address',
  '--address': 'address',
  '-l': 'login',
  '--login': 'login',
  '--json': 'json',
  '--language': 'language',
  '--bar': 'bar',
};

function addressOf(text: string): string {
  const whole = /^https?:\/\//iu.test(text) ? text : `http://${text}`;
  if (!URL.canParse(whole)) throw new ArgumentError(`-a: ${text} is no address such as localhost:9595`);
  const { origin, pathname } = new URL(whole);
  if (pathname !== '/') throw new ArgumentError(`-a: ${text} has a path; host and port are enough`);
  return origin;
}

function pageOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!URL.canParse(text) || !/^https?:$/u.test(new URL(text).protocol))
    throw new ArgumentError(`--bar: ${text} is no address of a page`);
  return new URL(text).href;
}

function languageOf(asked: string | undefined, lang: string): Language {
  const known = (text: string): Language | undefined => languages.find((one) => text.toLowerCase().startsWith(one));
  if (asked === undefined) return known(lang) ?? 'en';
  const language = known(asked);
  if (language === undefined) throw new ArgumentError(`--language: one of ${languages.join(', ')}`);
  return language;
}
