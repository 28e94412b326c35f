// The built desktop program as a process of its own, with a folder of its own, as an agent would start it; its window is a headless Chromium.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './running-server.ts';
import { until } from './until.ts';

export type RunningAgent = {
  readonly port: number;
  /** Where the window's browser is steered. */
  readonly debugPort: number;
  readonly folder: string;
  output(): string;
  /** The code it ended with; null: it runs. */
  code(): number | null;
  stop(): Promise<void>;
};

export function builtAgent(): string {
  const main = join(import.meta.dirname, '../../packages/desktop/dist/main.js');
  if (!existsSync(main)) throw new Error('the program is not built: npm run build');
  return main;
}

/** @param browserFlags of the window's browser. @param flags of the program. */
export async function runAgent(flags: readonly string[], browserFlags: readonly string[]): Promise<RunningAgent> {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-agent-'));
  const [port, debugPort] = [await freePort(), await freePort()];
  const browser = [...browserFlags, `--remote-debugging-port=${debugPort}`];
  const words = [
    `LocalWebServer:Port=${port}`,
    `window:browser=${process.env['CHROMIUM'] ?? '/usr/bin/chromium'}`,
    `window:arguments=${JSON.stringify(browser)}`,
    ...flags,
  ];
  const env = { ...process.env, CORDBOARD_AGENT_FOLDER: folder };
  const child: ChildProcess = spawn(process.execPath, [builtAgent(), ...words], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (output += text.toString()));
  await until(
    'the program is up',
    () => {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}:\n${output}`);
      return output.includes('pages connect to');
    },
    20_000,
  );
  return {
    port,
    debugPort,
    folder,
    output: () => output,
    code: () => child.exitCode,
    async stop() {
      if (child.exitCode === null) {
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        await gone;
      }
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}
