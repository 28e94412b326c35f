// Sessions over Verto: connections that drop and come back, that are replaced, that fall silent or slow, and tokens that run out; each test begins with its line of the checklist.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { CallCentre } from '../support/call-centre.ts';
import { until } from '../support/until.ts';
import { httpUrl, VertoFloor } from '../support/verto-floor.ts';
import type { VertoPeer } from '../support/verto-peer.ts';

let floor: VertoFloor;
beforeAll(async () => {
  floor = await VertoFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

const sernos = (peer: VertoPeer, channel: string) => peer.events(channel).map(({ eventSerno }) => eventSerno);

async function stateOf(at: CallCentre, agentId: string): Promise<string> {
  const max = await floor.signedIn(at, '2009');
  const { message } = await max.run('ccAgentState', {});
  max.leave();
  return String((message as { agent_id: string; state: string }[]).find((one) => one.agent_id === agentId)?.state);
}

test('18: the same sessid on a new socket: the old one is told to stay away, and nothing is lost or doubled', async () => {
  const at = await floor.centre();
  const { peer: old } = await floor.agent(at, '2001');
  const fresh = await floor.signedIn(at, '2001', { sessid: old.sessid });
  expect((await old.message('verto.punt')).params).toMatchObject({ reason: expect.any(String) as string });
  await old.closed();
  await fresh.run('ccGoReady', { agent: '2001' });
  await at.settled();
  await expect.poll(() => sernos(fresh, 'vcc.default.2001')).toEqual([2]);
  expect(sernos(old, 'vcc.default.2001')).toEqual([0, 1]);
});

test("19, 20: another one's sessid is refused and he notices nothing; before login it means nothing", async () => {
  const at = await floor.centre();
  const { peer: anna } = await floor.agent(at, '2001');
  const stranger = await floor.stranger(at);
  expect((await stranger.ask('login', { sessid: anna.sessid })).error).toMatchObject({ code: -32000 });
  expect(
    (await stranger.ask('verto.subscribe', { eventChannel: 'vcc.default.2001', sessid: anna.sessid })).error,
  ).toMatchObject({ code: -32000 });
  expect((await stranger.logIn('2002', { sessid: anna.sessid })).error).toEqual({
    code: -32001,
    message: 'Session in use',
  });
  expect((await stranger.logIn('2001', { sessid: anna.sessid, passwd: 'wrong' })).error).toMatchObject({
    code: -32001,
  });
  expect((await anna.ask('echo', { a: 1 })).result).toMatchObject({ a: 1 });
  expect(anna.frames.some(({ method }) => method === 'verto.punt')).toBe(false);
});

test('17, 21: who comes back with his sessid has his channels, and hears what happened meanwhile', async () => {
  const at = await floor.centre();
  const { peer: first } = await floor.agent(at, '2001');
  await first.run('ccGoReady', { agent: '2001' });
  await at.settled();
  await expect.poll(() => sernos(first, 'vcc.default.2001')).toEqual([0, 1, 2]);
  const max = await floor.signedIn(at, '2009');
  await max.subscribe('vcc');
  first.socket.terminate();
  await until('the core knows that he is away', async () => (await linkOf(at, '2001')) === 'lost');
  const back = await floor.signedIn(at, '2001', { sessid: first.sessid });
  await back.run('ccGoBreak', { agent: '2001', reason: 'BRB' });
  await at.settled();
  await expect.poll(() => sernos(back, 'vcc.default.2001')).toEqual([3]);
  expect((await back.subscribe('vcc.default.2001')).result).toMatchObject({
    subscribedChannels: ['vcc.default.2001'],
    alreadySubscribedChannels: ['vcc.default.2001'],
  });
});

async function linkOf(at: CallCentre, agentId: string): Promise<string> {
  const lena = await at.person('2000');
  const { agents } = await lena.client.call('agent.get', { agentIds: [agentId] as never });
  lena.client.close();
  return agents[0]?.link ?? '';
}

test('17: events that happen while one connection of a person is away are given to it when it is back', async () => {
  const at = await floor.centre();
  const { peer: away } = await floor.agent(at, '2001');
  const here = await floor.signedIn(at, '2001');
  away.socket.terminate();
  await until('the server knows', async () => (await here.ask('echo')).result !== undefined && away.closeCode !== null);
  await here.run('ccGoReady', {});
  await at.settled();
  const back = await floor.signedIn(at, '2001', { sessid: away.sessid });
  await expect.poll(() => sernos(back, 'vcc.default.2001')).toEqual([2]);
  const order = back.frames.map(({ method, result }) => method ?? result?.['message']);
  expect(order).toEqual(['logged in', 'verto.clientReady', 'verto.event']);
});

test('22: after the window the session is gone, and the agent is signed out by the grace of his tenant', async () => {
  const at = await floor.centre({ verto: { vertoDetachedMs: 30 } });
  const { peer: first } = await floor.agent(at, '2001');
  await first.run('ccGoReady', {});
  first.socket.terminate();
  await until('the core knows that he is away', async () => (await linkOf(at, '2001')) === 'lost');
  await at.pass(30_001);
  const back = await until('his sessid is free again', async () => {
    const peer = await floor.signedIn(at, '2001', { sessid: first.sessid });
    if (
      peer.events().length === 0 &&
      (await peer.subscribe('vcc.default.2001')).result?.['alreadySubscribedChannels'] === undefined
    )
      return peer;
    peer.socket.terminate();
    return null;
  });
  expect((await back.run('ccAgentState', { queue: 'sales' })).message).toMatchObject([
    { agent_id: '2001', state: 'LOGOUT' },
    {},
  ]);
});

test('23: both kinds of ping are answered; a silent client is asked, and need not answer', async () => {
  const at = await floor.centre({ verto: { vertoHeartbeatMs: 20, vertoPingAfterSilentMs: 30 } });
  const peer = await floor.signedIn(at);
  for (const method of ['verto.ping', 'Uas.Ping']) {
    expect((await peer.ask(method)).result).toMatchObject({
      message: 'PONG',
      'auth-expires': expect.any(Number) as number,
    });
  }
  await until('asked twice', () => peer.frames.filter(({ method }) => method === 'verto.ping').length >= 2);
  const [first, second] = peer.frames.filter(({ method }) => method === 'verto.ping');
  expect([first?.params?.['serno'], second?.params?.['serno']]).toEqual([0, 1]);
  expect(peer.closeCode).toBeNull();
});

test('24: a peer from which nothing comes is cut, also while events flow to it', async () => {
  const at = await floor.centre({ verto: { vertoHeartbeatMs: 40 } });
  const lena = await floor.signedIn(at, '2000');
  const dead = await floor.stranger(at, { autoPong: false });
  await dead.logIn('2009');
  await dead.subscribe('vcc');
  const { peer } = await floor.agent(at, '2001');
  for (let turn = 0; dead.closeCode === null && turn < 100; turn += 1) {
    await peer.run(turn % 2 === 0 ? 'ccGoReady' : 'ccGoBreak', {});
    await at.settled();
  }
  expect(await dead.closed()).toBe(1006);
  expect((await lena.ask('echo')).result).toBeDefined();
});

test('25: a reader too slow is cut; the others notice nothing', async () => {
  const at = await floor.centre({
    verto: { vertoMaxBufferedBytes: 1_000_000, vertoRequestBurst: 5_000, vertoCloseMs: 100 },
  });
  const slow = await floor.signedIn(at, '2009');
  const quick = await floor.signedIn(at, '2000');
  await slow.subscribe('app');
  await quick.subscribe('app');
  slow.socket.pause();
  // More than the system takes in for a reader that does not read; the other one reads as it goes.
  for (let turn = 0; turn < 1_500; turn += 1) {
    const params = { eventChannel: 'app', data: 'x'.repeat(16_000) };
    quick.send({ jsonrpc: '2.0', id: turn, method: 'verto.broadcast', params });
    if (turn % 30 === 29) await until('read', () => quick.events('app').length === turn + 1, 30_000);
  }
  slow.socket.resume();
  await slow.closed();
  expect(slow.events('app').length).toBeLessThan(1_500);
  expect(sernos(quick, 'app')).toEqual(Array.from({ length: 1_500 }, (_, index) => index));
}, 60_000);

test('26: a new token on a live connection; a wrong one changes nothing', async () => {
  const at = await floor.centre();
  const { peer } = await floor.agent(at, '2001');
  const before = Number((await peer.ask('verto.ping')).result?.['auth-expires']);
  expect(
    (await peer.logIn('2001', { passwd: 'password', loginParams: { xui_sessid: 'x'.repeat(43) } })).error,
  ).toMatchObject({ code: -32001 });
  expect((await peer.logIn('2002')).error).toEqual({
    code: -32001,
    message: 'Authentication Failure: the token belongs to somebody else',
  });
  expect((await peer.ask('verto.ping')).result?.['auth-expires']).toBe(before);
  const { result } = await peer.logIn('2001', {
    passwd: 'password',
    loginParams: { xui_sessid: await floor.tokenOf(at, '2001') },
  });
  expect(result).toMatchObject({ message: 'logged in', sessid: peer.sessid });
  expect(Number(result?.['auth-expires'])).toBeGreaterThanOrEqual(before);
  await peer.run('ccGoReady', {});
  await at.settled();
  await expect.poll(() => sernos(peer, 'vcc.default.2001')).toEqual([0, 1, 2]);
  expect(peer.frames.filter(({ method }) => method === 'verto.clientReady')).toHaveLength(1);
});

test('40: an agent whose connection is lost is offered nothing, and is signed out when he stays away', async () => {
  const at = await floor.centre();
  const { peer } = await floor.agent(at, '2001');
  await peer.run('ccGoReady', {});
  await at.settled();
  peer.socket.terminate();
  await until('the core knows that he is away', async () => (await linkOf(at, '2001')) === 'lost');
  const call = at.customer('13900000000').call('4000');
  await at.pass(2_000);
  expect(
    (await floor.signedIn(at, '2009').then((max) => max.run('ccAgentState', { queue: 'sales' }))).message,
  ).toMatchObject([{ agent_id: '2001', state: 'READY', callstate: 'IDLE' }, {}]);
  await at.pass(30_000);
  expect(await stateOf(at, '2001')).toBe('LOGOUT');
  call.hangUp();
  await at.settled();
});

test('a person may have several connections, up to a bound, and each has its own channels', async () => {
  const at = await floor.centre({ verto: { vertoMaxSessionsPerPerson: 2 } });
  const { peer: one } = await floor.agent(at, '2001');
  const two = await floor.signedIn(at, '2001');
  const third = await floor.stranger(at);
  expect((await third.logIn('2001', { sessid: randomUUID() })).error).toMatchObject({ code: -32001 });
  await two.run('ccGoReady', {});
  await at.settled();
  await expect.poll(() => sernos(one, 'vcc.default.2001')).toEqual([0, 1, 2]);
  expect(two.events()).toEqual([]);
});

test('a person who signs in at the bar is told to stay away here', async () => {
  const at = await floor.centre();
  const { peer } = await floor.agent(at, '2001');
  const anna = await at.person('2001');
  expect((await peer.message('verto.punt')).params).toMatchObject({ reason: 'signedInElsewhere' });
  await peer.closed();
  expect(anna.client.state.link).toBe('up');
});

test('a token of an extension signs in for the person it was made for', async () => {
  const at = await floor.centre();
  const token = await floor.tokenOf(at, '2001');
  const { body } = await floor.post(at, '/api/xcc/sessions/getExtnToken', { extn: '8001' }, { token });
  expect(body).toMatchObject({ code: 200, extn_id: '8001', domain: 'small.example' });
  const peer = await floor.stranger(at);
  const { result } = await peer.logIn('8001', { passwd: 'password', loginParams: { xui_sessid: body['token'] } });
  expect(result).toMatchObject({ message: 'logged in' });
  const wrong = await floor.post(at, '/api/xcc/sessions/getExtnToken', { extn: '8001' }, { token: 'x' });
  expect(wrong).toMatchObject({ status: 403, body: { code: 403 } });
  const none = await fetch(`${httpUrl(at)}/api/sessions`, {
    method: 'POST',
    body: new URLSearchParams({ login: at.loginOf('2001'), password: 'wrong' }),
  });
  expect([none.status, await none.json()]).toMatchObject([403, { code: 403 }]);
});
