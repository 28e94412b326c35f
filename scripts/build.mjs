// Builds what `npm start` and its like run when a source has changed since: the programs and their packages, the script for pages, and the bar's page.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runTool } from './run.mjs';

const stampFile = join(root, 'node_modules', '.cordboard-build');
const programs = ['server', 'desktop', 'middleware'].map((name) => join(root, 'packages', name, 'dist', 'main.js'));
const page = join(root, 'packages', 'toolbar', 'dist', 'page', 'index.html');
const scripts = [
  join(root, 'packages', 'client', 'dist', 'script', 'cordboard.js'),
  join(root, 'packages', 'toolbar', 'dist', 'script', 'agentbar.js'),
];
/** What is run as it is compiled; they bring the packages that they are made of. */
const compiled = ['server', 'toolbar', 'desktop', 'middleware'].map((name) => join('packages', name));
const skipped = new Set(['dist', 'node_modules']);

function* filesOf(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (skipped.has(entry.name) || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesOf(path);
    else if (!entry.name.includes('.test.')) yield path;
  }
}

/** Name, size and time of every source: reading them all would take longer than this whole check may. */
function sourcesHash() {
  const hash = createHash('sha256');
  const single = ['tsconfig.base.json', 'package-lock.json'].map((name) => join(root, name));
  for (const path of [...single, ...filesOf(join(root, 'packages'))]) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** @returns {Promise<number>} 0 when everything is built. */
export async function build() {
  const hash = sourcesHash();
  const built = [...programs, page, ...scripts, stampFile].every((file) => existsSync(file));
  if (built && readFileSync(stampFile, 'utf8') === hash) return 0;
  console.error('Building …');
  rmSync(stampFile, { force: true });
  const code = await runTool('tsc', ['-b', ...compiled]);
  if (code !== 0) return code;
  for (const mode of ['production', 'script']) {
    const words = ['build', '--logLevel', 'warn', '--mode', mode];
    const made = await runTool('vite', words, { cwd: join(root, 'packages', 'client') });
    if (made !== 0) return made;
  }
  for (const mode of ['production', 'script']) {
    const words = ['build', '--logLevel', 'warn', '--mode', mode];
    const bundled = await runTool('vite', words, { cwd: join(root, 'packages', 'toolbar') });
    if (bundled !== 0) return bundled;
  }
  writeFileSync(stampFile, hash);
  return 0;
}
