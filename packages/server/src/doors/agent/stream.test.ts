// The stream of events: in order, behind the replies, exactly once, and bounded for who reads too slowly.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Knocker, listen, type ListeningDoor } from '../../../../../test/support/native-door.ts';
import { TestCore } from '../../../../../test/support/test-core.ts';

let core: TestCore;
let door: ListeningDoor;
beforeEach(async () => {
  core = new TestCore();
  door = await listen(core);
});
afterEach(() => door.close());

const place = (message: Readonly<Record<string, unknown>>): readonly unknown[] => {
  const { seq, prev } = message['params'] as { readonly seq: number; readonly prev: number };
  return [message['method'], prev, seq];
};

test('an event names its type, its place and the one before', async () => {
  const agent = await Knocker.signedIn(door.url);
  core.publish();
  core.publish({ type: 'agent.busy', at: 5, agentId: '1001', callId: '通话' });
  expect(await agent.ask('session.snapshot')).toMatchObject({
    result: { position: { epoch: 'e1', seq: 2 }, demo: false },
  });
  core.publish({ type: 'agent.busy', at: 5, agentId: '1001', callId: '通话' });
  expect(await agent.next()).toEqual({
    jsonrpc: '2.0',
    method: 'event',
    params: { epoch: 'e1', seq: 3, prev: 2, type: 'agent.busy', at: 5, agentId: '1001', callId: '通话' },
  });
});

test.each([10, 1_000, 70_000])('an event with %i characters of data arrives whole', async (length) => {
  const agent = await Knocker.signedIn(door.url);
  await agent.ask('session.snapshot');
  core.publish({ type: 'agent.ready', at: 1, agentId: '1001', text: '座'.repeat(length) });
  core.publish();
  expect(await agent.next()).toMatchObject({ params: { seq: 1, text: '座'.repeat(length) } });
  expect(place(await agent.next())).toEqual(['event', 1, 2]);
});

test('no event comes before a snapshot or a resume was asked for', async () => {
  const agent = await Knocker.signedIn(door.url);
  core.publish();
  expect(await agent.ask('session.ping')).toHaveProperty('result');
});

test('a reply comes before the events it caused, in a batch too', async () => {
  const agent = await Knocker.signedIn(door.url);
  await agent.ask('session.snapshot');
  core.answer = () => {
    setImmediate(() => core.publish());
    return { result: {} };
  };
  expect(await agent.ask('agent.setReady')).toHaveProperty('result');
  expect(place(await agent.next())).toEqual(['event', 0, 1]);
  core.answer = () => {
    core.publish();
    return { result: {} };
  };
  const reply = await agent.exchange([1, 2].map((id) => ({ jsonrpc: '2.0', id, method: 'agent.setReady' })));
  expect(reply).toHaveLength(2);
  expect(place(await agent.next())).toEqual(['event', 1, 2]);
  expect(place(await agent.next())).toEqual(['event', 2, 3]);
});

test('a client that comes back gets each event once: none twice, none missing', async () => {
  const before = await Knocker.signedIn(door.url);
  await before.ask('session.snapshot');
  core.publish();
  expect(place(await before.next())).toEqual(['event', 0, 1]);
  before.socket.terminate();
  await core.until(() => core.closed.length === 1);
  core.publish();
  core.publish();
  const after = await Knocker.signedIn(door.url);
  expect(await after.ask('session.resume', { epoch: 'e1', seq: 1 })).toMatchObject({ result: { resumed: true } });
  core.publish();
  expect(place(await after.next())).toEqual(['event', 1, 2]);
  expect(place(await after.next())).toEqual(['event', 2, 3]);
  expect(place(await after.next())).toEqual(['event', 3, 4]);
});

test('a position that is too old, of the future or of another epoch cannot be resumed', async () => {
  core.publish();
  core.publish();
  core.forget();
  const agent = await Knocker.signedIn(door.url);
  for (const position of [
    { epoch: 'e1', seq: 1 },
    { epoch: 'e1', seq: 9 },
    { epoch: 'e0', seq: 2 },
  ]) {
    expect(await agent.ask('session.resume', position)).toMatchObject({ result: { resumed: false } });
  }
  expect(await agent.ask('session.snapshot')).toHaveProperty('result.position.seq', 2);
});

test('a snapshot in a batch: what is published meanwhile follows the reply', async () => {
  const agent = await Knocker.signedIn(door.url);
  core.answer = () => {
    core.publish();
    return { result: {} };
  };
  const reply = await agent.exchange([
    { jsonrpc: '2.0', id: 1, method: 'session.snapshot' },
    { jsonrpc: '2.0', id: 2, method: 'agent.setReady' },
  ]);
  expect(reply).toMatchObject([{ result: { position: { seq: 0 } } }, { id: 2 }]);
  expect(place(await agent.next())).toEqual(['event', 0, 1]);
});

test('who signs in elsewhere ends the first connection, and its end is not reported as a loss', async () => {
  const first = await Knocker.signedIn(door.url);
  await Knocker.signedIn(door.url);
  expect(await first.closed).toBe(4001);
  expect(core.closed).toEqual([]);
});

test('when the server stops, everybody is told to come back', async () => {
  const agent = await Knocker.signedIn(door.url);
  core.shutDown();
  expect(await agent.closed).toBe(1001);
});

test('a reader that stops is paused, costs a bounded amount of memory, and gets a snapshot when it reads on', async () => {
  await door.close();
  door = await listen(core, { limits: { agentPauseBufferedBytes: 100_000, agentMaxBufferedBytes: 200_000 } });
  const agent = await Knocker.signedIn(door.url);
  await agent.ask('session.snapshot');
  agent.socket.pause();
  const server = door.sockets[0]!;
  const filler = 'x'.repeat(10_000);
  let most = 0;
  for (let n = 0; core.pauses === 0 && n < 10_000; n += 1) {
    core.publish({ type: 'agent.ready', at: n, agentId: '1001', filler });
    most = Math.max(most, server.bufferedAmount);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(core.pauses).toBe(1);
  for (let n = 0; n < 100; n += 1) core.publish({ type: 'agent.ready', at: n, agentId: '1001', filler });
  expect(Math.max(most, server.bufferedAmount)).toBeLessThan(120_000);
  agent.socket.resume();
  let seq = 0;
  let message = await agent.next();
  for (; message['method'] === 'event'; message = await agent.next()) {
    expect(place(message)).toEqual(['event', seq, seq + 1]);
    seq += 1;
  }
  expect(message).toMatchObject({ method: 'event.paused', params: { epoch: 'e1', seq } });
  expect(await agent.next()).toMatchObject({ method: 'event.snapshot', params: { position: { seq: core.seq } } });
  core.publish();
  expect(place(await agent.next())).toEqual(['event', core.seq - 1, core.seq]);
});

test('a reader that stays stopped is cut off', async () => {
  await door.close();
  door = await listen(core, {
    limits: {
      agentPauseBufferedBytes: 10_000,
      agentHeartbeatMs: 20,
      agentMaxMissedBeats: 1000,
      agentMaxPausedMs: 40,
      agentCloseMs: 10,
    },
  });
  const agent = await Knocker.signedIn(door.url);
  await agent.ask('session.snapshot');
  agent.socket.pause();
  const filler = 'x'.repeat(60_000);
  while (core.pauses === 0) {
    core.publish({ type: 'agent.ready', at: 0, agentId: '1001', filler });
    await new Promise((resolve) => setImmediate(resolve));
  }
  await core.until(() => core.closed.length > 0);
  expect(core.closed).toEqual([expect.objectContaining({ how: 'lost' })]);
  agent.socket.terminate();
});

test('a half-open connection is lost after two beats without a sign of life', async () => {
  await door.close();
  door = await listen(core, { limits: { agentHeartbeatMs: 20 } });
  const silent = await Knocker.open(door.url, { autoPong: false });
  await silent.ask('session.signIn', { login: '1001', password: 'right' });
  const lively = await Knocker.signedIn(door.url, '1002');
  await core.until(() => core.closed.length > 0);
  expect(core.closed.map(({ how }) => how)).toEqual(['lost']);
  expect(await silent.closed).toBe(1006);
  expect(await lively.ask('session.ping')).toHaveProperty('result');
});
