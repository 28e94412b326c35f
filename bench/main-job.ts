// The main job under load: sipp calls, sipp answers; how many calls per second, how soon an agent's phone is called, how long he idles while callers wait.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentScenario, callerScenario, registerScenario } from './main-job/scenarios.ts';
import { deviceOf, phonePassword, setUp, type Stage } from './main-job/stage.ts';

const agentPort = 26_000;
const callerPort = 26_100;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 20);

type Run = { readonly code: number; readonly log: string; readonly errors: string };

/** Runs sipp to its end in a folder of its own. */
async function sipp(
  name: string,
  scenario: string,
  args: readonly string[],
  lines: readonly string[] = [],
): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), `cordboard-sipp-${name}-`));
  await writeFile(join(folder, `${name}.xml`), scenario);
  if (lines.length > 0) await writeFile(join(folder, 'lines.csv'), ['SEQUENTIAL', ...lines, ''].join('\n'));
  const common = [
    '-sf',
    `${name}.xml`,
    '-i',
    '127.0.0.1',
    '-ci',
    '127.0.0.1',
    '-nostdin',
    '-trace_logs',
    '-trace_err',
    '-timeout_error',
  ];
  const child = spawn('sipp', [...args, ...common, ...(lines.length > 0 ? ['-inf', 'lines.csv'] : [])], {
    cwd: folder,
    stdio: 'ignore',
  });
  const code = await new Promise<number>((resolve) => child.once('exit', (status) => resolve(status ?? -1)));
  const read = async (ending: string): Promise<string> => {
    const names = (await readdir(folder)).filter((each) => each.endsWith(ending));
    return (await Promise.all(names.map((each) => readFile(join(folder, each), 'utf8')))).join('');
  };
  const run = { code, log: await read('_logs.log'), errors: await read('_errors.log') };
  await rm(folder, { recursive: true, force: true });
  return run;
}

function register(stage: Stage, agents: number): Promise<Run> {
  const lines = Array.from({ length: agents }, (_, index) => {
    const device = deviceOf(index);
    return `${device};[authentication username=${device} password=${phonePassword}]`;
  });
  const args = [
    stage.sip,
    '-p',
    String(agentPort),
    '-m',
    String(agents),
    '-r',
    '100',
    '-key',
    'contact',
    String(agentPort),
    '-timeout',
    '60',
  ];
  return sipp('register', registerScenario, args, lines);
}

type Entry = { readonly what: string; readonly caller: string; readonly agent: string; readonly at: number };

const entries = (log: string): Entry[] =>
  log.split('\n').flatMap((line) => {
    const match = /^(CALL|RING|DONE) (\S+) (?:(\S+) )?\d{4}-\S+\s\S+\s(\d+\.\d+)/.exec(line);
    return match === null
      ? []
      : [{ what: match[1]!, caller: match[2]!, agent: match[3] ?? '', at: Number(match[4]) * 1000 }];
  });

const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
};
const ms = (value: number): string => `${value.toFixed(1)} ms`;

type Load = { readonly rate: number; readonly calls: number; readonly talkMs: number };

async function load(
  stage: Stage,
  { rate, calls, talkMs }: Load,
): Promise<{ caller: Run; agent: Run; cpu: number; wallS: number }> {
  const limit = String(Math.ceil(calls / rate) + 40);
  const cpuBefore = await stage.cpuSeconds();
  const startedAt = performance.now();
  const agent = sipp('agent', agentScenario.replace('[talk]', String(talkMs)), [
    '-p',
    String(agentPort),
    '-m',
    String(calls),
    '-timeout',
    limit,
    '-cp',
    '28881',
    '-mp',
    '40000',
  ]);
  const caller = sipp('caller', callerScenario, [
    stage.sip,
    '-p',
    String(callerPort),
    '-m',
    String(calls),
    '-r',
    String(rate),
    '-l',
    '10000',
    '-s',
    '4001',
    '-timeout',
    limit,
    '-cp',
    '28882',
    '-mp',
    '50000',
  ]);
  const [callerRun, agentRun] = await Promise.all([caller, agent]);
  const wallS = (performance.now() - startedAt) / 1000;
  return { caller: callerRun, agent: agentRun, cpu: (await stage.cpuSeconds()) - cpuBefore, wallS };
}

function reportRate(rate: number, calls: number, result: Awaited<ReturnType<typeof load>>): void {
  const called = new Map(entries(result.caller.log).map((entry) => [entry.caller, entry.at]));
  const rings = entries(result.agent.log).filter((entry) => entry.what === 'RING');
  const done = entries(result.agent.log).filter((entry) => entry.what === 'DONE').length;
  const waits = rings.flatMap(({ caller, at }) => (called.has(caller) ? [at - called.get(caller)!] : []));
  const failed = calls - done;
  console.log(
    `  ${String(rate).padStart(4)} calls/s  ${calls} calls, failed ${failed} (${((100 * failed) / calls).toFixed(2)} %), ` +
      `arrival → agent's INVITE p50 ${ms(percentile(waits, 0.5))} p99 ${ms(percentile(waits, 0.99))}, ` +
      `server ${(result.cpu / result.wallS).toFixed(2)} cores`,
  );
  if (failed > 0)
    console.log(
      `    sipp: caller ${result.caller.code}, agent ${result.agent.code} ${(result.caller.errors + result.agent.errors).slice(0, 600)}`,
    );
}

/** From an agent's hanging up to his next INVITE, while others wait. */
function reportGaps(calls: number, result: Awaited<ReturnType<typeof load>>): void {
  const idleSince = new Map<string, number>();
  const gaps: number[] = [];
  for (const { what, agent, at } of entries(result.agent.log)) {
    if (what === 'DONE') idleSince.set(agent, at);
    else if (idleSince.has(agent)) gaps.push(at - idleSince.get(agent)!);
  }
  const done = entries(result.agent.log).filter((entry) => entry.what === 'DONE').length;
  console.log(
    `  idle gap while callers wait: ${gaps.length} gaps, p50 ${ms(percentile(gaps, 0.5))} p99 ${ms(percentile(gaps, 0.99))}; ${done} of ${calls} calls done`,
  );
}

async function rising(): Promise<void> {
  const agents = 300;
  console.log(`main job: ${agents} agents, 1 s talk, native door connected, no audio sent by sipp`);
  const stage = await setUp(agents, { http: 28_080, sip: 25_060 }, false);
  try {
    const registered = await register(stage, agents);
    if (registered.code !== 0) throw new Error(`phones did not register: ${registered.errors.slice(0, 500)}`);
    for (const rate of (process.env['BENCH_RATES'] ?? '50,75,100,150').split(',').map(Number)) {
      const calls = rate * seconds;
      reportRate(rate, calls, await load(stage, { rate, calls, talkMs: 1_000 }));
    }
  } finally {
    await stage.close();
  }
}

async function idleGaps(): Promise<void> {
  const agents = 20;
  console.log(`idle gap: ${agents} agents, 25 calls/s of 1 s, so that callers always wait; wrap-up zero`);
  const stage = await setUp(agents, { http: 28_081, sip: 25_061 }, false);
  try {
    const registered = await register(stage, agents);
    if (registered.code !== 0) throw new Error(`phones did not register: ${registered.errors.slice(0, 500)}`);
    const calls = 25 * seconds;
    reportGaps(calls, await load(stage, { rate: 25, calls, talkMs: 1_000 }));
  } finally {
    await stage.close();
  }
}

await rising();
await idleGaps();
