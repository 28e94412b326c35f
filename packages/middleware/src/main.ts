#!/usr/bin/env node
// The `cordboard-middleware` command: reads settings, serves, or looks after users.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLog, SettingError, type Log } from '@cordboard/server/parts';
import { findDatabase, startMiddleware, type Middleware } from './middleware.ts';
import { readInvocation, type UserDeed } from './settings/invocation.ts';
import type { Settings } from './settings/settings.ts';
import { Database } from './storage/database.ts';
import { People } from './storage/people.ts';
import { askPassword } from './users/ask-password.ts';
import { doUserDeed } from './users/user-deeds.ts';

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
  version: string;
};

try {
  const invocation = readInvocation(process.argv.slice(2), { environment: process.env, cwd: process.cwd(), version });
  if (invocation.do === 'print') process.stdout.write(invocation.text);
  else if (invocation.do === 'user') await user(invocation.settings, invocation.deed, invocation.login);
  else await serve(invocation.settings);
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  process.stderr.write(`cordboard-middleware: ${error.line}\n`);
  process.exit(2);
}

async function serve(settings: Settings): Promise<void> {
  const log = createLog(settings.log);
  process.on('unhandledRejection', (reason) => log.error({ err: reason }, 'a promise was rejected and nobody looked'));
  const middleware = await startMiddleware(settings, log, version);
  const stop = stopper(middleware, log);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(signal, 0));
  void middleware.overtaken.then(() => stop('overtaken', 3));
  process.stdout.write(
    `Cordboard middleware ${version}: ${middleware.url} (what it does: ${middleware.url}/api/docs)\n`,
  );
}

/** The first time it is stopped in order, the second at once. */
function stopper(middleware: Middleware, log: Log): (why: string, code: number) => void {
  let times = 0;
  return (why, code) => {
    times += 1;
    if (times > 1) process.exit(1);
    log.info({ why }, 'stopping');
    void middleware.close().then(
      () => process.exit(code),
      (error: unknown) => {
        log.error({ err: error }, 'it did not stop in order');
        process.exit(1);
      },
    );
  };
}

async function user(settings: Settings, deed: UserDeed, login: string): Promise<void> {
  const log = createLog({ ...settings.log, level: 'warn' });
  const place = await findDatabase(settings.database, log, true);
  try {
    const database = await Database.open(place.address, log);
    const said = await doUserDeed(new People(database), deed, login, () => askPassword(`Password of ${login}: `));
    process.stdout.write(said);
    await database.close();
  } finally {
    await place.leave();
  }
}
