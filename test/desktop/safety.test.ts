// A port on the agent's own machine: who may use it, and what becomes of those who misuse it.
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Program } from '../../packages/desktop/src/program.ts';
import { PortTaken } from '../../packages/desktop/src/local/local-server.ts';
import { DesktopFloor, everybodysPassword, until } from '../support/desktop-floor.ts';
import type { LocalPage } from '../support/local-page.ts';

let floor: DesktopFloor;
let folder: string;
beforeAll(async () => {
  floor = await DesktopFloor.open();
  folder = await mkdtemp(join(tmpdir(), 'cordboard-safety-'));
});
afterEach(() => floor.tidyUp());
afterAll(async () => {
  await floor.close();
  await rm(folder, { recursive: true, force: true });
});

const stranger = { headers: { Origin: 'https://stranger.example' } };
const codeOf = async (page: LocalPage, method: string, ...params: unknown[]): Promise<number | undefined> =>
  (await page.ask(method, params)).error?.code;

/** The program's own window, as the browser that it opened would be. */
async function ownWindow(program: Program): Promise<{ readonly cookie: string; readonly page: LocalPage }> {
  const origin = `http://127.0.0.1:${program.local.port}`;
  const ticket = new URL(program.windowUrl()).hash.slice(1);
  const answer = await fetch(`${origin}/ticket`, { method: 'POST', body: ticket, headers: { Origin: origin } });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  return {
    cookie,
    page: await floor.page(program, { query: '?profile=v6&extensions=1', headers: { Origin: origin, Cookie: cookie } }),
  };
}

const statusOf = (port: number, path: string, headers: Record<string, string>, method = 'GET'): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.once('error', reject);
    asked.end();
  });

test('a page that nobody knows can do nothing, is told nothing, and makes the agent be asked once', async () => {
  const program = await floor.program();
  const page = await floor.page(program, stranger);
  for (const method of ['getStatus', 'logIn', 'getModel', 'getPairings', 'decidePairing', 'exitApp', 'getSnapshot'])
    expect(
      await codeOf(
        page,
        method,
        ...(method === 'logIn' ? ['2001', 'x'] : method === 'decidePairing' ? ['x', 'steer'] : []),
      ),
      method,
    ).toBe(-600);
  expect(program.pairings.waiting).toMatchObject([{ origin: 'https://stranger.example', name: '' }]);
  const known = await floor.page(program);
  await known.call('logIn', '2001', everybodysPassword);
  await known.status(0, 0);
  expect(page.frames.filter(({ method }) => method !== undefined)).toEqual([]);
});

test('consent holds for the page’s origin from now on, also in a program that is started anew', async () => {
  const grantsFile = join(folder, 'grants.json');
  const program = await floor.program({ grantsFile });
  const page = await floor.page(program, stranger);
  expect(await codeOf(page, 'getStatus')).toBe(-600);
  program.pairings.decide(program.pairings.waiting[0]!.id, 'steer');
  expect(await page.call('getStatus')).toEqual([-1, 0]);
  await floor.tidyUp();
  const again = await floor.program({ grantsFile });
  expect(await (await floor.page(again, stranger)).call('getStatus')).toEqual([-1, 0]);
  const other = await floor.page(again, { headers: { Origin: 'https://stranger.example.evil.example' } });
  expect(await codeOf(other, 'getStatus')).toBe(-600);
  expect((await stat(grantsFile)).mode & 0o077).toBe(0);
});

test('a pairing gives a token, of which only the hash is kept; it is good for its origin alone', async () => {
  const grantsFile = join(folder, 'tokens.json');
  const program = await floor.program({ grantsFile });
  const page = await floor.page(program, stranger);
  const asked = page.call('pair', 'CRM');
  await until('it is asked', () => program.pairings.waiting.length === 1);
  program.pairings.decide(program.pairings.waiting[0]!.id, 'steer');
  const { token } = (await asked) as { token: string };
  expect(await readFile(grantsFile, 'utf8')).not.toContain(token);
  const next = await floor.page(program, stranger);
  expect(await codeOf(next, 'authenticate', `${token}x`)).toBe(-600);
  await next.call('authenticate', token);
  expect(await next.call('getStatus')).toEqual([-1, 0]);
  const thief = await floor.page(program, { headers: { Origin: 'https://thief.example' } });
  expect(await codeOf(thief, 'authenticate', token)).toBe(-600);
});

test('who may only look is told everything and steers nothing', async () => {
  const program = await floor.program();
  const page = await floor.page(program, stranger);
  const asked = page.call('pair', 'Wallboard');
  await until('it is asked', () => program.pairings.waiting.length === 1);
  program.pairings.decide(program.pairings.waiting[0]!.id, 'look');
  await asked;
  expect(await page.call('getStatus')).toEqual([-1, 0]);
  expect(await codeOf(page, 'logIn', '2001', everybodysPassword)).toBe(-601);
  const known = await floor.page(program);
  await known.call('logIn', '2001', everybodysPassword);
  await page.status(0, 0);
  for (const method of ['signIn', 'setIdle', 'offHook', 'onHook', 'exitApp', 'logOut'])
    expect(await codeOf(page, method), method).toBe(-601);
});

test('a refusal, and an agent who does not answer, end the asking', async () => {
  const program = await floor.program();
  const page = await floor.page(program, stranger);
  const asked = page.ask('pair', ['CRM']);
  await until('it is asked', () => program.pairings.waiting.length === 1);
  program.pairings.decide(program.pairings.waiting[0]!.id, 'refuse');
  expect((await asked).error?.code).toBe(-602);
  expect(program.pairings.waiting).toEqual([]);
});

test('an opaque origin and a program without one have to show a token; no consent holds for all of them', async () => {
  const program = await floor.program();
  for (const headers of [{ Origin: 'null' }, { Origin: '' }]) {
    const page = await floor.page(program, { headers });
    const asked = page.call('pair', 'Script');
    await until('it is asked', () => program.pairings.waiting.length === 1);
    program.pairings.decide(program.pairings.waiting[0]!.id, 'steer');
    await asked;
    expect(await page.call('getStatus')).toEqual([-1, 0]);
    expect(await codeOf(await floor.page(program, { headers }), 'getStatus')).toBe(-600);
    program.pairings.decide(program.pairings.waiting[0]!.id, 'refuse');
  }
});

test('a name that only resolves to this machine is refused: DNS rebinding', async () => {
  const program = await floor.program();
  const { port } = program.local;
  for (const Host of [
    'evil.example',
    `evil.example:${port}`,
    `localhost.evil.example:${port}`,
    '127.0.0.1',
    `127.0.0.1:${port + 1}`,
    `[::2]:${port}`,
  ]) {
    await expect(floor.page(program, { headers: { Host } }), Host).rejects.toThrow('421');
    expect(await statusOf(port, '/', { Host }), Host).toBe(421);
  }
});

test('the open mode lets every page in, but still no name that is not this machine’s', async () => {
  const program = await floor.program({ settings: { localServer: { isOpenToAnyPage: true } } });
  const page = await floor.page(program, stranger);
  await page.call('logIn', '2001', everybodysPassword);
  await page.status(0, 0);
  expect(program.lights.isOpenToAnyPage).toBe(true);
  expect(await codeOf(page, 'getPairings')).toBe(-321);
  await expect(floor.page(program, { headers: { Host: 'evil.example' } })).rejects.toThrow('421');
});

test('the window’s own methods are for the window: its ticket is good once, its cookie from its own origin', async () => {
  const program = await floor.program();
  const origin = `http://127.0.0.1:${program.local.port}`;
  const { cookie, page } = await ownWindow(program);
  expect(await page.call('getPairings')).toEqual([]);
  const exchange = (ticket: string, from = origin): Promise<Response> =>
    fetch(`${origin}/ticket`, { method: 'POST', body: ticket, headers: { Origin: from } });
  const ticket = new URL(program.windowUrl()).hash.slice(1);
  expect([
    (await exchange(ticket, 'https://evil.example')).status,
    (await exchange(ticket)).status,
    (await exchange(ticket)).status,
  ]).toEqual([403, 204, 403]);
  expect((await exchange('guessed')).status).toBe(403);
  await expect(floor.page(program, { headers: { Origin: origin } })).rejects.toThrow('403');
  await expect(floor.page(program, { headers: { Origin: origin, Cookie: 'cordboard-agent=guessed' } })).rejects.toThrow(
    '403',
  );
  await expect(floor.page(program, { path: '/agent' })).rejects.toThrow('403');
  const elsewhere = await floor.page(program, { headers: { Origin: 'https://crm.example', Cookie: cookie } });
  expect(await codeOf(elsewhere, 'getDoor')).toBe(-321);
  for (const method of ['getDoor', 'tellSoundDevices', 'connectSound', 'closeSound', 'getPairings'])
    expect(
      await codeOf(
        elsewhere,
        method,
        ...(method === 'tellSoundDevices' ? [[]] : method === 'connectSound' ? ['v=0'] : []),
      ),
      method,
    ).toBe(-321);
  expect((await page.ask('connectSound', ['nonsense'])).error).toBeDefined();
});

test('only this user’s programs may ask for the window', async () => {
  let shown = 0;
  const program = await floor.program({ openWindow: () => Promise.resolve(void (shown += 1)) });
  const { port } = program.local;
  const Host = `127.0.0.1:${port}`;
  expect(await statusOf(port, '/show', { Host }, 'POST')).toBe(403);
  expect(await statusOf(port, '/show', { Host, Authorization: 'Bearer guessed' }, 'POST')).toBe(403);
  expect(await statusOf(port, '/show', { Host, Authorization: 'Bearer of the owner' }, 'POST')).toBe(204);
  expect(shown).toBe(1);
});

test('a second program at the same port is told so by name', async () => {
  const first = await floor.program();
  await expect(floor.program({ port: first.local.port })).rejects.toThrow(PortTaken);
  expect(await (await floor.page(first)).call('getStatus')).toEqual([-1, 0]);
});

test('a page that floods is refused, and nobody else', async () => {
  const program = await floor.program();
  const [page, other] = [await floor.page(program), await floor.page(program)];
  for (let n = 0; n < 400; n += 1) page.send(`{"jsonrpc":"2.0","id":"f${n}","method":"getStatus"}`);
  await until('all are answered', () => page.frames.length === 400);
  const refused = page.frames.filter(({ error }) => error?.code === -603);
  expect(refused.length).toBeGreaterThan(200);
  expect(await other.call('getStatus')).toEqual([-1, 0]);
});

test('a frame that is too large ends its page, and nobody else’s; too many pages are refused', async () => {
  const program = await floor.program();
  const [page, other] = [await floor.page(program), await floor.page(program)];
  page.send(`{"jsonrpc":"2.0","id":1,"method":"echo","params":["${'x'.repeat(70_000)}"]}`);
  await until('it is closed', () => !page.isOpen);
  expect(await other.call('getStatus')).toEqual([-1, 0]);
  const many: LocalPage[] = [];
  for (let n = 0; n < 15; n += 1) many.push(await floor.page(program));
  await expect(floor.page(program)).rejects.toThrow('503');
});

test('names that every object has are no methods and no settings', async () => {
  const page = await floor.page(await floor.program());
  for (const method of ['__proto__', 'toString', 'hasOwnProperty', 'constructor'])
    expect(await codeOf(page, method), method).toBe(-32601);
  page.send('{"jsonrpc":"2.0","id":"p","method":"echo","params":{"__proto__":{"message":"x"}}}');
  await until('an answer', () => page.frames.some(({ id }) => id === 'p'));
  expect(page.frames.find(({ id }) => id === 'p')?.error?.code).toBe(-32602);
});

test('what a page missed while it was away, it can have', async () => {
  const { program, page } = await floor.loggedIn({}, { query: '?extensions=1' });
  const { seq } = (await page.call('getSnapshot')) as { seq: number };
  expect(page.frames.some((frame) => frame.seq !== undefined && frame.seq <= seq)).toBe(true);
  page.terminate();
  const other = await floor.page(program);
  await other.call('signIn');
  await other.call('setBusy');
  const back = await floor.page(program, { query: '?extensions=1' });
  const missed = (await back.call('getEventsSince', seq)) as {
    complete: boolean;
    events: { seq: number; method: string; params: unknown[] }[];
  };
  expect(missed.complete).toBe(true);
  expect(missed.events.map((one) => one.seq)).toEqual(missed.events.map((one) => one.seq).toSorted((a, b) => a - b));
  expect(missed.events.filter(({ method }) => method === 'onAgentStatusChanged').map(({ params }) => params)).toEqual([
    [4, 0],
    [2, 10],
  ]);
  expect(await back.call('getEventsSince', 1_000_000)).toEqual({ complete: false, events: [] });
});
