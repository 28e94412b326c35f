// The lock on a data folder: one running server per folder, told apart from a lock that a killed one left behind.
import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SettingError } from '../setting-error.ts';
import { processFacts } from './process-birth.ts';

type Holder = { readonly pid: number; readonly birth: string | null };

/** Folders locked by this very process, whose pid says nothing about a second store in it. */
const held = new Set<string>();

async function holds(holder: Holder): Promise<boolean> {
  const facts = await processFacts(holder.pid);
  if (facts === null) return false;
  if (facts.birth !== null && holder.birth !== null) return facts.birth === holder.birth;
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
  const holder: Holder = { pid: process.pid, birth: (await processFacts(process.pid))?.birth ?? null };
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
