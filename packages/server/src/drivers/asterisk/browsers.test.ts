// What is at Asterisk of telephones in browsers: as much as there are valid secrets, whatever happens in which order.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { openAri, type AriFloor } from '../../../../../test/support/ari-floor.ts';
import { until } from '../../../../../test/support/until.ts';
import type { BrowserSecret } from '../browser-phones.ts';
import { Browsers } from './browsers.ts';
import { browserName } from './naming.ts';

const phone = { deviceId: '8001', sessionId: 'f8a5' };
const name = browserName('cordboard', phone);
const hour = 3_600_000;

let ari: AriFloor;
/** res_pjsip's objects: `endpoint/8001` → its fields. */
let objects: Map<string, Record<string, string>>;
/** A request that begins so is not answered with what it should. */
let refused: string | null;
/** What happens while Asterisk is asked for its endpoints. */
let listing: () => Promise<void>;
let issued: Map<typeof phone, BrowserSecret[]>;
let browsers: Browsers;
let changed: string[];

const at = (expiresAt: number, ha1 = 'hash-one'): BrowserSecret => ({ ha1, expiresAt });
const valid = (one: { readonly sessionId: string }): BrowserSecret[] =>
  [...issued]
    .flatMap(([{ sessionId }, secrets]) => (sessionId === one.sessionId ? secrets : []))
    .filter(({ expiresAt }) => expiresAt > Date.now());
const kept = (): string[] => [...objects.keys()].toSorted();
const auths = (): string[] => kept().filter((key) => key.startsWith('auth/'));

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://ari');
  const path = decodeURIComponent(pathname);
  const body = await text(request);
  const answer = (status: number, value: unknown = null): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(value === null ? '' : JSON.stringify(value));
  };
  if (refused !== null && `${request.method} ${path}`.startsWith(refused)) return answer(500);
  if (path === '/ari/endpoints/PJSIP') await listing();
  if (path === '/ari/endpoints/PJSIP')
    return answer(
      200,
      [...objects.keys()].flatMap((key) =>
        key.startsWith('endpoint/') ? [{ technology: 'PJSIP', resource: key.slice(9) }] : [],
      ),
    );
  const key = path.replace('/ari/asterisk/config/dynamic/res_pjsip/', '');
  const values = objects.get(key);
  if (request.method === 'PUT') {
    const { fields } = JSON.parse(body) as { fields: { attribute: string; value: string }[] };
    objects.set(key, Object.fromEntries(fields.map(({ attribute, value }) => [attribute, value])));
    return answer(200, []);
  }
  if (values === undefined) return answer(404, { message: 'not found' });
  if (request.method === 'DELETE') objects.delete(key);
  return answer(
    200,
    Object.entries(values).map(([attribute, value]) => ({ attribute, value })),
  );
}

beforeEach(async () => {
  [objects, refused, issued, changed] = [new Map(), null, new Map(), []];
  listing = async () => undefined;
  ari = await openAri('cordboard', (request, response) => void respond(request, response));
  browsers = new Browsers({
    asterisk: ari.asterisk,
    sipUrl: `${ari.url}/ws`,
    log: () => undefined,
    secrets: { realm: 'a.example', of: valid, phones: () => [...issued.keys()].filter((one) => valid(one).length > 0) },
    changed: (endpoint) => changed.push(endpoint),
  });
});

afterEach(async () => {
  browsers.close();
  await ari.close();
});

test('a page is let in by each of its session’s secrets, as its device, at an endpoint of its own', async () => {
  await browsers.connected();
  issued.set(phone, [at(Date.now() + hour), at(Date.now() + hour, 'hash-two')]);
  expect(await browsers.admit(phone)).toBe(name);
  expect(kept()).toEqual([`aor/${name}`, ...auths(), `endpoint/${name}`]);
  expect(auths().map((key) => objects.get(key))).toEqual(
    expect.arrayContaining(
      ['hash-one', 'hash-two'].map((md5_cred) => ({
        auth_type: 'md5',
        username: '8001',
        realm: 'a.example',
        md5_cred,
      })),
    ),
  );
  const { auth = '', ...endpoint } = objects.get(`endpoint/${name}`)!;
  expect(endpoint).toMatchObject({ webrtc: 'yes', aors: name, allow: 'alaw,ulaw' });
  const named = auth.split(',').map((id) => `auth/${id}`);
  expect(named.toSorted()).toEqual(auths());
  expect(kept().join(' ')).not.toMatch(/hash/u);
});

test('what is valid no more is taken away: one secret with its time, all of it with the session', async () => {
  await browsers.connected();
  issued.set(phone, [at(Date.now() + 400), at(Date.now() + hour, 'hash-two')]);
  await browsers.admit(phone);
  expect(auths()).toHaveLength(2);
  await until('one is gone', () => auths().length === 1);
  expect(objects.get(auths()[0]!)).toMatchObject({ md5_cred: 'hash-two' });
  issued.clear();
  browsers.dismiss({ ...phone, ha1s: ['hash-two'] });
  await until('all is gone', () => objects.size === 0);
  expect(changed).toEqual([name]);
});

test('a session that ends while its page is being let in leaves nothing', async () => {
  await browsers.connected();
  issued.set(phone, [at(Date.now() + hour)]);
  const admitted = browsers.admit(phone);
  issued.clear();
  browsers.dismiss({ ...phone, ha1s: ['hash-one'] });
  await admitted;
  await until('nothing is left', () => changed.length > 0 && objects.size === 0);
});

test('nobody is let in before what an earlier life left is gone, and everybody when Asterisk cannot be asked is told so', async () => {
  const left = browserName('cordboard', { ...phone, sessionId: 'of yesterday' });
  objects.set(`endpoint/${left}`, { auth: `${left}~0123,another` });
  for (const key of [`aor/${left}`, `auth/${left}~0123`, 'endpoint/8001', 'auth/another']) objects.set(key, {});
  const ofAnother = `endpoint/${browserName('another', phone)}`;
  objects.set(ofAnother, {});
  issued.set(phone, [at(Date.now() + hour)]);
  expect(await browsers.admit(phone)).toBeNull();
  await browsers.connected();
  expect(kept().filter((key) => key.includes(left))).toEqual([]);
  expect(kept()).toEqual(expect.arrayContaining([ofAnother, 'endpoint/8001', 'auth/another', `endpoint/${name}`]));
  refused = 'PUT';
  expect(await browsers.admit(phone)).toBeNull();
  refused = null;
  expect(await browsers.admit(phone)).toBe(name);
});

test('who is let in while it is looked what an earlier life left is not taken for that', async () => {
  await browsers.connected();
  let admitted: Promise<string | null> | undefined;
  listing = async () => {
    issued.set(phone, [at(Date.now() + hour)]);
    admitted = browsers.admit(phone);
    await admitted;
  };
  await browsers.connected();
  expect(await admitted).toBe(name);
  expect(kept()).toEqual([`aor/${name}`, ...auths(), `endpoint/${name}`]);
});

test('an Asterisk that was started anew is given what is valid', async () => {
  await browsers.connected();
  issued.set(phone, [at(Date.now() + hour)]);
  await browsers.admit(phone);
  objects.clear();
  await browsers.connected();
  expect(kept()).toEqual([`aor/${name}`, ...auths(), `endpoint/${name}`]);
});

test('a page that comes before anything can be let in is sent away, to come again', () => {
  const closed: unknown[] = [];
  const socket = { close: (...args: unknown[]) => closed.push(args) } as unknown as WebSocket;
  browsers.accept(socket, { address: '127.0.0.1', port: 1, secure: false });
  expect(closed).toEqual([[1013, 'the switch is away']]);
});
