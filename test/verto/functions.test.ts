// The functions of the call centre over Verto and HTTP: what each does, what each refuses; each test begins with its line of the checklist.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AgentId } from '@cordboard/domain';
import { httpUrl, VertoFloor } from '../support/verto-floor.ts';
import type { VertoPeer } from '../support/verto-peer.ts';

let floor: VertoFloor;
beforeAll(async () => {
  floor = await VertoFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

const statuses = (peer: VertoPeer) =>
  peer
    .events()
    .filter(({ eventType }) => eventType === 'agentStatus')
    .map(({ data }) => data);
const actions = (peer: VertoPeer) => statuses(peer).map(({ action }) => action);

describe('32: what is wrong with a request is told, and nothing hangs', () => {
  const cases: readonly (readonly [string, unknown, number, string])[] = [
    ['no data', undefined, 400, 'missingData'],
    ['data that is text', 'x', 400, 'missingData'],
    ['another module', { method: 'xui', func: 'ccLogin', data: {} }, 400, 'missingModule'],
    ['no function', { method: 'ccc', data: {} }, 400, 'missingFunction'],
    ['a function that is a number', { method: 'ccc', func: 7, data: {} }, 400, 'missingFunction'],
    ['a function nobody knows', { method: 'ccc', func: 'ccFly', data: {} }, 404, 'unknownFunction'],
    ['a name of every object', { method: 'ccc', func: 'constructor', data: {} }, 404, 'unknownFunction'],
    ['no arguments', { method: 'ccc', func: 'ccLogin' }, 400, 'missingData'],
    ['arguments that are a list', { method: 'ccc', func: 'ccLogin', data: [] }, 400, 'missingData'],
    ['an argument missing', { method: 'ccc', func: 'ccLogin', data: { queue: 'sales' } }, 422, 'wrongArgument'],
    [
      'an argument of the wrong type',
      { method: 'ccc', func: 'ccLogin', data: { queue: {}, extn: '8001' } },
      422,
      'wrongArgument',
    ],
    ['no destination', { method: 'ccc', func: 'ccDial', data: { agent: '2001' } }, 422, 'wrongArgument'],
  ];
  test.each(cases)('%s', async (_, data, code, error) => {
    const at = await floor.centre();
    const peer = await floor.signedIn(at);
    const { result } = await peer.ask('jsapi', { command: 'lua', ...(data !== undefined && { data }) });
    expect(result).toMatchObject({ code, error, reason: expect.stringMatching(/./) as string });
  });

  test('a batch of one, as the document shows it', async () => {
    const at = await floor.centre();
    await at.telephone('2001');
    const peer = await floor.signedIn(at);
    const data = { method: 'ccc', func: 'ccLogin', data: { queue: 'sales', agent: 'default.2001', extn: '8001' } };
    peer.send([{ jsonrpc: '2.0', method: 'jsapi', id: 5, params: { command: 'lua', sessid: peer.sessid, data } }]);
    await expect.poll(() => peer.texts.at(-1)).toMatch(/^\[/);
    expect(JSON.parse(peer.texts.at(-1) ?? '')).toEqual([
      { jsonrpc: '2.0', id: 5, result: { code: 200, message: 'success', reason: '' } },
    ]);
  });
});

test('33, 35: each reason why one cannot sign in is another', async () => {
  const at = await floor.centre();
  await at.telephone('2001');
  const peer = await floor.signedIn(at);
  const logIn = (data: object) => peer.run('ccLogin', { queue: 'sales', agent: '2001', extn: '8001', ...data });
  const refusals = [
    await logIn({ queue: 'nowhere' }),
    await logIn({ queue: 'reserve' }),
    await logIn({ agent: '9999' }),
    await logIn({ agent: '2002' }),
    await logIn({ extn: '9999' }),
  ];
  expect(refusals.map(({ code, error }) => [code, error])).toEqual([
    [404, 'unknownQueue'],
    [409, 'otherQueue'],
    [404, 'unknownAgent'],
    [403, 'otherAgent'],
    [404, 'unknownDevice'],
  ]);
  for (const { message, reason } of refusals) expect([message, reason !== '']).toEqual(['error', true]);
  expect(await logIn({})).toEqual({ code: 200, message: 'success', reason: '', sessid: peer.sessid });
  await at.settled();
  expect((await logIn({})).code).toBe(200);
  const other = await floor.signedIn(at);
  expect(await other.run('ccLogin', { queue: 'sales', extn: '8001' })).toMatchObject({
    code: 409,
    error: 'signedInElsewhere',
  });
  const boris = await floor.signedIn(at, '2002');
  expect(await boris.run('ccLogin', { queue: 'sales', extn: '8001' })).toMatchObject({
    code: 409,
    error: 'deviceInUse',
  });
});

test('34: over HTTP the same comes of it, and Verto hears of it', async () => {
  const at = await floor.centre();
  await at.telephone('2001');
  const peer = await floor.signedIn(at);
  await peer.subscribe('vcc.default.2001');
  const token = await floor.tokenOf(at, '2001');
  const run = (func: string, body: object, header = token) =>
    floor.post(at, `/api/cc/ccc/${func}`, body, { 'x-xtra-auth-id': header });
  expect(await run('ccLogin', { queue: 'sales', agent: '2001', extn: '8001' })).toEqual({
    status: 200,
    body: { code: 200, message: 'success', reason: '' },
  });
  expect(await run('ccGoReady', { agent: '2001' })).toMatchObject({ status: 200 });
  expect(await run('ccGoBreak', { agent: '2001', reason: '吃饭' })).toMatchObject({ status: 200 });
  expect(await run('ccLogin', { queue: 'nowhere', extn: '8001' })).toMatchObject({
    status: 404,
    body: { code: 404, error: 'unknownQueue' },
  });
  expect(await run('ccFly', {})).toMatchObject({ status: 404 });
  expect(await run('ccGoReady', {}, 'nonsense')).toMatchObject({ status: 403, body: { code: 403 } });
  await at.settled();
  await expect.poll(() => actions(peer)).toEqual(['login', 'busy', 'ready', 'busy']);
  expect(statuses(peer).at(-1)).toMatchObject({ reason: '吃饭', state: 'UNREADY' });
  const states = await fetch(`${httpUrl(at)}/api/cc/agent_state?queue=sales&type=callcenter`, {
    headers: { 'x-xtra-auth-id': token },
  });
  expect(await states.json()).toMatchObject([
    {
      agent_id: '2001',
      extn: '8001',
      group_id: 'red',
      queue_id: 'sales',
      state: 'UNREADY',
      callstate: 'IDLE',
      agent_uuid: '',
    },
    { agent_id: '2002', state: 'LOGOUT' },
  ]);
});

test('34: an agent works by requests alone, and is gone when he has signed out', async () => {
  const at = await floor.centre({ verto: { vertoRestIdleMs: 20 } });
  await at.telephone('2001');
  const token = await floor.tokenOf(at, '2001');
  const run = (func: string, body: object) => floor.post(at, `/api/cc/ccc/${func}`, body, { 'x-xtra-auth-id': token });
  await run('ccLogin', { queue: 'sales', extn: '8001' });
  await run('ccGoReady', {});
  const customer = at.customer('13900000000');
  const call = customer.call('4000');
  await at.settled();
  expect(await run('ccLogout', {})).toMatchObject({ status: 200 });
  call.hangUp();
  await at.settled();
});

test('36: an agent is named with his group and without', async () => {
  const at = await floor.centre();
  await at.telephone('2001');
  const peer = await floor.signedIn(at);
  await peer.subscribe(['vcc.default.2001']);
  for (const agent of ['2001', 'default.2001', 2001]) {
    expect((await peer.run('ccLogin', { queue: 'sales', agent, extn: 8001 })).code).toBe(200);
    expect((await peer.run('ccLogout', { queue: 'sales', agent })).code).toBe(200);
  }
  await at.settled();
  await expect.poll(() => actions(peer)).toHaveLength(9);
  expect(new Set(peer.events().map(({ eventChannel }) => eventChannel))).toEqual(new Set(['vcc.default.2001']));
});

test.each([1, 3])('37: with %i queues there are as many sign-ins, then one busy', async (count) => {
  const ids = ['sales', 'second', 'third'].slice(0, count);
  const at = await floor.centre({}, (same) => ({
    ...same,
    queues: [
      ...same.queues,
      ...ids.slice(1).map((id) => ({
        ...same.queues[0]!,
        id: id as never,
        name: id,
        members: [{ agentId: '2001' as AgentId, priority: 0 }],
      })),
    ],
  }));
  const { peer } = await floor.agent(at, '2001');
  expect(statuses(peer).map(({ action, state, queueID }) => [action, state, queueID])).toEqual([
    ...ids.map((id) => ['login', 'LOGIN', id]),
    ['busy', 'UNREADY', 'sales'],
  ]);
});

test('38: each change of state is told once, with its queue, reason, time and number', async () => {
  const at = await floor.centre();
  const { peer } = await floor.agent(at, '2001');
  const from = statuses(peer).length;
  for (const [func, data] of [
    ['ccGoReady', {}],
    ['ccGoBreak', { reason: '午餐 🍜' }],
    ['ccLogout', {}],
  ] as const) {
    expect((await peer.run(func, { queue: 'sales', agent: '2001', ...data })).code).toBe(200);
    await at.settled();
  }
  await expect.poll(() => statuses(peer).slice(from)).toHaveLength(3);
  expect(statuses(peer).slice(from)).toMatchObject([
    { action: 'ready', state: 'READY', queueID: 'sales', reason: '' },
    { action: 'busy', state: 'UNREADY', queueID: 'sales', reason: '午餐 🍜' },
    { action: 'logout', state: 'LOGOUT', queueID: 'sales', reason: 'own' },
  ]);
  const numbers = statuses(peer).map(({ sequence }) => Number(sequence));
  expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
  for (const { timestamp } of statuses(peer)) expect(timestamp).toBeTypeOf('number');
});

test('43: what a supervisor may, an agent may not, and nothing comes of it', async () => {
  const at = await floor.centre();
  const { peer: anna } = await floor.agent(at, '2001');
  const { peer: boris } = await floor.agent(at, '2002');
  for (const func of [
    'ccListen',
    'ccWhisper',
    'ccBarge',
    'ccPickUp',
    'ccForceReady',
    'ccForceBreak',
    'ccForceLogout',
  ]) {
    expect(await boris.run(func, { agent: '2002', targetAgent: '2001' })).toMatchObject({
      code: 403,
      error: 'notPermitted',
    });
  }
  await at.settled();
  expect(actions(anna)).toEqual(['login', 'busy']);
});

test('44: the same at the same time comes about once', async () => {
  const at = await floor.centre();
  const { peer } = await floor.agent(at, '2001');
  const outcomes = await Promise.all([1, 2, 3].map(() => peer.run('ccGoReady', { queue: 'sales', agent: '2001' })));
  expect(outcomes.map(({ code }) => code)).toEqual([200, 409, 409]);
  await at.settled();
  await expect.poll(() => actions(peer)).toEqual(['login', 'busy', 'ready']);
});
