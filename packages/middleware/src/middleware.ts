// The middleware as a whole: database, CTI API, sessions, events and the HTTP side, started and stopped in order.
import type pg from 'pg';
import { EmbeddedPostgres, lockDataFolder, type Log } from '@cordboard/server/parts';
import { Control } from './control/control.ts';
import { CtiClient } from './cti/cti-client.ts';
import { Mailboxes } from './events/mailboxes.ts';
import { Streams } from './events/streams.ts';
import { openHttp, type HttpSide } from './http/app.ts';
import type { Settings } from './settings/settings.ts';
import { Softphones } from './softphone/softphones.ts';
import { Audit } from './storage/audit.ts';
import { Database } from './storage/database.ts';
import { EventRows } from './storage/event-rows.ts';
import { Ownership } from './storage/ownership.ts';
import { People } from './storage/people.ts';
import { WriteBehind } from './storage/write-behind.ts';
import { Login } from './users/login.ts';
import { Sessions } from './users/sessions.ts';

/** @property overtaken resolves when another middleware has taken the database: close this one. */
export type Middleware = { readonly url: string; readonly overtaken: Promise<void>; close(): Promise<void> };

/** Where the database is, and what it takes to leave it. */
export type OpenDatabase = { readonly address: pg.PoolConfig; leave(): Promise<void> };

/**
 * @param isGuest the folder of an embedded server may be in use: it is left running then.
 * @throws SettingError
 */
export async function findDatabase(
  { url, folder = '' }: Settings['database'],
  log: Log,
  isGuest = false,
): Promise<OpenDatabase> {
  if (url !== undefined) return { address: { connectionString: url }, leave: async () => undefined };
  const embedded = new EmbeddedPostgres(folder, log);
  const unlock = await lockDataFolder(folder).catch((error: unknown) => {
    if (!isGuest) throw error;
    return null;
  });
  if (unlock === null) return { address: await embedded.start(), leave: async () => undefined };
  try {
    const address = await embedded.start();
    return {
      address,
      leave: async () => {
        await embedded.stop();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** @throws SettingError with the setting that cannot work. */
export async function startMiddleware(settings: Settings, log: Log, version: string): Promise<Middleware> {
  const place = await findDatabase(settings.database, log);
  const ends: (() => void | Promise<void>)[] = [() => place.leave()];
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).toReversed()) await end();
  };
  try {
    const database = await Database.open(place.address, log);
    ends.push(() => database.close());
    let tell: () => void = () => undefined;
    const overtaken = new Promise<void>((resolve) => (tell = resolve));
    const ownership = new Ownership(place.address, log, tell);
    await ownership.take();
    ends.push(() => ownership.close());
    const parts = createParts(settings, database, log);
    const { writes, cti, sessions, mailboxes } = parts;
    ends.push(() => writes.close());
    await sessions.load();
    ends.push(() => sessions.close());
    await mailboxes.load((login) => sessions.isSignedIn(login));
    cti.start();
    ends.push(() => cti.close());
    const http: HttpSide = await openHttp(settings.http, { ...parts, version, health: () => healthOf(parts), log });
    ends.push(() => http.close());
    return { url: http.url, overtaken, close };
  } catch (error) {
    await close();
    throw error;
  }
}

// oxlint-disable-next-line typescript/explicit-function-return-type -- the parts are what is made here
function createParts(settings: Settings, database: Database, log: Log) {
  const wake = (): void => writes.wake();
  const rows = new EventRows(database, wake);
  const audit = new Audit(database, wake);
  const writes = new WriteBehind([...rows.work, audit.work], (error) =>
    log.error({ err: error }, 'the database does not take what is to be kept; it is tried again'),
  );
  const people = new People(database);
  const mailboxes = new Mailboxes(rows, Date.now());
  const cti = new CtiClient({
    url: settings.cti.url,
    commandTimeoutMs: settings.cti.commandTimeoutMs,
    log,
    event: (login, message) => {
      mailboxes.put(login, message);
      softphones.tell(login, message);
    },
  });
  const sessions = new Sessions({ people, cti, mailboxes, log });
  const login = new Login(people, sessions, audit);
  const control = new Control(cti);
  const softphones: Softphones = new Softphones(control, cti);
  return {
    rows,
    audit,
    writes,
    people,
    mailboxes,
    cti,
    sessions,
    login,
    control,
    softphones,
    streams: new Streams(),
  };
}

function healthOf({ cti, writes, sessions, mailboxes, rows, audit }: ReturnType<typeof createParts>) {
  return {
    isWell: cti.isConnected && !writes.isAway,
    cti: { isConnected: cti.isConnected, ...cti.counters },
    database: { isAway: writes.isAway, waiting: rows.waiting, auditLost: audit.lost },
    sessions: sessions.size,
    events: { waiting: mailboxes.waiting, dropped: mailboxes.dropped },
  };
}
