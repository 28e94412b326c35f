// npm run check: everything that CI holds the code to. Every step runs, whatever the others say.
import './node-version.mjs';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { install } from './install.mjs';
import { root, run, runNpm, runTool } from './run.mjs';

/** `npm run check -- --without-tests`: for who has just run them. */
const withoutTests = process.argv.includes('--without-tests');

const packages = readdirSync(join(root, 'packages'))
  .map((name) => `packages/${name}`)
  .filter((path) => existsSync(join(root, path, 'tsconfig.json')));

/** @type {readonly (readonly [string, () => Promise<number>])[]} */
const steps = [
  ['packages compile', () => runTool('tsc', ['-b', ...packages])],
  ['tests, benches and scripts type-check', () => runTool('tsc', ['-p', 'test'])],
  ['the example in React type-checks', () => runTool('tsc', ['-p', 'examples/agent-bar-in-react'])],
  ['the script for pages builds', () => runNpm(['run', '--silent', 'build', '-w', '@cordboard/client'])],
  ['the page builds', () => runNpm(['run', '--silent', 'build', '-w', '@cordboard/toolbar'])],
  ['lint', () => runTool('oxlint', ['--type-aware', '--deny-warnings'])],
  ['format', () => runTool('oxfmt', ['--check', '.'])],
  ['nothing unused, nothing undeclared', () => runTool('knip', [])],
  ['generated documents are current', () => run(process.execPath, ['scripts/docs.mjs', '--check'])],
  ['house rules', () => runTool('vitest', ['run', 'test/tidy.test.ts'])],
  ...(withoutTests ? [] : [['tests', () => runTool('vitest', ['run'])]]),
];

const installed = await install();
if (installed !== 0) process.exit(installed);

const failed = [];
for (const [name, step] of steps) {
  const from = performance.now();
  console.log(`\n▸ ${name}`);
  const code = await step();
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  console.log(`  ${code === 0 ? 'ok' : `FAILED (exit code ${code})`} after ${seconds} s`);
  if (code !== 0) failed.push(name);
}

console.log(failed.length === 0 ? `\nAll ${steps.length} checks hold.` : `\nFailed: ${failed.join('; ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
