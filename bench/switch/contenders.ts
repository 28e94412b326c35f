// Who is measured: Cordboard with its own switch, Cordboard on an Asterisk, the queues of that Asterisk without Cordboard, and Cordboard on a FreeSWITCH where there is one.
import { freePort } from '../../test/support/running-server.ts';
import { until } from '../../test/support/until.ts';
import { startAsterisk, type AsteriskInstance, type InstanceOptions } from '../../test/interop/asterisk/instance.ts';
import type { FreeswitchInstance } from '../../test/interop/freeswitch/instance.ts';
import type { InstanceWishes } from '../../test/interop/switches/instance.ts';
import { cpuSeconds, deviceOf, phonePassword, setUp, sipDomain } from '../main-job/stage.ts';

export type StartFreeswitch = (wishes: InstanceWishes) => Promise<FreeswitchInstance>;

export type Cpu = { readonly cordboard: number; readonly foreign: number };

export type Contender = {
  readonly name: string;
  /** Where telephones register. */
  readonly sip: string;
  /** Where callers call; there, too, unless it is said. */
  readonly trunk?: string;
  /** Processor time so far of Cordboard's server and of a switch of another make. */
  cpuSeconds(): Promise<Cpu>;
  close(): Promise<void>;
};

/** What the callers dial; the tenant of the main job has it. */
export const dialled = '4001';
const trunkCalls = 10_000;
const ports = async (): Promise<{ http: number; sip: number }> => ({ http: await freePort(), sip: await freePort() });

export async function withOwnSwitch(agents: number): Promise<Contender> {
  const stage = await setUp(agents, await ports(), false);
  const { sip } = stage;
  return {
    name: 'Cordboard, embedded switch',
    sip,
    cpuSeconds: async () => ({ cordboard: await stage.cpuSeconds(), foreign: 0 }),
    close: () => stage.close(),
  };
}

/** Only what is wrong is written down, by all alike. */
const quiet = {
  'logger.conf': () => '[general]\n[logfiles]\nmessages.log = warning,error\n',
  // Telephones of files are like those that Cordboard puts there.
  'pjsip.conf': (text: string) =>
    text.replace(/^(\[telephone\][^[]*)media_address.*\nbind_rtp_to_media_address.*\n/mu, '$1'),
};
const startQuietly = (options: Pick<InstanceOptions, 'home' | 'extensions' | 'modules' | 'files'>) =>
  startAsterisk({
    ...options,
    extensionPassword: phonePassword,
    outsidePort: 9,
    files: { ...quiet, ...options.files },
  });

/** @param through where the server finds ARI, when something is to be between them. */
export async function onAsterisk(
  agents: number,
  home: string,
  through: (ariUrl: string) => Promise<string> = (ariUrl) => Promise.resolve(ariUrl),
): Promise<Contender> {
  const asterisk = await startQuietly({ home, extensions: [] });
  try {
    const { ariPassword: password } = asterisk;
    const switches = [{ id: 'bench', kind: 'asterisk', url: await through(asterisk.ariUrl), password }];
    const trunks = [{ id: 'outside', maxCalls: trunkCalls }];
    const stage = await setUp(agents, await ports(), false, { switches, trunks });
    const close = async (): Promise<void> => {
      await stage.close();
      await asterisk.stop();
    };
    await until('telephones are put there', async () => (await endpoints(asterisk)) > agents, 30_000).catch(
      async (error: unknown) => {
        await stage.close();
        throw error;
      },
    );
    return {
      name: 'Cordboard on Asterisk',
      sip: `127.0.0.1:${asterisk.sipPort}`,
      cpuSeconds: async () => ({ cordboard: await stage.cpuSeconds(), foreign: await cpuSeconds(asterisk.pid) }),
      close,
    };
  } catch (error) {
    await asterisk.stop();
    throw error;
  }
}

/** The trunk is one, too. */
async function endpoints({ ariUrl, ariPassword }: AsteriskInstance): Promise<number> {
  const authorization = `Basic ${Buffer.from(`cordboard:${ariPassword}`).toString('base64')}`;
  const response = await fetch(`${ariUrl}/ari/endpoints/PJSIP`, { headers: { authorization } });
  return ((await response.json()) as unknown[]).length;
}

/** With the set as it is shipped. */
export async function onFreeswitch(agents: number, start: StartFreeswitch): Promise<Contender> {
  const extensions = Array.from({ length: agents }, (_, index) => deviceOf(index));
  const domain = sipDomain;
  const instance = await start({
    trunk: 'outside',
    outsidePort: 9,
    extensions,
    extensionPassword: phonePassword,
    domain,
  });
  try {
    const further = { switches: [instance.settings('bench')], trunks: [{ id: 'outside', maxCalls: trunkCalls }] };
    const stage = await setUp(agents, await ports(), false, further);
    return {
      name: 'Cordboard on FreeSWITCH',
      sip: `127.0.0.1:${instance.sipPort}`,
      trunk: `127.0.0.1:${instance.trunkPort}`,
      cpuSeconds: async () => ({ cordboard: await stage.cpuSeconds(), foreign: await cpuSeconds(instance.pid) }),
      async close() {
        await stage.close();
        await instance.stop();
      },
    };
  } catch (error) {
    await instance.stop();
    throw error;
  }
}

/** Answers first (at once: it would wait half a second for audio) and lets wait then, as Cordboard does; the agent who has been idle longest is next. */
export async function ofAsterisk(agents: number, home: string): Promise<Contender> {
  const extensions = Array.from({ length: agents }, (_, index) => deviceOf(index));
  const members = extensions.map((each) => `member => PJSIP/${each}\n`).join('');
  const queue = `[general]\npersistentmembers = no\nautofill = yes\n[support]\nstrategy = leastrecent\nmusicclass = default\ntimeout = 20\nretry = 1\nwrapuptime = 0\nringinuse = no\n${members}`;
  const plan = `\n[cordboard-trunks]\nexten => ${dialled},1,Answer(,i)\n same => n,Queue(support)\n same => n,Hangup()\n`;
  const asterisk = await startQuietly({
    home,
    extensions,
    modules: ['app_queue'],
    files: { 'queues.conf': () => queue, 'extensions.conf': (text) => text + plan },
  });
  return {
    name: "Asterisk's app_queue",
    sip: `127.0.0.1:${asterisk.sipPort}`,
    cpuSeconds: async () => ({ cordboard: 0, foreign: await cpuSeconds(asterisk.pid) }),
    close: () => asterisk.stop(),
  };
}
