// Running kamailio as a foreign registrar and proxy: UDP and TCP on loopback, one password for everybody, memory only.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'node:net';
import { fileURLToPath } from 'node:url';
import { until } from '../support/until.ts';

export type Kamailio = {
  /** `127.0.0.1:port`, UDP and TCP. */
  readonly place: string;
  output(): string;
  /** SIGKILL to it and its children: nobody is told. */
  kill(): Promise<void>;
  start(): Promise<void>;
};

/** @param configuration a file beside this one, with PORT in it */
export async function kamailio(port: number, configuration = 'kamailio.cfg'): Promise<Kamailio> {
  const template = fileURLToPath(new URL(configuration, import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-kamailio-'));
  const file = join(folder, 'kamailio.cfg');
  await writeFile(file, (await readFile(template, 'utf8')).replaceAll('PORT', String(port)));
  let child: ChildProcess | null = null;
  let output = '';
  const answers = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = createConnection(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
  const one: Kamailio = {
    place: `127.0.0.1:${port}`,
    output: () => output,
    async start() {
      const options = ['-f', file, '-DD', '-E', '-m', '32', '-M', '4', '-Y', folder, '-w', folder];
      // A process group of its own, so that its children go with it.
      child = spawn('kamailio', options, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
      child.stdout?.on('data', (text: Buffer) => (output += text.toString()));
      child.stderr?.on('data', (text: Buffer) => (output += text.toString()));
      await until('kamailio listens', answers).catch((error: unknown) => {
        throw new Error(`${String(error)}\n${output.slice(-4_000)}`);
      });
    },
    async kill() {
      const running = child;
      if (running?.pid === undefined || running.exitCode !== null) return;
      const gone = new Promise<void>((resolve) => running.once('exit', () => resolve()));
      process.kill(-running.pid, 'SIGKILL');
      await gone;
      child = null;
      await until('its port is free', async () => !(await answers()));
    },
  };
  await one.start();
  return one;
}
