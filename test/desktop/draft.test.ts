// The draft's methods and events, as the seeds have them, over real calls (A11 to A23).
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { CordboardClient } from '@cordboard/client';
import type { PhoneCall } from '@cordboard/telephony';
import type { Program } from '../../packages/desktop/src/program.ts';
import { DesktopFloor, everybodysPassword, until } from '../support/desktop-floor.ts';
import type { LocalPage } from '../support/local-page.ts';

let floor: DesktopFloor;
beforeAll(async () => {
  floor = await DesktopFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

const codeOf = async (page: LocalPage, method: string, ...params: unknown[]): Promise<number | undefined> =>
  (await page.ask(method, params)).error?.code;

/** Anna talks to a customer. */
async function talking(): Promise<{ program: Program; page: LocalPage; customer: PhoneCall }> {
  const { program, page } = await floor.idle();
  const customer = await floor.customerCalls();
  await page.status(5, 0);
  await page.call('offHook');
  await page.status(6, 1);
  return { program, page, customer };
}

/** A colleague at a telephone that answers when it is told to. */
async function colleague(
  login: string,
  deviceId: string,
): Promise<{ client: CordboardClient; rings: Promise<PhoneCall> }> {
  const client = await floor.servers[0]!.person(login, deviceId);
  const phone = await floor.servers[0]!.telephone(client, deviceId);
  const rings = new Promise<PhoneCall>((resolve) => phone.onIncoming(resolve));
  return { client, rings };
}

test('A11 a login is answered with nothing, and told once, without an id', async () => {
  const program = await floor.program();
  const page = await floor.page(program);
  const answer = await page.ask('logIn', ['2001', everybodysPassword], '<your-rpc-id>');
  expect(answer).toEqual({ jsonrpc: '2.0', id: '<your-rpc-id>', result: null });
  await page.status(0, 0);
  expect(page.told('onAgentStatusChanged')).toEqual([
    { jsonrpc: '2.0', method: 'onAgentStatusChanged', params: [0, 0] },
  ]);
});

test('A12 a login that is wrong, by number or password, and a second one: codes of their own, and no event', async () => {
  const program = await floor.program();
  const page = await floor.page(program);
  expect(await codeOf(page, 'logIn', '2001', 'wrong')).toBe(-315);
  expect(await codeOf(page, 'logIn', '9999', 'wrong')).toBe(-315);
  expect(await codeOf(page, 'logIn', '', everybodysPassword)).toBe(-314);
  expect(page.statuses).toEqual([]);
  await page.call('logIn', '2001', everybodysPassword);
  expect(await codeOf(page, 'logIn', '2001', everybodysPassword)).toBe(-313);
  expect(page.statuses).toEqual([[0, 0]]);
});

test('A13 status before login, after it, and in a group', async () => {
  const program = await floor.program();
  const page = await floor.page(program);
  expect(await page.call('getStatus')).toEqual([-1, 0]);
  await page.call('logIn', '2001', everybodysPassword);
  expect(await page.call('getStatus')).toEqual([0, 0]);
  await page.call('signIn');
  expect(await page.call('getStatus')).toEqual([4, 0]);
});

test('A14 groups: what is told of them, signing in to all, to some, and to none that there is', async () => {
  const { page } = await floor.loggedIn();
  expect(await page.call('getSkillGroups')).toEqual([{ id: 'sales', name: 'sales', signed: false }]);
  await page.call('signIn', ['sales']);
  expect(await page.call('getSkillGroups')).toEqual([{ id: 'sales', name: 'sales', signed: true }]);
  expect(page.told('onSkillGroupsChanged').at(-1)).toEqual({
    jsonrpc: '2.0',
    method: 'onSkillGroupsChanged',
    params: [],
  });
  await page.call('signOut', ['sales']);
  expect(await page.call('getStatus')).toEqual([0, 0]);
  await page.call('signIn', []);
  expect(await page.call('getStatus')).toEqual([4, 0]);
  await page.call('signOut');
  await page.ask('signIn', { groups: ['sales'] });
  expect(await page.call('getStatus')).toEqual([4, 0]);
  expect(await codeOf(page, 'signIn', ['zx'])).toBe(-340);
  expect(await codeOf(page, 'signOut', ['sales', 'zx'])).toBe(-340);
  expect(await page.call('getStatus')).toEqual([4, 0]);
});

test('A14 signing another agent out by the clashing name is told the other name', async () => {
  const { page } = await floor.idle();
  const { error } = await page.ask('signOut', ['2002']);
  expect(error).toMatchObject({ code: -32602 });
  expect(JSON.stringify(error)).toContain('signOutByWorkerNum');
});

test('A15 busy with each kind of pause, and idle again', async () => {
  const { page } = await floor.idle();
  await page.call('setBusy');
  expect(await page.call('getStatus')).toEqual([2, 10]);
  for (const workType of [12, 15, 16, 17, 11, 10]) {
    await page.call('setBusy', workType);
    expect(await page.call('getStatus')).toEqual([2, workType]);
  }
  for (const workType of [9, 18, 0, -1]) expect(await codeOf(page, 'setBusy', workType)).toBe(-32602);
  expect(await page.call('getStatus')).toEqual([2, 10]);
  await page.call('setIdle');
  expect(await page.call('getStatus')).toEqual([4, 0]);
});

test('A16 neither busy nor idle before the first group, nor while a call rings or is on', async () => {
  const { page } = await floor.loggedIn();
  expect([await codeOf(page, 'setBusy'), await codeOf(page, 'setIdle')]).toEqual([-305, -305]);
  await page.call('signIn');
  const customer = await floor.customerCalls();
  await page.status(5, 0);
  expect([await codeOf(page, 'setBusy'), await codeOf(page, 'setIdle')]).toEqual([-311, -311]);
  expect(await page.call('getStatus')).toEqual([5, 0]);
  await page.call('offHook');
  expect([await codeOf(page, 'setBusy'), await codeOf(page, 'setIdle')]).toEqual([-312, -312]);
  expect(await page.call('getStatus')).toEqual([6, 1]);
  customer.hangUp();
});

test('A17 a call rings, is answered and hung up', async () => {
  const { page } = await floor.idle();
  expect(await codeOf(page, 'offHook')).toBe(-306);
  const customer = await floor.customerCalls();
  await page.status(5, 0);
  const [ring] = page.told('onRingReceived');
  expect(ring).toEqual({
    jsonrpc: '2.0',
    method: 'onRingReceived',
    params: [{ index: 0, channel: 1, customString: '' }],
  });
  await page.call('offHook');
  await page.status(6, 1);
  expect(await page.call('getCurrentCall')).toMatchObject({ remoteTelNum: '13800138000', groupId: 'sales' });
  await page.call('onHook');
  await page.status(4, 0);
  expect(await page.call('getCurrentCall')).toBeNull();
  await customer.until('ended');
  expect(page.statuses.slice(-4)).toEqual([
    [4, 0],
    [5, 0],
    [6, 1],
    [4, 0],
  ]);
});

test('A17 a caller who gives up leaves him idle', async () => {
  const { page } = await floor.idle();
  const customer = await floor.customerCalls();
  await page.status(5, 0);
  customer.hangUp();
  await page.status(4, 0);
});

test('A18 hold: told, listed, taken back by its number; a number that is none', async () => {
  const { page, customer } = await talking();
  await page.call('hold');
  await page.status(6, 9);
  expect(page.told('onHoldListChanged')).toHaveLength(1);
  const list = (await page.call('getHoldList')) as { index: number; channel: number; sessionId: string }[];
  expect(list).toEqual([{ index: 0, channel: expect.any(Number), sessionId: expect.any(String) }]);
  const { index, channel } = list[0]!;
  expect(await codeOf(page, 'unHold', index, channel + 5)).toBe(-336);
  expect(await codeOf(page, 'hold')).toBe(-310);
  await page.call('unHold', index, channel);
  await page.status(6, 1);
  expect(page.told('onHoldListChanged')).toHaveLength(2);
  expect(await page.call('getHoldList')).toEqual([]);
  customer.hangUp();
  await page.status(4, 0);
  expect(await codeOf(page, 'hold')).toBe(-307);
});

test('A19 to whom a call goes: exactly one of agent and group', async () => {
  const { page, customer } = await talking();
  expect(await codeOf(page, 'xferAgent', '2002', 'sales')).toBe(-330);
  expect(await codeOf(page, 'xferAgent', null, null)).toBe(-330);
  expect(await codeOf(page, 'xferAgent', '2001', null)).toBe(-327);
  expect(await codeOf(page, 'xferAgent', '2002', null)).toBe(-334);
  expect(await codeOf(page, 'xferAgent', '2002', null, 0, 99)).toBe(-336);
  expect(await page.call('getStatus')).toEqual([6, 1]);
  customer.hangUp();
});

test('A19 a call is sent to an agent, with what is attached to it', async () => {
  const { page } = await talking();
  const boris = await colleague('2002', '8002');
  await page.call('xferAgent', '2002', null, null, null, 'order 7');
  const call = await boris.rings;
  await call.answer();
  await until('the string is there', () => boris.client.state.calls[0]?.data['customString'] === 'order 7');
  await page.status(4, 0);
});

test('A19 a held call is sent on by its number; a consultation is one from its first ring on', async () => {
  const { page } = await talking();
  const boris = await colleague('2002', '8002');
  await page.call('xferAgent', '2002', null, null, null, '', true);
  await page.status(6, 5);
  const call = await boris.rings;
  await call.answer();
  expect(await codeOf(page, 'unHold')).toBe(-341);
  await page.call('cancelXfer');
  await page.status(6, 1);
  await page.call('hold');
  const [held] = (await page.call('getHoldList')) as { index: number; channel: number }[];
  await page.call('xferAgent', null, 'sales', held!.index, held!.channel);
  await until('he is out of it', async () => ((await page.call('getHoldList')) as unknown[]).length === 0);
});

test('A20 supervision: privilege, not on oneself, and what becomes of the other', async () => {
  const { page } = await floor.idle();
  const others = [
    'monitor',
    'intercept',
    'Interrupt',
    'interrupt',
    'whisper',
    'kickOut',
    'block',
    'unBlock',
    'hangupByWorkerNum',
    'setBusyByWorkerNum',
    'setIdleByWorkerNum',
  ];
  for (const method of others) expect(await codeOf(page, method, '2002'), method).toBe(-321);
  for (const method of others) expect(await codeOf(page, method, '2001'), method).toBe(-327);
  const lena = await floor.program({ settings: { phone: { extension: '8000' } } });
  const watching = await floor.page(lena);
  await watching.call('logIn', '2000', everybodysPassword);
  await watching.call('block', '2001');
  await page.status(1, 0);
  expect(await codeOf(page, 'setIdle')).toBe(-310);
  await watching.call('unBlock', '2001');
  await page.status(4, 0);
  await watching.call('setBusyByWorkerNum', '2001');
  await page.status(2, 13);
  await watching.call('setIdleByWorkerNum', '2001');
  await page.status(4, 0);
  await watching.call('signOutByWorkerNum', '2001', 'sales');
  await page.status(0, 0);
  await watching.call('kickOut', '2001');
  await page.status(-1, 0);
  expect(await codeOf(page, 'setIdle')).toBe(-304);
});

test('A20 listening, barging in and taking a ringing call', async () => {
  const { page, customer } = await talking();
  const lena = await floor.program({ settings: { phone: { extension: '8000' } } });
  const watching = await floor.page(lena);
  await watching.call('logIn', '2000', everybodysPassword);
  await watching.call('monitor', '2001');
  await watching.status(6, 8);
  await watching.call('unMonitor', 0, '2001');
  await watching.status(0, 0);
  await watching.call('Interrupt', '2001');
  await watching.status(6, 7);
  await watching.call('unMonitor', 0, '2001');
  await watching.status(0, 0);
  expect(await codeOf(watching, 'intercept', '2001')).toBe(-310);
  customer.hangUp();
  await page.status(4, 0);
  const next = await floor.customerCalls(0, '13800138001');
  await page.status(5, 0);
  await watching.call('intercept', '2001');
  await watching.status(6, 1);
  await page.status(4, 0);
  next.hangUp();
});

test('A21 waiting calls are listed by the draft’s own names, and one is taken', async () => {
  const { page } = await floor.idle();
  await page.call('setBusy');
  const customer = await floor.customerCalls();
  const list = (await page.call('getQueueList')) as Record<string, unknown>[];
  expect(list).toEqual([
    {
      index: 0,
      channel: expect.any(Number),
      id: 'sales',
      sessionId: expect.any(String),
      type: 0,
      CallingNo: '13800138000',
      workerNum: '',
      customString: '',
    },
  ]);
  expect(await codeOf(page, 'dequeue', 0, 99)).toBe(-336);
  await page.call('dequeue', list[0]!['index'], list[0]!['channel']);
  await page.status(5, 0);
  await page.call('offHook');
  await page.status(6, 1);
  customer.hangUp();
  await page.status(2, 10);
  expect(await codeOf(page, 'dequeue')).toBe(-336);
});

test('A22 the connection is told step by step: opening, there, closing, closed', async () => {
  const program = await floor.program();
  const page = await floor.page(program);
  expect(await page.call('getConnectState')).toEqual([{ index: 0, state: 0 }]);
  await page.call('logIn', '2001', everybodysPassword);
  expect(await page.call('getConnectState')).toEqual([{ index: 0, state: 3 }]);
  await page.call('logOut');
  expect(await page.call('getConnectState')).toEqual([{ index: 0, state: 5 }]);
  expect(page.told('onConnectStateChanged').map(({ params }) => params)).toEqual([
    [0, 1],
    [0, 3],
    [0, 4],
    [0, 5],
  ]);
  await floor.tidyUp();
  const nobody = await floor.page(await floor.program({ servers: [{ host: '127.0.0.1', port: 1 }] }));
  expect(await codeOf(nobody, 'logIn', '2001', everybodysPassword)).toBe(-504);
  expect(nobody.told('onConnectStateChanged').map(({ params }) => params)).toEqual([
    [0, 1],
    [0, 2],
    [0, 5],
  ]);
});

test('A23 after a logout he is off line, and what needs a login says so', async () => {
  const { page } = await floor.idle();
  expect(await page.ask('logOut')).toMatchObject({ result: null });
  await page.status(-1, 0);
  for (const method of ['logOut', 'signIn', 'setIdle', 'setBusy', 'offHook', 'onHook', 'hold', 'unHold', 'dequeue'])
    expect(await codeOf(page, method), method).toBe(-304);
  expect(await codeOf(page, 'monitor', '2002')).toBe(-304);
});

test('A23 no logout while a call is on', async () => {
  const { page, customer } = await talking();
  expect(await codeOf(page, 'logOut')).toBe(-312);
  customer.hangUp();
  await page.status(4, 0);
});
