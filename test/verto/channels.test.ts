// Channels over Verto: who may have which, what comes on them, and how often; each test begins with its line of the checklist.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { VertoFloor } from '../support/verto-floor.ts';

let floor: VertoFloor;
beforeAll(async () => {
  floor = await VertoFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

const about = (data: Readonly<Record<string, unknown>>) => [data['action'], data['state'], data['agentID']];

test('13: the reply comes before the first event, and names every channel that one may have', async () => {
  const at = await floor.centre();
  const max = await floor.signedIn(at, '2009');
  const first = await max.subscribe('vcc.default');
  expect(first.result).toEqual({ subscribedChannels: ['vcc.default'], sessid: max.sessid });
  const again = await max.subscribe(['vcc.default', 'vcc', 'vcc.nowhere', 'other']);
  expect(again.result).toEqual({
    subscribedChannels: ['vcc.default', 'vcc'],
    alreadySubscribedChannels: ['vcc.default'],
    unauthorizedChannels: ['vcc.nowhere', 'other'],
    sessid: max.sessid,
  });
  const none = await max.subscribe(['other', 'vcc.', 'vcc..2001', 'vcc.red.2001.x']);
  expect(none.error).toEqual({
    code: -32602,
    message: 'Permission Denied',
    unauthorizedChannels: ['other', 'vcc.', 'vcc..2001', 'vcc.red.2001.x'],
  });
  for (const eventChannel of [undefined, 7, [], [7], 'x'.repeat(300)]) {
    expect((await max.ask('verto.subscribe', { eventChannel })).error).toMatchObject({ code: -32602 });
  }
});

test('14: an agent has his own channel and no other; a leader his group; a chief everything', async () => {
  const at = await floor.centre();
  const anna = await floor.signedIn(at, '2001');
  const own = ['vcc.default.2001', 'vcc.red.2001', 'vcc.Red.2001', 'vcc.sales.2001'];
  expect((await anna.subscribe(own)).result).toMatchObject({ subscribedChannels: own });
  const forbidden = [
    'vcc',
    'vcc.default',
    'vcc.red',
    'vcc.sales',
    'vcc.default.2002',
    'vcc.blue.2001',
    'vcc.default.9999',
  ];
  expect((await anna.subscribe(forbidden)).error).toMatchObject({ unauthorizedChannels: forbidden });

  const lena = await floor.signedIn(at, '2000');
  const hers = ['vcc.default', 'vcc.red', 'vcc.red.2002', 'vcc.default.2001'];
  expect(
    (await lena.subscribe([...hers, 'vcc', 'vcc.blue', 'vcc.blue.2003', 'vcc.default.2003'])).result,
  ).toMatchObject({
    subscribedChannels: hers,
    unauthorizedChannels: ['vcc', 'vcc.blue', 'vcc.blue.2003', 'vcc.default.2003'],
  });

  const max = await floor.signedIn(at, '2009');
  const all = ['vcc', 'vcc.blue', 'vcc.red', 'vcc.sales', 'vcc.default.2003'];
  expect((await max.subscribe(all)).result).toMatchObject({ subscribedChannels: all });
});

test('15, 16: each subscription gets an event once, under the name that was subscribed to', async () => {
  const at = await floor.centre();
  const max = await floor.signedIn(at, '2009');
  const channels = ['vcc', 'vcc.default', 'vcc.red', 'vcc.sales', 'vcc.default.2001'];
  await max.subscribe([...channels, 'vcc.blue', 'vcc.default.2002']);
  await floor.agent(at, '2001');
  for (const channel of channels) {
    const events = max.events(channel);
    expect(events.map(({ data }) => about(data))).toEqual([
      ['login', 'LOGIN', '2001'],
      ['busy', 'UNREADY', '2001'],
    ]);
    for (const event of events) {
      expect(event).toMatchObject({ eventType: 'agentStatus', subscribedChannel: channel, topic: 'vcc.red.2001' });
    }
  }
  expect(max.events('vcc.blue')).toEqual([]);
  expect(max.events('vcc.default.2002')).toEqual([]);
});

test('17: events of a channel are numbered from 0 without a hole', async () => {
  const at = await floor.centre();
  const { peer } = await floor.agent(at, '2001');
  await peer.run('ccGoReady', { queue: 'sales', agent: '2001' });
  await peer.run('ccGoBreak', { queue: 'sales', agent: '2001', reason: 'BRB' });
  await at.settled();
  await expect.poll(() => peer.events('vcc.default.2001').map(({ eventSerno }) => eventSerno)).toEqual([0, 1, 2, 3]);
});

test('28: a broadcast is for supervisors, on channels that are not the server’s own', async () => {
  const at = await floor.centre();
  const anna = await floor.signedIn(at, '2001');
  const max = await floor.signedIn(at, '2009');
  await anna.subscribe(['app.news', 'app']);
  const refused = { message: 'Permission Denied.', code: -32002 };
  expect((await anna.ask('verto.broadcast', { eventChannel: 'app.news', data: 1 })).result).toMatchObject(refused);
  expect((await max.ask('verto.broadcast', { eventChannel: 'vcc.default.2001', data: 1 })).result).toMatchObject(
    refused,
  );
  expect((await max.ask('verto.broadcast', { eventChannel: 7, data: 1 })).result).toMatchObject(refused);
  expect(
    (await max.ask('verto.broadcast', { eventChannel: 'app.news', data: 'x'.repeat(20_000) })).result,
  ).toMatchObject(refused);
  expect((await max.ask('verto.broadcast', { eventChannel: 'app.news', data: { a: '新' } })).result).toEqual({
    sessid: max.sessid,
  });
  await expect.poll(() => anna.events()).toHaveLength(2);
  expect(anna.events('app.news')[0]).toMatchObject({ data: { a: '新' }, userid: '2009', fromDisplay: 'Max' });
  expect(anna.events('app')[0]).toMatchObject({ topic: 'app.news' });
});

test('unsubscribing', async () => {
  const at = await floor.centre();
  const { peer } = await floor.agent(at, '2001');
  expect((await peer.ask('verto.unsubscribe', { eventChannel: ['vcc.default.2001', 'vcc'] })).result).toMatchObject({
    unsubscribedChannels: ['vcc.default.2001'],
    notSubscribedChannels: ['vcc'],
  });
  expect((await peer.ask('verto.unsubscribe', { eventChannel: 'vcc' })).error).toMatchObject({
    notSubscribedChannels: ['vcc'],
  });
  const before = peer.events().length;
  await peer.run('ccGoReady', {});
  await at.settled();
  await peer.ask('echo');
  expect(peer.events()).toHaveLength(before);
});
