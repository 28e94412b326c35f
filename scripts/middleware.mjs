// npm run middleware: the middleware with settings of its own; without them a first look, with Cordboard behind it and the demonstration's people.
import './node-version.mjs';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { root, run } from './run.mjs';

const code = (await install()) || (await build());
if (code !== 0) process.exit(code);

const middleware = join(root, 'packages', 'middleware', 'dist', 'main.js');
const server = join(root, 'packages', 'server', 'dist', 'main.js');
const words = process.argv.slice(2);
const isSetUp =
  words.some((word) => /^(user|--cti|--config|--help|--version|--print-config)/.test(word)) ||
  existsSync(join(root, 'cordboard-middleware.json'));
process.exit(isSetUp ? await run(process.execPath, [middleware, ...words]) : await firstLook());

async function firstLook() {
  const folder = join(root, 'data', 'middleware');
  mkdirSync(folder, { recursive: true });
  const own = ['--cti.url', 'ws://127.0.0.1:8098/', '--database.folder', folder];
  const children = [];
  const endAll = (signal) => {
    for (const { child } of children) child.kill(signal);
  };
  const start = (...all) => {
    const child = spawn(process.execPath, all, { cwd: root, stdio: 'inherit' });
    const ended = new Promise((resolve) => child.on('close', (status) => resolve(status ?? 1)));
    children.push({ child, ended });
    // One without the other is of no use.
    void ended.then(() => endAll('SIGTERM'));
    return ended;
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => endAll(signal));
  // A server that runs already, with its CTI API, is used as it is.
  if (!(await isListening(8098))) void start(server, '--ncc.enabled');
  await untilListening(8098);
  const ended = start(middleware, ...own, '--log.level', 'warn', ...words);
  const asked = words.indexOf('--http.port');
  await Promise.race([untilListening(asked === -1 ? 9595 : Number(words[asked + 1])), ended]);
  const people = demoPeople();
  for (const [login, password] of people) await addUser(own, login, password);
  const names = people.map(([login]) => login).join(', ');
  console.log(`Users of the middleware, with the passwords above or in data/first-start.txt: ${names || 'none yet'}`);
  const codes = await Promise.all([ended, ...children.map((each) => each.ended)]);
  return codes[0];
}

/** Logins and passwords of the demonstration, as its first start wrote them down. */
function demoPeople() {
  const file = join(root, 'data', 'first-start.txt');
  const [logins = ''] = existsSync(file) ? readFileSync(file, 'utf8').split(/^Phones.*$/m) : [];
  return [...logins.matchAll(/^ {2}(\S+) {2}(\S+)/gm)].map(([, login, password]) => [login, password]);
}

/** One who is there already stays as he is. */
function addUser(own, login, password) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [middleware, 'user', 'add', login, ...own], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.stdin.end(`${password}\n`);
    child.on('close', resolve);
  });
}

function isListening(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

async function untilListening(port) {
  for (let tries = 0; tries < 240 && !(await isListening(port)); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 250));
}
