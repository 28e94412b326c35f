// PostgreSQL goes away in the middle of calls: killed, frozen, stopped; calls go on, commands work, events arrive; afterwards nothing is lost or doubled.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { pino } from 'pino';
import { createPostgresStore } from '../../packages/server/src/storage/postgres-store.ts';
import { createDebianServer } from '../conformance/debian-postgres.ts';
import type { StoreServer } from '../conformance/store.suite.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { until } from '../support/until.ts';
import { openFloor, type Floor } from './call-floor.ts';

const debianPostgres = '/usr/lib/postgresql/15/bin';
const run = promisify(execFile);
const awayMs = 10_000;

let server: RunningServer | null = null;
let floor: Floor | null = null;
let debian: StoreServer | null = null;

afterEach(async () => {
  await floor?.close();
  await server?.stop();
  await debian?.close();
  floor = server = debian = null;
});

/** Takes PostgreSQL away; the result brings it back. */
type Away = (server: RunningServer) => Promise<() => Promise<void>>;

const postmaster = async (folder: string): Promise<number> =>
  Number((await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);

const killEmbedded: Away = async ({ folder }) => {
  process.kill(await postmaster(folder), 'SIGKILL');
  return () => Promise.resolve();
};

const freezeEmbedded: Away = async ({ folder }) => {
  const parent = await postmaster(folder);
  const { stdout } = await run('ps', ['-o', 'pid=', '--ppid', String(parent)]);
  const children = stdout.split('\n').map(Number);
  const all = [parent, ...children.filter((pid) => pid > 0)];
  for (const pid of all) process.kill(pid, 'SIGSTOP');
  return () => {
    for (const pid of all) process.kill(pid, 'SIGCONT');
    return Promise.resolve();
  };
};

const stopDebian: Away = async () => {
  await debian!.outage!.stop();
  return () => debian!.outage!.start();
};

/** What is in the database afterwards, read by nobody but the store's own reader, with the server gone. */
async function expectWhole(running: RunningServer, databaseUrl: string | undefined, callIds: readonly string[]) {
  const store = createPostgresStore({
    dataFolder: running.folder,
    ...(databaseUrl !== undefined && { databaseUrl }),
    log: pino({ level: 'silent' }),
  });
  await store.open();
  try {
    const journal = await store.journal('demo');
    const seqs: number[] = [];
    const cleared: string[] = [];
    for await (const page of journal.read(0)) {
      for (const { seq, event } of page) {
        seqs.push(seq);
        if (event.type === 'call.cleared') cleared.push(event.callId);
      }
    }
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect(cleared.toSorted()).toEqual(callIds.toSorted());
    const records = await store.callRecords('demo', { limit: 100 });
    expect(records.map(({ callId }) => callId as string).toSorted()).toEqual(callIds.toSorted());
    expect(records.every(({ outcome, cause }) => outcome === 'answered' && cause === 'normal')).toBe(true);
  } finally {
    await store.close();
  }
}

async function story(away: Away, databaseUrl?: string): Promise<void> {
  server = await runServer(databaseUrl === undefined ? [] : ['--database.url', databaseUrl]);
  floor = await openFloor(server);
  const { client, heard } = floor;
  const before = await floor.talk('13800000001');
  await before.bothHear();

  const bringBack = await away(server);
  const backAt = performance.now() + awayMs;
  const { callId } = before;
  await client.call('call.hold', { callId: callId });
  await client.call('call.retrieve', { callId: callId });
  await until('the events arrive without the database', () => heard.some(({ type }) => type === 'call.retrieved'));
  await before.bothHear();
  await before.end();
  const callIds = [callId];
  for (let nth = 2; performance.now() < backAt; nth += 1) {
    const during = await floor.talk(`1380000000${nth}`);
    callIds.push(during.callId);
    await during.bothHear();
    await during.end();
  }
  await bringBack();
  const after = await floor.talk('13900000009');
  callIds.push(after.callId);
  await after.bothHear();
  await after.end();
  await until(
    'the spool is empty and the database serves',
    async () => {
      const { ok, database } = (await (await fetch(`${server!.http}/healthz`)).json()) as {
        ok: boolean;
        database: { detail: string };
      };
      return ok && database.detail;
    },
    30_000,
  );
  const seqs = heard.map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
  expect(client.state.link).toBe('up');
  const { calls } = await client.call('history.calls', {});
  expect(calls.map((call) => call.callId as string).toSorted()).toEqual(callIds.toSorted());
  await floor.close();
  await server.end();
  await expectWhole(server, databaseUrl, callIds);
}

test('the embedded PostgreSQL is killed', () => story(killEmbedded));

test('the embedded PostgreSQL does not move for ten seconds', () => story(freezeEmbedded));

test.skipIf(!existsSync(debianPostgres))('a PostgreSQL elsewhere is stopped for ten seconds', async () => {
  debian = await createDebianServer(debianPostgres);
  const { dataFolder, databaseUrl } = await debian.settings();
  await rm(dataFolder, { recursive: true, force: true });
  await story(stopDebian, databaseUrl);
});
