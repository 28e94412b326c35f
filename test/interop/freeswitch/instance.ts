// A FreeSWITCH of the tests' own on free ports of this machine, with the configuration set as it is shipped, and its telephones and trunks.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFreeswitchDriver } from '../../../packages/server/src/drivers/freeswitch/freeswitch-driver.ts';
import { chime } from '../../../packages/telephony/src/media/tones.ts';
import { wavHeader } from '../../../packages/telephony/src/media/wav.ts';
import { freePort } from '../../support/running-server.ts';
import { until } from '../../support/until.ts';
import { ended, type InstanceWishes, type Make, type SwitchInstance } from '../switches/instance.ts';
import { askOnce } from './ask-once.ts';

export type FreeswitchInstance = SwitchInstance & {
  readonly password: string;
  /** Where it writes what is recorded. */
  readonly recordingsFolder: string;
};

export type Program = {
  /** The program itself, `/usr/bin/freeswitch`. */
  readonly path: string;
  /** Its modules, `/usr/lib/freeswitch/mod`. */
  readonly modules: string;
};

const shipped = join(import.meta.dirname, '../../../deploy/freeswitch');
const password = 'a-password-of-the-tests';

/** Named by `FREESWITCH_PROGRAM` and `FREESWITCH_MODULES`: no package that can be had without an account has one. */
export function freeswitch(): Make<FreeswitchInstance> {
  const { FREESWITCH_PROGRAM: path = '', FREESWITCH_MODULES: modules = '/usr/lib/freeswitch/mod' } = process.env;
  const name = 'FreeSWITCH';
  if (path === '') return { name, start: null, reason: 'none here: FREESWITCH_PROGRAM names one' };
  return { name, start: (wishes) => startFreeswitch({ path, modules }, wishes) };
}

export async function startFreeswitch(program: Program, wishes: InstanceWishes): Promise<FreeswitchInstance> {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-freeswitch-'));
  const at = (name: string): string => join(folder, name);
  for (const name of ['log', 'db', 'run', 'recordings', 'sounds/music/8000', 'sounds/en/us/callie/digits'])
    await mkdir(at(name), { recursive: true });
  const ports = { sip: await freePort(), trunks: await freePort(), esl: await freePort(), ws: await freePort() };
  await cp(shipped, at('conf'), { recursive: true });
  await configure(at('conf'), ports, wishes);
  await sounds(at('sounds'));
  const esl = { host: '127.0.0.1', port: ports.esl, password };
  const folders = { conf: 'conf', log: 'log', db: 'db', run: 'run', sounds: 'sounds', recordings: 'recordings' };
  const flags = Object.entries(folders).flatMap(([flag, name]) => [`-${flag}`, at(name)]);
  let child: ChildProcess | null = null;
  const startAgain = async (): Promise<void> => {
    const started = spawn(program.path, ['-nonat', '-nf', '-nc', '-mod', program.modules, ...flags], {
      stdio: 'ignore',
    });
    child = started;
    await until('FreeSWITCH is up', () => isUp(started, esl), 30_000);
  };
  await startAgain();
  const recordingsFolder = at('recordings');
  return {
    kind: 'freeswitch',
    password,
    recordingsFolder,
    sipPort: ports.sip,
    trunkPort: ports.trunks,
    steerPort: ports.esl,
    get pid() {
      return child?.pid ?? 0;
    },
    settings: (id, port = ports.esl) => ({
      id,
      kind: 'freeswitch',
      url: `esl://127.0.0.1:${port}`,
      password,
      recordingsFolder,
    }),
    driver: (dataFolder, by = password) =>
      createFreeswitchDriver({
        esl: { ...esl, password: by },
        domain: wishes.domain,
        trunks: [{ id: wishes.trunk, isOutgoing: true, maxCalls: 10, callerId: '4000' }],
        isExtension: (user) => /^8\d{3}$/u.test(user),
        dataFolder,
        recordingsFolder,
        setting: 'switches[0]',
        log: () => undefined,
      }),
    left: async () => Number.parseInt((await askOnce(esl, 'show channels count')).trim(), 10),
    recordingsLeft: async () => (await readdir(recordingsFolder)).length,
    kill: () => ended(child, 'SIGKILL'),
    startAgain,
    async stop() {
      await ended(child, 'SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Ports = { readonly sip: number; readonly trunks: number; readonly esl: number; readonly ws: number };

/** What the documentation says to change, and ports. */
async function configure(conf: string, ports: Ports, wishes: InstanceWishes): Promise<void> {
  const { trunk, outsidePort, extensions, extensionPassword, domain } = wishes;
  const rtpStart = 24_000 + (process.pid % 80) * 100;
  await change(conf, 'vars.xml', [
    ['domain=$${local_ip_v4}', `domain=${domain}`],
    ['public_address=$${local_ip_v4}', 'public_address=127.0.0.1'],
    ['default_trunk=outside', `default_trunk=${trunk}`],
    ['rtp_start_port=16384', `rtp_start_port=${rtpStart}`],
    ['rtp_end_port=32768', `rtp_end_port=${rtpStart + 999}`],
  ]);
  const onLoopback = ['$${local_ip_v4}', '127.0.0.1'] as const;
  await change(conf, 'sip_profiles/internal.xml', [
    onLoopback,
    ['5060', String(ports.sip)],
    [':5066', `127.0.0.1:${ports.ws}`],
    [/<param name="wss-binding"[^>]*>/u, ''],
  ]);
  await change(conf, 'sip_profiles/external.xml', [onLoopback, ['5080', String(ports.trunks)]]);
  await change(conf, 'autoload_configs/event_socket.conf.xml', [
    ['8021', String(ports.esl)],
    ['change-me', password],
  ]);
  await change(conf, 'autoload_configs/acl.conf.xml', [
    ['<!-- <node type="allow" cidr="192.0.2.10/32"/> -->', '<node type="allow" cidr="127.0.0.1/32"/>'],
  ]);
  const of = 'sip_profiles/external/outside.xml';
  await cp(join(conf, `${of}.example`), join(conf, of));
  await change(conf, of, [
    ['"outside"', `"${trunk}"`],
    ['sip.provider.example', `127.0.0.1:${outsidePort}`],
    ['name="register" value="true"', 'name="register" value="false"'],
  ]);
  const example = await readFile(join(conf, 'directory/extensions/8001.xml.example'), 'utf8');
  for (const user of extensions) {
    const hash = createHash('md5').update(`${user}:${domain}:${extensionPassword}`).digest('hex');
    const text = example.replace('id="8001"', `id="${user}"`).replace('value="change-me"', `value="${hash}"`);
    await writeFile(join(conf, `directory/extensions/${user}.xml`), text);
  }
}

async function change(conf: string, name: string, changes: readonly (readonly [string | RegExp, string])[]) {
  let text = await readFile(join(conf, name), 'utf8');
  for (const [what, by] of changes) {
    if (typeof what === 'string' ? !text.includes(what) : !what.test(text))
      throw new Error(`${name} has no ${what.toString()}`);
    text = typeof what === 'string' ? text.replaceAll(what, () => by) : text.replace(what, by);
  }
  await writeFile(join(conf, name), text);
}

/** Music, and a sound for each digit. */
async function sounds(folder: string): Promise<void> {
  const samples = chime();
  const audio = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const wav = Buffer.concat([wavHeader(1, audio.length), audio]);
  await writeFile(join(folder, 'music/8000/chime.wav'), wav);
  for (const digit of [...'0123456789', 'star', 'pound'])
    await writeFile(join(folder, `en/us/callie/digits/${digit}.wav`), wav);
}

async function isUp(child: ChildProcess, esl: Parameters<typeof askOnce>[0]): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(`FreeSWITCH ended with ${child.exitCode}`);
  const status = await askOnce(esl, 'sofia status').catch(() => '');
  return status.split('RUNNING').length > 2;
}
