// One load on one contender: sipp calls, sipp answers, and both write down when on the same clock.
import { setTimeout as delay } from 'node:timers/promises';
import { entries, percentile, register, startSipp } from '../main-job/sipp-run.ts';
import { dialled, type Contender, type Cpu } from './contenders.ts';
import { agentThatWaits, callerThatHangsUp } from './scenarios.ts';

export type Telephones = { readonly sipp: string; readonly agentPort: number; readonly callerPort: number };
export type Load = { readonly rate: number; readonly calls: number; readonly talkMs: number };

export type Figures = {
  readonly calls: number;
  readonly lost: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cores: Cpu;
  /** Milliseconds of the machine's clock: the caller's INVITE, and the agent's. */
  readonly spans: readonly (readonly [from: number, to: number])[];
  readonly complaints: string;
};

/** Calls of which none came through in this time are lost. */
const limits = { settleMs: 300, graceMs: 1_500, patienceS: 8 } as const;

export async function registerAll(contender: Contender, agents: number, { sipp, agentPort }: Telephones) {
  const { code, errors } = await register(contender.sip, agents, agentPort, sipp);
  if (code !== 0) throw new Error(`${contender.name}: telephones did not register: ${errors.slice(0, 500)}`);
}

export async function load(contender: Contender, telephones: Telephones, { rate, calls, talkMs }: Load) {
  const { sipp: program, agentPort, callerPort } = telephones;
  const cpuBefore = await contender.cpuSeconds();
  const startedAt = performance.now();
  const agents = await startSipp('agent', { program, scenario: agentThatWaits, args: ['-p', String(agentPort)] });
  const most = Math.ceil(calls / rate + talkMs / 1_000) + limits.patienceS;
  const many = ['-m', String(calls), '-r', String(rate), '-l', '4000', '-timeout', String(most)];
  const args = [contender.trunk ?? contender.sip, '-p', String(callerPort), '-s', dialled, ...many];
  const callers = await startSipp('caller', { program, scenario: callerThatHangsUp(talkMs), args });
  const caller = await callers.ended;
  const cpu = await contender.cpuSeconds();
  const wallS = (performance.now() - startedAt) / 1_000;
  const cores = {
    cordboard: (cpu.cordboard - cpuBefore.cordboard) / wallS,
    foreign: (cpu.foreign - cpuBefore.foreign) / wallS,
  };
  // The last ones that hang up are still to be told of at the telephones.
  await delay(limits.settleMs);
  agents.end(limits.graceMs);
  const agent = await agents.ended;
  return figures(calls, cores, caller, agent);
}

type Said = { readonly log: string; readonly errors: string };

function figures(calls: number, cores: Cpu, caller: Said, agent: Said): Figures {
  const calledAt = new Map(entries(caller.log).map((entry) => [entry.caller, entry.at]));
  const atAgents = entries(agent.log);
  const talked = new Set(atAgents.filter(({ what }) => what === 'TALK').map((entry) => entry.caller));
  const rung = new Map<string, number>();
  for (const { what, caller: from, at } of atAgents) if (what === 'RING' && !rung.has(from)) rung.set(from, at);
  const spans = [...rung].flatMap(([from, at]) => (calledAt.has(from) ? [[calledAt.get(from)!, at] as const] : []));
  const waits = spans.map(([from, to]) => to - from);
  return {
    calls,
    lost: calls - talked.size,
    p50Ms: percentile(waits, 0.5),
    p99Ms: percentile(waits, 0.99),
    cores,
    spans,
    complaints: `${caller.errors}${agent.errors}`.trim().slice(0, 400),
  };
}
