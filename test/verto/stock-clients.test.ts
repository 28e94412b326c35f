// Verto clients that we did not write, unmodified, at our door: FreeSWITCH's own and an independent one; each test begins with its lines of the checklist.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { password, type CallCentre, type CentreOptions } from '../support/call-centre.ts';
import { independentPage, stockPage, type StockVerto } from '../support/stock-verto.ts';
import { until } from '../support/until.ts';
import { VertoFloor } from '../support/verto-floor.ts';
import { vertoUrl } from '../support/verto-peer.ts';

let floor: VertoFloor;
const afterwards: (() => void)[] = [];
beforeAll(async () => {
  floor = await VertoFloor.open();
});
afterEach(async () => {
  for (const each of afterwards.splice(0)) each();
  await floor.tidyUp();
});
afterAll(() => floor.close());

const centre = (options: CentreOptions = {}) => floor.centre(options);
type Event = {
  readonly eventChannel: string;
  readonly topic: string;
  readonly data: Readonly<Record<string, unknown>>;
};

/** The stock client, signing in; what its callbacks were told is kept. */
function stock(at: CallCentre, login: string, more: object = {}) {
  const { Client, sockets, said } = stockPage();
  const logins: boolean[] = [];
  const closes: unknown[] = [];
  const messages: unknown[] = [];
  const client = new Client(
    { login: at.loginOf(login), passwd: password, socketUrl: vertoUrl(at), ...more },
    {
      onWSLogin: (_, success) => logins.push(success),
      onWSClose: (_, success) => closes.push(success),
      onMessage: (_, __, { name }, data) => messages.push([name, data]),
    },
  );
  afterwards.push(() => {
    client.logout();
    client.rpcClient.stopRetrying();
  });
  return { client, sockets, said, logins, closes, messages };
}

const heardBy = (client: StockVerto, channel: string): Promise<Event[]> =>
  new Promise((resolve) => {
    const heard: Event[] = [];
    client.subscribe(channel, {
      handler: (_, event) => heard.push(event as Event),
      readyHandler: () => resolve(heard),
    });
  });

const run = (client: StockVerto, func: string, data: object): Promise<Readonly<Record<string, unknown>>> =>
  new Promise((resolve) => {
    client.rpcClient.call('jsapi', { command: 'lua', data: { method: 'ccc', func, data } }, resolve, resolve);
  });

test('57, 1, 2, 11: the stock client signs in once, after its two empty logins', async () => {
  const { logins, sockets, messages, client } = stock(await centre(), '2001');
  await until('signed in', () => logins.length > 0);
  await until('ready', () => messages.length > 0);
  expect([logins, sockets.length]).toEqual([[true], 1]);
  expect(messages).toEqual([['clientReady', { reattached_sessions: [] }]]);
  expect(client.sessid).toMatch(/^[0-9a-f-]{36}$/);
});

test('57, 13, 15, 16: it hears each event once at each of the three levels', async () => {
  const at = await centre();
  const { client, logins, said } = stock(at, '2009');
  await until('signed in', () => logins.length > 0);
  const channels = ['vcc', 'vcc.red', 'vcc.default', 'vcc.default.2001'];
  const heard = await Promise.all(channels.map((channel) => heardBy(client, channel)));
  await floor.agent(at, '2001');
  await until('all heard', () => heard.every((events) => events.length === 2));
  for (const events of heard)
    expect(events.map(({ data, topic }) => [data['action'], topic])).toEqual([
      ['login', 'vcc.red.2001'],
      ['busy', 'vcc.red.2001'],
    ]);
  expect(said.filter((line) => /INVALID|ERROR/.test(line))).toEqual([]);
});

test('57, 32: it runs the functions of the call centre', async () => {
  const at = await centre();
  await at.telephone('2001');
  const { client, logins } = stock(at, '2001');
  await until('signed in', () => logins.length > 0);
  const own = await heardBy(client, 'vcc.default.2001');
  expect(await run(client, 'ccLogin', { queue: 'sales', agent: '2001', extn: '8001' })).toMatchObject({
    code: 200,
    message: 'success',
  });
  expect(await run(client, 'ccGoBreak', { queue: 'sales', agent: '2001', reason: '吃饭' })).toMatchObject({
    code: 200,
  });
  expect(await run(client, 'ccGoReady', { queue: 'nowhere', agent: '2001' })).toMatchObject({ code: 404 });
  await until('told', () => own.length === 3);
  expect(own.map(({ data }) => data['state'])).toEqual(['LOGIN', 'UNREADY', 'UNREADY']);
});

test('57, 21: dropped, it comes back within its second, signs in and subscribes anew', async () => {
  const at = await centre();
  const made = stock(at, '2001');
  await until('signed in', () => made.logins.length > 0);
  await heardBy(made.client, 'vcc.default.2001');
  made.sockets[0]?.terminate();
  await until('back', () => made.logins.length === 2);
  expect(made.closes).toHaveLength(1);
  const again = await heardBy(made.client, 'vcc.default.2001');
  await at.telephone('2001');
  await run(made.client, 'ccLogin', { queue: 'sales', agent: '2001', extn: '8001' });
  await until('told', () => again.length === 2);
});

test('57, 18: punted, it stays away', async () => {
  const at = await centre();
  const made = stock(at, '2001', { sessid: 'one-tab' });
  await until('signed in', () => made.logins.length > 0);
  const other = await floor.signedIn(at, '2001', { sessid: 'one-tab' });
  await until('closed', () => made.closes.includes(false));
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(made.sockets).toHaveLength(1);
  expect((await other.ask('echo')).result).toBeDefined();
});

test('57, 23: asked whether it is there, this old client does not answer, and is kept all the same', async () => {
  const made = stock(await centre({ verto: { vertoHeartbeatMs: 20, vertoPingAfterSilentMs: 20 } }), '2001');
  await until('signed in', () => made.logins.length > 0);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(made.sockets[0]?.readyState).toBe(1);
  const result = await new Promise<Readonly<Record<string, unknown>>>((resolve) => {
    made.client.rpcClient.call('verto.ping', {}, resolve);
  });
  expect(result).toMatchObject({ message: 'PONG' });
});

test('57, 30: its speed test ends', async () => {
  const { client, logins } = stock(await centre(), '2001');
  await until('signed in', () => logins.length > 0);
  const result = await new Promise<Readonly<Record<string, number>>>((resolve) => {
    client.rpcClient.speedTest(8_192, (_, measured) => resolve(measured));
  });
  expect(Object.keys(result)).toEqual(expect.arrayContaining(['upDur', 'downDur', 'upKPS', 'downKPS']));
});

test('5, 27: with a bad password or a stale token it makes one connection and rests', async () => {
  const at = await centre();
  const wrong = stock(at, '2001', { passwd: 'wrong' });
  const stale = stock(at, '2001', { passwd: 'password', loginParams: { xui_sessid: 'x'.repeat(43) } });
  await until('refused', () => wrong.logins.length > 0 && stale.logins.length > 0);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect([wrong.logins, wrong.sockets.length]).toEqual([[false], 1]);
  expect([stale.logins, stale.sockets.length]).toEqual([[false], 1]);
});

test('5: nobody having signed in for long, it is told to stay away and does', async () => {
  const made = stock(await centre({ verto: { vertoStrangerMs: 300 } }), '2001', { passwd: 'wrong' });
  await until('closed', () => made.closes.length > 0);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(made.sockets).toHaveLength(1);
});

test('58: a client that forgets nothing when it is cut, and subscribes to nothing anew, hears what it did', async () => {
  const at = await centre();
  const made = stock(at, '2001');
  // As with the client of 2018, where an application's own onWSClose takes the place of the forgetting.
  made.client.purge = () => {};
  await until('signed in', () => made.logins.length > 0);
  const heard = await heardBy(made.client, 'vcc.default.2001');
  made.sockets[0]?.terminate();
  await until('back', () => made.logins.length === 2);
  await at.telephone('2001');
  await run(made.client, 'ccLogin', { queue: 'sales', agent: '2001', extn: '8001' });
  await until('told', () => heard.length === 2);
  expect(heard.map(({ data }) => data['action'])).toEqual(['login', 'busy']);
});

test('57: an independent client, which sends its login at once and no sessid', async () => {
  const at = await centre();
  await at.telephone('2001');
  const { Client } = independentPage();
  const verto = new Client({
    transportConfig: { login: at.loginOf('2001'), passwd: password, socketUrl: vertoUrl(at) },
  });
  afterwards.push(() => verto.rpc.close());
  expect(await verto.login()).toMatchObject({
    message: 'logged in',
    sessid: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
  });
  const ask = (method: string, params: object): Promise<unknown> =>
    new Promise((resolve, reject) => verto.rpc.call(method, params, resolve, reject));
  expect(await ask('verto.subscribe', { eventChannel: 'vcc.default.2001' })).toMatchObject({
    subscribedChannels: ['vcc.default.2001'],
  });
  const data = { method: 'ccc', func: 'ccLogin', data: { queue: 'sales', agent: '2001', extn: '8001' } };
  expect(await ask('jsapi', { command: 'lua', data })).toMatchObject({ code: 200 });
});

test('57: asked for something before it has signed in, it signs in and asks again', async () => {
  const at = await centre();
  const { Client } = independentPage();
  const verto = new Client({
    transportConfig: { login: at.loginOf('2001'), passwd: password, socketUrl: vertoUrl(at) },
  });
  afterwards.push(() => verto.rpc.close());
  const result = await new Promise((resolve, reject) => verto.rpc.call('echo', { a: 1 }, resolve, reject));
  expect(result).toMatchObject({ a: 1 });
});
