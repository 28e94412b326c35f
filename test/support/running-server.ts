// The built server as a process of its own on free ports and a folder of its own, as an operator would run it.
import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until.ts';

export type RunningServer = {
  readonly http: string;
  readonly agentUrl: string;
  readonly sipPort: number;
  readonly folder: string;
  readonly output: () => string;
  /** Login or extension → its password, as the first start wrote them down. */
  readonly passwords: { readonly logins: ReadonlyMap<string, string>; readonly phones: ReadonlyMap<string, string> };
  /** SIGKILL to the server process alone; its children are left to themselves. */
  kill(): Promise<void>;
  /** Starts again on the same ports and folder. */
  startAgain(): Promise<void>;
  /** Stops it as an operator does; the folder stays. */
  end(): Promise<void>;
  /** Stops it, and removes the folder. */
  stop(): Promise<void>;
};

/** A port that is free for UDP and TCP now. */
export async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    const socket = createSocket('udp4');
    const free = await new Promise<boolean>((resolve) => {
      socket.once('error', () => resolve(false));
      socket.bind(port, '127.0.0.1', () => resolve(true));
    });
    await new Promise<void>((resolve) => (free ? socket.close(resolve) : resolve()));
    if (free) return port;
  }
}

/** @returns the program that an operator starts. */
export function builtServer(): string {
  const main = join(import.meta.dirname, '../../packages/server/dist/main.js');
  if (!existsSync(main)) throw new Error('the server is not built: npm run build');
  return main;
}

/** @param prepare is given the data folder before the server has seen it. */
export async function runServer(
  flags: readonly string[] = [],
  prepare: (folder: string) => Promise<void> = () => Promise.resolve(),
): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-server-'));
  await prepare(folder);
  const [httpPort, sipPort] = [await freePort(), await freePort()];
  const main = builtServer();
  const words = ['--dataFolder', folder, '--http.port', String(httpPort), '--sip.port', String(sipPort), ...flags];
  let child: ChildProcess | null = null;
  let output = '';
  const start = async (): Promise<void> => {
    const process_ = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    child = process_;
    for (const stream of [process_.stdout, process_.stderr])
      stream.on('data', (text: Buffer) => (output += text.toString()));
    await until(
      'the server is up',
      async () => {
        const ended = process_.exitCode ?? process_.signalCode;
        if (ended !== null) throw new Error(`the server ended with ${ended}:\n${output}`);
        return (await fetch(`http://127.0.0.1:${httpPort}/healthz`).catch(() => null))?.ok;
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
    http: `http://127.0.0.1:${httpPort}`,
    agentUrl: `ws://127.0.0.1:${httpPort}/agent`,
    sipPort,
    folder,
    output: () => output,
    passwords: await readPasswords(join(folder, 'first-start.txt')),
    kill: () => end('SIGKILL'),
    startAgain: start,
    end: () => end('SIGTERM'),
    async stop() {
      await end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function readPasswords(file: string): Promise<RunningServer['passwords']> {
  // A tenant that the test has prepared has passwords that the test knows.
  const [logins = '', phones = ''] = (await readFile(file, 'utf8').catch(() => '')).split(/^Phones.*$/m);
  const read = (text: string): Map<string, string> =>
    new Map([...text.matchAll(/^ {2}(\S+) {2}(\S+)/gm)].map((match) => [match[1] ?? '', match[2] ?? '']));
  return { logins: read(logins), phones: read(phones) };
}
