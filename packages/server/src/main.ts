#!/usr/bin/env node
// The `cordboard` command: reads settings, starts the server, tells people where to go, and stops when asked to.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readInvocation } from './configuration/invocation.ts';
import type { Settings } from './configuration/settings.ts';
import { banner } from './demo/banner.ts';
import { passwordsFile } from './demo/demo-tenant.ts';
import { createLog, type Log } from './log.ts';
import { startServer, type Server } from './server.ts';
import { SettingError } from './setting-error.ts';

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
  version: string;
};

try {
  const invocation = readInvocation(process.argv.slice(2), { environment: process.env, cwd: process.cwd(), version });
  if (invocation.do === 'print') process.stdout.write(invocation.text);
  else await run(invocation.settings);
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  process.stderr.write(`cordboard: ${error.line}\n`);
  // What had started is closed again; nothing that is still winding down may keep the command from ending.
  process.exit(2);
}

async function run(settings: Settings): Promise<void> {
  const log = createLog(settings.log);
  keepGoing(log);
  const server = await startServer(settings, log);
  stopOnSignals(server, log);
  process.stdout.write(
    banner({
      version,
      url: server.url,
      tenantId: settings.tenant,
      sip: server.sip,
      switches: settings.switches,
      database:
        settings.database.url === undefined
          ? `embedded PostgreSQL in ${settings.dataFolder}`
          : withoutPassword(settings.database.url),
      firstStart: server.firstStart,
      passwordsFile: passwordsFile(settings.dataFolder),
      demo: server.demo,
      startedInMs: Math.round(performance.now()),
    }),
  );
}

/** A promise that nobody waited for is a bug, but no reason to take everybody's calls down with it. */
function keepGoing(log: Log): void {
  process.on('unhandledRejection', (reason) => log.error({ err: reason }, 'a promise was rejected and nobody looked'));
}

/** The first signal waits for calls, the second ends them, the third ends everything at once. */
function stopOnSignals(server: Server, log: Log): void {
  let signals = 0;
  const stop = (signal: string): void => {
    signals += 1;
    if (signals > 2) process.exit(1);
    log.info({ signal }, signals === 1 ? 'stopping when the calls are over' : 'stopping now');
    const calls = signals === 1 ? server.drain() : Promise.resolve();
    void calls.then(() => server.close()).then(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
}

function withoutPassword(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `PostgreSQL at ${hostname}${port === '' ? '' : `:${port}`}${pathname}`;
}
