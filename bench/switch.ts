// The same calls through the same queue by several switches, side by side: how many per second, and how soon the agent's telephone is called.
//
//   npm run bench -- switch        BENCH_RATES=10,20 BENCH_SECONDS=4 BENCH_AGENTS=60 for a short one; FREESWITCH_PROGRAM=… with a FreeSWITCH
import { join } from 'node:path';
import { obtainAsterisk } from '../test/interop/asterisk/obtain.mjs';
import { freeswitch } from '../test/interop/freeswitch/instance.ts';
import { ofAsterisk, onAsterisk, onFreeswitch, withOwnSwitch, type Contender } from './switch/contenders.ts';
import { load, registerAll, type Figures, type Telephones } from './switch/load.ts';
import { wayOfACall } from './switch/way.ts';

const rates = (process.env['BENCH_RATES'] ?? '10,20,40,60,80,120').split(',').map(Number);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 6);
const agents = Number(process.env['BENCH_AGENTS'] ?? 180);
const talkMs = 1_000;
const mostLost = 0.001;
/** What each must do for the bench to pass. */
const barRate = 20;
/** A contender begins no further rate after this. */
const mostMs = 70_000;

const home = await obtainAsterisk();
const telephones: Telephones = {
  sipp: join(home, 'bin', 'sipp'),
  // Below those that the system and Asterisk give to whoever asks for any.
  agentPort: 17_000,
  callerPort: 17_100,
};

const holds = ({ calls, lost }: Figures): boolean => lost <= calls * mostLost;

async function measure(contender: Contender): Promise<Map<number, Figures>> {
  const startedAt = performance.now();
  const measured = new Map<number, Figures>();
  await registerAll(contender, agents, telephones);
  // What is compiled on its first use, and what hears of the telephones a little later.
  await load(contender, telephones, { rate: 20, calls: 40, talkMs: 300 });
  for (const rate of rates) {
    const figures = await load(contender, telephones, { rate, calls: rate * seconds, talkMs });
    measured.set(rate, figures);
    const { calls, lost, p50Ms, p99Ms, cores, complaints } = figures;
    console.log(
      `| ${contender.name} | ${rate} | ${calls} | ${lost} | ${p50Ms.toFixed(1)} ms | ${p99Ms.toFixed(1)} ms | ${cores.cordboard.toFixed(2)} | ${cores.foreign.toFixed(2)} |`,
    );
    if (lost > 0 && complaints !== '') process.stderr.write(`${complaints}\n`);
    if (!holds(figures) || performance.now() - startedAt > mostMs) break;
  }
  return measured;
}

console.log(
  '| switch | calls/s | calls | lost | p50 | p99 | cores of Cordboard | of the other |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
);
const all: Map<number, Figures>[] = [];
const { start } = freeswitch();
const openers = [
  () => withOwnSwitch(agents),
  () => onAsterisk(agents, home),
  () => ofAsterisk(agents, home),
  ...(start === null ? [] : [() => onFreeswitch(agents, start)]),
];
for (const open of openers) {
  const contender = await open();
  try {
    all.push(await measure(contender));
  } finally {
    await contender.close();
  }
}

const [, driver, queue] = all;
console.log('\n| calls/s | p50, Cordboard on Asterisk : app_queue | p99 | cores |\n| ---: | ---: | ---: | ---: |');
for (const [rate, one] of driver ?? []) {
  const other = queue?.get(rate);
  if (other === undefined || !holds(one) || !holds(other)) continue;
  const ratio = (of: (figures: Figures) => number): string => (of(one) / of(other)).toFixed(1);
  const cores = ratio((figures) => figures.cores.cordboard + figures.cores.foreign);
  console.log(`| ${rate} | ${ratio(({ p50Ms }) => p50Ms)} | ${ratio(({ p99Ms }) => p99Ms)} | ${cores} |`);
}

console.log(`\n${await wayOfACall(home, telephones)}`);
console.log(`
p50 and p99 from the caller's INVITE to the INVITE at the agent's telephone, both written down by sipp on this machine's clock. ${agents} agents whose telephones answer at once, callers who hang up ${talkMs / 1_000} s after the queue has answered, no wrap-up, no recording, everything on one machine; each rate for ${seconds} s, upwards until more than ${mostLost * 100} % are lost. A call is lost when no agent's answer was acknowledged. Cores: processor time of Cordboard and of the switch of another make, without sipp.`);
const enough = (measured: Map<number, Figures>): boolean =>
  [...measured].every(([rate, figures]) => rate > barRate || holds(figures));
process.exit(all.every(enough) ? 0 : 1);
