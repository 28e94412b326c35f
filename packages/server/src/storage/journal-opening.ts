// Opens a tenant's journal: drains what the spool kept, and finds out whether the history is still the one clients know.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { limits } from '../limits.ts';
import type { Database, StorageLog } from './database.ts';
import { lineOf } from './journal-line.ts';
import { commitEntries } from './journal-table.ts';
import { MarkFile } from './mark-file.ts';
import { PostgresJournal } from './postgres-journal.ts';
import { Spool } from './spool.ts';

export type JournalPlace = {
  readonly database: Database;
  /** Holds the spool and the mark of each tenant. */
  readonly folder: string;
  readonly log: StorageLog;
};

export async function openJournal(place: JournalPlace, tenantId: string): Promise<PostgresJournal> {
  // Tenants are named like domains, but a name is not trusted to be a file name.
  const name = encodeURIComponent(tenantId).replaceAll('.', '%2E');
  const spool = await Spool.open(join(place.folder, `${name}.ndjson`));
  const mark = new MarkFile(join(place.folder, `${name}.mark`));
  try {
    let epoch = await currentEpoch(place.database, tenantId);
    let lastSeq = await newestSeq(place.database, tenantId);
    let replaced: string | null = null;
    if (spool.firstSeq !== null && spool.firstSeq > lastSeq + 1) {
      const aside = `${spool.path}.${spool.firstSeq}-${spool.lastSeq}.lost`;
      replaced = `the spool begins at entry ${spool.firstSeq}, the database ends at ${lastSeq}; the spool is kept as ${aside}`;
      await spool.setAside(aside);
    } else {
      lastSeq = Math.max(lastSeq, await drain(place.database, tenantId, spool));
    }
    const known = await mark.read();
    if (known !== null && known.epoch === epoch && known.seq > lastSeq) {
      replaced ??= `the database ends at entry ${lastSeq}, this server had written ${known.seq}`;
    }
    if (replaced !== null) {
      place.log.error({ tenantId, reason: replaced }, 'journal entries were lost: clients start from a new epoch');
      epoch = await newEpoch(place.database, tenantId);
    }
    return new PostgresJournal({ tenantId, epoch, spool, lastSeq, database: place.database, log: place.log, mark });
  } catch (error) {
    await spool.close();
    throw error;
  }
}

/** @returns the newest entry that was in the spool, or 0. */
async function drain(database: Database, tenantId: string, spool: Spool): Promise<number> {
  const last = spool.lastSeq ?? 0;
  for (let offset = 0; ;) {
    const { entries, next } = await spool.read(offset);
    if (entries.length === 0) break;
    for (let at = 0; at < entries.length; at += limits.journalMaxBatchEntries) {
      const lines = entries.slice(at, at + limits.journalMaxBatchEntries).map(lineOf);
      await commitEntries(database, tenantId, lines, limits.databaseQueryTimeoutMs);
    }
    offset = next;
  }
  if (last > 0) await spool.clear();
  return last;
}

async function currentEpoch(database: Database, tenantId: string): Promise<string> {
  const { rows } = await database.readPool.query<{ epoch: string }>(
    `insert into journals (tenant_id, epoch) values ($1, $2)
     on conflict (tenant_id) do update set epoch = journals.epoch returning epoch`,
    [tenantId, randomUUID()],
  );
  return rows[0]?.epoch ?? '';
}

async function newEpoch(database: Database, tenantId: string): Promise<string> {
  const epoch = randomUUID();
  await database.readPool.query('update journals set epoch = $2 where tenant_id = $1', [tenantId, epoch]);
  return epoch;
}

async function newestSeq(database: Database, tenantId: string): Promise<number> {
  const { rows } = await database.readPool.query<{ seq: string | null }>(
    'select max(seq) as seq from journal where tenant_id = $1',
    [tenantId],
  );
  return Number(rows[0]?.seq ?? 0);
}
