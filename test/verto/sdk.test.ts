// The classes Verto and VertoCallcenter against our door, and against a server of FreeSWITCH's kind; each test begins with its line of the checklist.
import { Verto, VertoCallcenter, VertoError, type VertoEvent, type VertoParams } from '@cordboard/client/verto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { password, type CallCentre } from '../support/call-centre.ts';
import { ScriptedVerto, type Asked } from '../support/scripted-verto.ts';
import { until } from '../support/until.ts';
import { VertoFloor } from '../support/verto-floor.ts';
import { vertoUrl } from '../support/verto-peer.ts';

let floor: VertoFloor;
const clients: Verto[] = [];
const servers: ScriptedVerto[] = [];
beforeAll(async () => {
  floor = await VertoFloor.open();
});
afterEach(async () => {
  for (const each of clients.splice(0)) each.logout();
  for (const server of servers.splice(0)) await server.close();
  await floor.tidyUp();
});
afterAll(() => floor.close());

const limits = { firstRetryMs: 10, maxRetryMs: 40, stormMinMs: 10, stormMaxMs: 20, renewMinMs: 20 };

/** A client, and what its callbacks were told. */
function client(more: object = {}) {
  const verto = new Verto({ WebSocket, limits: { ...limits, ...more } });
  clients.push(verto);
  const logins: boolean[] = [];
  const closes: boolean[] = [];
  const events: VertoEvent[] = [];
  const messages: unknown[] = [];
  const callbacks = {
    onWSLogin: (_: Verto, success: boolean) => logins.push(success),
    onWSClose: (_: Verto, success: boolean) => closes.push(success),
    onEvent: (_: Verto, event: VertoEvent) => events.push(event),
    onMessage: (_: Verto, dialog: null, msg: { readonly name: string }, data: unknown) =>
      messages.push([dialog, msg.name, data]),
  };
  return { verto, logins, closes, events, messages, callbacks };
}

const paramsOf = (at: CallCentre, login = '2001'): VertoParams => ({
  login: at.loginOf(login),
  passwd: password,
  socketUrl: vertoUrl(at),
});

async function atWork(at: CallCentre, login = '2001') {
  const made = client();
  made.verto.connect(paramsOf(at, login), made.callbacks);
  await until('signed in', () => made.logins.length > 0);
  return { ...made, vcc: new VertoCallcenter(made.verto) };
}

async function scripted(): Promise<ScriptedVerto> {
  const server = await ScriptedVerto.open();
  servers.push(server);
  server.answer = ({ method, params }: Asked) => {
    if (method === 'login') return { result: { message: 'logged in', sessid: params['sessid'] } };
    if (method === 'verto.subscribe') return { result: { subscribedChannels: [params['eventChannel']] } };
    return { result: {} };
  };
  return server;
}

test('45: a server that wants a login first is given one, with everything in its place', async () => {
  const server = await scripted();
  const { verto, logins, callbacks } = client();
  verto.connect(
    {
      login: '1001@x',
      passwd: 'p',
      socketUrl: server.url,
      sessid: 's1',
      loginParams: { a: 'b' },
      userVariables: { c: 1 },
    },
    callbacks,
  );
  await until('signed in', () => logins.length > 0);
  expect(logins).toEqual([true]);
  expect(server.asked.map(({ method, params }) => [method, params])).toEqual([
    ['login', { sessid: 's1' }],
    ['login', { login: '1001@x', passwd: 'p', loginParams: { a: 'b' }, userVariables: { c: 1 }, sessid: 's1' }],
  ]);
});

test('45, 56: our own server, from Node, by password and by token', async () => {
  const at = await floor.centre();
  expect((await atWork(at)).logins).toEqual([true]);
  const token = await floor.tokenOf(at, '2002');
  const byToken = client();
  byToken.verto.connect(
    { login: at.loginOf('2002'), passwd: 'password', socketUrl: vertoUrl(at), loginParams: { xui_sessid: token } },
    byToken.callbacks,
  );
  await until('signed in', () => byToken.logins.length > 0);
  expect(byToken.logins).toEqual([true]);
  expect(() => byToken.verto.connect({ login: '', socketUrl: 'ws://x' })).toThrow(TypeError);
});

test('46: success is code 200 and nothing else; a refusal is told by failed, and by the promise', async () => {
  const at = await floor.centre();
  await at.telephone('2001');
  const { vcc, verto } = await atWork(at);
  const told: unknown[] = [];
  const good = await vcc.ccLogin('sales', '2001', '8001', (outcome) => told.push(['good', outcome.code]));
  expect(good).toMatchObject({ code: 200, message: 'success', reason: '' });
  const bad = await vcc.ccGoBreak(
    'nowhere',
    '2001',
    () => told.push('wrong'),
    ({ code, message, reason }) => told.push(['bad', code, message, reason]),
  );
  expect(bad).toMatchObject({ code: 404, reason: 'No such queue.' });
  expect(told).toEqual([
    ['good', 200],
    ['bad', 404, 'error', 'No such queue.'],
  ]);
  await expect(vcc.ccLogin('sales', '2001', '9999')).rejects.toMatchObject({
    name: 'VertoError',
    code: 404,
    reason: 'No such extension. (deviceId)',
  });
  await expect(vcc.run('ccFly', {})).rejects.toBeInstanceOf(VertoError);
  await expect(verto.call('fsapi', {})).rejects.toMatchObject({ code: -32601 });
});

test('46: the functions of the seed, in their order, with and without what may be left out', async () => {
  const server = await scripted();
  server.answer = ({ method }) => ({
    result: method === 'login' ? { message: 'logged in' } : { code: 200, message: 'success', reason: '' },
  });
  const { verto, logins, callbacks } = client();
  verto.connect({ login: 'a@b', passwd: 'p', socketUrl: server.url }, callbacks);
  await until('signed in', () => logins.length > 0);
  const vcc = new VertoCallcenter(verto);
  let count = 0;
  const ok = (): void => void (count += 1);
  await vcc.ccLogin('q', '1', '8', ok);
  await vcc.ccLogout('q', '1', ok);
  await vcc.ccGoReady('q', '1', ok);
  await vcc.ccGoBreak('q', '1', 'BRB', ok);
  await vcc.ccGoBreak('q', '1', ok);
  await vcc.ccDial('1', '8', '400', '010', true, ok);
  await vcc.ccDial('1', '8', '', '010', ok);
  await vcc.ccTransfer({ destAgent: '2' }, ok);
  const sent = server.asked
    .filter(({ method }) => method === 'jsapi')
    .map(({ params }) => params['data'] as { func: string; data: unknown });
  expect(sent.map(({ func, data }) => [func, data])).toEqual([
    ['ccLogin', { queue: 'q', agent: '1', extn: '8' }],
    ['ccLogout', { queue: 'q', agent: '1' }],
    ['ccGoReady', { queue: 'q', agent: '1' }],
    ['ccGoBreak', { queue: 'q', agent: '1', reason: 'BRB' }],
    ['ccGoBreak', { queue: 'q', agent: '1' }],
    ['ccDial', { agent: '1', extn: '8', cidNumber: '400', destNumber: '010', earlyMedia: true }],
    ['ccDial', { agent: '1', extn: '8', cidNumber: '', destNumber: '010' }],
    ['ccTransfer', { destAgent: '2' }],
  ]);
  expect(count).toBe(8);
  expect([vcc.channelOf(), vcc.channelOf('7')]).toEqual(['vcc.default', 'vcc.default.7']);
  vcc.setGroup('red');
  expect(vcc.channelOf('7')).toBe('vcc.red.7');
});

test('47: a lost connection comes back, with channels, then state, then onWSLogin, and no event twice', async () => {
  const at = await floor.centre();
  await at.telephone('2001');
  const { verto, vcc, logins, closes } = await atWork(at);
  const order: string[] = [];
  verto.subscribe('vcc.default.2001', {
    handler: (_, { data }) => order.push((data as { action: string }).action),
  });
  verto.onResync(async () => {
    await vcc.ccSnapshot();
    order.push('snapshot');
  });
  await vcc.ccLogin('sales', '2001', '8001');
  await until('told', () => order.length === 2);
  const [door] = at.doors;
  const port = Number(new URL(door!.url).port);
  await door!.close();
  await until('lost', () => closes.length > 0);
  await at.anotherDoor(port);
  await until('back', () => logins.length === 2);
  expect([order, logins, closes]).toEqual([['login', 'busy', 'snapshot'], [true, true], [true]]);
  await vcc.ccGoReady('sales', '2001');
  await until('told again', () => order.length > 3);
  expect(order.at(-1)).toBe('ready');
});

test('47: a number that came is dropped, a hole asks for the state', async () => {
  const server = await scripted();
  const { verto, logins, callbacks } = client();
  const heard: unknown[] = [];
  let resyncs = 0;
  verto.onResync(() => (resyncs += 1));
  verto.subscribe('vcc', { handler: (_, { eventSerno }) => heard.push(eventSerno) });
  verto.connect({ login: 'a@b', passwd: 'p', socketUrl: server.url }, callbacks);
  await until('signed in', () => logins.length > 0);
  for (const eventSerno of [0, 1, 1, 0, 2, 5])
    server.event({ eventChannel: 'vcc', subscribedChannel: 'vcc', eventSerno });
  await until('all', () => heard.length === 4);
  expect([heard, resyncs]).toEqual([[0, 1, 2, 5], 1]);
});

test('48: an application’s own onWSClose does not keep the client from coming back as it was', async () => {
  const server = await scripted();
  const { verto, logins } = client();
  const heard: string[] = [];
  verto.subscribe('vcc', { handler: (_, { eventType }) => heard.push(String(eventType)) });
  let closes = 0;
  const onWSClose = (): void => void (closes += 1);
  verto.connect(
    { login: 'a@b', passwd: 'p', socketUrl: server.url },
    { onWSLogin: (_, success) => logins.push(success), onWSClose },
  );
  await until('signed in', () => logins.length === 1);
  server.sockets.at(-1)?.terminate();
  await until('back', () => logins.length === 2);
  expect(closes).toBe(1);
  server.event({ eventChannel: 'vcc', eventType: 'agentStatus' });
  await until('heard', () => heard.length > 0);
  expect(server.methods().filter((method) => method === 'verto.subscribe')).toHaveLength(2);
});

test('49: the token is asked for before each login, renewed before it runs out, and an old one does not go round and round', async () => {
  const server = await scripted();
  const tokens: string[] = [];
  const { verto, logins, callbacks } = client({ renewBeforeMs: 60_000 });
  const sent = (): unknown[] =>
    server.asked.flatMap(({ params }) =>
      'login' in params ? [(params['loginParams'] as { xui_sessid: string }).xui_sessid] : [],
    );
  let expires = Math.floor(Date.now() / 1_000) + 1;
  server.answer = ({ method, params }) => {
    const result = { message: 'logged in', sessid: params['sessid'], 'auth-expires': expires };
    expires = Math.floor(Date.now() / 1_000) + 3_600;
    return { result: method === 'login' ? result : {} };
  };
  const token = (): string => {
    tokens.push(`t${tokens.length + 1}`);
    return tokens.at(-1)!;
  };
  verto.connect({ login: 'a@b', socketUrl: server.url, token }, callbacks);
  await until('renewed', () => sent().length === 2);
  server.sockets.at(-1)?.terminate();
  await until('back', () => logins.length === 2);
  expect(sent()).toEqual(['t1', 't2', 't3']);
  expect(server.asked.filter(({ params }) => 'login' in params).map(({ params }) => params['passwd'])).toEqual([
    'password',
    'password',
    'password',
  ]);
  server.answer = () => ({ error: { code: -32001, message: 'Authentication Failure' } });
  server.sockets.at(-1)?.terminate();
  await until('refused', () => logins.includes(false));
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(sent()).toEqual(['t1', 't2', 't3', 't4', 't5']);
  expect(server.sockets).toHaveLength(3);
});

test('50: logout closes, says nothing else, stays away, and is told once', async () => {
  const server = await scripted();
  const { verto, logins, closes, callbacks } = client();
  verto.connect({ login: 'a@b', passwd: 'p', socketUrl: server.url }, callbacks);
  await until('signed in', () => logins.length > 0);
  const before = server.asked.length;
  verto.logout();
  verto.logout();
  await until('closed', () => server.sockets[0]?.readyState === WebSocket.CLOSED);
  expect([closes, server.asked.length, server.sockets.length]).toEqual([[false], before, 1]);
});

test('50: a punt is the end', async () => {
  const server = await scripted();
  const { verto, logins, closes, callbacks } = client();
  verto.connect({ login: 'a@b', passwd: 'p', socketUrl: server.url }, callbacks);
  await until('signed in', () => logins.length > 0);
  server.push({ jsonrpc: '2.0', id: 5, method: 'verto.punt', params: {} });
  await until('closed', () => server.sockets[0]?.readyState === WebSocket.CLOSED);
  expect([closes, server.sockets.length]).toEqual([[false], 1]);
});

test('51: two in one program, different people: each has his own', async () => {
  const at = await floor.centre();
  await Promise.all([at.telephone('2001'), at.telephone('2002')]);
  const anna = await atWork(at, '2001');
  const boris = await atWork(at, '2002');
  const heard: string[] = [];
  for (const [who, { verto, vcc }] of [
    ['2001', anna],
    ['2002', boris],
  ] as const) {
    verto.subscribe(vcc.channelOf(who), {
      handler: (_, { data }) => heard.push(`${who} hears of ${(data as { agentID: string }).agentID}`),
    });
  }
  await Promise.all([anna.vcc.ccLogin('sales', '2001', '8001'), boris.vcc.ccLogin('sales', '2002', '8002')]);
  await until('all', () => heard.length === 4);
  expect(new Set(heard)).toEqual(new Set(['2001 hears of 2001', '2002 hears of 2002']));
  expect(anna.verto.sessid).not.toBe(boris.verto.sessid);
});

test('52: one channel, several, twice; taken back by handle and by name; channels in between', async () => {
  const server = await scripted();
  const { verto, logins, callbacks } = client();
  verto.connect({ login: 'a@b', passwd: 'p', socketUrl: server.url }, callbacks);
  await until('signed in', () => logins.length > 0);
  const heard: string[] = [];
  const hear = (name: string) => ({ handler: () => heard.push(name) });
  const handle = verto.subscribe('vcc.default', hear('first'));
  verto.subscribe('vcc.default', hear('second'));
  const [a] = verto.subscribe(['a', 'b'], hear('list'));
  await until('asked', () => server.methods().filter((method) => method === 'verto.subscribe').length === 3);
  server.event({ eventChannel: 'vcc.default.1007', subscribedChannel: 'vcc.default', eventSerno: 0 });
  server.event({ eventChannel: 'vcc.default.1008' });
  server.event({ eventChannel: 'b' });
  await until('heard', () => heard.length === 5);
  expect(heard).toEqual(['first', 'second', 'first', 'second', 'list']);
  verto.unsubscribe(handle);
  verto.unsubscribe(a!);
  verto.unsubscribe('b');
  await until('taken back', () => server.methods().filter((method) => method === 'verto.unsubscribe').length === 2);
  server.event({ eventChannel: 'vcc.default' });
  server.event({ eventChannel: 'b' });
  await until('heard', () => heard.length === 6);
  expect(heard.at(-1)).toBe('second');
});

test('52: a channel in between reaches its handler on our server', async () => {
  const at = await floor.centre();
  const { verto } = await atWork(at, '2000');
  const heard: unknown[] = [];
  verto.subscribe('vcc.red', { handler: (_, { topic }) => heard.push(topic) });
  const refused: number[] = [];
  verto.subscribe('vcc', { handler: () => heard.push('vcc'), failed: ({ code }) => refused.push(code) });
  await until('refused', () => refused.length > 0);
  await floor.agent(at, '2001');
  await until('heard', () => heard.length === 2);
  expect([heard, refused]).toEqual([['vcc.red.2001', 'vcc.red.2001'], [-32602]]);
});

test('47: more channels than may wait at once are all subscribed to', async () => {
  const server = await scripted();
  const { verto, logins, callbacks } = client({ maxPendingRequests: 4 });
  for (let index = 0; index < 30; index += 1) verto.subscribe(`c${index}`, { handler: () => {} });
  verto.connect({ login: 'a@b', passwd: 'p', socketUrl: server.url }, callbacks);
  await until('signed in', () => logins.length > 0);
  expect(server.methods().filter((method) => method === 'verto.subscribe')).toHaveLength(30);
});

test('47: an event right behind the reply that begins its numbers anew is heard', async () => {
  const server = await scripted();
  const { verto, logins, callbacks } = client();
  const heard: unknown[] = [];
  verto.subscribe('vcc', { handler: (_, { eventSerno }) => heard.push(eventSerno) });
  verto.connect({ login: 'a@b', passwd: 'p', socketUrl: server.url }, callbacks);
  await until('signed in', () => logins.length === 1);
  for (const eventSerno of [0, 1, 2]) server.event({ eventChannel: 'vcc', eventSerno });
  await until('heard', () => heard.length === 3);
  const { answer } = server;
  server.answer = (asked) => {
    // Behind the reply in the same packet.
    if (asked.method === 'verto.subscribe') queueMicrotask(() => server.event({ eventChannel: 'vcc', eventSerno: 0 }));
    return answer(asked);
  };
  server.sockets.at(-1)?.terminate();
  await until('back', () => logins.length === 2);
  await until('heard again', () => heard.length === 4);
  expect(heard).toEqual([0, 1, 2, 0]);
});

test('47: a login that is not answered is tried anew, and a token that cannot be had just now is asked for again', async () => {
  const server = await scripted();
  const { verto, logins, callbacks } = client({ requestTimeoutMs: 60 });
  const { answer } = server;
  server.answer = () => null;
  let asked = 0;
  const token = async (): Promise<string> => {
    asked += 1;
    if (asked < 3) throw new Error('not just now');
    return 't';
  };
  verto.connect({ login: 'a@b', socketUrl: server.url, token }, callbacks);
  await until('tried again', () => server.sockets.length >= 4);
  server.answer = answer;
  await until('signed in', () => logins.length > 0);
  expect(logins).toEqual([true]);
});

test('52: who subscribes before the login is told that the channel is not his', async () => {
  const at = await floor.centre();
  const { verto, callbacks, logins } = client();
  const refused: number[] = [];
  verto.subscribe('vcc', { handler: () => {}, failed: ({ code }) => refused.push(code) });
  verto.connect(paramsOf(at), callbacks);
  await until('signed in', () => logins.length > 0);
  expect(refused).toEqual([-32602]);
});

test('47: many channels at once while signed in, and holes that follow one another', async () => {
  const server = await scripted();
  const { verto, logins, callbacks } = client({ maxPendingRequests: 4 });
  let resyncs = 0;
  verto.onResync(async () => {
    resyncs += 1;
    await new Promise((resolve) => setTimeout(resolve, 30));
  });
  verto.connect({ login: 'a@b', passwd: 'p', socketUrl: server.url }, callbacks);
  await until('signed in', () => logins.length > 0);
  for (let index = 0; index < 30; index += 1) verto.subscribe(`c${index}`, { handler: () => {} });
  await until('all asked for', () => server.methods().filter((method) => method === 'verto.subscribe').length === 30);
  for (const eventSerno of [0, 2, 4, 6, 8]) server.event({ eventChannel: 'c1', eventSerno });
  await until('twice: at once, and for those behind', () => resyncs === 2);
});

test('49: a token that lives shortly is renewed at half its time, not all the time', async () => {
  const server = await scripted();
  const { verto, logins, callbacks } = client({ renewBeforeMs: 60_000 });
  server.answer = ({ method }) =>
    method === 'login'
      ? { result: { message: 'logged in', 'auth-expires': Math.floor(Date.now() / 1_000) + 60 } }
      : null;
  verto.connect({ login: 'a@b', socketUrl: server.url, token: () => 't' }, callbacks);
  await until('signed in', () => logins.length > 0);
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(server.methods().filter((method) => method === 'login')).toHaveLength(2);
});

test('50: an address that cannot be connected to is told, and is the end', async () => {
  const { verto, logins, closes, callbacks } = client();
  verto.connect({ login: 'a@b', passwd: 'p', socketUrl: 'no address' }, callbacks);
  await until('told', () => closes.length > 0);
  expect([logins, closes]).toEqual([[false], [false]]);
});

test('52: an event still under way of a channel that was given up is nobody’s', async () => {
  const server = await scripted();
  const { verto, logins, callbacks } = client();
  const heard: unknown[] = [];
  verto.subscribe('vcc', { handler: (_, { eventSerno }) => heard.push(eventSerno) });
  verto.connect({ login: 'a@b', passwd: 'p', socketUrl: server.url }, callbacks);
  await until('signed in', () => logins.length > 0);
  server.event({ eventChannel: 'vcc.default', subscribedChannel: 'vcc.default', eventSerno: 9 });
  server.event({ eventChannel: 'vcc', subscribedChannel: 'vcc', eventSerno: 0 });
  await until('heard', () => heard.length > 0);
  expect(heard).toEqual([0]);
});

test('54: what waits for an answer when the connection is lost is told so, and is not said again', async () => {
  const server = await scripted();
  const { verto, logins, callbacks } = client();
  verto.connect({ login: 'a@b', passwd: 'p', socketUrl: server.url }, callbacks);
  await until('signed in', () => logins.length > 0);
  server.answer = ({ method }) => (method === 'login' ? { result: { message: 'logged in' } } : null);
  const vcc = new VertoCallcenter(verto);
  const pending = vcc.ccGoReady('q', '1');
  await until('asked', () => server.methods().includes('jsapi'));
  server.sockets.at(-1)?.terminate();
  await expect(pending).rejects.toMatchObject({ code: 503 });
  await until('back', () => logins.length === 2);
  expect(server.methods().filter((method) => method === 'jsapi')).toHaveLength(1);
  verto.logout();
  await expect(vcc.ccGoReady('q', '1')).rejects.toMatchObject({ code: 503, message: 'Not connected' });
});

test('54: an answer that does not come is not waited for for ever, and too many at once are refused', async () => {
  const server = await scripted();
  const { verto, logins, callbacks } = client({ requestTimeoutMs: 60, maxPendingRequests: 2 });
  verto.connect({ login: 'a@b', passwd: 'p', socketUrl: server.url }, callbacks);
  await until('signed in', () => logins.length > 0);
  server.answer = () => null;
  const outcomes = await Promise.allSettled([verto.call('a'), verto.call('b'), verto.call('c')]);
  expect(outcomes.map((one) => (one.status === 'rejected' ? (one.reason as VertoError).code : 0))).toEqual([
    504, 504, 429,
  ]);
});

test('55: events, messages and rubbish that nobody has a word for', async () => {
  const server = await scripted();
  const { verto, logins, events, messages, callbacks } = client();
  verto.connect({ login: 'a@b', passwd: 'p', socketUrl: server.url, sessid: 'me' }, callbacks);
  await until('signed in', () => logins.length > 0);
  for (const rubbish of [
    '',
    '[]',
    '[{"id":1}]',
    'null',
    '7',
    '{',
    '{"method":7}',
    '{"id":1}',
    '{"jsonrpc":"2.0","method":"verto.event"}',
  ])
    server.push(rubbish);
  server.event({ eventChannel: 'elsewhere', eventType: 'brandNew', data: 1 });
  server.event({ eventChannel: 'me', eventType: 'private' });
  server.push({ jsonrpc: '2.0', id: 9, method: 'verto.invite', params: { callID: 'c' } });
  await until('all', () => messages.length === 2);
  expect(events).toEqual([{ eventChannel: 'elsewhere', eventType: 'brandNew', data: 1 }]);
  expect(messages).toEqual([
    [null, 'pvtEvent', { eventChannel: 'me', eventType: 'private' }],
    [null, 'verto.invite', { callID: 'c' }],
  ]);
});

test('a server that falls silent is left, also when it takes what is sent', async () => {
  const server = await scripted();
  const { verto, logins, closes, callbacks } = client();
  server.answer = ({ method }) => (method === 'login' ? { result: { message: 'logged in' } } : null);
  verto.connect(
    { login: 'a@b', passwd: 'p', socketUrl: server.url, keepAlive: { interval: 20, maxFailed: 2 } },
    callbacks,
  );
  await until('lost', () => closes.length > 0);
  await until('back', () => logins.length === 2);
  expect(server.sockets.length).toBeGreaterThan(1);
});
