// What every store must do, whatever PostgreSQL it stands on.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { AgentId, CallId, CallRecord, Event, RecordingId } from '@cordboard/domain';
import { createPostgresStore } from '../../packages/server/src/storage/postgres-store.ts';
import type { Journal, JournalEntry, Store } from '../../packages/server/src/storage/store.ts';
import { busyEvent, callRecord, configurationOf, digit, entriesFrom } from './store-samples.ts';

/** A server that the suite can hurt. */
export interface StoreServer {
  /** A data folder, and the URL when the server is not the embedded one. The folders go when the server is closed. */
  settings(): Promise<{ readonly dataFolder: string; readonly databaseUrl?: string }>;
  /** kill -9 of PostgreSQL's postmaster. */
  kill(): Promise<void>;
  /** Stops all its processes dead, without ending them; the returned function lets them go on. */
  freeze?(): Promise<() => void>;
  /** Stops it cleanly; `start` brings it back. An embedded server comes back by itself and needs neither. */
  readonly outage: { stop(): Promise<void>; start(): Promise<void> } | null;
  close(): Promise<void>;
}

const logged: string[] = [];
const keep =
  (level: string) =>
  (fields: object, message: string): void => {
    logged.push(`${level} ${message} ${JSON.stringify(fields)}`);
  };
const log = { info: keep('info'), warn: keep('warn'), error: keep('error') };

async function everything(journal: Journal, afterSeq = 0): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const page of journal.read(afterSeq)) entries.push(...page);
  return entries;
}

/** Waits until what was spooled has reached the database. */
async function untilDrained(store: Store): Promise<void> {
  await expect.poll(() => store.health(), { timeout: 30_000, interval: 20 }).toMatchObject({ ok: true, spooled: 0 });
}

export function storeSuite(name: string, createServer: () => Promise<StoreServer>): void {
  describe(name, { timeout: 60_000 }, () => {
    let tenant: string;
    let tests = 0;
    let server: StoreServer;
    let settings: Awaited<ReturnType<StoreServer['settings']>>;
    let store: Store;
    let journal: Journal;
    const open = async (): Promise<void> => {
      store = createPostgresStore({ ...settings, log });
      await store.open();
      journal = await store.journal(tenant);
    };

    beforeAll(async () => {
      server = await createServer();
    });
    afterAll(() => server.close());
    beforeEach(async () => {
      tenant = `tenant-${++tests}`;
      settings = await server.settings();
      await open();
    });
    afterEach(() => store.close());

    test('what was appended is read back in order, exactly', async () => {
      const entries = entriesFrom(1, 5000);
      await journal.append(entries);
      expect(await everything(journal)).toEqual(entries);
      expect(await everything(journal, 4990)).toEqual(entries.slice(4990));
      expect(await journal.lastSeq()).toBe(5000);
    });

    test('text that PostgreSQL cannot hold as text is kept', async () => {
      const nasty = 'zero \u0000 lone \ud800 quote " backslash \\ newline \n 座席';
      const record = {
        ...callRecord('call-1', 10),
        from: nasty,
        agentIds: [nasty as AgentId],
        queueId: nasty as never,
      };
      const events: Event[] = [
        { at: 1, type: 'agent.notReady', agentId: nasty as AgentId, reason: nasty },
        { at: 2, type: 'call.cleared', callId: 'call-1' as CallId, cause: 'normal', record },
        { at: 3, type: 'recording.started', callId: nasty as CallId, recordingId: nasty as RecordingId, path: nasty },
      ];
      await journal.append(events.map((event, index) => ({ seq: index + 1, event })));
      expect(store.health()).toMatchObject({ ok: true, spooled: 0 });
      expect((await everything(journal)).map(({ event }) => event)).toEqual(events);
      expect(await store.callRecords(tenant, { limit: 10 })).toEqual([record]);
    });

    test('appends of one moment share a commit and keep their order', async () => {
      const order: number[] = [];
      const appends = entriesFrom(1, 300).map(async (entry) => {
        await journal.append([entry]);
        order.push(entry.seq);
      });
      await Promise.all(appends);
      expect(order).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
      expect(await everything(journal)).toHaveLength(300);
    });

    test('a hole or a repetition is refused, and changes nothing', async () => {
      await journal.append(entriesFrom(1, 3));
      await expect(journal.append(entriesFrom(5, 1))).rejects.toThrow('entry 5 where 4 belongs');
      await expect(journal.append(entriesFrom(3, 1))).rejects.toThrow('entry 3 where 4 belongs');
      await expect(journal.append([digit(4), digit(6)])).rejects.toThrow('entry 6 where 5 belongs');
      await journal.append(entriesFrom(4, 1));
      expect(await everything(journal)).toEqual(entriesFrom(1, 4));
    });

    test('journals of tenants are apart, and the epoch stays', async () => {
      const other = await store.journal('a/../b%2F.');
      await journal.append(entriesFrom(1, 2));
      await other.append(entriesFrom(1, 3));
      expect(await everything(journal)).toHaveLength(2);
      expect(await everything(other)).toHaveLength(3);
      expect(other.epoch).not.toBe(journal.epoch);
      const { epoch } = journal;
      await store.close();
      await open();
      expect(journal.epoch).toBe(epoch);
      expect(await journal.lastSeq()).toBe(2);
      await journal.append(entriesFrom(3, 1));
      expect(await everything(journal)).toEqual(entriesFrom(1, 3));
    });

    test('the mark of a call is in its record; records of before there were marks have none', async () => {
      const graded = { ...callRecord('new', 1), grade: { agentId: 'x' as AgentId, grade: 4 } };
      const { grade: _, ...older } = callRecord('old', 0);
      const records = [older as CallRecord, graded];
      await journal.append(
        records.map((record, index) => ({
          seq: index + 1,
          event: { at: index, type: 'call.cleared', callId: record.callId, cause: 'normal', record },
        })),
      );
      expect(await store.callRecords(tenant, { limit: 10 })).toEqual([graded, { ...older, grade: null }]);
    });

    test('a call that ended is in the call records, and pages hang together', async () => {
      const records = Array.from({ length: 7 }, (_, index) => callRecord(`call-${index}`, index));
      await journal.append(
        records.map((record, index) => ({
          seq: index + 1,
          event: { at: 5000 + index, type: 'call.cleared', callId: record.callId, cause: 'normal', record },
        })),
      );
      const newestFirst = records.toReversed();
      const page = await store.callRecords(tenant, { limit: 3 });
      expect(page).toEqual(newestFirst.slice(0, 3));
      expect(await store.callRecords(tenant, { limit: 9, before: page.at(-1)?.callId ?? '' })).toEqual(
        newestFirst.slice(3),
      );
      expect(await store.callRecords(tenant, { limit: 9, agentId: '1001' as AgentId })).toEqual(
        newestFirst.filter(({ agentIds }) => agentIds.includes('1001' as AgentId)),
      );
      expect(await store.callRecords(tenant, { limit: 9, queueId: 'sales' })).toEqual(
        newestFirst.filter(({ queueId }) => queueId === 'sales'),
      );
      const [third, fifth] = [records[2], records[4]];
      expect(
        await store.callRecords(tenant, { limit: 9, fromMs: third?.startedAt ?? 0, toMs: fifth?.startedAt ?? 0 }),
      ).toEqual([records[3], records[2]]);
      expect(await store.callRecords('another', { limit: 9 })).toEqual([]);
    });

    test('agent states become intervals, across batches', async () => {
      const agentId = '1001' as AgentId;
      const append = (first: number, events: Event[]): Promise<void> =>
        journal.append(events.map((event, index) => ({ seq: first + index, event })));
      await append(1, [
        { at: 100, type: 'agent.loggedOn', agentId, deviceId: null },
        { at: 100, type: 'agent.notReady', agentId, reason: 'lunch' },
        { at: 200, type: 'agent.ready', agentId },
      ]);
      await append(4, [busyEvent(300, agentId)]);
      await append(5, [
        { at: 400, type: 'agent.workingAfterCall', agentId, callId: 'c' as CallId, untilMs: 500 },
        { at: 450, type: 'agent.loggedOff', agentId, reason: 'own' },
      ]);
      const history = await store.stateHistory(tenant, { fromMs: 0, toMs: 1000, limit: 100 });
      expect(history).toEqual([
        { agentId, state: 'notReady', reason: 'lunch', fromMs: 100, toMs: 200 },
        { agentId, state: 'ready', reason: '', fromMs: 200, toMs: 300 },
        { agentId, state: 'busy', reason: '', fromMs: 300, toMs: 400 },
        { agentId, state: 'workingAfterCall', reason: '', fromMs: 400, toMs: 450 },
        { agentId, state: 'null', reason: 'own', fromMs: 450, toMs: null },
      ]);
      expect(await store.stateHistory(tenant, { agentId, fromMs: 200, toMs: 300, limit: 100 })).toEqual([history[1]]);
      expect(await store.stateHistory(tenant, { agentId: '9' as AgentId, fromMs: 0, toMs: 300, limit: 100 })).toEqual(
        [],
      );
    });

    test('recordings are indexed from their first event to their last', async () => {
      const callId = 'c1' as CallId;
      const [one, two] = ['r1' as RecordingId, 'r2' as RecordingId];
      await journal.append([
        { seq: 1, event: { at: 10, type: 'recording.started', callId, recordingId: one, path: 'a.wav' } },
        { seq: 2, event: { at: 20, type: 'recording.started', callId, recordingId: two, path: 'b.wav' } },
        {
          seq: 3,
          event: { at: 30, type: 'recording.stopped', callId, recordingId: two, path: 'b.wav', durationMs: 10 },
        },
      ]);
      await journal.append([
        { seq: 4, event: { at: 40, type: 'recording.failed', callId, recordingId: one, cause: 'diskFull' } },
      ]);
      expect(await store.recordings(tenant, { callId, limit: 9 })).toEqual([
        { recordingId: two, callId, path: 'b.wav', startedAt: 20, durationMs: 10, state: 'complete' },
        { recordingId: one, callId, path: 'a.wav', startedAt: 10, durationMs: null, state: 'failed' },
      ]);
    });

    test('snapshots: the newest that is old enough, and only the last few', async () => {
      expect(await journal.snapshot()).toBeNull();
      for (let seq = 1; seq <= 12; seq++) await journal.saveSnapshot({ seq, world: `{"seq":${seq}}` });
      await journal.saveSnapshot({ seq: 12, world: 'again' });
      expect(await journal.snapshot()).toEqual({ seq: 12, world: 'again' });
      expect(await journal.snapshot(9)).toEqual({ seq: 9, world: '{"seq":9}' });
      expect(await journal.snapshot(4)).toBeNull();
    });

    test('configurations, users, device secrets, sessions and the audit are kept', async () => {
      expect(await store.configuration(tenant)).toBeNull();
      await store.saveConfiguration(tenant, configurationOf('One'));
      await store.saveConfiguration(tenant, configurationOf('Two'));
      expect(await store.configuration(tenant)).toEqual(configurationOf('Two'));
      expect(await store.tenants()).toContain(tenant);

      const user = { tenantId: tenant, agentId: '1001' as AgentId, login: 'li', passwordHash: '$a', disabled: false };
      await store.users.save(user);
      await store.users.save({ ...user, login: 'li.na', disabled: true });
      expect(await store.users.byLogin(tenant, 'li')).toBeNull();
      expect(await store.users.byLogin('another', 'li.na')).toBeNull();
      expect(await store.users.byLogin(tenant, 'li.na')).toEqual({ ...user, login: 'li.na', disabled: true });
      await expect(store.users.save({ ...user, agentId: '1002' as AgentId, login: 'li.na' })).rejects.toThrow();
      expect(await store.users.list(tenant)).toHaveLength(1);

      await store.users.saveDeviceSecret(tenant, '8001', 'example.org', { md5: 'a', sha256: 'b' });
      await store.users.saveDeviceSecret(tenant, '8001', 'example.org', { md5: 'c', sha256: 'd' });
      expect(await store.users.deviceSecrets(tenant)).toEqual([
        { deviceId: '8001', realm: 'example.org', md5: 'c', sha256: 'd' },
      ]);

      const session = { sessionId: 's', tenantId: tenant, agentId: '1001' as AgentId, expiresAt: 1000 };
      await store.sessions.save({ tokenHash: 'h1', ...session });
      await store.sessions.save({ tokenHash: 'h2', ...session, expiresAt: 2000 });
      expect(await store.sessions.byTokenHash('h1')).toEqual(session);
      expect(await store.sessions.removeExpired(1000)).toBe(1);
      expect(await store.sessions.byTokenHash('h1')).toBeNull();
      await store.sessions.remove('h2');
      expect(await store.sessions.byTokenHash('h2')).toBeNull();

      await store.audit({
        at: 1,
        tenantId: tenant,
        who: '1001',
        what: 'signIn',
        address: '127.0.0.1',
        detail: { ok: true },
      });
    });

    test('after kill -9 of PostgreSQL amid appends everything acknowledged is there, once', async () => {
      let acknowledged = 0;
      let seq = 0;
      const appendSome = async (batches: number): Promise<void> => {
        for (let batch = 0; batch < batches; batch++) {
          const entries = entriesFrom(seq + 1, 7);
          seq += 7;
          await journal.append(entries);
          acknowledged = seq;
        }
      };
      await appendSome(20);
      const killing = server.kill();
      await appendSome(40);
      await killing;
      await appendSome(10);
      if (server.outage !== null) await server.outage.start();
      await untilDrained(store);
      expect(acknowledged).toBe(490);
      expect(await everything(journal)).toEqual(entriesFrom(1, 490));
      await store.close();
      await open();
      expect(await journal.lastSeq()).toBe(490);
      expect(await everything(journal)).toEqual(entriesFrom(1, 490));
    });

    test('while the database is away appends go on, from where they are read, and come home in order', async (context) => {
      const { outage } = server;
      if (outage === null) return context.skip('an embedded server that stops is started again at once');
      await journal.append(entriesFrom(1, 10));
      await outage.stop();
      for (let seq = 11; seq <= 200; seq++) await journal.append([digit(seq)]);
      expect(store.health()).toMatchObject({ ok: false, spooled: 190 });
      expect(await journal.lastSeq()).toBe(200);
      await expect(store.tenants()).rejects.toThrow();
      await outage.start();
      const during = Array.from({ length: 50 }, (_, index) => journal.append([digit(201 + index)]));
      expect(await everything(journal)).toEqual(expect.arrayContaining(entriesFrom(1, 200)));
      await Promise.all(during);
      await untilDrained(store);
      expect(await everything(journal)).toEqual(entriesFrom(1, 250));
      expect(await store.tenants()).not.toContain(tenant);
    });

    test('a commit that does not return goes to the spool, and is in the journal once', async (context) => {
      if (server.freeze === undefined) return context.skip('this server is not frozen');
      await journal.append(entriesFrom(1, 10));
      const thaw = await server.freeze();
      try {
        await journal.append(entriesFrom(11, 10));
        await journal.append(entriesFrom(21, 10));
        expect(store.health()).toMatchObject({ ok: false, spooled: 20 });
      } finally {
        thaw();
      }
      await untilDrained(store);
      expect(await everything(journal)).toEqual(entriesFrom(1, 30));
    });

    test('health tells an outage and its end, though nobody asks the database anything', async (context) => {
      const { outage } = server;
      if (outage === null) return context.skip('an embedded server that stops is started again at once');
      await journal.append([digit(1)]);
      await outage.stop();
      await expect.poll(() => store.health(), { timeout: 10_000 }).toMatchObject({ ok: false });
      await outage.start();
      await untilDrained(store);
    });

    test('connections that the server cut are replaced without a word', async (context) => {
      const { databaseUrl } = settings;
      if (databaseUrl === undefined) return context.skip('needs a connection of its own');
      const client = new pg.Client(databaseUrl);
      await client.connect();
      for (let seq = 1; seq <= 5; seq++) {
        await journal.append([digit(seq)]);
        await client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cordboard'`,
        );
        expect(await store.tenants()).not.toContain(tenant);
      }
      await client.end();
      await untilDrained(store);
      expect(await everything(journal)).toEqual(entriesFrom(1, 5));
    });

    test('two stores open the same database at once, and again later', async (context) => {
      if (settings.databaseUrl === undefined) return context.skip('an embedded server has one owner');
      const fresh = await server.settings();
      const folders = [fresh.dataFolder, await temporaryFolder('second'), await temporaryFolder('third')];
      const stores = folders.map((dataFolder) => createPostgresStore({ ...fresh, dataFolder, log }));
      await Promise.all(stores.map((each) => each.open()));
      await stores[0]?.saveConfiguration(tenant, configurationOf('One'));
      expect(await stores[2]?.configuration(tenant)).toEqual(configurationOf('One'));
      await Promise.all(stores.map((each) => each.close()));
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
    });

    test('two writers of one journal: the second is refused, nothing is lost without a word', async (context) => {
      if (settings.databaseUrl === undefined) return context.skip('an embedded server has one owner');
      const dataFolder = await temporaryFolder('second');
      const second = createPostgresStore({ ...settings, dataFolder, log });
      await second.open();
      const rival = await second.journal(tenant);
      await journal.append(entriesFrom(1, 2));
      const otherEvent: JournalEntry = { seq: 1, event: { at: 1, type: 'agent.ready', agentId: 'x' as AgentId } };
      await expect(rival.append([otherEvent])).rejects.toThrow('entry 1 in the database is another event');
      expect(second.health().ok).toBe(false);
      await second.close();
      await rm(dataFolder, { recursive: true });
      expect(await everything(journal)).toEqual(entriesFrom(1, 2));
    });

    test('a database put back to an earlier day begins a new epoch', async (context) => {
      const { databaseUrl } = settings;
      if (databaseUrl === undefined) return context.skip('needs a connection of its own');
      await journal.append(entriesFrom(1, 20));
      const { epoch } = journal;
      await store.close();
      const client = new pg.Client(databaseUrl);
      await client.connect();
      await client.query('delete from journal where seq > 15');
      await client.end();
      await open();
      expect(journal.epoch).not.toBe(epoch);
      expect(await journal.lastSeq()).toBe(15);
      await journal.append(entriesFrom(16, 1));
      const second = journal.epoch;
      await store.close();
      await open();
      expect(journal.epoch).toBe(second);
    });

    test('a spool that the database has no beginning for is kept aside, and a new epoch begins', async (context) => {
      const { outage } = server;
      const { databaseUrl } = settings;
      if (outage === null || databaseUrl === undefined) return context.skip('needs a connection of its own');
      await journal.append(entriesFrom(1, 10));
      const { epoch } = journal;
      await outage.stop();
      await journal.append(entriesFrom(11, 2));
      await store.close();
      await outage.start();
      const client = new pg.Client(databaseUrl);
      await client.connect();
      await client.query('delete from journal where seq > 5');
      await client.end();
      await open();
      expect(journal.epoch).not.toBe(epoch);
      expect(await everything(journal)).toEqual(entriesFrom(1, 5));
      const kept = join(settings.dataFolder, 'spool', `${tenant}.ndjson.11-12.lost`);
      expect(await readFile(kept, 'utf8')).toContain('"seq":12');
    });

    test('a database of a newer version, or one that refuses us, is told in one line', async (context) => {
      const { databaseUrl } = settings;
      if (databaseUrl === undefined) return context.skip('needs a connection of its own');
      await store.close();
      const client = new pg.Client(databaseUrl);
      await client.connect();
      await client.query(
        `insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 99999999999999)`,
      );
      await expect(open()).rejects.toMatchObject({
        name: 'SettingError',
        message: expect.stringContaining('newer version'),
      });
      await client.query(`delete from drizzle.__drizzle_migrations where hash = 'later'`);
      await client.end();
      const wrong = new URL(databaseUrl);
      wrong.password = 'wrong';
      const refused = createPostgresStore({ ...settings, databaseUrl: wrong.href, log });
      await expect(refused.open()).rejects.toMatchObject({ name: 'SettingError', setting: 'DATABASE_URL' });
      const nonsense = createPostgresStore({ ...settings, databaseUrl: 'mysql://me:hidden@host/db', log });
      await expect(nonsense.open()).rejects.toMatchObject({ message: expect.not.stringContaining('hidden') });
      await open();
    });

    test('a spool left behind is drained at the next start, and its torn last line is forgotten', async (context) => {
      const { outage } = server;
      if (outage === null) return context.skip('an embedded server that stops is started again at once');
      await journal.append(entriesFrom(1, 10));
      await outage.stop();
      await journal.append([digit(11), digit(12)]);
      await store.close();
      await outage.start();
      await appendFile(join(settings.dataFolder, 'spool', `${tenant}.ndjson`), '{"seq":13,"event":{"at":13,"ty');
      await open();
      expect(store.health()).toMatchObject({ ok: true, spooled: 0 });
      expect(await everything(journal)).toEqual(entriesFrom(1, 12));
      await journal.append([digit(13)]);
      expect(await everything(journal)).toEqual(entriesFrom(1, 13));
    });

    test('a data folder in use is refused, and free again afterwards', async () => {
      const second = createPostgresStore({ ...settings, log });
      await expect(second.open()).rejects.toMatchObject({ name: 'SettingError', setting: 'dataFolder' });
      await store.close();
      await second.open();
      await second.close();
      await open();
    });

    test('no log line has a password in it', () => {
      const secret = settings.databaseUrl === undefined ? null : new URL(settings.databaseUrl).password;
      expect(logged.filter((line) => (secret ? line.includes(secret) : false))).toEqual([]);
    });
  });
}

export const temporaryFolder = (name: string): Promise<string> => mkdtemp(join(tmpdir(), `cordboard-${name}-`));
