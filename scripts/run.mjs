// Runs other programs for the scripts beside it: from the root of the repository, with what they print shown as it comes.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const onWindows = process.platform === 'win32';

/**
 * @param {string} command
 * @param {readonly string[]} words
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} the exit code; 128 + number of the signal when one ended it, 127 when it is not there.
 */
export function run(command, words, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, words, { cwd: root, stdio: 'inherit', ...options });
    const forward = (signal) => child.kill(signal);
    process.on('SIGTERM', forward);
    // Ctrl+C reaches the child by itself; here it only must not end the parent first.
    const wait = () => undefined;
    process.on('SIGINT', wait);
    const done = (code) => {
      process.off('SIGTERM', forward);
      process.off('SIGINT', wait);
      resolve(code);
    };
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      done(127);
    });
    child.on('close', (code, signal) => done(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

/** A program that npm put into node_modules. */
export const runTool = (name, words, options = {}) =>
  run(join(root, 'node_modules', '.bin', onWindows ? `${name}.cmd` : name), words, { shell: onWindows, ...options });

/** The npm that started us, or the one on the path. */
export function runNpm(words, options = {}) {
  const own = process.env.npm_execpath;
  if (own?.endsWith('.js')) return run(process.execPath, [own, ...words], options);
  return run(onWindows ? 'npm.cmd' : 'npm', words, { shell: onWindows, ...options });
}
