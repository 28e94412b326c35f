// The class Verto against a server of FreeSWITCH's kind that does what it seldom does; each test begins with its line of the checklist.
import { afterEach, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { ScriptedVerto, type Asked } from '../../../../test/support/scripted-verto.ts';
import { until } from '../../../../test/support/until.ts';
import { Verto, VertoCallcenter, type VertoCallbacks, type VertoEvent, type VertoParams } from './index.ts';

const clients: Verto[] = [];
const servers: ScriptedVerto[] = [];
afterEach(async () => {
  for (const each of clients.splice(0)) each.logout();
  for (const server of servers.splice(0)) await server.close();
});

const quick = { firstRetryMs: 5, maxRetryMs: 20, stormMinMs: 5, stormMaxMs: 10 };

function makeClient(limits: object = {}) {
  const verto = new Verto({ WebSocket, limits: { ...quick, ...limits } });
  clients.push(verto);
  const logins: boolean[] = [];
  const closes: boolean[] = [];
  const messages: string[] = [];
  const callbacks: VertoCallbacks = {
    onWSLogin: (_, success) => logins.push(success),
    onWSClose: (_, success) => closes.push(success),
    onMessage: (_, __, { name }) => messages.push(name),
  };
  return { verto, logins, closes, messages, callbacks };
}

const usual = ({ method, params }: Asked) => {
  if (method === 'login') return { result: { message: 'logged in', sessid: params['sessid'] } };
  return { result: method === 'verto.subscribe' ? { subscribedChannels: [params['eventChannel']] } : {} };
};

async function makeServer(): Promise<ScriptedVerto> {
  const server = await ScriptedVerto.open();
  servers.push(server);
  server.answer = usual;
  return server;
}

const paramsOf = (server: ScriptedVerto): VertoParams => ({ login: '1001@x', passwd: 'p', socketUrl: server.url });

async function signedIn(limits: object = {}, more: Partial<VertoParams> = {}) {
  const server = await makeServer();
  const made = makeClient(limits);
  made.verto.connect({ ...paramsOf(server), ...more }, made.callbacks);
  await until('signed in', () => made.logins.length > 0);
  return { ...made, server };
}

const channelsAsked = (server: ScriptedVerto): readonly unknown[] =>
  server.asked.filter(({ method }) => method === 'verto.subscribe').map(({ params }) => params['eventChannel']);

test('45: an answer to login with neither result nor error is no login', async () => {
  const server = await makeServer();
  server.answer = () => ({}) as never;
  const { verto, logins, callbacks } = makeClient();
  verto.connect(paramsOf(server), callbacks);
  await until('told', () => logins.length > 0);
  expect([logins, verto.isSignedIn]).toEqual([[false], false]);
});

test('45: what cannot be connected to is said at once', () => {
  const { verto, callbacks } = makeClient();
  for (const socketUrl of ['http://x/ws', 'not a url', '']) {
    expect(() => verto.connect({ login: 'a@b', passwd: 'p', socketUrl }, callbacks)).toThrow(TypeError);
  }
});

test('46: an answer in a list of one is an answer, and `error: null` is no error', async () => {
  const { verto, server } = await signedIn({ requestTimeoutMs: 300 });
  const vcc = new VertoCallcenter(verto);
  const good = { code: 200, message: 'success', reason: '' };
  server.answer = ({ id }) => {
    server.push([{ jsonrpc: '2.0', id, result: good }]);
    return null;
  };
  expect(await vcc.ccGoReady('q', '1')).toMatchObject(good);
  server.answer = () => ({ result: good, error: null });
  expect(await vcc.ccGoReady('q', '1')).toMatchObject(good);
});

test('46: what cannot be written as JSON is refused at once', async () => {
  const { verto, server } = await signedIn({ requestTimeoutMs: 300 });
  const round: Record<string, unknown> = {};
  round['round'] = round;
  await expect(verto.call('echo', round)).rejects.toMatchObject({ code: 400 });
  expect(server.methods()).not.toContain('echo');
});

test('47: events right behind the answer to the new subscription are not taken for old ones', async () => {
  const { verto, logins, server } = await signedIn();
  const heard: unknown[] = [];
  verto.subscribe('vcc', { handler: (_, { data }) => heard.push(data) });
  await until('asked', () => channelsAsked(server).length === 1);
  for (const eventSerno of [0, 1, 2]) server.event({ eventChannel: 'vcc', eventSerno, data: `old ${eventSerno}` });
  await until('heard', () => heard.length === 3);
  server.answer = (asked) => {
    if (asked.method === 'verto.subscribe') {
      // Both frames in one piece, as a busy server's kernel sends them.
      const { _socket: wire } = server.sockets.at(-1) as unknown as { _socket: { cork(): void; uncork(): void } };
      wire.cork();
      queueMicrotask(() => {
        server.event({ eventChannel: 'vcc', eventSerno: 0, data: 'new 0' });
        wire.uncork();
      });
    }
    return usual(asked);
  };
  server.sockets.at(-1)?.terminate();
  await until('back', () => logins.length === 2);
  server.event({ eventChannel: 'vcc', eventSerno: 1, data: 'new 1' });
  await until('heard', () => heard.includes('new 1'));
  expect(heard).toEqual(['old 0', 'old 1', 'old 2', 'new 0', 'new 1']);
});

test('47: more channels than may wait at once are all subscribed to, at first and again', async () => {
  const { verto, logins, server } = await signedIn({ maxPendingRequests: 4 });
  const names = Array.from({ length: 30 }, (_, index) => `vcc.default.${1000 + index}`);
  verto.subscribe(names, { handler: () => {} });
  await until('all', () => channelsAsked(server).length === 30);
  server.sockets.at(-1)?.terminate();
  await until('back', () => logins.length === 2);
  expect(channelsAsked(server)).toEqual([...names, ...names]);
});

test('47: a login that is not answered is tried anew on another connection', async () => {
  const server = await makeServer();
  server.answer = (asked) => (server.sockets.length === 1 ? null : usual(asked));
  const { verto, logins, closes, callbacks } = makeClient({ requestTimeoutMs: 40 });
  verto.connect(paramsOf(server), callbacks);
  await until('signed in', () => logins.length > 0);
  expect([logins, closes, server.sockets.length]).toEqual([[true], [true], 2]);
});

test('47: holes that follow one another ask for the state once more, not once each', async () => {
  const { verto, server } = await signedIn();
  const heard: VertoEvent[] = [];
  const waiting: (() => void)[] = [];
  verto.onResync(() => new Promise<void>((resolve) => waiting.push(resolve)));
  verto.subscribe('vcc', { handler: (_, event) => heard.push(event) });
  await until('asked', () => channelsAsked(server).length === 1);
  for (const eventSerno of [0, 2, 4, 6, 8]) server.event({ eventChannel: 'vcc', eventSerno });
  await until('heard', () => heard.length === 5);
  expect(waiting).toHaveLength(1);
  waiting[0]?.();
  await until('once more', () => waiting.length === 2);
  waiting[1]?.();
  await verto.ping();
  expect(waiting).toHaveLength(2);
});

test('47: a state that does not come does not keep onWSLogin from being told', async () => {
  const { verto, logins, server } = await signedIn({ resyncTimeoutMs: 30 });
  verto.onResync(() => new Promise(() => {}));
  server.sockets.at(-1)?.terminate();
  await until('back', () => logins.length === 2);
  expect(logins).toEqual([true, true]);
});

test('49: a token that cannot be had just now is asked for again after a while', async () => {
  const server = await makeServer();
  const { verto, logins, closes, callbacks } = makeClient();
  let asked = 0;
  const token = (): Promise<string> => {
    asked += 1;
    return asked === 2 ? Promise.reject(new Error('no network')) : Promise.resolve(`t${asked}`);
  };
  verto.connect({ ...paramsOf(server), token }, callbacks);
  await until('signed in', () => logins.length === 1);
  server.sockets.at(-1)?.terminate();
  await until('back', () => logins.length === 2);
  expect([logins, closes, asked]).toEqual([[true, true], [true, true], 3]);
});

test('49: a token that never comes is not waited for for ever', async () => {
  const server = await makeServer();
  const { verto, logins, callbacks } = makeClient({ tokenTimeoutMs: 30 });
  const tokens = [new Promise<string>(() => {}), Promise.resolve('t2')];
  verto.connect({ ...paramsOf(server), token: () => tokens.shift() ?? 't3' }, callbacks);
  await until('signed in', () => logins.length > 0);
  expect([logins, server.sockets.length]).toEqual([[true], 2]);
});

test('52: who subscribes before the login is told that the channel is not his', async () => {
  const server = await makeServer();
  server.answer = (asked) =>
    asked.params['eventChannel'] === 'secret' ? { error: { unauthorizedChannels: ['secret'] } } : usual(asked);
  const { verto, logins, callbacks } = makeClient();
  const refused: string[] = [];
  const options = (name: string) => ({ handler: () => {}, failed: () => refused.push(name) });
  verto.subscribe('secret', options('first'));
  verto.subscribe('vcc', options('vcc'));
  verto.connect(paramsOf(server), callbacks);
  await until('signed in', () => logins.length > 0);
  expect(refused).toEqual(['first']);
  server.answer = usual;
  verto.subscribe('secret', options('second'));
  await until('asked again', () => channelsAsked(server).length === 3);
  expect([channelsAsked(server), refused]).toEqual([['secret', 'vcc', 'secret'], ['first']]);
});

test('52: a handler is given back what it was subscribed with', async () => {
  const { verto, server } = await signedIn();
  const heard: unknown[] = [];
  verto.subscribe('vcc', { handler: (_, __, userData) => heard.push(userData), userData: { row: 7 } });
  server.event({ eventChannel: 'vcc.default.1007' });
  await until('heard', () => heard.length > 0);
  expect(heard).toEqual([{ row: 7 }]);
});

test('55: the server’s own requests are answered and told, each once', async () => {
  const { server, messages } = await signedIn();
  const answers: unknown[] = [];
  server.sockets.at(-1)?.on('message', (data: Buffer) => answers.push(JSON.parse(data.toString())));
  for (const [id, method] of ['verto.ping', 'verto.clientReady', 'verto.media', 'verto.brandNew'].entries()) {
    server.push({ jsonrpc: '2.0', id: id + 1, method, params: {} });
  }
  await until('answered', () => answers.length === 4);
  expect(answers).toEqual([
    { jsonrpc: '2.0', id: 1, result: { method: 'verto.ping' } },
    { jsonrpc: '2.0', id: 2, result: { method: 'verto.clientReady' } },
    { jsonrpc: '2.0', id: 3, result: { method: 'verto.media' } },
    { jsonrpc: '2.0', id: 4, result: { method: 'verto.brandNew' } },
  ]);
  expect(messages).toEqual(['clientReady', 'verto.media', 'verto.brandNew']);
});

test('56: where there is no WebSocket, it is said which is missing', () => {
  vi.stubGlobal('WebSocket', undefined);
  try {
    expect(() => new Verto().connect({ login: 'a@b', passwd: 'p', socketUrl: 'ws://127.0.0.1:1' })).toThrow(
      /new Verto\(\{ WebSocket \}\)/,
    );
  } finally {
    vi.unstubAllGlobals();
  }
});

test('56: a socket that cannot even be made is told as closed for good', async () => {
  class Refusing {
    constructor() {
      throw new Error('SecurityError');
    }
  }
  const closes: boolean[] = [];
  const verto = new Verto({ WebSocket: Refusing as never });
  verto.connect(
    { login: 'a@b', passwd: 'p', socketUrl: 'ws://127.0.0.1:1' },
    { onWSClose: (_, success) => closes.push(success) },
  );
  await until('closed', () => closes.length > 0);
  expect(closes).toEqual([false]);
});
