// Version 6 of the wire: one object in each event, old and new values, wrapped errors, and its own methods (A24 to A36).
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { enums } from '../../packages/contract/src/dialects/ipsc/enums.table.ts';
import type { PhoneCall } from '@cordboard/telephony';
import type { Program } from '../../packages/desktop/src/program.ts';
import { DesktopFloor, everybodysPassword, until, type ProgramWishes } from '../support/desktop-floor.ts';
import type { Frame, LocalPage } from '../support/local-page.ts';
import { Relay } from '../support/relay.ts';

let floor: DesktopFloor;
beforeAll(async () => {
  floor = await DesktopFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

const v6 = { query: '?profile=v6' };
type Floor6 = { readonly program: Program; readonly page: LocalPage };
const idle = (wishes: ProgramWishes = {}): Promise<Floor6> => floor.idle(wishes, v6);
const statusOf = (frame: Frame | undefined): Record<string, number> => frame?.params?.[0] as Record<string, number>;
const last = (page: LocalPage): number[] => {
  const { newState, newWorkType } = statusOf(page.told('onStatusChanged').at(-1));
  return [newState ?? NaN, newWorkType ?? NaN];
};
const status = (page: LocalPage, ...wanted: number[]): Promise<unknown> =>
  until(`status ${wanted.join()}`, () => JSON.stringify(last(page)) === JSON.stringify(wanted), 20_000);

async function talking(): Promise<Floor6 & { readonly customer: PhoneCall }> {
  const { program, page } = await idle();
  const customer = await floor.customerCalls();
  await status(page, 5, 0);
  await page.call('answer');
  await status(page, 6, 1);
  return { program, page, customer };
}

test('A24 each event has exactly one object, empty ones too', async () => {
  const { page, customer } = await talking();
  await page.call('hold');
  customer.hangUp();
  await status(page, 4, 0);
  await page.call('logOut');
  const events = page.frames.filter(({ method }) => method !== undefined);
  expect(events.length).toBeGreaterThan(10);
  for (const { method, params } of events) {
    expect(params, method).toHaveLength(1);
    expect(typeof params?.[0], method).toBe('object');
  }
  expect(page.told('onSignedGroupsChanged')[0]?.params).toEqual([{}]);
});

test('A25 the new values of one status are the old ones of the next', async () => {
  const { page, customer } = await talking();
  await page.call('hold');
  await page.call('unHold');
  customer.hangUp();
  await status(page, 4, 0);
  await page.call('setBusy', 16);
  const told = page.told('onStatusChanged').map(statusOf);
  expect(told.length).toBeGreaterThan(6);
  told.reduce((before, next) => {
    expect([next['oldState'], next['oldWorkType']]).toEqual([before['newState'], before['newWorkType']]);
    return next;
  });
  expect(told[0]).toEqual({ oldState: -1, newState: 0, oldWorkType: 0, newWorkType: 0 });
});

test('A26 events by the names of version 6; the one about queues by either', async () => {
  const { page } = await talking();
  await page.call('hold');
  const lena = await floor.program({ settings: { phone: { extension: '8000' } } });
  const watching = await floor.page(lena, v6);
  await watching.call('logIn', '2000', everybodysPassword);
  await floor.customerCalls(0, '13800138009');
  await until('queue', () => watching.told('onQueueInfoReceived').length > 0);
  const names = new Set(page.frames.map(({ method }) => method));
  for (const name of [
    'onRingCallReceived',
    'onHeldCallReceived',
    'onTeleStateChanged',
    'onSignedGroupsChanged',
    'onCtiConnectionStateChanged',
    'onSipRegisterStateChanged',
    'onSipCallStateChanged',
    'onLoginCompleted',
  ])
    expect(names, name).toContain(name);
  await floor.tidyUp();
  const other = await floor.program({
    settings: { localServer: { queueEventName: 'onQueueInfoEvent' }, phone: { extension: '8000' } },
  });
  const otherPage = await floor.page(other, v6);
  await otherPage.call('logIn', '2000', everybodysPassword);
  await floor.customerCalls();
  await until('the other name', () => otherPage.told('onQueueInfoEvent').length > 0);
  expect(otherPage.told('onQueueInfoReceived')).toEqual([]);
});

test('A27 the whole model; held calls are those of the calls that are held', async () => {
  const { page, customer } = await talking();
  await page.call('hold');
  const model = (await page.call('getModel')) as Record<string, unknown>;
  expect(Object.keys(model).toSorted()).toEqual([
    'allGroups',
    'calls',
    'ctiServers',
    'displayName',
    'groups',
    'queueInfos',
    'sipAccounts',
    'state',
    'stats',
    'teleState',
    'workType',
    'workerNum',
  ]);
  expect(model).toMatchObject({ workerNum: '2001', displayName: 'Anna', state: 6, workType: 9, teleState: 1 });
  expect(model['ctiServers']).toEqual([{ host: '127.0.0.1', port: floor.servers[0]!.port, isMain: true, state: 3 }]);
  expect(model['sipAccounts']).toMatchObject([
    { ctiIndex: 0, isValid: true, id: 0, isRegisterActive: true, lastRegisterError: 0, calls: [{ state: 5 }] },
  ]);
  const calls = (await page.call('getCalls')) as { isHeld: boolean }[];
  expect(await page.call('getHeldCalls')).toEqual(calls.filter(({ isHeld }) => isHeld));
  expect(calls).toHaveLength(1);
  expect(calls[0]).toEqual({
    ctiIndex: 0,
    channel: expect.any(Number),
    direction: 0,
    isHeld: true,
    holdType: 0,
    remoteTelNum: '13800138000',
    remoteLoc: expect.any(String),
    h24CallCount: 0,
    h48CallCount: 0,
    workerNum: '',
    groupId: 'sales',
    ivrPath: '',
    customString: '',
  });
  expect(await page.call('getWorkerNum')).toEqual(['2001', 'Anna']);
  expect(await page.call('getAgentRunningState')).toBe(2);
  expect(await page.call('getStats')).toEqual({
    dailyCallCount: expect.any(Number),
    dailyCallDuration: expect.stringMatching(/^\d\d:\d\d:\d\d$/),
  });
  customer.hangUp();
});

test('A28 groups by each form of signGroups, and one by signGroup', async () => {
  const { page } = await floor.loggedIn({}, v6);
  const signed = async (): Promise<boolean> => ((await page.call('getGroups')) as { isSigned: boolean }[])[0]!.isSigned;
  const out = async (): Promise<void> => void (await page.call('signGroups', false));
  for (const params of [
    [],
    [true],
    ['sales', true],
    ['sales'],
    [['sales'], true],
    { id: 'sales' },
    { ids: ['sales'] },
    { id: ['sales'], isSignIn: true },
  ]) {
    expect((await page.ask('signGroups', params)).error, JSON.stringify(params)).toBeUndefined();
    expect(await signed(), JSON.stringify(params)).toBe(true);
    await out();
    expect(await signed()).toBe(false);
  }
  await page.call('signGroup', 'sales');
  expect(await signed()).toBe(true);
  await page.call('signGroups', ['sales'], false);
  expect(await signed()).toBe(false);
  expect((await page.call('getAllGroups')) as unknown[]).toHaveLength(1);
});

test('A29 unHold: both of its arguments or none; whom one talks with is held for it', async () => {
  const { page } = await talking();
  await page.call('hold');
  const [held] = (await page.call('getHeldCalls')) as { ctiIndex: number; channel: number }[];
  const { error } = await page.ask('unHold', { ctiIndex: held!.ctiIndex });
  expect(error).toMatchObject({ code: -32000, data: { code: -330 } });
  await page.call('unHold');
  await status(page, 6, 1);
  await page.call('hold');
  await page.call('unHold', held!.ctiIndex, held!.channel);
  await status(page, 6, 1);
});

test('A30 dial: only while idle; one’s own telephone is off the hook first, then it rings there', async () => {
  const { page, program } = await floor.loggedIn({}, v6);
  expect((await page.ask('dial', ['013800138005'])).error?.data).toMatchObject({ code: -308 });
  await page.call('signIn');
  expect((await page.ask('dial', ['  '])).error?.data).toMatchObject({ code: -328 });
  const boris = await floor.servers[0]!.person('2002', '8002');
  const phone = await floor.servers[0]!.telephone(boris, '8002');
  const rings = new Promise<PhoneCall>((resolve) => phone.onIncoming(resolve));
  await page.call('dial', '8002');
  expect((await page.call('getModel')) as object).toMatchObject({ teleState: 1 });
  await status(page, 6, 3);
  const call = await rings;
  await call.answer();
  await until('they talk', () => program.model.calls[0]?.phase === 'talking');
  expect((await page.call('getCalls')) as object[]).toMatchObject([{ direction: 1, workerNum: '2002' }]);
  await page.call('hangup');
  await status(page, 4, 0);
});

test('A31 a refusal of the CTI server is wrapped', async () => {
  const { page } = await idle();
  const { error } = await page.ask('monitor', [0, '2002']);
  expect(error).toMatchObject({ code: -32000, data: { code: -321 } });
  expect(String(error?.data?.['type'])).toMatch(/ErrorResponse$/);
  expect(Object.keys(error?.data ?? {})).toEqual(expect.arrayContaining(['type', 'message', 'stack', 'code', 'inner']));
});

test('A32 a CTI server that says nothing is waited for five seconds; then requests are taken again', async () => {
  const relay = await Relay.before(floor.servers[0]!.port);
  try {
    const { page } = await idle({ servers: [{ host: '127.0.0.1', port: relay.port }] });
    relay.silence();
    const began = Date.now();
    const { error } = await page.ask('setBusy');
    expect(error).toMatchObject({ code: -32000, data: { code: -507 } });
    expect(error?.data?.['type']).toMatch(/RequestTimeoutError$/);
    expect(Date.now() - began).toBeGreaterThan(4_500);
    relay.restore();
    await until('requests are taken', async () => (await page.ask('setBusy', [12])).error === undefined, 15_000);
    await status(page, 2, 12);
  } finally {
    await floor.tidyUp();
    relay.close();
  }
}, 40_000);

test('A34 what no longer waits is no longer listed', async () => {
  await floor.idle();
  const lena = await floor.program({ settings: { phone: { extension: '8000' } } });
  const watching = await floor.page(lena, v6);
  await watching.call('logIn', '2000', everybodysPassword);
  const customer = await floor.customerCalls();
  const states = (): number[] =>
    watching
      .told('onQueueInfoReceived')
      .map(({ params }) => (params![0] as { queueInfo: { state: number } }).queueInfo.state);
  await until('it rings', () => states().includes(1));
  expect((await watching.call('getModel')) as object).toMatchObject({ queueInfos: [{ state: 1, workerNum: '2001' }] });
  customer.hangUp();
  await until('it is given up', () => states().includes(4));
  expect((await watching.call('getModel')) as object).toMatchObject({ queueInfos: [] });
});

test('A35 echo says it again, and raises an event', async () => {
  const page = await floor.page(await floor.program(), v6);
  expect(await page.call('echo', 'x')).toBe('x');
  expect(page.told('onEchoTriggered')).toEqual([
    { jsonrpc: '2.0', method: 'onEchoTriggered', params: [{ message: 'x' }] },
  ]);
  expect(await page.call('echoWithDelay', 'later', 20)).toBe('later');
  expect((await page.ask('throwAnException', ['oh'])).error).toMatchObject({
    code: -32000,
    message: expect.stringContaining('oh'),
  });
});

test('A36 the numbers', () => {
  const numbers = Object.fromEntries(
    Object.entries(enums).map(([name, rows]) => [
      name,
      Object.fromEntries(Object.entries(rows).map(([key, { value }]) => [key, value])),
    ]),
  );
  expect(numbers).toEqual({
    AgentState: {
      NotExist: -2,
      OffLine: -1,
      OnLine: 0,
      Block: 1,
      Pause: 2,
      Leave: 3,
      Idle: 4,
      Ring: 5,
      Work: 6,
      WorkPause: 7,
    },
    WorkType: {
      Unknown: 0,
      CallIn: 1,
      Transfer: 2,
      SysCall: 3,
      HandCall: 4,
      Consult: 5,
      Flow: 6,
      ForceInsert: 7,
      Listen: 8,
      Hold: 9,
      PauseBusy: 10,
      PauseLeave: 11,
      PauseTyping: 12,
      PauseForce: 13,
      PauseDisconnect: 14,
      PauseSnooze: 15,
      PauseDinner: 16,
      PauseTrain: 17,
      OffHooked: 20,
    },
    ConnectionState: { None: 0, Opening: 1, Failed: 2, Ok: 3, Closing: 4, Closed: 5, Lost: 6 },
    QueueInfoType: { Inbound: 0, Transfer: 1, Consult: 2, Return: 3, Outbound: 4, Intercept: 5, Internal: 6 },
    QueueInfoEventType: { Join: 0, Assigned: 1, Answered: 2, Timeout: 3, Abandon: 4 },
    CallDirection: { In: 0, Out: 1 },
    TeleState: { OnHook: 0, OffHook: 1 },
    HoldEventType: { Hold: 0, Consult: 1, UnHold: 2 },
    IvrInvokeType: { Keep: 0, Over: 1 },
    SipCallState: { Null: 0, Calling: 1, Incoming: 2, EarlyMedia: 3, Connecting: 4, Confirmed: 5, Disconnected: 6 },
    AgentRunningState: { Stopped: 0, Starting: 1, Started: 2, Stopping: 3 },
  });
});
