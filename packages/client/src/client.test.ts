// The client against the real door over a real socket: signing in, folding, coming back without a hole or a double.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { listen, type ListeningDoor } from '../../../test/support/native-door.ts';
import { TestCore } from '../../../test/support/test-core.ts';
import { CordboardClient, type ClientEvents, type ClientOptions, type Link } from './index.ts';

const quick = { firstRetryMs: 5, maxRetryMs: 20, stormMinMs: 5, stormMaxMs: 10, heartbeatMs: 1000 };
const credentials = { login: '1001', password: 'right' };

let core: TestCore;
let door: ListeningDoor;
const clients: CordboardClient[] = [];

beforeEach(async () => {
  core = new TestCore();
  door = await listen(core);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await door.close();
});

function makeClient(options: Partial<ClientOptions> = {}): CordboardClient {
  const limits = { ...quick, ...options.limits };
  const client = new CordboardClient({ url: door.url, WebSocket, ...options, limits });
  clients.push(client);
  return client;
}

/** Resolves with the value when `name` is told and `when` holds. */
function told<Name extends keyof ClientEvents>(
  client: CordboardClient,
  name: Name,
  when: (value: ClientEvents[Name]) => boolean = () => true,
): Promise<ClientEvents[Name]> {
  return new Promise((resolve) => {
    const stop = client.on(name, (value) => {
      if (!when(value)) return;
      stop();
      resolve(value);
    });
  });
}

const agentView = (state: string): object => ({ agentId: '1001', state, deviceId: null });
const ready = (state: string): Readonly<Record<string, unknown>> => ({
  type: 'agent.ready',
  at: 1,
  agentId: '1001',
  agent: agentView(state),
});

describe('signing in', () => {
  test('gives the person, a token, and a snapshot', async () => {
    const client = makeClient();
    expect(await client.signIn(credentials)).toMatchObject({ agent: { agentId: '1001', name: 'Agent 1001' } });
    expect(client.token).toBe('token-1001-1');
    expect(client.state).toMatchObject({ link: 'up', position: { epoch: 'e1', seq: 0 } });
  });
  test('with a wrong password says so and can be tried again', async () => {
    const client = makeClient();
    await expect(client.signIn({ login: '1001', password: 'wrong' })).rejects.toMatchObject({
      refused: 'notAuthenticated',
      code: 1000,
      text: { en: expect.stringContaining('password') as unknown },
    });
    await client.signIn(credentials);
    expect(client.state.session?.agent.agentId).toBe('1001');
  });
  test('as somebody else ends the session before', async () => {
    const client = makeClient();
    await client.signIn(credentials);
    await client.signIn({ login: '1002', password: 'right' });
    expect(client.state).toMatchObject({ link: 'up', session: { agent: { agentId: '1002' } } });
    await core.until(() => core.liveSessions === 1);
  });
  test('connecting twice makes one connection', async () => {
    const client = makeClient();
    await Promise.all([client.connect(), client.connect()]);
    await client.connect();
    expect(door.sockets.length).toBe(1);
  });
  test('with a token from before', async () => {
    const first = makeClient();
    await first.signIn(credentials);
    const token = first.token!;
    const ended = told(first, 'ended');
    const second = makeClient({ token });
    await second.connect();
    expect(second.state.session?.agent.agentId).toBe('1001');
    expect(await ended).toBe('signedInElsewhere');
    expect(first.state.link).toBe('down');
  });
  test('with a token that is no good ends, and does not go on trying', async () => {
    const client = makeClient({ token: 'stale' });
    const ended = told(client, 'ended');
    await expect(client.connect()).rejects.toMatchObject({ refused: 'sessionExpired' });
    expect(await ended).toBe('sessionExpired');
    expect(client.state.link).toBe('down');
  });
  test('signing out ends the session and the token', async () => {
    const client = makeClient();
    await client.signIn(credentials);
    await client.signOut();
    expect(core.closed).toEqual([{ sessionId: 's-2', how: 'ended' }]);
    expect(client.token).toBeNull();
    expect(client.state).toMatchObject({ link: 'down', session: null });
  });
  test('where nobody listens, fails', async () => {
    const client = makeClient({ url: 'ws://127.0.0.1:9/agent' });
    await expect(client.connect()).rejects.toMatchObject({ refused: 'notConnected' });
    expect(client.state.link).toBe('down');
  });
  test('a secret in the URL is refused', () => {
    expect(() => makeClient({ url: 'ws://host/agent?token=x' })).toThrow(TypeError);
    expect(() => makeClient({ url: 'ws://a:b@host/agent' })).toThrow(TypeError);
    expect(() => makeClient({ url: 'http://host/agent' })).toThrow(TypeError);
  });
});

describe('requests', () => {
  test('by name and by the tree of methods', async () => {
    const client = makeClient();
    await client.signIn(credentials);
    core.answer = (command) => (command.method === 'call.make' ? { result: { callId: 'c9' } } : { result: {} });
    expect(await client.methods.call.make({ to: { kind: 'number', number: '10086' } })).toEqual({ callId: 'c9' });
    await client.call('agent.setReady');
    await client.methods.agent.setNotReady({ reason: 'lunch' });
    expect(core.commands.map(({ method }) => method)).toEqual(['call.make', 'agent.setReady', 'agent.setNotReady']);
  });
  test('a refusal is an error with its name and field', async () => {
    const client = makeClient();
    await client.signIn(credentials);
    await expect(client.call('phone.credentials', { deviceId: '9' })).rejects.toMatchObject({
      refused: 'unknownDevice',
      field: 'deviceId',
    });
  });
  test('without an answer they time out; more than the limit are not sent; the end of the link ends them', async () => {
    const client = makeClient({ limits: { maxPendingRequests: 2, requestTimeoutMs: 50 } });
    await client.signIn(credentials);
    core.answer = () => new Promise(() => {}) as never;
    const first = client.call('agent.setReady');
    const second = client.call('agent.setReady');
    await expect(client.call('agent.setReady')).rejects.toMatchObject({ refused: 'tooManyPending' });
    await expect(first).rejects.toMatchObject({ refused: 'timeout' });
    await expect(second).rejects.toMatchObject({ refused: 'timeout' });
    const third = client.call('agent.setReady');
    client.close();
    await expect(third).rejects.toMatchObject({ refused: 'linkLost' });
    await expect(client.call('agent.setReady')).rejects.toMatchObject({ refused: 'notConnected' });
  });
});

describe('coming back', () => {
  test('after a lost link it gets what it missed, each once', async () => {
    const client = makeClient();
    await client.signIn(credentials);
    const seqs: number[] = [];
    const links: Link[] = [];
    client.on('event', ({ seq }) => seqs.push(seq));
    client.on('link', (link) => links.push(link));
    const one = told(client, 'event');
    core.publish(ready('ready'));
    await one;
    const up = told(client, 'link', (link) => link === 'up');
    door.sockets[0]!.terminate();
    await core.until(() => core.liveSessions === 0);
    core.publish(ready('notReady'));
    core.publish(ready('busy'));
    const last = told(client, 'event', ({ seq }) => seq === 4);
    await core.until(() => core.liveSessions === 1);
    core.publish(ready('ready'));
    await Promise.all([last, up]);
    expect(seqs).toEqual([1, 2, 3, 4]);
    expect(links).toEqual(['reconnecting', 'up']);
    expect(core.snapshots).toBe(1);
    expect(client.state.agent?.state).toBe('ready');
  });

  test('when what it missed is no longer known, it takes a snapshot', async () => {
    const client = makeClient();
    await client.signIn(credentials);
    core.publish();
    door.sockets[0]!.terminate();
    await core.until(() => core.liveSessions === 0);
    core.publish();
    core.publish();
    core.forget();
    await told(client, 'link', (link) => link === 'up');
    expect(core.snapshots).toBe(2);
    expect(client.state.position).toEqual({ epoch: 'e1', seq: 3 });
  });

  test('to a server with another history it takes a snapshot', async () => {
    const client = makeClient();
    await client.signIn(credentials);
    core.epoch = 'e2';
    door.sockets[0]!.terminate();
    await told(client, 'link', (link) => link === 'up');
    expect(client.state.position).toEqual({ epoch: 'e2', seq: 0 });
  });

  test('after a restart of the server on the same port', async () => {
    const client = makeClient();
    await client.signIn(credentials);
    const port = Number(new URL(door.url).port);
    const down = told(client, 'link', (link) => link === 'reconnecting');
    await door.close();
    await down;
    const up = told(client, 'link', (link) => link === 'up');
    door = await listen(core, {}, port);
    await up;
    expect(client.state.session?.agent.agentId).toBe('1001');
  });

  test('a hole in the stream is seen and filled', async () => {
    const client = makeClient();
    await client.signIn(credentials);
    const seqs: number[] = [];
    client.on('event', ({ seq }) => seqs.push(seq));
    const server = door.sockets[0]!;
    const { send } = server;
    server.send = () => {};
    core.publish(ready('ready'));
    core.publish(ready('notReady'));
    server.send = send;
    const last = told(client, 'event', ({ seq }) => seq === 3);
    core.publish(ready('busy'));
    await last;
    expect(seqs).toEqual([1, 2, 3]);
    expect(client.state.agent?.state).toBe('busy');
  });

  test('an event that arrives together with the snapshot is not lost', async () => {
    const open = core.open.bind(core);
    core.open = (session, listener) => {
      const opened = open(session, listener);
      const snapshot = async (): ReturnType<typeof opened.snapshot> => {
        const taken = await opened.snapshot();
        process.nextTick(() => core.publish(ready('busy')));
        return taken;
      };
      return { ...opened, snapshot };
    };
    const client = makeClient();
    const folded = told(client, 'event');
    await client.signIn(credentials);
    await folded;
    expect(client.state).toMatchObject({ position: { seq: 1 }, agent: { state: 'busy' } });
    expect(core.snapshots).toBe(1);
  });

  test('a server that no longer answers is noticed by two missed beats', async () => {
    const client = makeClient({ limits: { heartbeatMs: 20 } });
    await client.signIn(credentials);
    const lost = told(client, 'link', (link) => link === 'reconnecting');
    door.sockets[0]!.pause();
    await lost;
    await told(client, 'link', (link) => link === 'up');
    expect(door.sockets.length).toBe(2);
  });

  test('it does not fight with another window over the same person', async () => {
    const first = makeClient();
    await first.signIn(credentials);
    const ended = told(first, 'ended');
    const second = makeClient();
    await second.signIn(credentials);
    expect(await ended).toBe('signedInElsewhere');
    await second.call('session.ping');
    expect(door.sockets.length).toBe(2);
    expect(second.state.link).toBe('up');
  });
});

test('a snapshot that the server sends to a slow reader replaces the state', async () => {
  await door.close();
  door = await listen(core, { limits: { agentPauseBufferedBytes: 50_000 } });
  const client = makeClient();
  await client.signIn(credentials);
  const states: boolean[] = [];
  client.on('change', ({ paused }) => states.push(paused));
  const filler = 'x'.repeat(60_000);
  const goesOn = told(client, 'change', ({ paused }) => !paused && states.includes(true));
  while (core.pauses === 0) core.publish({ ...ready('ready'), filler });
  core.publish({ ...ready('ready'), filler });
  await goesOn;
  expect(client.state.position?.seq).toBe(core.seq);
});
