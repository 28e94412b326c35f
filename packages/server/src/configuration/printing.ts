// Settings as people read them, whatever program they are of: lines of help, rows of a table, the settings in force.
import type { Key } from './keys.ts';

const lineWidth = 100;

function wrap(text: string, indent: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && indent.length + line.length + word.length + 1 > lineWidth) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line) => indent + line).join('\n');
}

const valueWord: Readonly<Record<Key['kind'], string>> = {
  text: '<text>',
  number: '<number>',
  boolean: '',
  list: '<a,b,…>',
  objects: '<JSON>',
};

function printedDefault(key: Key): string {
  if (key.default === undefined) return 'not set';
  return typeof key.default === 'string' ? key.default : JSON.stringify(key.default);
}

/** One paragraph for each, as `--help` prints them. */
export const settingsHelp = (keys: readonly Key[]): string =>
  keys
    .map((key) => {
      const denied = key.kind === 'boolean' ? `, --no-${key.name}` : '';
      const flag = `  --${key.name}${denied} ${key.choices?.join('|') ?? valueWord[key.kind]}`.trimEnd();
      return `${flag}\n${wrap(`${key.description} Default: ${printedDefault(key)}.`, '      ')}`;
    })
    .join('\n');

const mask = '***';

/** What `--print-config` prints: JSON that could be the file, but for the secrets. */
export function printedSettings(keys: readonly Key[], settings: object): string {
  const all = keys.flatMap((key) => [key, ...key.members]);
  const secret = new Set(all.filter((key) => key.secret).map((key) => key.name));
  const masked = (value: unknown, name: string): unknown => {
    if (secret.has(name) && value !== undefined) return mask;
    if (Array.isArray(value)) return value.map((each) => masked(each, `${name}[]`));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([part, inner]) => [part, masked(inner, name === '' ? part : `${name}.${part}`)]),
    );
  };
  return `${JSON.stringify(masked(settings, ''), null, 2)}\n`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

const row = (key: Key): string => {
  const choices = key.choices === null ? '' : ` One of ${key.choices.map((choice) => `\`${choice}\``).join(', ')}.`;
  const byDefault = key.default === undefined ? 'not set' : `\`${printedDefault(key)}\``;
  return `| \`${key.name}\` | ${byDefault} | ${cell(key.description)}${choices}${key.secret ? ' Secret.' : ''} |`;
};

/** A table in Markdown. */
export const settingsTable = (keys: readonly Key[]): string =>
  ['| setting | default | what it is |', '| --- | --- | --- |', ...keys.map(row)].join('\n');
