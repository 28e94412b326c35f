// The built middleware as a process of its own, with a settings file, as an operator would run it.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './running-server.ts';
import { until } from './until.ts';

export type RunningMiddleware = {
  readonly url: string;
  /** Makes a user by the command, his password on standard input. */
  addUser(login: string, password: string): Promise<void>;
  /** null: it runs. */
  exitCode(): number | null;
  /** What it has written so far. */
  output(): string;
  /** SIGKILL. */
  kill(): Promise<void>;
  startAgain(): Promise<void>;
  stop(): Promise<void>;
};

/** @param upIs the status of /healthz when it is up: 503 where no CTI API is there. */
export async function runMiddleware(databaseUrl: string, ctiUrl: string, upIs = 200): Promise<RunningMiddleware> {
  const main = join(import.meta.dirname, '../../packages/middleware/dist/main.js');
  if (!existsSync(main)) throw new Error('the middleware is not built: npm run build');
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-middleware-'));
  const file = join(folder, 'settings.json');
  const port = await freePort();
  const settings = { http: { port }, database: { url: databaseUrl }, cti: { url: ctiUrl }, log: { level: 'warn' } };
  await writeFile(file, JSON.stringify(settings));
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  let output = '';
  const run = (...words: string[]): ChildProcess => {
    const started = spawn(process.execPath, [main, ...words, '--config', file], { stdio: 'pipe' });
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (text: Buffer) => (output += text.toString()));
    return started;
  };
  const start = async (): Promise<void> => {
    const own = run();
    child = own;
    await until(
      'the middleware is up',
      async () => {
        if (own.exitCode !== null) throw new Error(`the middleware ended with ${own.exitCode}:\n${output}`);
        return (await fetch(`${url}/healthz`).catch(() => null))?.status === upIs;
      },
      30_000,
    );
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
    ending.kill(signal);
    await gone;
  };
  await start();
  return {
    url,
    async addUser(login, password) {
      const command = run('user', 'add', login);
      command.stdin?.end(`${password}\n`);
      const code = await new Promise<number | null>((resolve) => command.once('exit', resolve));
      if (code !== 0) throw new Error(`user add ${login}: ${code}\n${output}`);
    },
    exitCode: () => child?.exitCode ?? null,
    output: () => output,
    kill: () => end('SIGKILL'),
    startAgain: start,
    async stop() {
      await end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
