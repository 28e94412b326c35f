// npm run bench: runs the load generators in bench/ by name, says on what machine, and with --write keeps the figures in docs/performance.md.
import './node-version.mjs';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { root } from './run.mjs';

const folder = join(root, 'bench');
const page = join(root, 'docs', 'performance.md');

function programs() {
  const found = new Map();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isFile() && /^[a-z-]+\.ts$/.test(entry.name))
      found.set(entry.name.slice(0, -3), join(folder, entry.name));
    const inside = join(folder, entry.name, 'bench.ts');
    if (entry.isDirectory() && existsSync(inside)) found.set(entry.name, inside);
  }
  return found;
}

function machine() {
  const gib = (totalmem() / 1024 ** 3).toFixed(0);
  const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
  return [
    `Cordboard ${version}, Node ${process.versions.node}`,
    `${process.platform} ${release()} ${process.arch}`,
    `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}, ${gib} GiB`,
  ].join('; ');
}

/** Shows what the program prints, and keeps it. */
function measure(path) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', path], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part) => {
      text += part;
      process.stdout.write(part);
    });
    child.on('close', (code) => resolve({ text: text.trim(), code: code ?? 1 }));
  });
}

/** Puts a section in the place of the last one of that name, or at the end. */
function withSection(text, name, body) {
  const section = `## ${name}\n\n${body}\n`;
  const lines = text.split('\n');
  const from = lines.indexOf(`## ${name}`);
  if (from === -1) return `${text.trimEnd()}\n\n${section}`;
  const after = lines.findIndex((line, at) => at > from && line.startsWith('## '));
  const rest = after === -1 ? '' : `\n${lines.slice(after).join('\n')}`;
  return `${lines.slice(0, from).join('\n')}\n${section}${rest}`.replace(/\n{3,}/g, '\n\n');
}

const heading = `# Performance

What \`npm run bench -- --write\` measured last, on the machine named under each heading; \`npm run bench -- core\` runs one. Read the ratios: a bench
shares the processors with what it measures, and a virtual machine that others share differs by a quarter from one run to the next.
`;

const ready = (await install()) || (await build());
if (ready !== 0) process.exit(ready);
const words = process.argv.slice(2);
const write = words.includes('--write');
const available = programs();
const asked = words.filter((word) => !word.startsWith('--'));
const unknown = asked.filter((name) => !available.has(name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are: ${[...available.keys()].join(', ')}.`);
  process.exit(1);
}

let worst = 0;
for (const name of asked.length === 0 ? available.keys() : asked) {
  console.log(`\n## ${name}\n\n${machine()}\n`);
  const { text, code } = await measure(available.get(name));
  worst = Math.max(worst, code);
  if (code !== 0) console.error(`${name}: exit code ${code}`);
  if (!write || text === '') continue;
  const before = existsSync(page) ? readFileSync(page, 'utf8') : heading;
  writeFileSync(page, withSection(before, name, `${machine()}; ${new Date().toISOString().slice(0, 10)}\n\n${text}`));
}
process.exitCode = worst;
