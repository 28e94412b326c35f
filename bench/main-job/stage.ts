// The stage of the main job: a tenant with many agents, a server process of its own, every agent signed in over the native door.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentId, Configuration } from '@cordboard/domain';
import { computeHa1 } from '@cordboard/telephony';
import WebSocket from 'ws';
import { hashToken, newToken } from '../../packages/server/src/accounts/tokens.ts';
import { createLog } from '../../packages/server/src/log.ts';
import { createPostgresStore } from '../../packages/server/src/storage/postgres-store.ts';
import { until } from '../../test/support/until.ts';

export const sipDomain = 'bench.local';
export const phonePassword = 'bench-phone';
export const deviceOf = (index: number): string => String(20_000 + index);
const agentOf = (index: number): AgentId => String(10_000 + index) as AgentId;

export type Stage = {
  readonly sip: string;
  readonly serverPid: number;
  /** Seconds of processor time the server process has used, media threads included. */
  cpuSeconds(): Promise<number>;
  close(): Promise<void>;
};

/**
 * @param recorded whether queue calls are on record.
 * @param further settings of the server, in the place of those here.
 */
export async function setUp(
  agents: number,
  ports: { readonly http: number; readonly sip: number },
  recorded: boolean,
  further: object = {},
): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-bench-'));
  const tokens = await seed(folder, agents, recorded);
  const settings = {
    dataFolder: folder,
    tenant: 'bench',
    demo: false,
    http: { port: ports.http },
    sip: { port: ports.sip, domain: sipDomain },
    trunks: [{ id: 'sipp', addresses: ['127.0.0.1'], maxCalls: 10_000 }],
    log: { level: 'warn', file: join(folder, 'server.log') },
    ...further,
  };
  await writeFile(join(folder, 'cordboard.json'), JSON.stringify(settings));
  const main = join(import.meta.dirname, '../../packages/server/dist/main.js');
  const server = spawn(process.execPath, [main, '--config', join(folder, 'cordboard.json')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const healthy = async (): Promise<boolean> =>
    (await fetch(`http://127.0.0.1:${ports.http}/healthz`).catch(() => null))?.ok ?? false;
  await until('the server is healthy', healthy, 30_000);
  const sockets = await signIn(tokens, ports.http).catch(async (error: unknown) => {
    await stop(server);
    throw error;
  });
  return {
    sip: `127.0.0.1:${ports.sip}`,
    serverPid: server.pid ?? 0,
    cpuSeconds: () => cpuSeconds(server.pid ?? 0),
    async close() {
      for (const socket of sockets) socket.terminate();
      await stop(server);
      const complaints = await readFile(settings.log.file, 'utf8').catch(() => '');
      if (complaints !== '') process.stderr.write(`  server log (warnings and worse): ${complaints.slice(0, 2_000)}\n`);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function seed(folder: string, agents: number, recorded: boolean): Promise<string[]> {
  const store = createPostgresStore({ dataFolder: folder, log: createLog({ level: 'silent' }) });
  await store.open();
  await store.saveConfiguration('bench', configuration(agents, recorded));
  const tokens = Array.from({ length: agents }, newToken);
  for (const [index, token] of tokens.entries()) {
    const device = deviceOf(index);
    const ha1 = (algorithm: 'MD5' | 'SHA-256'): string => computeHa1(algorithm, device, sipDomain, phonePassword);
    await store.users.save({
      tenantId: 'bench',
      agentId: agentOf(index),
      login: agentOf(index),
      passwordHash: 'none',
      disabled: false,
    });
    await store.users.saveDeviceSecret('bench', device, sipDomain, { md5: ha1('MD5'), sha256: ha1('SHA-256') });
    await store.sessions.save({
      tokenHash: hashToken(token),
      sessionId: `bench-${index}`,
      tenantId: 'bench',
      agentId: agentOf(index),
      expiresAt: Date.now() + 3_600_000,
    });
  }
  await store.close();
  return tokens;
}

function configuration(agents: number, recorded: boolean): Configuration {
  const indices = Array.from({ length: agents }, (_, index) => index);
  return {
    tenant: { id: 'bench', name: 'Bench', outboundPatterns: [], displayNumber: '4000', linkLossGraceMs: 60_000 },
    groups: [{ id: 'all', name: 'All' }],
    roles: [{ id: 'agent', name: 'Agent', rank: 'agent', scope: 'own', rights: [] }],
    agents: indices.map((index) => ({
      id: agentOf(index),
      name: `Agent ${index}`,
      groupId: 'all',
      roleId: 'agent',
      skills: {},
    })),
    devices: indices.map((index) => ({ id: deviceOf(index), name: deviceOf(index) })),
    queues: [
      {
        id: 'support',
        name: 'Support',
        strategy: 'longestIdle',
        members: indices.map((index) => ({ agentId: agentOf(index), priority: 0 })),
        requiredSkills: [],
        maximumWaitMs: null,
        maximumWaiting: null,
        overflow: { kind: 'hangUp' },
        noAnswerMs: 20_000,
        noAnswerBackoffMs: 5_000,
        noAnswerLimit: null,
        wrapUpMs: 0,
        recorded,
        serviceLevelMs: 20_000,
        greeting: [],
        announceEveryMs: null,
        music: 'default',
      },
    ],
    ivrs: [],
    accessNumbers: [{ number: '4001', name: 'Support', target: { kind: 'queue', queueId: 'support' } }],
    customers: [],
  } as unknown as Configuration;
}

async function signIn(tokens: readonly string[], httpPort: number): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  for (const [index, token] of tokens.entries()) {
    const socket = new WebSocket(`ws://127.0.0.1:${httpPort}/agent`);
    socket.on('error', (error) => process.stderr.write(`${String(error)}\n`));
    await new Promise((resolve) => socket.once('open', resolve));
    await request(socket, 'session.signInWithToken', { token });
    await request(socket, 'session.snapshot', {});
    await request(socket, 'agent.signIn', { deviceId: deviceOf(index), state: 'ready' });
    sockets.push(socket);
  }
  return sockets;
}

function request(socket: WebSocket, method: string, params: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const listen = (data: WebSocket.RawData): void => {
      const message = JSON.parse((data as Buffer).toString()) as {
        id?: string;
        result?: unknown;
        error?: { message: string };
      };
      if (message.id !== method) return;
      socket.off('message', listen);
      if (message.error === undefined) resolve(message.result);
      else reject(new Error(`${method}: ${message.error.message}`));
    };
    socket.on('message', listen);
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: method, method, params }));
  });
}

async function stop(server: ChildProcess): Promise<void> {
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.kill('SIGTERM');
  await gone;
}

/** Processor time that a process has used so far. Linux only; elsewhere 0. */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}
