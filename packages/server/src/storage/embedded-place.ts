// Who runs the embedded server and where its files are: PostgreSQL never runs as root, so root hands it to an ordinary user who can reach them.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, chown, cp, lstat, mkdir, realpath, rename, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { SettingError } from '../setting-error.ts';
import type { Binaries } from './embedded-binaries.ts';

/** Handed to spawn; empty: as ourselves. */
export type Runner = { readonly uid?: number; readonly gid?: number };
export type Place = { readonly runner: Runner; readonly cluster: string; readonly binaries: Binaries };

/** Users that a system commonly has, the fittest first. */
const runnerNames = ['cordboard', 'postgres', '_postgres', 'nobody'] as const;
/** Where things go that must be reachable for the runner when the data folder or node_modules is not. */
const stateFolder = '/var/lib/cordboard';

const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * Decides place and user for the cluster of a data folder.
 * @throws SettingError when no user can be found or nothing he can reach can be written.
 */
export async function placeCluster(dataFolder: string, binaries: Binaries): Promise<Place> {
  const link = join(dataFolder, 'postgres');
  const existing = await owner(link);
  if (!isRoot()) {
    if (existing !== null && process.getuid !== undefined && existing.uid !== process.getuid()) {
      throw new SettingError(
        'dataFolder',
        `${link} belongs to another user (id ${existing.uid}): run as that user or as root`,
      );
    }
    return { runner: {}, cluster: link, binaries };
  }
  const runner = existing !== null && existing.uid !== 0 ? existing : await findRunner();
  const reachable = await reachableBinaries(binaries, runner);
  if (existing !== null) return { runner, cluster: await realpath(link), binaries: reachable };
  return { runner, cluster: await newCluster(dataFolder, link, runner), binaries: reachable };
}

async function owner(path: string): Promise<{ uid: number; gid: number } | null> {
  try {
    const { uid, gid } = await stat(path);
    return { uid, gid };
  } catch {
    if ((await lstat(path).catch(() => null)) !== null) {
      throw new SettingError('dataFolder', `${path} points to a folder that is not there`);
    }
    return null;
  }
}

async function findRunner(): Promise<Required<Runner>> {
  const run = promisify(execFile);
  for (const name of runnerNames) {
    try {
      const uid = Number((await run('id', ['-u', name])).stdout);
      const gid = Number((await run('id', ['-g', name])).stdout);
      if (uid > 0) return { uid, gid };
    } catch {
      continue;
    }
  }
  throw new SettingError(
    'DATABASE_URL',
    `PostgreSQL cannot run as root, and there is none of the users ${runnerNames.join(', ')}: create one, run as an ordinary user, or set DATABASE_URL`,
  );
}

/** Whether the runner may walk down to the folder (path_resolution(7)): every folder above it and itself is searchable for him. */
async function isReachable(path: string, runner: Runner): Promise<boolean> {
  for (let folder = await realpath(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder);
    const bit = uid === runner.uid ? 0o100 : gid === runner.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (dirname(folder) === folder) return true;
  }
}

async function newCluster(dataFolder: string, link: string, runner: Runner): Promise<string> {
  if (await isReachable(dirname(await realpath(dataFolder)), runner)) {
    if (!(await isReachable(dataFolder, runner)) && runner.gid !== undefined) {
      // Ours to open: his group may pass through it, and see nothing of it.
      const { mode, uid } = await stat(dataFolder);
      await chown(dataFolder, uid, runner.gid);
      await chmod(dataFolder, (mode & 0o707) | 0o010);
    }
    return link;
  }
  const aside = join(await openStateFolder(), `postgres-${randomUUID()}`);
  await symlink(aside, link);
  // A link to nothing says "lost" at the next start: make the folder that initialisation will fill.
  await mkdir(aside, { mode: 0o700 });
  if (runner.uid !== undefined && runner.gid !== undefined) await chown(aside, runner.uid, runner.gid);
  return aside;
}

async function reachableBinaries(binaries: Binaries, runner: Runner): Promise<Binaries> {
  if (await isReachable(join(binaries.root, 'bin'), runner)) return binaries;
  const root = join(await openStateFolder(), `postgresql-${binaries.version}-${process.arch}`);
  if ((await lstat(root).catch(() => null)) === null) {
    const partial = `${root}.${randomUUID()}`;
    await cp(binaries.root, partial, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('.a'),
    });
    // Of two that copy at once, the second finds the folder there and throws its own away.
    await rename(partial, root).catch(() => rm(partial, { recursive: true, force: true }));
  }
  return { ...binaries, root };
}

async function openStateFolder(): Promise<string> {
  try {
    await mkdir(stateFolder, { recursive: true });
    await chmod(stateFolder, 0o755);
    return stateFolder;
  } catch (error) {
    throw new SettingError(
      'dataFolder',
      `PostgreSQL cannot run as root, its user cannot reach the data folder, and ${stateFolder} cannot be written (${(error as Error).message}): choose a data folder that other users may pass through, or set DATABASE_URL`,
    );
  }
}
