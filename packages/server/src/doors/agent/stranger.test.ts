// Before sign-in: what a stranger may do, how much of it, and how it ends.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Knocker, listen, type ListeningDoor } from '../../../../../test/support/native-door.ts';
import { TestCore } from '../../../../../test/support/test-core.ts';
import type { AgentDoorLimits } from './door.ts';

let core: TestCore;
let door: ListeningDoor;
const open = async (limits: Partial<AgentDoorLimits> = {}): Promise<Knocker> => {
  await door.close();
  door = await listen(core, { limits });
  return Knocker.open(door.url);
};

beforeEach(async () => {
  core = new TestCore();
  door = await listen(core);
});
afterEach(() => door.close());

const named = (name: string): object => ({ error: { data: { name } } });

test('a person who signs in gets a token, his name and his rights', async () => {
  const stranger = await Knocker.open(door.url);
  expect(await stranger.ask('session.signIn', { login: '1001', password: 'right' })).toEqual({
    jsonrpc: '2.0',
    id: 1,
    result: {
      token: 'token-1001-1',
      expiresAt: 4_000_000_000_000,
      sessionId: 's-2',
      tenantId: 'demo',
      agent: { agentId: '1001', name: 'Agent 1001', groupId: 'g' },
      rights: { rank: 'agent', scope: 'own', rights: [] },
    },
  });
  expect(core.addresses).toEqual(['127.0.0.1']);
  expect(door.door.counters()).toEqual({ connections: 1, strangers: 0 });
});

test('nothing but sign-in is answered, known method or not, and no session is opened', async () => {
  const stranger = await Knocker.open(door.url);
  expect(await stranger.ask('session.snapshot')).toMatchObject(named('notAuthenticated'));
  expect(await stranger.ask('no.such')).toMatchObject(named('notAuthenticated'));
  expect(core.liveSessions).toBe(0);
  expect(core.commands).toEqual([]);
});

test('the third message that is not a sign-in ends the connection', async () => {
  const stranger = await Knocker.open(door.url);
  await stranger.ask('call.hold', { callId: 'c1' });
  expect(await stranger.exchange('{')).toMatchObject(named('parseError'));
  expect(await stranger.ask('session.signIn', { login: '1001', password: 'wrong' })).toMatchObject(
    named('notAuthenticated'),
  );
  expect(await stranger.closed).toBe(4005);
});

test('two wrong passwords, then the right one', async () => {
  const stranger = await Knocker.open(door.url);
  await stranger.ask('session.signIn', { login: '1001', password: 'wrong' });
  await stranger.ask('session.signIn', { login: '1001', password: 'wrong' });
  expect(await stranger.ask('session.signIn', { login: '1001', password: 'right' })).toHaveProperty('result');
});

test('pings are let be for longer, but not for ever', async () => {
  const stranger = await open({ strangerMaxPings: 5 });
  for (let n = 0; n < 5; n += 1) expect(await stranger.ask('session.ping')).toHaveProperty('result');
  await stranger.ask('session.ping');
  expect(await stranger.closed).toBe(4005);
});

test('a token signs in again; one that is revoked or unknown is told to sign in anew', async () => {
  const first = await Knocker.open(door.url);
  const { result } = (await first.ask('session.signIn', { login: '1001', password: 'right' })) as {
    result: { token: string };
  };
  const second = await Knocker.open(door.url);
  expect(await second.ask('session.signInWithToken', { token: result.token })).toHaveProperty(
    'result.agent.agentId',
    '1001',
  );
  expect(await first.closed).toBe(4001);
  expect(await second.ask('session.signOut')).toMatchObject({ result: {} });
  expect(await second.closed).toBe(4002);
  expect(core.closed.map(({ how }) => how)).toEqual(['ended']);
  const third = await Knocker.open(door.url);
  expect(await third.ask('session.signInWithToken', { token: result.token })).toMatchObject(named('sessionExpired'));
});

test('a stranger may send a small frame only', async () => {
  const stranger = await Knocker.open(door.url);
  const reply = await stranger.ask('session.signIn', { login: '1001', password: 'x'.repeat(5000) });
  expect(reply).toMatchObject({ id: null, ...named('frameTooLarge') });
  expect(await stranger.closed).toBe(1009);
});

test('a person may send a larger one, up to the limit', async () => {
  const agent = await Knocker.signedIn(door.url);
  const data = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, 'x'.repeat(1000)]));
  expect(await agent.ask('call.setData', { callId: 'c1', data })).toMatchObject({ result: {} });
  agent.send('x'.repeat(65_537));
  expect(await agent.closed).toBe(1009);
  await core.until(() => core.closed.length > 0);
  expect(core.closed).toEqual([expect.objectContaining({ how: 'lost' })]);
});

test('a binary frame is refused and ends the connection', async () => {
  const agent = await Knocker.signedIn(door.url);
  agent.socket.send(Buffer.from('{"jsonrpc":"2.0","id":1,"method":"session.ping"}'));
  expect(await agent.next()).toMatchObject({ id: null, ...named('binaryNotAccepted') });
  expect(await agent.closed).toBe(1003);
});

test('who does not sign in in time is cut off', async () => {
  const stranger = await open({ strangerSignInMs: 30 });
  expect(await stranger.closed).toBe(4004);
});

test('above the limit the stranger who has been idle for longest goes; persons do not count', async () => {
  const agent = await open({ strangersMax: 1 });
  await agent.ask('session.signIn', { login: '1001', password: 'right' });
  const idler = await Knocker.open(door.url);
  const next = await Knocker.open(door.url);
  expect(await idler.closed).toBe(1013);
  expect(await next.ask('session.signIn', { login: '1002', password: 'right' })).toHaveProperty('result');
  expect(await agent.ask('session.ping')).toHaveProperty('result');
  expect(door.door.counters()).toMatchObject({ strangers: 0 });
});

test('a socket that goes while the password is checked leaves no session behind', async () => {
  let check: () => void = () => {};
  const asked = new Promise<void>((begun) => {
    const authenticate = core.authenticate.bind(core);
    core.authenticate = async (credentials, address) => {
      begun();
      await new Promise<void>((resolve) => {
        check = resolve;
      });
      return authenticate(credentials, address);
    };
  });
  const stranger = await Knocker.open(door.url);
  const gone = new Promise((resolve) => door.sockets[0]!.once('close', resolve));
  stranger.send({ jsonrpc: '2.0', id: 1, method: 'session.signIn', params: { login: '1001', password: 'right' } });
  await asked;
  stranger.socket.terminate();
  await gone;
  check();
  await new Promise((resolve) => setImmediate(resolve));
  expect(core.liveSessions).toBe(0);
  expect(door.door.counters()).toEqual({ connections: 0, strangers: 0 });
});

test('requests above the rate are refused, and going on far above it ends the connection', async () => {
  await door.close();
  door = await listen(core, { limits: { agentRequestBurst: 5, agentRequestsPerSecond: 0, agentMaxRateRefusals: 3 } });
  const agent = await Knocker.signedIn(door.url);
  for (let n = 0; n < 5; n += 1) expect(await agent.ask('agent.setReady')).toHaveProperty('result');
  for (let n = 0; n < 3; n += 1) expect(await agent.ask('agent.setReady')).toMatchObject(named('rateLimited'));
  agent.send({ jsonrpc: '2.0', id: 1, method: 'agent.setReady' });
  expect(await agent.closed).toBe(4006);
  expect(core.commands.length).toBe(5);
});

test('more requests under way than the limit are refused, not queued', async () => {
  await door.close();
  door = await listen(core, { limits: { agentMaxInFlight: 2 } });
  const agent = await Knocker.signedIn(door.url);
  const finish: (() => void)[] = [];
  core.answer = () => new Promise((resolve) => finish.push(() => resolve({ result: {} }))) as never;
  for (let id = 1; id <= 3; id += 1) agent.send({ jsonrpc: '2.0', id, method: 'agent.setReady' });
  expect(await agent.next()).toMatchObject({ id: 3, ...named('overloaded') });
  for (const each of finish) each();
  expect(await agent.next()).toMatchObject({ id: 1, result: {} });
  expect(await agent.next()).toMatchObject({ id: 2, result: {} });
});

test('a failure inside is answered as such, and the connection lives on', async () => {
  const agent = await Knocker.signedIn(door.url);
  core.answer = () => {
    throw new Error('boom');
  };
  expect(await agent.ask('agent.setReady')).toMatchObject(named('internal'));
  expect(await agent.ask('session.ping')).toHaveProperty('result');
});
