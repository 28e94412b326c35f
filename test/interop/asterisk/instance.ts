// An Asterisk of the tests' own on free ports of this machine, with the configuration set as it is shipped, and its telephones and trunks.
import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../support/running-server.ts';
import { until } from '../../support/until.ts';
import { createAsteriskDriver } from '../../../packages/server/src/drivers/asterisk/asterisk-driver.ts';
import { ended, type InstanceWishes, type Make, type SwitchInstance } from '../switches/instance.ts';

export type AsteriskInstance = SwitchInstance & {
  readonly ariUrl: string;
  readonly ariPassword: string;
  readonly folder: string;
  /** Asked of Asterisk itself. @param path below `/ari` */
  ask(path: string): Promise<unknown>;
};

export type InstanceOptions = {
  /** Where Asterisk lies: `bin`, `modules`, `share`. */
  readonly home: string;
  readonly extensions: readonly string[];
  readonly extensionPassword: string;
  /** Where calls outside go; calls from there come in. */
  readonly outsidePort: number;
  /** `systemname`; `tests` by default. */
  readonly systemName?: string;
  /** Modules that the tests otherwise leave out. */
  readonly modules?: readonly string[];
  /** By name of a configuration file: what is in its place, from what would be there. */
  readonly files?: Readonly<Record<string, (text: string) => string>>;
};

const shipped = join(import.meta.dirname, '../../../deploy/asterisk');
const ariPassword = 'a-password-of-the-tests';
const headers = { authorization: `Basic ${Buffer.from(`cordboard:${ariPassword}`).toString('base64')}` };

/** As the suites of all makes start it; its telephones it gets from Cordboard. */
export const asterisk = (home = process.env['ASTERISK_HOME'] ?? ''): Make<AsteriskInstance> => {
  if (home === '') return { name: 'Asterisk', start: null, reason: 'none here: `npm run interop` obtains one' };
  const start = ({ trunk: name, outsidePort }: InstanceWishes): Promise<AsteriskInstance> =>
    startAsterisk({
      home,
      extensions: [],
      extensionPassword: '',
      outsidePort,
      systemName: `with-${name}`,
      files: { 'cordboard/trunks.conf': (text) => text.replaceAll('outside', name) },
    });
  return { name: 'Asterisk', start };
};

export async function startAsterisk(options: InstanceOptions): Promise<AsteriskInstance> {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-asterisk-'));
  const etc = join(folder, 'etc');
  const [sipPort, httpPort, rtpStart] = [await freePort(), await freePort(), 20_000 + (process.pid % 200) * 100];
  for (const name of ['run', 'log', 'lib', 'db', 'keys', 'spool/recording', 'spool/tmp', 'etc/cordboard'])
    await mkdir(join(folder, name), { recursive: true });
  await cp(shipped, etc, { recursive: true });
  await linkData(join(options.home, 'share'), join(folder, 'data'));
  await change(etc, 'pjsip.conf', [
    [/0\.0\.0\.0:5060/gu, `127.0.0.1:${sipPort}`],
    [/bind = 0\.0\.0\.0$/gmu, 'bind = 127.0.0.1'],
    // Its own signs of life come while a test is still there, and not after 90 s.
    [/^type = global$/mu, 'type = global\nkeep_alive_interval = 3'],
    [/^direct_media = no$/gmu, 'direct_media = no\nmedia_address = 127.0.0.1\nbind_rtp_to_media_address = yes'],
  ]);
  await change(etc, 'http.conf', [[/8088/u, String(httpPort)]]);
  await change(etc, 'ari.conf', [[/change-me/u, ariPassword]]);
  await change(etc, 'musiconhold.conf', [[/directory = moh/u, `directory = ${options.home}/share/moh`]]);
  const files = {
    'cordboard/extensions.conf': options.extensions
      .map((name) => extension(name, options.extensionPassword))
      .join('\n'),
    'cordboard/trunks.conf': trunk(options.outsidePort),
    'asterisk.conf': mainConfiguration(options.home, folder, options.systemName ?? 'tests'),
    'modules.conf': `[modules]\nautoload = yes\n${unwanted
      .filter((name) => options.modules?.includes(name) !== true)
      .map((name) => `noload = ${name}.so\n`)
      .join('')}`,
    'logger.conf': '[general]\n[logfiles]\nmessages.log = notice,warning,error,verbose\n',
    'rtp.conf': `[general]\nrtpstart = ${rtpStart}\nrtpend = ${rtpStart + 999}\nstrictrtp = yes\n`,
    'indications.conf':
      '[general]\ncountry = us\n[us]\ndescription = United States\nringcadence = 2000,4000\nbusy = 480+620/500,0/500\nring = 440+480/2000,0/4000\ncongestion = 480+620/250,0/250\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(etc, name), text);
  for (const [name, by] of Object.entries(options.files ?? {}))
    await writeFile(join(etc, name), by(await readFile(join(etc, name), 'utf8').catch(() => '')));
  const ariUrl = `http://127.0.0.1:${httpPort}`;
  let child: ChildProcess | null = null;
  const startAgain = async (): Promise<void> => {
    const started = spawn(join(options.home, 'bin', 'asterisk'), ['-f', '-C', join(etc, 'asterisk.conf')], {
      stdio: 'ignore',
    });
    child = started;
    await until('Asterisk is up', () => isUp(started, ariUrl, folder), 20_000);
  };
  await startAgain();
  const ask = async (path: string): Promise<unknown> => (await fetch(`${ariUrl}/ari${path}`, { headers })).json();
  const countOf = async (path: string): Promise<number> => ((await ask(path)) as unknown[]).length;
  return {
    kind: 'asterisk',
    ariUrl,
    ariPassword,
    sipPort,
    trunkPort: sipPort,
    steerPort: httpPort,
    folder,
    get pid() {
      return child?.pid ?? 0;
    },
    settings: (id, port = httpPort) => ({
      id,
      kind: 'asterisk',
      url: `http://127.0.0.1:${port}`,
      password: ariPassword,
    }),
    driver: (dataFolder, password = ariPassword) =>
      createAsteriskDriver({
        ari: { url: ariUrl, user: 'cordboard', password, app: 'cordboard' },
        trunks: [{ id: 'outside', isOutgoing: true, maxCalls: 10, callerId: '4000' }],
        isExtension: () => false,
        dataFolder,
        setting: 'switches[0]',
        log: () => undefined,
      }),
    ask,
    left: async () => (await countOf('/channels')) + (await countOf('/bridges')),
    recordingsLeft: () => countOf('/recordings/stored'),
    kill: () => ended(child, 'SIGKILL'),
    startAgain,
    async stop() {
      await ended(child, 'SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Asterisk's own data, with the shipped sounds beside its own. */
async function linkData(share: string, data: string): Promise<void> {
  await mkdir(join(data, 'sounds'), { recursive: true });
  for (const name of await readdir(share)) if (name !== 'sounds') await symlink(join(share, name), join(data, name));
  for (const name of await readdir(join(share, 'sounds')))
    await symlink(join(share, 'sounds', name), join(data, 'sounds', name));
  await symlink(join(shipped, 'sounds/cordboard'), join(data, 'sounds/cordboard'));
}

async function isUp(child: ChildProcess, ariUrl: string, folder: string): Promise<boolean> {
  if (child.exitCode !== null)
    throw new Error(
      `Asterisk ended with ${child.exitCode}: ${await readFile(join(folder, 'log/messages.log'), 'utf8').catch(() => '')}`,
    );
  const answer = await fetch(`${ariUrl}/ari/asterisk/ping`, { headers }).catch(() => null);
  return answer?.ok === true;
}

async function change(etc: string, name: string, changes: readonly (readonly [RegExp, string])[]): Promise<void> {
  const file = join(etc, name);
  let text = await readFile(file, 'utf8');
  for (const [what, by] of changes) text = text.replace(what, by);
  await writeFile(file, text);
}

const extension = (name: string, password: string): string => `
[${name}](telephone)
auth = ${name}
aors = ${name}
[${name}]
type = auth
auth_type = userpass
username = ${name}
password = ${password}
[${name}](place)
`;

const trunk = (port: number): string => `
[outside](trunk)
aors = outside
[outside]
type = aor
contact = sip:127.0.0.1:${port}
[outside]
type = identify
endpoint = outside
match = 127.0.0.1
`;

/** Modules that want what is not here, or listen where nobody asked them to. */
const unwanted = [
  'cdr_pgsql', 'cel_pgsql', 'res_config_pgsql', 'chan_iax2', 'chan_unistim', 'pbx_dundi', 'res_phoneprov', 'res_pjsip_phoneprov_provider',
  'res_hep', 'res_hep_pjsip', 'res_hep_rtcp', 'res_resolver_unbound', 'res_stun_monitor', 'app_queue', 'app_voicemail',
]; // prettier-ignore

function mainConfiguration(home: string, folder: string, systemName: string): string {
  const directories = {
    astetcdir: `${folder}/etc`, astmoddir: `${home}/modules`, astvarlibdir: `${folder}/lib`, astdbdir: `${folder}/db`,
    astkeydir: `${folder}/keys`, astdatadir: `${folder}/data`, astagidir: `${folder}/lib`, astspooldir: `${folder}/spool`,
    astrundir: `${folder}/run`, astlogdir: `${folder}/log`, astsbindir: `${home}/bin`,
  }; // prettier-ignore
  const lines = Object.entries(directories).map(([name, path]) => `${name} => ${path}`);
  return `[directories]\n${lines.join('\n')}\n[options]\nverbose = 3\nsystemname = ${systemName}\nhideconnect = yes\n`;
}
