// What a running PostgreSQL says of itself in `postmaster.pid`, and whether it still runs.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processFacts } from './process-birth.ts';

export type Postmaster = { readonly pid: number; readonly port: number; readonly status: string };

/** @returns the postmaster of the cluster, or null when none runs; a file left by a dead one counts as none. */
export async function readPostmaster(cluster: string): Promise<Postmaster | null> {
  let lines: string[];
  try {
    lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const pid = Number(lines[0]);
  const facts = await processFacts(pid);
  // A pid may be somebody else's by now: after a reboot, and in every restarted container.
  if (facts === null || (facts.birth !== null && facts.name !== 'postgres')) return null;
  // Lines: pid, folder, start time, port, socket folder, address, shared memory, status (PostgreSQL: pidfile.h).
  return { pid, port: Number(lines[3] ?? 0), status: (lines[7] ?? '').trim() };
}
