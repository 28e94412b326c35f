// The lock on a data folder: one running server per folder, told apart from a lock that a killed one left behind.
import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SettingError } from '../setting-error.ts';

type Holder = { readonly pid: number; readonly birth: string | null };

/** Folders locked by this very process, whose pid says nothing about a second store in it. */
const held = new Set<string>();

/** When the process was born, as the system counts it; a recycled pid has another. Null where the system does not tell. */
async function birthOf(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') return null;
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // proc(5): the 22nd field is the start time; the 2nd may hold blanks and ends with the last bracket.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${boot}:${ticks}`;
  } catch {
    return null;
  }
}

/** Whether a process of this number exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function holds(holder: Holder): Promise<boolean> {
  if (!Number.isInteger(holder.pid) || holder.pid <= 0 || !isAlive(holder.pid)) return false;
  const birth = await birthOf(holder.pid);
  if (birth !== null && holder.birth !== null) return birth === holder.birth;
  return holder.pid !== process.pid;
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    if (error instanceof SyntaxError) return { pid: 0, birth: null };
    throw error;
  }
}

/** Takes a dead holder's lock away; only one of several that try moves it, the others find it gone and start over. */
async function clearStale(path: string, folder: string): Promise<void> {
  const holder = await readHolder(path);
  if (holder === null) return;
  if (await holds(holder)) throw inUse(folder, holder.pid);
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const moved = await readHolder(aside);
  // Between reading and moving somebody else may have taken it: his lock goes back, and the next round refuses.
  if (moved !== null && (await holds(moved))) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

const inUse = (folder: string, pid: number): SettingError =>
  new SettingError('dataFolder', `the data folder ${folder} is in use by the server with process id ${pid}`);

/**
 * Locks the folder for this process, creating it when absent.
 * @returns a function that unlocks it.
 * @throws SettingError when another live process, or another store of this one, holds it, or it cannot be written.
 */
export async function lockDataFolder(dataFolder: string): Promise<() => Promise<void>> {
  let folder = dataFolder;
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o750 });
    folder = await realpath(dataFolder);
  } catch (error) {
    throw new SettingError('dataFolder', `cannot create the data folder ${dataFolder}: ${(error as Error).message}`);
  }
  if (held.has(folder)) throw inUse(folder, process.pid);
  held.add(folder);
  const path = join(folder, 'cordboard.lock');
  try {
    await take(path, folder);
  } catch (error) {
    held.delete(folder);
    throw error;
  }
  return async () => {
    await rm(path, { force: true });
    held.delete(folder);
  };
}

async function take(path: string, folder: string): Promise<void> {
  const holder: Holder = { pid: process.pid, birth: await birthOf(process.pid) };
  const mine = `${path}.${randomUUID()}`;
  try {
    await writeFile(mine, JSON.stringify(holder), { mode: 0o644 });
    for (;;) {
      try {
        // link(2) is the one way to create a file with its content already in it, and to fail when it exists.
        await link(mine, path);
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      await clearStale(path, folder);
    }
  } catch (error) {
    if (error instanceof SettingError) throw error;
    throw new SettingError('dataFolder', `cannot write in the data folder ${folder}: ${(error as Error).message}`);
  } finally {
    await rm(mine, { force: true });
  }
}
