// Brings a database to the present schema, once, however many servers open it at the same time.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Client } from 'pg';
import { SettingError } from '../setting-error.ts';

/** Any number nobody else uses as an advisory lock in this database. */
const lockKey = 6_729_114_305;

/** The folder lies beside the sources; a build has no copy of it and looks there. */
function migrationsFolder(): string {
  const beside = fileURLToPath(new URL('./migrations', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../src/storage/migrations', import.meta.url));
}

/** @throws SettingError when a newer version has been here: its tables are not ours to write. */
export async function migrate(client: Client): Promise<void> {
  const folder = migrationsFolder();
  await client.query('select pg_advisory_lock($1)', [lockKey]);
  try {
    await applyMigrations(drizzle({ client }), { migrationsFolder: folder });
    const { rows } = await client.query<{ newest: string }>(
      'select max(created_at) as newest from drizzle.__drizzle_migrations',
    );
    const own = readMigrationFiles({ migrationsFolder: folder }).at(-1)?.folderMillis ?? 0;
    if (Number(rows[0]?.newest) > own) {
      throw new SettingError(
        'DATABASE_URL',
        'the database was upgraded by a newer version of Cordboard: run that version',
      );
    }
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockKey]);
  }
}
