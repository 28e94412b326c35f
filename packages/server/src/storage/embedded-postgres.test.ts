// The embedded server: created, found again, started again, refused.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { EmbeddedPostgres, type ServerAddress } from './embedded-postgres.ts';
import { processFacts } from './process-birth.ts';

let folder: string;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const create = (): EmbeddedPostgres => new EmbeddedPostgres(folder, silent);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cordboard-pg-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function ask(address: ServerAddress, question: string): Promise<unknown> {
  const client = new pg.Client({ ...address });
  await client.connect();
  try {
    const { rows } = await client.query({ text: question, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

const pidOf = async (): Promise<number> =>
  Number((await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);

test('it runs on the loopback only, asks for its password, does not trade durability, and keeps its data', async () => {
  const server = create();
  const address = await server.start();
  expect(await server.start()).toEqual(address);
  expect(await ask(address, 'show listen_addresses')).toBe('127.0.0.1');
  expect(await ask(address, 'show unix_socket_directories')).toBe('');
  expect(await ask(address, 'show fsync')).toBe('on');
  expect(await ask(address, 'show synchronous_commit')).toBe('on');
  expect(await ask(address, `select 'É' ilike 'é'`)).toBe(true);
  await expect(ask({ ...address, password: 'guess' }, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  expect((await stat(join(folder, 'postgres-password'))).mode & 0o777).toBe(0o600);
  await ask(address, 'create table kept as select 42 as answer');
  await server.stop();
  await expect(ask(address, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  const again = create();
  expect(await ask(await again.start(), 'select answer from kept')).toBe(42);
  await again.stop();
  await again.stop();
});

test('one that is killed is started again', async () => {
  const server = create();
  await server.start();
  const pid = await pidOf();
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => processFacts(pid)).toBeNull();
  expect(await ask(await server.start(), 'select 1')).toBe(1);
  await server.stop();
});

test('one that outlived its owner is taken over as it is', async () => {
  const owner = startOwner();
  await once(owner.stdout ?? owner, 'data');
  const pid = await pidOf();
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  const server = create();
  expect(await ask(await server.start(), 'select 1')).toBe(1);
  expect(await pidOf()).toBe(pid);
  await server.stop();
});

/** Another process of ours that has the server running, and says so. */
function startOwner(): ChildProcess {
  const module = new URL('./embedded-postgres.ts', import.meta.url).href;
  const script = `
    const { EmbeddedPostgres } = await import(${JSON.stringify(module)});
    const log = { info() {}, warn() {}, error() {} };
    await new EmbeddedPostgres(${JSON.stringify(folder)}, log).start();
    console.log('running');
    setInterval(() => {}, 1000);`;
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

test('a first start that was killed half way is done over', async () => {
  await writeFile(join(folder, 'postgres-password'), 'of the first try\n');
  const server = create();
  const address = await server.start();
  expect(address.password).toBe('of the first try');
  await server.stop();
  expect((await readdir(folder)).toSorted()).toEqual(['postgres', 'postgres-password']);
});

test('data of another version, and data without its password, are told in one line', async () => {
  const server = create();
  await server.start();
  await server.stop();
  const password = await readFile(join(folder, 'postgres-password'));
  await rm(join(folder, 'postgres-password'));
  await expect(create().start()).rejects.toMatchObject({ name: 'SettingError', setting: 'dataFolder' });
  await writeFile(join(folder, 'postgres-password'), password);
  await writeFile(join(folder, 'postgres', 'PG_VERSION'), '12\n');
  await expect(create().start()).rejects.toMatchObject({ message: expect.stringContaining('PostgreSQL 12') });
});
