// Who holds a middleware's database, and somebody else who takes it.
import pg from 'pg';
import { until } from './until.ts';

type Holder = { readonly pid: number; readonly key: string };

/** @param keeper a connection to the same database. */
export async function holder(keeper: pg.Client): Promise<Holder | undefined> {
  const { rows } = await keeper.query<Holder>(
    `select pid, (classid::bigint << 32 | objid::bigint)::text as key from pg_locks
       where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())`,
  );
  return rows[0];
}

export const end = (keeper: pg.Client, { pid }: Holder) => keeper.query('select pg_terminate_backend($1)', [pid]);

/** It waits for the lock, which is its own in the moment in which the owner's connection is ended. */
export async function overtake(address: string): Promise<pg.Client> {
  const keeper = new pg.Client(address);
  await keeper.connect();
  const before = await until('somebody has it', () => holder(keeper));
  const other = new pg.Client(address);
  other.on('error', () => undefined);
  await other.connect();
  const taken = other.query('select pg_advisory_lock($1)', [before.key]);
  await until('it waits', async () => {
    const { rows } = await keeper.query(`select 1 from pg_locks where locktype = 'advisory' and not granted`);
    return rows.length > 0;
  });
  await end(keeper, before);
  await taken;
  await keeper.end();
  return other;
}
