// The middleware under load: from the CTI API's frame to the HTTP answer, a thousand agents with long polls, memory, control.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { WebSocketServer, type WebSocket } from 'ws';
import { hashPassword } from '@cordboard/server/parts';
import { openPostgres } from '../test/support/postgres-server.ts';

const bars = { p99Ms: 50 } as const;
const users = 1_000;
const perSecond = 500;
const seconds = 20;
const password = 'a-password-of-the-bench';

const start = (file: string, ...words: string[]): ChildProcess =>
  fork(new URL(file, import.meta.url), words, { execArgv: ['--conditions=source', '--import', 'tsx', '--expose-gc'] });

async function ask<Answer>(child: ChildProcess, wish: string): Promise<Answer> {
  child.send(wish);
  return await heard<Answer>(child);
}

async function heard<Answer>(child: ChildProcess): Promise<Answer> {
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${child.spawnargs.join(' ')} ended`);
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [Answer];
  return message;
}

/** The CTI API as this bench needs it: everything is Ok, and events come at a steady rate. */
const cti = new WebSocketServer({ port: 0, host: '127.0.0.1' });
let module_: WebSocket | null = null;
cti.on('connection', (socket) => {
  module_ = socket;
  socket.on('message', (data: Buffer) => {
    const { rid, name, login } = JSON.parse(data.toString()) as Record<string, string>;
    const answer =
      name === 'GetUserState' ? { name: 'UserState', login, state: 'normal', substates: [] } : { name: 'Ok' };
    socket.send(JSON.stringify({ ...answer, rid }));
  });
});
const now = (): number => performance.timeOrigin + performance.now();

async function emit(forSeconds: number): Promise<number> {
  const from = performance.now();
  let sent = 0;
  while (performance.now() - from < forSeconds * 1_000) {
    const due = Math.floor(((performance.now() - from) / 1_000) * perSecond);
    for (; sent < due; sent += 1) {
      const event = {
        name: 'CallStatus',
        login: `user-${(sent * 7) % users}`,
        cid: sent,
        type: 'sip',
        state: 'connected',
      };
      const more = {
        direction: 'in',
        hold: false,
        muted: false,
        displayName: '8001',
        params: { sessionId: `s${sent}` },
      };
      module_?.send(JSON.stringify({ ...event, ...more, key: `k${sent}`, sentAt: now() }));
    }
    await delay(2);
  }
  return sent;
}

const quantile = (values: readonly number[], share: number): string =>
  (values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN).toFixed(1);

type Measured = { readonly heldBytes: number; readonly rss: number; readonly cpuMs: number };

const postgres = await openPostgres();
const databaseUrl = await postgres.newDatabase();
const { port } = cti.address() as { port: number };
const server = start('./middleware/server.ts', `ws://127.0.0.1:${port}/`, databaseUrl);
const { url } = await heard<{ url: string }>(server);
const client = new pg.Client(databaseUrl);
await client.connect();
await client.query(
  `insert into cordboard_middleware.users (login, password_hash) select 'user-' || n, $1 from generate_series(0, $2 - 1) n`,
  [await hashPassword(password), users],
);
const empty = await ask<Measured>(server, 'measure');
const load = start('./middleware/load.ts', url, String(users), password);
await ask(load, 'logIn');
await ask(load, 'poll');
await emit(3);
await delay(500);
await ask(load, 'forget');
const before = await ask<Measured>(server, 'measure');
const sent = await emit(seconds);
await delay(1_000);
const after = await ask<Measured>(server, 'measure');
const { answer: told } = await ask<{ answer: { times: number[]; came: number; doubled: number } }>(load, 'told');
const { answer: one } = await ask<{ answer: number[] }>(load, 'controlOne');
const { answer: many } = await ask<{ answer: number[] }>(load, 'controlMany');
await ask(load, 'end').catch(() => undefined);
server.send('end');
await once(server, 'exit');
await client.end();
await postgres.close();
for (const socket of cti.clients) socket.terminate();
cti.close();

const isWell = told.came === sent && told.doubled === 0 && Number(quantile(told.times, 0.99)) < bars.p99Ms;
console.log(`${users} users logged in with long polls, ${perSecond} events/s for ${seconds} s

| what | measured | bar |
| --- | --- | --- |
| events sent, lost, doubled | ${sent}, ${sent - told.came}, ${told.doubled} | none lost, none doubled |
| CTI frame to HTTP answer, p50 | ${quantile(told.times, 0.5)} ms | |
| the same, p99 | ${quantile(told.times, 0.99)} ms | ${bars.p99Ms} ms |
| memory held per user with a waiting poll | ${((before.heldBytes - empty.heldBytes) / users / 1_024).toFixed(1)} KiB | |
| resident per user | ${((before.rss - empty.rss) / users / 1_024).toFixed(1)} KiB | |
| share of one core | ${(((after.cpuMs - before.cpuMs) / seconds / 1_000) * 100).toFixed(0)} % | |
| control round trip, one at a time, p50 / p99 | ${quantile(one, 0.5)} / ${quantile(one, 0.99)} ms | |
| control round trip, 50 users at once, p50 / p99 | ${quantile(many, 0.5)} / ${quantile(many, 0.99)} ms | |

${isWell ? 'All bars hold.' : 'A BAR DOES NOT HOLD.'}`);
