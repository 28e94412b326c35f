// Where settings come from: a file, the environment and flags, each read into the same nested shape.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { SettingError } from '../setting-error.ts';
import { didYouMean } from './keys.ts';
import type { Key } from './keys.ts';

export type Tree = { [name: string]: unknown };

/** What the settings of a program are called in each place. */
export type Vocabulary = {
  /** The command's name: `cordboard`. */
  readonly program: string;
  readonly keys: readonly Key[];
  /** The settings file that is read when none is named. */
  readonly file: string;
  /** `CORDBOARD_` */
  readonly variables: string;
  /** Variables that begin so are another program's, although ours begin so too. */
  readonly foreign: readonly string[];
};

const named = ({ keys }: Vocabulary, name: string): Key | undefined => keys.find((key) => key.name === name);

const sectionsOf = ({ keys }: Vocabulary): ReadonlySet<string> =>
  new Set(keys.flatMap((key) => key.name.split('.').map((_, at, parts) => parts.slice(0, at).join('.'))));

/** Words of the command line that are not settings. */
const commands = ['--config', '--help', '--version', '--print-config'] as const;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

function put(tree: Tree, name: string, value: unknown): void {
  const parts = name.split('.');
  const last = parts.pop() ?? name;
  let at = tree;
  for (const part of parts) {
    const found = at[part];
    const inner: Tree = isTree(found) ? found : {};
    at[part] = inner;
    at = inner;
  }
  at[last] = value;
}

/** Text of a flag or a variable → the value its key wants; what cannot be read stays text, and the schema says what is wrong with it. */
function parse(key: Key, text: string, where: string): unknown {
  switch (key.kind) {
    case 'number':
      return /^-?\d+$/.test(text) ? Number(text) : text;
    case 'boolean':
      return (
        text === 'true' ||
        text === '1' ||
        text === 'yes' ||
        (text === 'false' || text === '0' || text === 'no' ? false : text)
      );
    case 'list':
      return text.split(',').flatMap((each) => (each.trim() === '' ? [] : [each.trim()]));
    case 'objects':
      return parseJson(text, key.name, where);
    case 'text':
      return text;
  }
}

function parseJson(text: string, name: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new SettingError(
      name,
      `${where} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/**
 * @param file named by the operator, or undefined for the usual one in `cwd` if there is one.
 * @throws SettingError when it cannot be read, is not JSON, or holds a name that is not a setting.
 */
export function readSettingsFile(words: Vocabulary, file: string | undefined, cwd: string): Tree {
  const path = resolve(cwd, file ?? words.file);
  if (file === undefined && !existsSync(path)) return {};
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new SettingError(
      '--config',
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const tree = parseJson(text, '--config', path);
  if (!isTree(tree)) throw new SettingError('--config', `${path} must hold one JSON object`);
  delete tree['$schema'];
  refuseUnknown(words, tree, '', path);
  return tree;
}

function refuseUnknown(words: Vocabulary, tree: Tree, prefix: string, path: string): void {
  for (const [part, value] of Object.entries(tree)) {
    const name = prefix === '' ? part : `${prefix}.${part}`;
    const key = named(words, name);
    if (key !== undefined) {
      if (Array.isArray(value)) value.forEach((each, at) => refuseUnknownMember(key, each, at, path));
      continue;
    }
    const sections = sectionsOf(words);
    if (!sections.has(name)) {
      const known = [...words.keys.map((each) => each.name), ...sections];
      throw new SettingError(name, `${path}: there is no setting ${name}.${didYouMean(name, known)}`);
    }
    if (!isTree(value)) throw new SettingError(name, `${path}: ${name} must be an object`);
    refuseUnknown(words, value, name, path);
  }
}

function refuseUnknownMember(key: Key, entry: unknown, at: number, path: string): void {
  if (key.members.length === 0 || !isTree(entry)) return;
  const known = key.members.map((member) => member.name.slice(`${key.name}[].`.length));
  const wrong = Object.keys(entry).find((name) => !known.includes(name));
  if (wrong === undefined) return;
  const name = `${key.name}[${at}].${wrong}`;
  throw new SettingError(name, `${path}: there is no setting ${name}.${didYouMean(wrong, known)}`);
}

/** A variable for every setting, and `DATABASE_URL` as everybody knows it. */
export function readEnvironment(words: Vocabulary, environment: Readonly<Record<string, string | undefined>>): Tree {
  const tree: Tree = {};
  const databaseUrl = environment['DATABASE_URL'];
  if (databaseUrl !== undefined && databaseUrl !== '') put(tree, 'database.url', databaseUrl);
  for (const [variable, text] of Object.entries(environment)) {
    const isOurs = variable.startsWith(words.variables) && !words.foreign.some((start) => variable.startsWith(start));
    if (!isOurs || text === undefined) continue;
    const key = words.keys.find((each) => each.variable === variable);
    if (key === undefined) {
      const known = words.keys.map((each) => each.variable);
      throw new SettingError(variable, `there is no setting ${variable}.${didYouMean(variable, known)}`);
    }
    put(tree, key.name, parse(key, text, variable));
  }
  return tree;
}

export type Flags = {
  readonly tree: Tree;
  readonly config: string | undefined;
  readonly asked: 'help' | 'version' | 'print-config' | null;
};

/** `--http.port 8080`, `--http.port=8080`, `--demo`, `--no-demo`, and the commands. */
export function readFlags(vocabulary: Vocabulary, words: readonly string[]): Flags {
  const tree: Tree = {};
  let config: string | undefined;
  let asked: Flags['asked'] = null;
  const waiting = [...words];
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    const [flag = word, inline] = word.split(/=(.*)/s, 2);
    const value = (): string => {
      const next = inline ?? waiting.shift();
      if (next === undefined || (inline === undefined && next.startsWith('--')))
        throw new SettingError(flag, `${flag} needs a value`);
      return next;
    };
    if (flag === '--config') config = value();
    else if (flag === '--help' || flag === '-h') asked = 'help';
    else if (flag === '--version' || flag === '-v') asked = 'version';
    else if (flag === '--print-config') asked = 'print-config';
    else readSettingFlag(vocabulary, tree, flag, inline, value);
  }
  return { tree, config, asked };
}

function readSettingFlag(
  vocabulary: Vocabulary,
  tree: Tree,
  flag: string,
  inline: string | undefined,
  value: () => string,
): void {
  const key = named(vocabulary, flag.replace(/^--/, ''));
  const denied = named(vocabulary, flag.replace(/^--no-/, ''));
  if (flag.startsWith('--') && key !== undefined) {
    put(tree, key.name, key.kind === 'boolean' && inline === undefined ? true : parse(key, value(), flag));
  } else if (flag.startsWith('--no-') && denied?.kind === 'boolean' && inline === undefined) {
    put(tree, denied.name, false);
  } else {
    const names = vocabulary.keys.map((each) => `--${each.name}`);
    throw new SettingError(flag, `there is no flag ${flag}.${didYouMean(flag, [...names, ...commands])}`);
  }
}

/** Later trees win; lists are replaced, not joined. */
export function join(...trees: readonly Tree[]): Tree {
  const joined: Tree = {};
  for (const tree of trees) {
    for (const [name, value] of Object.entries(tree)) {
      const before = joined[name];
      joined[name] = isTree(value) && isTree(before) ? join(before, value) : value;
    }
  }
  return joined;
}
