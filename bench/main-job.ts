// The main job under load: sipp calls, sipp answers; how many calls per second, how soon an agent's phone is called, how long he idles while callers wait.
import { agentScenario, callerScenario } from './main-job/scenarios.ts';
import { entries, percentile, register, sipp, type Run } from './main-job/sipp-run.ts';
import { setUp, type Stage } from './main-job/stage.ts';

const agentPort = 26_000;
const callerPort = 26_100;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 20);

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
    const registered = await register(stage.sip, agents, agentPort);
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
    const registered = await register(stage.sip, agents, agentPort);
    if (registered.code !== 0) throw new Error(`phones did not register: ${registered.errors.slice(0, 500)}`);
    const calls = 25 * seconds;
    reportGaps(calls, await load(stage, { rate: 25, calls, talkMs: 1_000 }));
  } finally {
    await stage.close();
  }
}

await rising();
await idleGaps();
