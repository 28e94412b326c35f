// Reads a journal back: from PostgreSQL, then from the spool, in order and without holes.
import type { Event } from '@cordboard/domain';
import { limits } from '../limits.ts';
import type { Database } from './database.ts';
import type { Spool } from './spool.ts';
import type { JournalEntry } from './store.ts';

export type Reading = {
  readonly database: Database;
  readonly spool: Spool;
  readonly tenantId: string;
  readonly afterSeq: number;
  /** The newest durable entry when reading began; later ones may be given too. */
  readonly lastSeq: number;
};

/** @throws Error when an entry is missing: the journal is damaged, and a world folded from it would be wrong. */
export async function* readEntries(reading: Reading): AsyncGenerator<readonly JournalEntry[]> {
  let after = reading.afterSeq;
  for (let fruitless = 0; after < reading.lastSeq;) {
    const before = after;
    for await (const page of pages(reading, after)) {
      checkOrder(reading.tenantId, after, page);
      after += page.length;
      yield page;
    }
    // While we read, the spool may have moved to the database behind our back: then another round finds it there.
    fruitless = after === before ? fruitless + 1 : 0;
    if (fruitless === 2) throw hole(reading.tenantId, after + 1);
  }
}

async function* pages(reading: Reading, afterSeq: number): AsyncGenerator<readonly JournalEntry[]> {
  let after = afterSeq;
  for (;;) {
    const page = await databasePage(reading, after);
    if (page.length === 0) break;
    after = page.at(-1)?.seq ?? after;
    yield page;
  }
  for (let offset = 0; after < reading.lastSeq;) {
    const { entries, next } = await reading.spool.read(offset);
    if (entries.length === 0) return;
    const last = after;
    const page = entries.filter(({ seq }) => seq > last);
    // Drained and filled anew since the look into the database.
    if (page[0] !== undefined && page[0].seq !== after + 1) return;
    offset = next;
    if (page.length === 0) continue;
    after = page.at(-1)?.seq ?? after;
    yield page;
  }
}

function databasePage(reading: Reading, after: number): Promise<readonly JournalEntry[]> {
  return reading.database.attempt(async () => {
    const { rows } = await reading.database.readPool.query<{ seq: string; body: Event }>(
      'select seq, body from journal where tenant_id = $1 and seq > $2 order by seq limit $3',
      [reading.tenantId, after, limits.journalReadPageEntries],
    );
    return rows.map(({ seq, body }) => ({ seq: Number(seq), event: body }));
  });
}

function checkOrder(tenantId: string, after: number, page: readonly JournalEntry[]): void {
  for (const [index, { seq }] of page.entries()) {
    if (seq !== after + 1 + index) throw hole(tenantId, after + 1 + index);
  }
}

const hole = (tenantId: string, seq: number): Error => new Error(`journal of ${tenantId}: entry ${seq} is missing`);
