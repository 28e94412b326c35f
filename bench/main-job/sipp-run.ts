// Runs sipp in a folder of its own, and reads the times it wrote down.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registerScenario } from './scenarios.ts';
import { deviceOf, phonePassword } from './stage.ts';

export type Run = { readonly code: number; readonly log: string; readonly errors: string };

export type Running = {
  readonly ended: Promise<Run>;
  /** Takes no more calls and ends; what is still under way is given `graceMs`. */
  end(graceMs: number): void;
};

export type SippRun = {
  readonly scenario: string;
  readonly args: readonly string[];
  readonly lines?: readonly string[];
  readonly program?: string;
};

const always = ['-i', '127.0.0.1', '-ci', '127.0.0.1', '-nostdin', '-trace_logs', '-trace_err', '-timeout_error'];

export async function startSipp(
  name: string,
  { scenario, args, lines = [], program = 'sipp' }: SippRun,
): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), `cordboard-sipp-${name}-`));
  await writeFile(join(folder, `${name}.xml`), scenario);
  if (lines.length > 0) await writeFile(join(folder, 'lines.csv'), ['SEQUENTIAL', ...lines, ''].join('\n'));
  const words = [...args, '-sf', `${name}.xml`, ...always, ...(lines.length > 0 ? ['-inf', 'lines.csv'] : [])];
  const child = spawn(program, words, { cwd: folder, stdio: 'ignore' });
  const exit = new Promise<number>((resolve) => child.once('exit', (status) => resolve(status ?? -1)));
  const read = async (ending: string): Promise<string> => {
    const names = (await readdir(folder)).filter((each) => each.endsWith(ending));
    return (await Promise.all(names.map((each) => readFile(join(folder, each), 'utf8')))).join('');
  };
  const ended = exit.then(async (code) => {
    const run = { code, log: await read('_logs.log'), errors: await read('_errors.log') };
    await rm(folder, { recursive: true, force: true });
    return run;
  });
  return {
    ended,
    end(graceMs) {
      child.kill('SIGUSR1');
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      void exit.then(() => clearTimeout(timer));
    },
  };
}

/** Runs sipp to its end. */
export async function sipp(
  name: string,
  scenario: string,
  args: readonly string[],
  lines: readonly string[] = [],
): Promise<Run> {
  return (await startSipp(name, { scenario, args, lines })).ended;
}

/** Telephones of so many agents, all of them at one port of this machine. */
export async function register(sip: string, agents: number, port: number, program = 'sipp'): Promise<Run> {
  const lines = Array.from({ length: agents }, (_, index) => {
    const device = deviceOf(index);
    return `${device};[authentication username=${device} password=${phonePassword}]`;
  });
  const contact = ['-p', String(port), '-key', 'contact', String(port)];
  const args = [sip, ...contact, '-m', String(agents), '-r', '100', '-timeout', '60'];
  return (await startSipp('register', { scenario: registerScenario, args, lines, program })).ended;
}

type Entry = { readonly what: string; readonly caller: string; readonly agent: string; readonly at: number };

/** Lines `WHAT caller [agent] time`; `at` is in milliseconds of this machine's clock. */
export const entries = (log: string): Entry[] =>
  log.split('\n').flatMap((line) => {
    const match = /^(CALL|RING|TALK|DONE) (\S+) (?:(\S+) )?\d{4}-\S+\s\S+\s(\d+\.\d+)/.exec(line);
    return match === null
      ? []
      : [{ what: match[1]!, caller: match[2]!, agent: match[3] ?? '', at: Number(match[4]) * 1000 }];
  });

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
};
