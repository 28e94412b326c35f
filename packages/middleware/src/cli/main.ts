#!/usr/bin/env node
// The `cordboard-cli` command: the agent's program for a terminal.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { askPassword } from '../users/ask-password.ts';
import { Api, Away, Refusal } from './api.ts';
import { ArgumentError, readArguments, type Arguments } from './arguments.ts';
import { FullScreen } from './full-screen.ts';
import { runLineMode } from './line-mode.ts';
import { Terminal } from './terminal.ts';
import { say } from './texts.table.ts';

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
  version: string;
};

try {
  const asked = readArguments(process.argv.slice(2), process.env, version);
  if (asked.do === 'print') process.stdout.write(asked.text);
  else process.exit(await run(asked.given));
} catch (error) {
  const isForeseen = error instanceof ArgumentError || error instanceof Refusal || error instanceof Away;
  if (!isForeseen) throw error;
  process.stderr.write(`cordboard-cli: ${error.message}\n`);
  process.exit(2);
}

async function run(given: Arguments): Promise<number> {
  const { stdin, stdout } = process;
  const isFullScreen = !given.isLineMode && stdin.isTTY && stdout.isTTY;
  return isFullScreen ? await runFullScreen(given) : await runLines(given);
}

async function runFullScreen(given: Arguments): Promise<number> {
  const { language } = given;
  const login = given.login ?? (await askLine(say(language, 'askLogin')));
  const password = givenPassword() ?? (await askPassword(say(language, 'askPassword')));
  const api = new Api({ ...given, login, password });
  await api.logIn();
  const terminal = new Terminal(process.stdin, process.stdout);
  await new FullScreen({ ...given, api, terminal, login }).run();
  return 0;
}

async function runLines(given: Arguments): Promise<number> {
  if (given.login === null) throw new ArgumentError('-l: who logs in?');
  // One iterator from the beginning: no line that comes meanwhile is missed.
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const password = givenPassword() ?? (await lines.next()).value ?? '';
  const api = new Api({ ...given, login: given.login, password });
  const { stdout } = process;
  const stopped = new Promise<void>((resolve) => {
    stdout.on('error', () => resolve());
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  await api.logIn();
  return await runLineMode(api, lines, (line) => stdout.write(`${JSON.stringify(line)}\n`), stopped);
}

/** Unset and empty are the same. */
function givenPassword(): string | null {
  const given = process.env['CORDBOARD_CLI_PASSWORD'] ?? '';
  return given === '' ? null : given;
}

function askLine(prompt: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    // The input may end instead.
    lines.once('close', () => resolve(''));
    lines.question(prompt, (answer) => {
      resolve(answer.trim());
      lines.close();
    });
  });
}
