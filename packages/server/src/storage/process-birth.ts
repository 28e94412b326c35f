// Tells a process from another that was given its number later.
import { readFile } from 'node:fs/promises';

export type ProcessFacts = {
  readonly name: string;
  /** When it was born, as the system counts it; null where the system does not tell. */
  readonly birth: string | null;
};

/**
 * @param pid a process id, of any user.
 * @returns null when there is no such process, or a zombie: dead, and only waiting for its parent to look.
 */
export async function processFacts(pid: number): Promise<ProcessFacts | null> {
  if (!Number.isInteger(pid) || pid <= 0 || !exists(pid)) return null;
  if (process.platform !== 'linux') return { name: '', birth: null };
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // proc(5): `pid (name) state …`; the name may hold blanks and brackets; the start time is the 20th field after it.
    const end = stat.lastIndexOf(')');
    const [state, ...rest] = stat.slice(end + 2).split(' ');
    if (state === 'Z' || state === 'X') return null;
    return { name: stat.slice(stat.indexOf('(') + 1, end), birth: `${boot}:${rest[18]}` };
  } catch {
    // Gone meanwhile, or /proc is hidden from us.
    return exists(pid) ? { name: '', birth: null } : null;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
