// The HTTP door as browsers, probes and intruders meet it: over real sockets.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { AgentId, SessionId } from '@cordboard/domain';
import type { Authenticated } from '../../core.ts';
import { createLog } from '../../log.ts';
import { SettingError } from '../../setting-error.ts';
import { createHttpDoor } from './http-door.ts';
import type { HttpDoor } from './http-door.ts';
import type { HttpDoorPorts, HttpDoorSettings, Part, Peer } from './ports.ts';

const root = mkdtempSync(join(tmpdir(), 'cordboard-http-'));
const pageFolder = join(root, 'page');
const recordingsFolder = join(root, 'data');
const person = {
  token: 'good',
  expiresAt: 0,
  session: { sessionId: 's' as SessionId, tenantId: 'demo', agentId: '1001' as AgentId, rank: 'agent' },
} as unknown as Authenticated;

let health: Record<string, Part> = {};
const accepted: { readonly path: string; readonly peer: Peer; readonly socket: WebSocket }[] = [];
const ports: HttpDoorPorts = {
  log: createLog({ level: 'silent' }),
  acceptAgent: (socket, peer) => accepted.push({ path: '/agent', peer, socket }),
  acceptVerto: (socket, peer) => accepted.push({ path: '/ws', peer, socket }),
  routes: [],
  acceptSip: (socket, peer) => accepted.push({ path: '/sip', peer, socket }),
  health: () => health,
  metrics: () => Promise.resolve({ contentType: 'text/plain; version=0.0.4', text: 'cordboard_up 1\n' }),
  authenticateToken: (token) =>
    Promise.resolve(token === 'good' ? person : ({ refused: 'notAuthenticated' } as unknown as Authenticated)),
  findRecording: (_session, id) =>
    Promise.resolve({
      path:
        { a: 'recordings/2026-01-01/a.wav', b: '../secret.txt', c: 'recordings/.hidden.wav', e: 'password.wav' }[id] ??
        'none.wav',
    }),
};
const settings: HttpDoorSettings = {
  host: '127.0.0.1',
  port: 0,
  allowedOrigins: ['https://crm.example.org'],
  trustedProxies: [],
  metricsToken: 'a-token-of-sixteen',
  pageFolder,
  scripts: {},
  recordingsFolder,
};

let door: HttpDoor;
let url: string;
let port: number;

beforeAll(async () => {
  mkdirSync(join(pageFolder, 'assets'), { recursive: true });
  mkdirSync(join(recordingsFolder, 'recordings', '2026-01-01'), { recursive: true });
  writeFileSync(join(pageFolder, 'index.html'), '<!doctype html><title>Cordboard</title>');
  writeFileSync(join(pageFolder, 'assets', 'a.js'), 'export {};');
  writeFileSync(join(recordingsFolder, 'recordings', '2026-01-01', 'a.wav'), '0123456789');
  for (const hidden of ['../secret.txt', 'recordings/.hidden.wav', 'password.wav']) {
    writeFileSync(join(recordingsFolder, hidden), 'secret');
  }
  door = createHttpDoor(settings, ports);
  ({ url, port } = await door.listen());
});
afterAll(() => door.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(new URL(path, url), { headers });

test('the page is served, with a policy that lets nothing in from elsewhere', async () => {
  const answer = await get('/');
  expect(await answer.text()).toContain('Cordboard');
  expect(answer.headers.get('content-type')).toContain('text/html');
  expect(answer.headers.get('cache-control')).toBe('no-cache');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'self' https://crm.example.org");
  expect(answer.headers.get('permissions-policy')).toContain('microphone=(self)');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});

test('what is named by its content is kept by browsers', async () => {
  const answer = await get('/assets/a.js');
  expect(answer.headers.get('content-type')).toContain('javascript');
  expect(answer.headers.get('cache-control')).toContain('immutable');
});

test('unknown paths are 404, as JSON, with the same headers', async () => {
  const answer = await get('/nothing');
  expect(answer.status).toBe(404);
  expect(await answer.json()).toEqual({ error: 'notFound' });
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});

test('health is 200 while every part works and 503 when one does not', async () => {
  health = { database: { ok: true, detail: 'x' }, switch: { ok: true, detail: 'y' } };
  const good = await get('/healthz');
  expect(good.status).toBe(200);
  expect(await good.json()).toEqual({ ok: true, ...health });
  health = { ...health, database: { ok: false, detail: 'away' } };
  const bad = await get('/healthz');
  expect(bad.status).toBe(503);
  expect(await bad.json()).toMatchObject({ ok: false, database: { ok: false }, switch: { ok: true } });
});

test('metrics are there for this machine', async () => {
  const answer = await get('/metrics');
  expect(answer.headers.get('content-type')).toContain('version=0.0.4');
  expect(await answer.text()).toBe('cordboard_up 1\n');
});

test('for other machines details of health and metrics need the token', async () => {
  const proxied = createHttpDoor({ ...settings, trustedProxies: ['127.0.0.1'] }, ports);
  const there = await proxied.listen();
  const from = { 'x-forwarded-for': '198.51.100.9' };
  health = { database: { ok: true, detail: 'host db1' } };
  expect(await (await fetch(new URL('/healthz', there.url), { headers: from })).text()).not.toContain('db1');
  expect((await fetch(new URL('/metrics', there.url), { headers: from })).status).toBe(403);
  const authorization = { ...from, authorization: 'Bearer a-token-of-sixteen' };
  expect((await fetch(new URL('/metrics', there.url), { headers: authorization })).status).toBe(200);
  await proxied.close();
});

test.each([
  ['a.example.org:8080', 403],
  ['127.0.0.1.example.org', 403],
  ['localhost:8080', 200],
  ['[::1]:8080', 200],
])('metrics asked for under the name %s: %d, since a page may have its own name point here', async (host, status) => {
  expect(await rawStatus('/metrics', { host })).toBe(status);
});

test('what a proxy passed on is not from this machine, even when nobody named that proxy', async () => {
  expect((await get('/metrics', { 'x-forwarded-for': '127.0.0.1' })).status).toBe(403);
  expect((await get('/metrics', { forwarded: 'for=198.51.100.9' })).status).toBe(403);
});

test('a recording is for people who have signed in', async () => {
  expect((await get('/recordings/a')).status).toBe(401);
  expect((await get('/recordings/a', { authorization: 'Bearer bad' })).status).toBe(401);
  const answer = await get('/recordings/a', { authorization: 'Bearer good' });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
  expect(await answer.text()).toBe('0123456789');
});

test('a part of a recording can be asked for', async () => {
  const answer = await get('/recordings/a', { authorization: 'Bearer good', range: 'bytes=2-4' });
  expect(answer.status).toBe(206);
  expect(answer.headers.get('content-range')).toBe('bytes 2-4/10');
  expect(await answer.text()).toBe('234');
  expect((await get('/recordings/a', { authorization: 'Bearer good', range: 'bytes=20-' })).status).toBe(416);
});

/** As it is typed: `fetch` would tidy the path up. */
async function rawStatus(
  path: string,
  headers: Record<string, string> = { authorization: 'Bearer good' },
): Promise<number> {
  const request = httpRequest({ host: '127.0.0.1', port, path, headers });
  request.end();
  const [answer] = (await once(request, 'response')) as [import('node:http').IncomingMessage];
  answer.resume();
  return answer.statusCode ?? 0;
}

test.each([
  '/recordings/b',
  '/recordings/c',
  '/recordings/d',
  '/recordings/e',
  '/recordings/..%2Fsecret.txt',
  '/recordings/../secret.txt',
  '/recordings/%2e%2e%2fsecret.txt',
  '/assets/../../secret.txt',
  '/..%2fsecret.txt',
  '/assets/%00',
])('nothing outside the folders can be read: %s', async (path) => {
  expect([400, 403, 404]).toContain(await rawStatus(path));
});

test('a page of an allowed origin may read recordings, another may not', async () => {
  const authorization = 'Bearer good';
  const crm = await get('/recordings/a', { authorization, origin: 'https://crm.example.org' });
  expect(crm.headers.get('access-control-allow-origin')).toBe('https://crm.example.org');
  const evil = await get('/recordings/a', { authorization, origin: 'https://evil.example' });
  expect(evil.headers.get('access-control-allow-origin')).toBeNull();
});

const dial = (path: string, protocols: string[] = [], options: { origin?: string } = {}): WebSocket =>
  new WebSocket(new URL(path, url.replace('http', 'ws')), protocols, options);

async function refusalOf(socket: WebSocket): Promise<number> {
  const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, import('node:http').IncomingMessage];
  socket.on('error', () => undefined);
  socket.terminate();
  return answer.statusCode ?? 0;
}

test('WebSockets go to the door of their path', async () => {
  const agent = dial('/agent', [], { origin: url.slice(0, -1) });
  const sip = dial('/sip', ['sip']);
  await Promise.all([once(agent, 'open'), once(sip, 'open')]);
  expect(sip.protocol).toBe('sip');
  expect(accepted.map((each) => each.path).toSorted()).toEqual(['/agent', '/sip']);
  expect(accepted[0]?.peer).toMatchObject({ address: '127.0.0.1', secure: false });
  expect(door.counters().open).toBe(2);
  const gone = accepted.map((each) => once(each.socket, 'close'));
  agent.close();
  sip.close();
  await Promise.all(gone);
});

test('a page of another origin gets no WebSocket, nor does another path or protocol', async () => {
  expect(await refusalOf(dial('/agent', [], { origin: 'https://evil.example' }))).toBe(403);
  expect(await refusalOf(dial('/sip', ['sip'], { origin: 'https://evil.example' }))).toBe(403);
  expect(await refusalOf(dial('/sip'))).toBe(400);
  expect(await refusalOf(dial('/elsewhere'))).toBe(404);
});

test('a frame beyond the limit ends the connection', async () => {
  const socket = dial('/agent');
  await once(socket, 'open');
  socket.send('x'.repeat(70_000));
  const [code] = (await once(socket, 'close')) as [number];
  expect(code).toBe(1009);
});

test('a taken port is an error of the setting', async () => {
  const second = createHttpDoor({ ...settings, port }, ports);
  const error = await second.listen().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SettingError);
  expect(error).toMatchObject({ setting: 'http.port', message: expect.stringContaining(`Port ${port} is in use`) });
});

test('a page that is not built is said so', async () => {
  const bare = createHttpDoor({ ...settings, pageFolder: join(root, 'nowhere') }, ports);
  const there = await bare.listen();
  const answer = await fetch(there.url);
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain('npm run build');
  await bare.close();
});

test('the script for pages of other origins is served, and said when it is not built', async () => {
  const scriptFile = join(root, 'cordboard.js');
  const serving = createHttpDoor({ ...settings, scripts: { 'cordboard.js': scriptFile } }, ports);
  const address = `${(await serving.listen()).url}cordboard.js`;
  const missing = await fetch(address);
  expect([missing.status, await missing.text()]).toEqual([503, expect.stringContaining('npm run build')]);
  writeFileSync(scriptFile, 'var AgentBar;');
  const answer = await fetch(address);
  expect([answer.status, await answer.text()]).toEqual([200, 'var AgentBar;']);
  expect(answer.headers.get('content-type')).toContain('text/javascript');
  expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  await serving.close();
});
