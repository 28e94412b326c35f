#!/usr/bin/env node
// The `cordboard-agent` command: reads settings, finds a program that runs already, or is it, and opens the window.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { usage } from './usage.ts';
import { PortTaken } from './local/local-server.ts';
import { filesOf } from './local/files.ts';
import { Program, type Log } from './program.ts';
import { localPortOf, type Settings } from './settings/settings.ts';
import { SettingsError, readSettings } from './settings/sources.ts';
import { watchSleep } from './sleep-watch.ts';
import { UserFolder, userFolderPath, type Running } from './user-folder.ts';
import { findBrowser, isFile, openAppWindow } from './window/browser.ts';

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
  version: string;
};
const flags = process.argv.slice(2);
const ownFlags: ReadonlySet<string> = new Set(['--no-window', '--help', '--version']);
const given = (flag: string): boolean => flags.includes(flag);

class CannotStart extends Error {}

if (given('--help')) process.stdout.write(usage(version));
else if (given('--version')) process.stdout.write(`${version}\n`);
else await run().catch(failed);

function failed(error: unknown): void {
  if (!(error instanceof SettingsError || error instanceof CannotStart)) throw error;
  process.stderr.write(`cordboard-agent: ${error.message}\n`);
  process.exit(2);
}

async function run(): Promise<void> {
  const folder = new UserFolder(userFolderPath(process.platform, process.env));
  const settings = readSettings({
    files: [join(import.meta.dirname, '../Config/settings.json'), folder.settingsFile],
    environment: withoutOwn(process.env),
    flags: flags.filter((flag) => !ownFlags.has(flag)),
  });
  if (await askRunning(folder.readRunning())) return;
  const logger = pino({ level: settings.log.level }, pino.destination({ dest: folder.logFile(), sync: false }));
  const log: Log = (level, message, fields = {}) => logger[level](fields, message);
  const ownerSecret = randomBytes(24).toString('base64url');
  let ending = false;
  const end = async (code: number): Promise<void> => {
    if (ending) return;
    ending = true;
    folder.forgetRunning();
    await program.close().catch(() => {});
    process.exit(code);
  };
  const program = new Program({
    settings,
    grantsFile: folder.grantsFile,
    ownerSecret,
    instanceId: folder.instanceId(),
    files: filesOf(join(import.meta.dirname, '../../toolbar/dist/page')),
    openWindow: (url) => openWindow(settings, folder, url),
    exit: (code) => void end(code),
    random: Math.random,
    log,
  });
  process.on('unhandledRejection', (reason) =>
    log('error', 'a promise was rejected and nobody looked', { reason: String(reason) }),
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(0));
  await start(program, settings);
  folder.writeRunning({ pid: process.pid, port: program.local.port, secret: ownerSecret });
  tell(program, settings);
  watchSleep(() => program.telephone.refresh());
  if (!given('--no-window') && settings.startup.mainWindowStartupMode !== 2) await showWindow(program);
}

async function start(program: Program, settings: Settings): Promise<void> {
  try {
    await program.start();
  } catch (error) {
    await program.close().catch(() => {});
    if (!(error instanceof PortTaken)) throw error;
    const port = localPortOf(settings);
    throw new CannotStart(
      `port ${port} is taken, maybe by another user's program; set LocalWebServer:Port to another one`,
    );
  }
}

/** A program of this user's that runs already shows its window, and this one is not needed. */
async function askRunning(running: Running | null): Promise<boolean> {
  if (running === null) return false;
  const answer = await fetch(`http://127.0.0.1:${running.port}/show`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${running.secret}` },
    signal: AbortSignal.timeout(2_000),
  }).catch(() => null);
  return answer?.status === 204;
}

async function showWindow(program: Program): Promise<void> {
  await program.showWindow().catch((error: unknown) => {
    process.stdout.write(
      `No window: ${(error as Error).message}\nOpen this address, which is good once: ${program.windowUrl()}\n`,
    );
  });
}

async function openWindow({ window, startup }: Settings, folder: UserFolder, url: string): Promise<void> {
  const place = { platform: process.platform, environment: process.env, exists: isFile };
  const command = window.browser === '' ? findBrowser(place) : window.browser;
  if (command === null) throw new Error('no browser was found that has app windows (Chrome, Edge, Chromium, Brave)');
  const isMinimised = startup.mainWindowStartupMode === 1;
  await openAppWindow(command, url, { profileFolder: folder.profileFolder, more: window.arguments, isMinimised });
}

function tell(program: Program, { localServer }: Settings): void {
  const lines = [`Cordboard Agent ${version}: pages connect to ws://localhost:${program.local.port}/jsonrpc`];
  if (localServer.isOpenToAnyPage) {
    lines.push('', '  *** OPEN TO ANY PAGE: every page in the browsers of this machine can steer this program. ***');
    lines.push('  *** Set LocalWebServer allowedOrigins, or let pages pair, and take isOpenToAnyPage away. ***', '');
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}

function withoutOwn(environment: NodeJS.ProcessEnv): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => name !== 'CORDBOARD_AGENT_FOLDER'));
}
