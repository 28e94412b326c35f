// World snapshots: the last few of each tenant, so that a start need not fold the whole journal.
import { and, desc, eq, lte, sql } from 'drizzle-orm';
import { limits } from '../limits.ts';
import type { Database } from './database.ts';
import { snapshots } from './schema.ts';
import type { WorldSnapshot } from './store.ts';

export async function newestSnapshot(
  database: Database,
  tenantId: string,
  notAfter = Number.MAX_SAFE_INTEGER,
): Promise<WorldSnapshot | null> {
  const rows = await database.attempt((orm) =>
    orm
      .select({ seq: snapshots.seq, world: snapshots.world })
      .from(snapshots)
      .where(and(eq(snapshots.tenantId, tenantId), lte(snapshots.seq, notAfter)))
      .orderBy(desc(snapshots.seq))
      .limit(1),
  );
  return rows[0] ?? null;
}

export async function saveSnapshot(database: Database, tenantId: string, snapshot: WorldSnapshot): Promise<void> {
  await database.attempt(async (orm) => {
    await orm
      .insert(snapshots)
      .values({ tenantId, ...snapshot })
      .onConflictDoUpdate({ target: [snapshots.tenantId, snapshots.seq], set: { world: snapshot.world } });
    const kept = sql`(select ${snapshots.seq} from ${snapshots} where ${snapshots.tenantId} = ${tenantId}
      order by ${snapshots.seq} desc offset ${limits.snapshotsKept - 1} limit 1)`;
    await orm.delete(snapshots).where(and(eq(snapshots.tenantId, tenantId), sql`${snapshots.seq} < ${kept}`));
  });
}
