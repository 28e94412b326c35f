// Two CTI servers, each with its registrar: the main one moves to where the call is, either may die, and nothing is shown that is not true.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { PhoneCall } from '@cordboard/telephony';
import type { Program } from '../../packages/desktop/src/program.ts';
import { DesktopFloor, everybodysPassword, until } from '../support/desktop-floor.ts';
import type { LocalPage } from '../support/local-page.ts';
import { Relay } from '../support/relay.ts';

let floor: DesktopFloor;
const relays: Relay[] = [];
beforeAll(async () => {
  floor = await DesktopFloor.open(2);
});
afterEach(async () => {
  for (const relay of relays) relay.restore();
  await floor.tidyUp();
  for (const relay of relays.splice(0)) relay.close();
});
afterAll(() => floor.close());

const bothThere = (page: LocalPage): Promise<unknown> =>
  until('both servers are there', async () => {
    const states = (await page.call('getConnectState')) as { state: number }[];
    return states.every(({ state }) => state === 3);
  });

const idleEverywhere = (program: Program): boolean =>
  program.cti.servers.every(({ state: { agent } }) => agent?.state === 'ready' && agent.queueIds.length > 0);

/** Idle at both servers, the first of them the main one. */
async function idle(): Promise<{ program: Program; page: LocalPage }> {
  const { program, page } = await floor.loggedIn();
  await bothThere(page);
  await until('both registrars', () => program.model.sipAccounts.filter((one) => one.isRegisterActive).length === 2);
  await page.call('signIn');
  await until('idle at both', () => idleEverywhere(program));
  return { program, page };
}

/** The same, each server behind a relay. */
async function behindRelays(): Promise<{ program: Program; page: LocalPage; relays: readonly Relay[] }> {
  for (const { port } of floor.servers) relays.push(await Relay.before(port));
  const servers = relays.map(({ port }) => ({ host: '127.0.0.1', port }));
  const program = await floor.program({ servers });
  const page = await floor.page(program);
  await page.call('logIn', '2001', everybodysPassword);
  await bothThere(page);
  await until('both registrars', () => program.model.sipAccounts.filter((one) => one.isRegisterActive).length === 2);
  await page.call('signIn');
  await until('idle at both', () => idleEverywhere(program));
  return { program, page, relays };
}

const answered = async (page: LocalPage, server: number, number?: string): Promise<PhoneCall> => {
  const customer = await floor.customerCalls(server, number);
  await page.status(5, 0);
  await page.call('offHook');
  await page.status(6, 1);
  return customer;
};

test('logged in at both: one of them by chance first, the other behind it', async () => {
  for (const [random, main] of [
    [() => 0, 0],
    [() => 0.99, 1],
  ] as const) {
    const { program, page } = await floor.loggedIn({ random });
    expect(program.model.ctiServers.map(({ isMain }) => isMain).indexOf(true)).toBe(main);
    await bothThere(page);
    await floor.tidyUp();
  }
});

test('a server that is not there does not fail the login, and is tried again', async () => {
  const relay = await Relay.before(floor.servers[1]!.port);
  relays.push(relay);
  relay.cut();
  const servers = [floor.places[0]!, { host: '127.0.0.1', port: relay.port }];
  const program = await floor.program({ servers, random: () => 0.99 });
  const page = await floor.page(program);
  await page.call('logIn', '2001', everybodysPassword);
  expect(await page.call('getConnectState')).toMatchObject([{ state: 3 }, {}]);
  relay.restore();
  await bothThere(page);
});

test('a call from the other server makes it the main one; at the first he is not offered any meanwhile', async () => {
  const { program, page } = await idle();
  const six = await floor.page(program, { query: '?profile=v6' });
  const customer = await answered(page, 1);
  expect(six.told('onMainCtiConnectionChanged')).toHaveLength(1);
  expect(program.model.main).toBe(1);
  await until('kept from others', () => program.cti.servers[0]!.state.agent?.state === 'notReady');
  const waiting = await floor.customerCalls(0, '13800138001');
  expect(page.told('onRingReceived')).toHaveLength(1);
  customer.hangUp();
  await page.status(5, 0);
  expect(program.model.main).toBe(0);
  await page.call('offHook');
  await page.status(6, 1);
  waiting.hangUp();
  await page.status(4, 0);
});

test('busy and groups hold at both', async () => {
  const { program, page } = await idle();
  const at = (index: number) => program.cti.servers[index]!.state.agent;
  await page.call('setBusy', 16);
  await until('lunch at both', () => [0, 1].every((index) => at(index)?.reason === 'lunch'));
  await page.call('signOut');
  await until('no group at either', () => [0, 1].every((index) => at(index)?.queueIds.length === 0));
  await page.call('signIn');
  await page.call('setIdle');
  await until('ready at both', () => [0, 1].every((index) => at(index)?.state === 'ready'));
});

test('the main server is lost while he is idle: the other takes over, and he is what he was', async () => {
  const {
    program,
    page,
    relays: [first],
  } = await behindRelays();
  first!.cut();
  await until('the other is main', () => program.model.main === 1);
  expect(page.told('onConnectStateChanged').at(-1)?.params).toEqual([0, 6]);
  expect(page.statuses.at(-1)).toEqual([4, 0]);
  const customer = await answered(page, 1);
  customer.hangUp();
  await page.status(4, 0);
  first!.restore();
  await bothThere(page);
  await until('ready at both', () => program.cti.servers.every(({ state }) => state.agent?.state === 'ready'), 20_000);
}, 60_000);

test('a server that has no part in the call is lost: the call goes on, nothing else is told', async () => {
  const {
    page,
    relays: [first],
  } = await behindRelays();
  const customer = await answered(page, 1);
  const before = page.statuses.length;
  first!.cut();
  await until('it is told', () =>
    page.told('onConnectStateChanged').some(({ params }) => params?.[0] === 0 && params[1] === 6),
  );
  await page.call('hold');
  await page.status(6, 9);
  expect(page.statuses.slice(before)).toEqual([[6, 9]]);
  customer.hangUp();
  await page.status(4, 0);
}, 60_000);

test('both are lost in a call: it is told, the call goes on, and what comes back is true', async () => {
  const {
    program,
    page,
    relays: [first, second],
  } = await behindRelays();
  const call = await answered(page, 0);
  call.speak([{ kind: 'sine', frequencyHz: 500, durationMs: 1_000 }], { loop: true });
  first!.cut();
  second!.cut();
  await until('both are told', () => [0, 1].every((index) => program.model.ctiServers[index]?.state === 6));
  expect(page.statuses.at(-1)).toEqual([6, 1]);
  expect((await page.ask('setBusy')).error?.code).toBe(-312);
  first!.restore();
  second!.restore();
  await bothThere(page);
  await page.status(6, 1);
  call.hangUp();
  await page.status(4, 0);
  await until('the telephone has let go of it', () => program.telephone.lines.length === 0);
}, 60_000);

test('a server that falls silent in the middle of a login: the other one lets him in', async () => {
  for (const { port } of floor.servers) relays.push(await Relay.before(port));
  relays[0]!.silence();
  const program = await floor.program({ servers: relays.map(({ port }) => ({ host: '127.0.0.1', port })) });
  const page = await floor.page(program);
  await page.call('logIn', '2001', everybodysPassword);
  expect(program.model.main).toBe(1);
  expect(await page.call('getStatus')).toEqual([0, 0]);
}, 60_000);

test('a server dies while it rings: he is not left ringing, and the other offers him calls', async () => {
  const {
    program,
    page,
    relays: [first],
  } = await behindRelays();
  await floor.customerCalls(0);
  await page.status(5, 0);
  first!.cut();
  await page.status(4, 0);
  expect(program.model.main).toBe(1);
  expect(page.statuses.slice(-4).every(([state]) => state !== 6)).toBe(true);
  const customer = await answered(page, 1, '13800138001');
  customer.hangUp();
  await page.status(4, 0);
}, 60_000);

test('A33 a held call that is over stays listed until he is out of all calls; hanging up empties the list', async () => {
  const { program, page } = await idle();
  const six = await floor.page(program, { query: '?profile=v6' });
  const customer = await answered(page, 0);
  await page.call('hold');
  const colleague = await floor.servers[1]!.person('2002', '8002');
  const phone = await floor.servers[1]!.telephone(colleague, '8002');
  phone.onIncoming((call) => void call.answer());
  await colleague.call('call.make', { to: { kind: 'agent', agentId: '2001' } });
  await until('it rings', () => program.telephone.rings);
  await page.call('offHook');
  await until('two calls', async () => ((await six.call('getCalls')) as unknown[]).length === 2);
  customer.hangUp();
  await until('the other is main', () => program.model.main === 1);
  const calls = (await six.call('getCalls')) as { isHeld: boolean }[];
  expect(calls).toHaveLength(2);
  await six.call('hangup');
  await until('none', async () => ((await six.call('getCalls')) as unknown[]).length === 0);
}, 60_000);
