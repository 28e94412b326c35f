// Running baresip as a desk phone: registers, answers by itself, speaks a tone from a file and writes down what it hears.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWav } from '../support/wav.ts';
import { writeTone } from '../support/wav.ts';
import { toneShare } from '../support/tone.ts';
import { until } from '../support/until.ts';

export type DeskPhone = {
  /** Share of `frequencyHz` in the last `ms` of what it heard. */
  hears(frequencyHz: number, ms?: number): Promise<number>;
  readonly output: () => string;
  stop(): Promise<void>;
};

export async function baresip(options: {
  readonly server: string;
  readonly user: string;
  readonly password: string;
  readonly sipPort: number;
  readonly speaksHz: number;
}): Promise<DeskPhone> {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-baresip-'));
  const dumps = join(folder, 'dumps');
  await mkdir(dumps);
  await writeTone(join(folder, 'tone.wav'), options.speaksHz, 120);
  await writeFile(
    join(folder, 'accounts'),
    `<sip:${options.user}@${options.server}>;auth_pass=${options.password};answermode=auto;regint=60\n`,
  );
  await writeFile(join(folder, 'config'), configuration(options.sipPort, join(folder, 'tone.wav'), dumps));
  let output = '';
  // Its lines would stay in libc's buffer otherwise.
  const child = spawn('stdbuf', ['-oL', '-eL', 'baresip', '-f', folder], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (output += text.toString()));
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await until(`baresip registered as ${options.user}`, () => /200 OK/.test(output), 30_000).catch((error: Error) => {
    child.kill('SIGKILL');
    throw new Error(`${error.message}; it said: ${output}`);
  });
  return {
    output: () => output,
    async hears(frequencyHz, ms = 400) {
      const names = (await readdir(dumps)).filter((name) => name.endsWith('dec.wav')).sort();
      const last = names.at(-1);
      if (last === undefined) return 0;
      const wav = await readWav(join(dumps, last)).catch(() => null);
      if (wav === null) return 0;
      const samples = wav.channels[0]!;
      const count = Math.round((ms * wav.sampleRateHz) / 1000);
      return samples.length < count ? 0 : toneShare(samples.slice(-count), frequencyHz, wav.sampleRateHz);
    },
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

const configuration = (sipPort: number, tone: string, dumps: string): string => `
poll_method epoll
sip_listen 127.0.0.1:${sipPort}
sip_transports udp
audio_player aubridge,ear
audio_source aufile,${tone}
audio_alert aubridge,ear
ausrc_srate 8000
auplay_srate 8000
ausrc_channels 1
auplay_channels 1
module_path /usr/lib/baresip/modules
module g711.so
module aufile.so
module aubridge.so
module sndfile.so
module account.so
module_app account.so
module_app menu.so
snd_path ${dumps}
rtp_ports ${sipPort + 1000}-${sipPort + 1100}
`;
