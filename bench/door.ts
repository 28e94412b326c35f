// The native door under load: time from request to reply, events delivered per second of one core, memory per connected agent.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const bars = { p99Ms: 5, deliveriesPerCoreSecond: 100_000, bytesPerAgent: 50_000 } as const;
const connections = { requests: 500, events: 2_000, memory: 2_000 } as const;
const seconds = 8;

type Measured = {
  readonly cpuMs: number;
  readonly heldBytes: number;
  readonly rss: number;
  readonly deliveries: number;
  readonly connections: number;
};

const start = (file: string): ChildProcess =>
  fork(new URL(file, import.meta.url), { execArgv: ['--conditions=source', '--import', 'tsx', '--expose-gc'] });

async function answer<Answer>(child: ChildProcess): Promise<Answer> {
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${child.spawnfile} ended`);
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [Answer];
  return message;
}

async function ask<Answer>(child: ChildProcess, wish: unknown): Promise<Answer> {
  child.send(wish as object);
  return answer<Answer>(child);
}

const server = start('./door/server.ts');
const { port } = await answer<{ readonly port: number }>(server);
const measure = (what: 'measure' | 'measureMemory' = 'measure'): Promise<Measured> => ask<Measured>(server, what);

async function withLoad<Result>(
  count: number,
  prefix: string,
  snapshot: boolean,
  work: (load: ChildProcess) => Promise<Result>,
): Promise<Result> {
  const load = start('./door/load.ts');
  await ask(load, { do: 'connect', port, count, prefix, snapshot });
  const result = await work(load);
  await ask(load, { do: 'disconnect' });
  load.disconnect();
  await once(load, 'exit');
  return result;
}

type Times = {
  readonly replies: number;
  readonly skipped: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
};

const requests = await withLoad(connections.requests, 'a', true, async (load) => {
  await ask(load, { do: 'requests', seconds: 4, perSecond: 2_000 });
  const before = await measure();
  const times = await ask<Times>(load, { do: 'requests', seconds, perSecond: 2_000 });
  const after = await measure();
  return { ...times, share: (after.cpuMs - before.cpuMs) / (seconds * 1000) };
});

await withLoad(200, 'a', true, async () => {});
const empty = await measure('measureMemory');
const memory = await withLoad(connections.memory, 'a', true, async () => {
  const full = await measure('measureMemory');
  return {
    held: (full.heldBytes - empty.heldBytes) / full.connections,
    resident: (full.rss - empty.rss) / full.connections,
  };
});

type Told = { readonly received: number; readonly seconds: number };

async function deliver(load: ChildProcess, burst: number): Promise<Told & { given: number; perCoreSecond: number }> {
  const before = await measure();
  const told = await ask<Told>(load, { do: 'events', seconds: seconds / 2, perSecond: 40, burst });
  const after = await measure();
  const given = after.deliveries - before.deliveries;
  return { ...told, given, perCoreSecond: given / ((after.cpuMs - before.cpuMs) / 1000) };
}

const events = await withLoad(connections.events, 'w', true, async (load) => {
  await ask(load, { do: 'events', seconds: 1, perSecond: 20, burst: 1 });
  return { alone: await deliver(load, 1), together: await deliver(load, 4) };
});
server.send('close');
await once(server, 'exit');

const thousands = (value: number): string => Math.round(value).toLocaleString('en');
process.stdout.write(
  [
    '| what | measured | bar |',
    '| --- | ---: | ---: |',
    `| request to reply, p50, ${connections.requests} connections, ${thousands(requests.replies / seconds)}/s | ${requests.p50.toFixed(2)} ms | - |`,
    `| request to reply, p99 | ${requests.p99.toFixed(2)} ms | ${bars.p99Ms} ms |`,
    `| event deliveries per second of one core, ${thousands(connections.events)} connections, four events in a commit | ${thousands(events.together.perCoreSecond)} | ${thousands(bars.deliveriesPerCoreSecond)} |`,
    `| the same, each event in a commit of its own | ${thousands(events.alone.perCoreSecond)} | - |`,
    `| memory held per connected agent, ${thousands(connections.memory)} connections | ${thousands(memory.held)} B | ${thousands(bars.bytesPerAgent)} B |`,
    `| resident memory per connected agent | ${thousands(memory.resident)} B | - |`,
    '',
    `The door with the real loop and a PostgreSQL journal. Requests set an agent's state; ${requests.skipped} were due while the one before on the connection was still under way. ` +
      `Deliveries: ${thousands(events.together.given + events.alone.given)} given out, ${thousands(events.together.given + events.alone.given - events.together.received - events.alone.received)} of them missing at the far ends, every event to every connection; ` +
      'a step of a call makes two to five events, and they reach the journal and the connections together. ' +
      'A core-second is one second of processor time of the whole server process.',
    '',
  ].join('\n'),
);
const missed =
  requests.p99 >= bars.p99Ms ||
  events.together.perCoreSecond < bars.deliveriesPerCoreSecond ||
  memory.held >= bars.bytesPerAgent;
if (missed) process.exitCode = 1;
