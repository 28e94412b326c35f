// The settings as people read them: help, the settings in force, and the page of the documentation.
import { keys, trunkKeys } from './keys.ts';
import type { Key } from './keys.ts';
import type { Settings } from './settings.ts';

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

/** What `--help` prints. */
export function helpText(): string {
  const settings = keys.map((key) => {
    const denied = key.kind === 'boolean' ? `, --no-${key.name}` : '';
    const flag = `  --${key.name}${denied} ${key.choices?.join('|') ?? valueWord[key.kind]}`.trimEnd();
    return `${flag}\n${wrap(`${key.description} Default: ${printedDefault(key)}.`, '      ')}`;
  });
  return `Cordboard, a call-centre platform.

Usage: cordboard [--setting value]…        (npm start -- [--setting value]…)

  --config <file>
      Settings file; cordboard.json in the current folder when there is one.
  --print-config
      Prints the settings in force, secrets masked, and ends.
  --version, --help

Every setting can stand in the file ({"http": {"port": 8080}}), in the environment
(CORDBOARD_HTTP_PORT=8080) or be a flag (--http.port 8080). A flag wins over the environment, the
environment over the file.

${settings.join('\n')}
`;
}

const mask = '***';

/** What `--print-config` prints: JSON that could be the file, but for the secrets. */
export function printedSettings(settings: Settings): string {
  const secret = new Set([...keys, ...trunkKeys].filter((key) => key.secret).map((key) => key.name));
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

/** `docs/configuration.md`. */
export function configurationPage(): string {
  return `# Configuration

This page is made from the table of settings in \`packages/server/src/configuration/settings.ts\`; a test keeps it current.

A setting can stand in three places. A flag wins over the environment, the environment over the file, the file over the default.

| place | example |
| --- | --- |
| file: \`cordboard.json\` in the current folder, or the one named by \`--config\` | \`{"http": {"port": 8080}, "demo": false}\` |
| environment: \`CORDBOARD_\`, then the name in capitals with underscores | \`CORDBOARD_HTTP_PORT=8080\`, \`CORDBOARD_HTTP_PUBLIC_URL=…\` |
| flag: \`--\`, then the name | \`--http.port 8080\`, \`--no-demo\` |

Lists are written with commas in flags and environment (\`--http.allowedOrigins https://a.example,https://b.example\`), \`trunks\` as
JSON. \`DATABASE_URL\` is read like \`CORDBOARD_DATABASE_URL\`. A name that is not a setting stops the start and is named; so does a
value that cannot be. \`npm start -- --help\` lists the settings, \`npm start -- --print-config\` prints those in force, secrets masked.
Relative paths begin at the folder in which the command is run.

| setting | default | what it is |
| --- | --- | --- |
${keys.map(row).join('\n')}

## A trunk

| setting | default | what it is |
| --- | --- | --- |
${trunkKeys.map(row).join('\n')}

## Who can reach the server

Everything listens on 127.0.0.1 until you say otherwise: a call centre that is reachable from a network is a decision, not a default.

- Desk phones in your network: \`--sip.host 0.0.0.0\`. Audio then uses the first address of the machine that is not loopback, or
  \`media.host\`.
- Browsers on other machines: \`--http.host 0.0.0.0\`. Browsers give a page the microphone only over HTTPS or on localhost, so set
  \`http.tls.key\` and \`http.tls.cert\`, or put a proxy with TLS in front and set \`http.publicUrl\` and \`http.trustedProxies\`.
- A page of another origin that holds the bar: \`http.allowedOrigins\`.
- CTI modules, by the CTI API of Naumen Contact Center: \`--ncc.enabled\`. Nobody is asked for a password there (the API has none), so a module
  on another machine is better served through a tunnel than by another \`ncc.host\`. Web pages are refused, whatever their origin.

## Which pages may connect

A browser sends the origin of its page with every WebSocket. It is compared, exactly, with \`http.allowedOrigins\` and
\`http.publicUrl\`; a page that the server itself served under \`localhost\` or an IP address may connect too. Under a name,
\`http.publicUrl\` is needed: a name can be pointed at this server by anybody (DNS rebinding), an address cannot. Programs that are not browsers send no
origin and are let through to the password, which every door but the CTI API asks for first; nothing here relies on cookies.
`;
}
