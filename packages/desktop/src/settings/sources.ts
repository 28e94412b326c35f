// Where settings come from, the later over the earlier: defaults, the installation's file, the user's file, environment, flags.
import { readFileSync } from 'node:fs';
import { keys, keysOfLinks } from './keys.table.ts';
import { settingsSchema, type Settings } from './settings.ts';

export type Sources = {
  /** Files, the later over the earlier; one that is not there is none. */
  readonly files: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `Key:Sub=value`, `--key.sub value`, or one link `cordboard-agent:…`. */
  readonly flags: readonly string[];
};

export class SettingsError extends Error {}

type Tree = { [key: string]: unknown };

const prefixes = ['CORDBOARD_AGENT_', 'IPSC6AGENT_'];
/** Ours, and the original's. */
const schemes = ['cordboard-agent:', 'ipsc6-agent-launch:'];

/** @throws SettingsError naming the setting and where it came from. */
export function readSettings({ files, environment, flags }: Sources): Settings {
  const tree: Tree = {};
  for (const file of files) for (const [path, value] of entriesOfFile(file)) put(tree, path, value, file);
  for (const [name, value] of Object.entries(environment)) {
    const prefix = prefixes.find((one) => name.startsWith(one));
    if (prefix !== undefined && value !== undefined) put(tree, name.slice(prefix.length).split('__'), value, name);
  }
  for (const [path, value, from] of entriesOfFlags(flags)) put(tree, path, value, from);
  const parsed = settingsSchema.safeParse(plain(tree));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new SettingsError(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}`);
}

function entriesOfFile(file: string): readonly (readonly [readonly string[], unknown])[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new SettingsError(`${file}: ${(error as Error).message}`);
  }
  try {
    return leaves(JSON.parse(text.replace(/^\uFEFF/u, '')) as unknown, []);
  } catch {
    throw new SettingsError(`${file}: not JSON`);
  }
}

function leaves(value: unknown, path: readonly string[]): readonly (readonly [readonly string[], unknown])[] {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

function entriesOfFlags(flags: readonly string[]): readonly (readonly [readonly string[], string, string])[] {
  const entries: (readonly [readonly string[], string, string])[] = [];
  for (let at = 0; at < flags.length; at += 1) {
    const flag = flags[at] ?? '';
    const scheme = schemes.find((one) => flag.toLowerCase().startsWith(one));
    if (scheme !== undefined) {
      entries.push(...entriesOfLink(flag.slice(scheme.length)));
    } else if (flag.startsWith('--')) {
      at += 1;
      entries.push([flag.slice(2).split('.'), flags[at] ?? '', flag]);
    } else if (flag.includes('=')) {
      const [key = '', value = ''] = split(flag, '=');
      entries.push([key.split(':'), value, flag]);
    } else throw new SettingsError(`${flag}: expected Key:Sub=value or --key.sub value`);
  }
  return entries;
}

/** What of a link is not for links is left out, silently: whoever made it learns nothing. */
function entriesOfLink(text: string): readonly (readonly [readonly string[], string, string])[] {
  const words = decode(text)
    .replace(/^\/\//u, '')
    .split(/[\s&]+/u)
    .filter((word) => word.includes('='));
  return words.flatMap((word) => {
    const [key = '', value = ''] = split(word, '=');
    const path = pathOf(key.split(':')).join('.');
    return keysOfLinks.has(path) ? [[path.split('.'), value, 'link'] as const] : [];
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function split(text: string, at: string): readonly string[] {
  const index = text.indexOf(at);
  return [text.slice(0, index), text.slice(index + 1)];
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** The path in our settings of a name of theirs or ours. */
function pathOf(name: readonly string[]): readonly string[] {
  const text = name.join(':');
  const row = keys.find(({ key }) => same(text, key) || same(text.slice(0, key.length + 1), `${key}:`));
  if (row === undefined) return name;
  return [
    ...row.path.split('.'),
    ...text
      .slice(row.key.length + 1)
      .split(':')
      .filter((part) => part !== ''),
  ];
}

function put(tree: Tree, name: readonly string[], value: unknown, from: string): void {
  const path = pathOf(name);
  const [first = '', ...rest] = path;
  if (path.some((part) => part === '__proto__' || part === 'constructor' || part === 'prototype')) return;
  if (rest.length === 0) {
    if (typeof value !== 'object' && settingsSchema.shape[first as keyof Settings] === undefined)
      throw new SettingsError(`${from}: there is no setting ${name.join(':')}`);
    tree[first] = valueOf(value);
    return;
  }
  let at = tree;
  for (const part of path.slice(0, -1)) {
    const inner = at[part];
    at = at[part] = typeof inner === 'object' && inner !== null ? { ...inner } : {};
  }
  at[path.at(-1) ?? ''] = path.includes('servers') ? serversOf(value) : valueOf(value);
}

function valueOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (value.startsWith('[') || value.startsWith('{')) {
    try {
      return JSON.parse(value) as unknown;
    } catch {
      return value;
    }
  }
  return value;
}

/** `host`, `host:port`, `wss://host:port`, or several of them. */
function serversOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(serverOf);
  return typeof value === 'string' && value.includes(',') ? value.split(',').map(serverOf) : serverOf(value);
}

function serverOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  const isSecure = /^(?:wss|https):\/\//iu.test(text);
  const match = /^(?:[a-z]+:\/\/)?(\[[^\]]+\]|[^:/]+)(?::(\d+))?/iu.exec(text);
  const host = match?.[1]?.replace(/^\[|\]$/gu, '') ?? text;
  return { host, port: Number(match?.[2] ?? (isSecure ? 443 : 8080)), isSecure };
}

/** Objects whose keys are all numbers are lists: `Ipsc:ServerList:0`. */
function plain(value: unknown): unknown {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, plain(inner)] as const);
  const isList = entries.length > 0 && entries.every(([key]) => /^\d{1,3}$/u.test(key));
  return isList
    ? entries.toSorted((a, b) => Number(a[0]) - Number(b[0])).map(([, inner]) => inner)
    : Object.fromEntries(entries);
}
