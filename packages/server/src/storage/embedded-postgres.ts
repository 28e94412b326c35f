// The embedded PostgreSQL: a real server on the data folder, created, started, found again after a crash, and stopped.
import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { limits } from '../limits.ts';
import { SettingError } from '../setting-error.ts';
import type { StorageLog } from './database.ts';
import { findBinaries, program, type Binaries } from './embedded-binaries.ts';
import { placeCluster, type Place } from './embedded-place.ts';
import { readPostmaster } from './postmaster-file.ts';

const run = promisify(execFile);
const user = 'cordboard';

/** Small, for a machine that also carries calls; durability is not traded. */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '32',
  shared_buffers: '32MB',
  max_wal_size: '512MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  fsync: 'on',
  synchronous_commit: 'on',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  logging_collector: 'on',
  log_min_messages: 'warning',
  log_filename: 'postgresql-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
};

export type ServerAddress = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
};

export class EmbeddedPostgres {
  readonly #dataFolder: string;
  #place: Place | null = null;
  #password = '';
  #starting: Promise<ServerAddress> | null = null;

  readonly #log: StorageLog;

  /** @param dataFolder locked by the caller. */
  constructor(dataFolder: string, log: StorageLog) {
    this.#dataFolder = dataFolder;
    this.#log = log;
  }

  /**
   * Makes sure that the server runs: takes over one that outlived its owner, starts it otherwise, creates it the first time.
   * @throws SettingError when this system or folder cannot carry it.
   */
  start(): Promise<ServerAddress> {
    this.#starting ??= this.#start().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  async #start(): Promise<ServerAddress> {
    const binaries = await findBinaries();
    if (this.#place === null) {
      this.#place = await placeCluster(this.#dataFolder, binaries);
      const { cluster, runner } = this.#place;
      this.#log.info({ folder: cluster, uid: runner.uid }, 'embedded PostgreSQL');
    }
    const place = this.#place;
    const created = await majorVersion(place.cluster);
    this.#password = await this.#readPassword(created !== null);
    if (created === null) await this.#create(place);
    else checkVersion(created, binaries);
    for (let attempt = 1; ; attempt++) {
      const running = (await readPostmaster(place.cluster)) ?? (await launch(place));
      const port = await untilReady(place, running?.pid ?? null);
      if (port !== null) return { host: '127.0.0.1', port, user, password: this.#password, database: 'postgres' };
      const reason = await lastWords(place.cluster);
      if (attempt === limits.embeddedStartAttempts) {
        throw new SettingError('dataFolder', `PostgreSQL does not start on ${place.cluster}: ${reason}`);
      }
      // The port was taken meanwhile, or the last server's children have not all gone yet.
      await delay(limits.databaseOpenRetryMs);
    }
  }

  /** Stops the server cleanly; what is connected is cut off. */
  async stop(): Promise<void> {
    await this.#starting?.catch(() => undefined);
    const place = this.#place;
    if (place === null || (await readPostmaster(place.cluster)) === null) return;
    const seconds = String(limits.embeddedStopTimeoutMs / 1000);
    try {
      await control(place, 'pg_ctl', ['stop', '-D', place.cluster, '-m', 'fast', '-w', '-t', seconds]);
    } catch {
      if ((await readPostmaster(place.cluster)) === null) return;
      // Its write-ahead log brings it back at the next start.
      await control(place, 'pg_ctl', ['stop', '-D', place.cluster, '-m', 'immediate', '-w', '-t', seconds]);
    }
  }

  async #readPassword(mustExist: boolean): Promise<string> {
    const path = join(this.#dataFolder, 'postgres-password');
    try {
      return (await readFile(path, 'utf8')).trim();
    } catch (error) {
      if (mustExist) throw new SettingError('dataFolder', `cannot read ${path}: ${(error as Error).message}`);
    }
    const password = randomBytes(32).toString('base64url');
    await writeFile(path, `${password}\n`, { mode: 0o600, flush: true });
    return password;
  }

  /** In a folder beside its final one, renamed when whole: a killed first start leaves nothing half made. */
  async #create(place: Place): Promise<void> {
    const partial = `${place.cluster}.${randomUUID()}`;
    const passwordFile = `${partial}.password`;
    try {
      await mkdir(partial, { mode: 0o700 });
      await writeFile(passwordFile, this.#password, { mode: 0o600 });
      for (const path of [partial, passwordFile]) await give(place, path);
      await control(place, 'initdb', [
        `--pgdata=${partial}`,
        `--username=${user}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // Comes with PostgreSQL: sorts the same on every system, before and after its upgrades.
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        '--no-instructions',
      ]);
      await rename(partial, place.cluster);
    } catch (error) {
      await rm(partial, { recursive: true, force: true });
      if (error instanceof SettingError) throw error;
      throw new SettingError(
        'dataFolder',
        `cannot create the database in ${place.cluster}: ${(error as Error).message}`,
      );
    } finally {
      await rm(passwordFile, { force: true });
    }
  }
}

async function give(place: Place, path: string): Promise<void> {
  if (place.runner.uid !== undefined && place.runner.gid !== undefined) {
    await chown(path, place.runner.uid, place.runner.gid);
  }
}

/** Runs one of PostgreSQL's programs as the runner, with none of our environment: PGPORT and its like would change what it does. */
async function control(place: Place, name: 'initdb' | 'pg_ctl', args: readonly string[]): Promise<void> {
  const { PATH, SystemRoot, TEMP } = process.env;
  const env = { PATH, SystemRoot, TEMP, LC_ALL: 'C', TZ: 'UTC' };
  const cwd = process.platform === 'win32' ? place.binaries.root : '/';
  try {
    await run(program(place.binaries, name), [...args], { env, cwd, ...place.runner, windowsHide: true });
  } catch (error) {
    const { code, stderr, message } = error as NodeJS.ErrnoException & { stderr?: string };
    if (code === 'ENOENT' || code === 'EACCES') {
      throw new SettingError(
        'DATABASE_URL',
        `embedded PostgreSQL cannot run here (${message}): set DATABASE_URL to a PostgreSQL server`,
      );
    }
    throw new Error((stderr ?? '').trim() || message, { cause: error });
  }
}

async function launch(place: Place): Promise<null> {
  const port = await freePort();
  const options = Object.entries({ ...settings, port: String(port) }).map(([name, value]) => `-c ${name}=${value}`);
  const log = join(place.cluster, 'start.log');
  await rm(log, { force: true });
  // pg_ctl puts the server in a session of its own (Ctrl-C in our terminal does not reach it) and sheds administrator rights on Windows.
  await control(place, 'pg_ctl', ['start', '-D', place.cluster, '-W', '-l', log, '-o', options.join(' ')]);
  return null;
}

/** @returns the port once the server takes connections, or null when it ended before. */
async function untilReady(place: Place, knownPid: number | null): Promise<number | null> {
  const until = performance.now() + limits.embeddedStartTimeoutMs;
  let pid = knownPid;
  while (performance.now() < until) {
    const postmaster = await readPostmaster(place.cluster);
    if (postmaster?.status === 'ready') return postmaster.port;
    if (postmaster === null && pid !== null) return null;
    if (postmaster === null && (await lastWords(place.cluster)).includes('FATAL')) return null;
    pid = postmaster?.pid ?? null;
    await delay(limits.embeddedStatusPollMs);
  }
  return null;
}

async function lastWords(cluster: string): Promise<string> {
  const read = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
  const early = await read(join(cluster, 'start.log'));
  if (early.includes('FATAL')) return early.trim().slice(-1000);
  const names = await readdir(join(cluster, 'log')).catch(() => []);
  const today = names.find((name) => name.includes(new Date().toUTCString().slice(0, 3)));
  const later = today === undefined ? '' : await read(join(cluster, 'log', today));
  return `${early}${later}`.trim().slice(-1000) || 'it gave no reason';
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function majorVersion(cluster: string): Promise<string | null> {
  try {
    return (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new SettingError('dataFolder', `cannot read ${cluster}: ${(error as Error).message}`);
  }
}

function checkVersion(created: string, binaries: Binaries): void {
  const own = binaries.version.split('.')[0];
  if (created === own) return;
  throw new SettingError(
    'dataFolder',
    `the database was created by PostgreSQL ${created} and this is ${own}: dump it with the former version, or set DATABASE_URL`,
  );
}
