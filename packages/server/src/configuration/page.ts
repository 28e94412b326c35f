// What is said about the server's settings: its help, and the page of the documentation.
import { settingsHelp, settingsTable } from './printing.ts';
import { keys } from './vocabulary.ts';

/** What `--help` prints. */
export const helpText = (): string => `Cordboard, a call-centre platform.

Usage: cordboard [--setting value]…        (npm start -- [--setting value]…)

  --config <file>
      Settings file; cordboard.json in the current folder when there is one.
  --print-config
      Prints the settings in force, secrets masked, and ends.
  --version, --help

Every setting can stand in the file ({"http": {"port": 8080}}), in the environment
(CORDBOARD_HTTP_PORT=8080) or be a flag (--http.port 8080). A flag wins over the environment, the
environment over the file.

${settingsHelp(keys)}
`;

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

Lists are written with commas in flags and environment (\`--http.allowedOrigins https://a.example,https://b.example\`), \`trunks\` and
\`switches\` as JSON. \`DATABASE_URL\` is read like \`CORDBOARD_DATABASE_URL\`. A name that is not a setting stops the start and is named; so does a
value that cannot be. \`npm start -- --help\` lists the settings, \`npm start -- --print-config\` prints those in force, secrets masked.
Relative paths begin at the folder in which the command is run.

${settingsTable(keys)}

## A trunk

${settingsTable(keys.flatMap((key) => (key.name === 'trunks' ? key.members : [])))}

## A switch

Without one, calls are at the embedded switch. How one is set up: [asterisk.md](asterisk.md), [freeswitch.md](freeswitch.md).

${settingsTable(keys.flatMap((key) => (key.name === 'switches' ? key.members : [])))}

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
