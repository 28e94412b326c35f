// How long `npm start` takes, with everything installed and built, until the first telephone is registered: on a new data folder, on the same again, and after kill -9.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPhone } from '@cordboard/telephony';
import { freePort } from '../test/support/running-server.ts';
import { until } from '../test/support/until.ts';

const root = join(import.meta.dirname, '..');
const folder = await mkdtemp(join(tmpdir(), 'cordboard-start-'));
const [httpPort, sipPort] = [await freePort(), await freePort()];

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

async function password(): Promise<string> {
  const text = await readFile(join(folder, 'first-start.txt'), 'utf8');
  return /^ {2}8001 {2}(\S+)$/m.exec(text)?.[1] ?? '';
}

/** @returns the server, and the milliseconds until the telephone had its 200. */
async function start(): Promise<{ readonly server: ChildProcess; readonly ms: number }> {
  const flags = ['--dataFolder', folder, '--http.port', String(httpPort), '--sip.port', String(sipPort)];
  const startedAt = performance.now();
  const server = spawn('npm', ['start', '--silent', '--', ...flags], { cwd: root, stdio: 'ignore', detached: true });
  await until('SIP is there', () => listens(sipPort), 60_000);
  const phone = createPhone({ server: `sip:127.0.0.1:${sipPort}`, user: '8001', password: await password() });
  await phone.start();
  await phone.register();
  const ms = performance.now() - startedAt;
  await phone.close();
  return { server, ms };
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  process.kill(-(server.pid ?? 0), signal);
  await gone;
  await until('the port is free', async () => !(await listens(sipPort)), 30_000);
}

try {
  for (const [what, signal] of [
    ['on a new data folder', 'SIGTERM'],
    ['again', 'SIGKILL'],
    ['after kill -9', 'SIGTERM'],
  ] as const) {
    const { server, ms } = await start();
    console.log(`  npm start ${what}: ${(ms / 1000).toFixed(2)} s to the first registration`);
    await end(server, signal);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
