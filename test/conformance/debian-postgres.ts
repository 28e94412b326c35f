// A PostgreSQL of the system's own, in a temporary folder, for the store's suite: started, stopped, killed.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { temporaryFolder, type StoreServer } from './store.suite.ts';

const run = promisify(execFile);
const password = 'a-password-to-look-for';

type Runner = { readonly uid?: number; readonly gid?: number };

/** PostgreSQL refuses to run as root. */
async function findRunner(): Promise<Runner> {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all(
        ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, name])).stdout)),
      );
      if (uid !== undefined && gid !== undefined) return { uid, gid };
    } catch {
      continue;
    }
  }
  throw new Error('neither a user postgres nor nobody');
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** @param bin the folder of initdb and pg_ctl. */
export async function createDebianServer(bin: string): Promise<StoreServer> {
  const runner = await findRunner();
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-debian-'));
  const cluster = join(folder, 'cluster');
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o644 });
  await chmod(folder, 0o755);
  if (runner.uid !== undefined && runner.gid !== undefined) await chown(folder, runner.uid, runner.gid);
  const control = (program: string, args: string[]): Promise<unknown> =>
    run(join(bin, program), args, { cwd: '/', ...runner });
  await control('initdb', ['-D', cluster, '-U', 'cordboard', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-N']);
  const port = await freePort();
  const options = `-c port=${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c shared_buffers=16MB`;
  const start = async (): Promise<void> => {
    for (let attempt = 1; ; attempt++) {
      try {
        await control('pg_ctl', ['start', '-D', cluster, '-w', '-l', join(folder, 'log'), '-o', options]);
        return;
      } catch (error) {
        // The children of a killed postmaster leave one by one; until the last has gone no other may start.
        if (attempt === 50) throw error;
        await delay(100);
      }
    }
  };
  const stop = async (mode: 'fast' | 'immediate'): Promise<void> => {
    await control('pg_ctl', ['stop', '-D', cluster, '-m', mode, '-w']);
  };
  const urlOf = (database: string): string => `postgres://cordboard:${password}@127.0.0.1:${port}/${database}`;
  const postmaster = async (): Promise<number> =>
    Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[0]);
  await start();
  let databases = 0;
  const folders = [folder];
  return {
    async settings() {
      const name = `store_${++databases}`;
      const client = new pg.Client(urlOf('postgres'));
      await client.connect();
      await client.query(`create database ${name} encoding 'UTF8' template template0`);
      await client.end();
      const dataFolder = await temporaryFolder('store');
      folders.push(dataFolder);
      return { dataFolder, databaseUrl: urlOf(name) };
    },
    async kill() {
      process.kill(await postmaster(), 'SIGKILL');
    },
    async freeze() {
      const parent = await postmaster();
      const { stdout } = await run('ps', ['-o', 'pid=', '--ppid', String(parent)]);
      const all = [
        parent,
        ...stdout
          .split('\n')
          .map(Number)
          .filter((pid) => pid > 0),
      ];
      for (const pid of all) process.kill(pid, 'SIGSTOP');
      return () => {
        for (const pid of all) process.kill(pid, 'SIGCONT');
      };
    },
    outage: { stop: () => stop('fast'), start },
    async close() {
      await stop('immediate').catch(() => undefined);
      await Promise.all(folders.map((each) => rm(each, { recursive: true, force: true })));
    },
  };
}
