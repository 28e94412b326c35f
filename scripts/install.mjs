// Installs dependencies when they are missing or the lock file has changed since; a stamp inside node_modules remembers.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runNpm } from './run.mjs';

const lockFile = join(root, 'package-lock.json');
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.cordboard-lock');
/** Written by npm at the end of every install. */
const installedFile = join(modules, '.package-lock.json');

const lockHash = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex');

function isInstalled(hash) {
  if (!existsSync(installedFile)) return false;
  if (existsSync(stampFile)) return readFileSync(stampFile, 'utf8') === hash;
  // Installed by hand: good when it was done after the lock file came.
  return statSync(installedFile).mtimeMs >= statSync(lockFile).mtimeMs;
}

/** @returns {Promise<number>} npm's exit code; 0 when there was nothing to do. */
export async function install() {
  const hash = lockHash();
  if (!isInstalled(hash)) {
    console.error('Installing dependencies …');
    const words = existsSync(modules) ? ['install'] : ['ci'];
    const code = await runNpm([...words, '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 2, 2] });
    if (code !== 0) return code;
  }
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== hash) writeFileSync(stampFile, hash);
  return 0;
}
