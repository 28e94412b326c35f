// Calls as Verto clients make and watch them: dialling back, what a supervisor may, and a picture that agrees with the events; each test begins with its line of the checklist.
import type { Configuration } from '@cordboard/domain';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { VertoFloor } from '../support/verto-floor.ts';
import type { VertoPeer } from '../support/verto-peer.ts';

let floor: VertoFloor;
beforeAll(async () => {
  floor = await VertoFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

const number = '01065550100';
const calls = (peer: VertoPeer) =>
  peer
    .events()
    .filter(({ eventType }) => eventType === 'agentCall')
    .map(({ data }) => data);
const last = (peer: VertoPeer) => calls(peer).at(-1);

test('39: the extension rings first, the number only after its answer; both ends are told', async () => {
  const at = await floor.centre();
  const { peer, phone } = await floor.agent(at);
  const customer = at.customer(number);
  const outcome = await peer.run('ccDial', {
    agent: '2001',
    extn: '8001',
    cidNumber: '',
    destNumber: number,
    earlyMedia: false,
  });
  expect(outcome).toMatchObject({ code: 200, message: 'success', callUUID: expect.any(String) as string });
  await at.settled();
  expect([phone.calls.length, customer.calls.length]).toEqual([1, 0]);
  await phone.calls[0]!.answer();
  await at.settled();
  expect(customer.calls.map(({ state }) => state)).toEqual(['ringing']);
  await customer.calls[0]!.answer();
  await at.settled();
  await expect
    .poll(() => last(peer))
    .toMatchObject({ action: 'answered', callID: outcome['callUUID'], callstate: 'TALKING', to: number });
  expect(await peer.run('ccHold', { agent: '2001' })).toMatchObject({ code: 200 });
  await at.settled();
  await expect.poll(() => last(peer)).toMatchObject({ action: 'held', callstate: 'HELD' });
  expect(await peer.run('ccUnHold', {})).toMatchObject({ code: 200 });
  expect(await peer.run('ccMute', {})).toMatchObject({ code: 200 });
  expect(await peer.run('ccUnMute', {})).toMatchObject({ code: 200 });
  expect(await peer.run('ccDtmf', { digits: '12#' })).toMatchObject({ code: 200 });
  expect(await peer.run('ccDtmf', { digits: 'x' })).toMatchObject({ code: 400 });
  expect(await peer.run('ccHangup', { callUUID: 'none' })).toMatchObject({ code: 404, error: 'unknownCall' });
  expect(await peer.run('ccHangup', {})).toMatchObject({ code: 200 });
  await at.settled();
  await expect
    .poll(() => calls(peer).filter(({ action }) => action === 'ended'))
    .toMatchObject([{ cause: 'normal', callID: outcome['callUUID'] }]);
  expect(await peer.run('ccHangup', {})).toMatchObject({ code: 409, error: 'noCall' });
});

test.each([
  ['is busy', { kind: 'busy' }, 'busy'],
  ['does not answer', { kind: 'rings' }, 'noAnswer'],
  ['refuses', { kind: 'rejects', afterMs: 1_000 }, 'rejected'],
] as const)('39: the number %s: one end, with its cause', async (_, behaviour, cause) => {
  const at = await floor.centre();
  const { peer, phone } = await floor.agent(at);
  at.customer(number).behaviour = behaviour;
  await peer.run('ccDial', { extn: '8001', destNumber: number });
  await at.settled();
  await phone.calls[0]!.answer().catch(() => {});
  await at.pass(300_000);
  await expect.poll(() => calls(peer).filter(({ action }) => action === 'ended')).toMatchObject([{ cause }]);
});

test('39: an extension that is not there, another one’s, a number that may not be called', async () => {
  const at = await floor.centre();
  const { peer, phone } = await floor.agent(at);
  expect(await peer.run('ccDial', { extn: '8002', destNumber: number })).toMatchObject({
    code: 404,
    error: 'unknownDevice',
  });
  expect(await peer.run('ccDial', { extn: '8001', destNumber: '999' })).toMatchObject({
    code: 403,
    error: 'numberNotAllowed',
  });
  expect(await peer.run('ccDial', { extn: '8001', cidNumber: '555', destNumber: number })).toMatchObject({
    code: 403,
    error: 'displayNumberNotAllowed',
  });
  await phone.unregister();
  await at.settled();
  expect(await peer.run('ccDial', { extn: '8001', destNumber: number })).toMatchObject({
    code: 409,
    error: 'deviceUnregistered',
  });
});

test('a customer in the queue: rings, is answered, sent on', async () => {
  const at = await floor.centre();
  const { peer: anna } = await floor.agent(at, '2001');
  const { peer: boris, phone } = await floor.agent(at, '2002');
  await anna.run('ccGoReady', { queue: 'sales' });
  await at.settled();
  const customer = at.customer('13900000000');
  customer.call('4001');
  await at.pass(1_000);
  await expect
    .poll(() => last(anna))
    .toMatchObject({ action: 'ringing', callstate: 'RINGING', from: '13900000000', queueID: 'sales' });
  expect(await anna.run('ccAnswer', {})).toMatchObject({ code: 200 });
  await at.settled();
  await expect.poll(() => last(anna)).toMatchObject({ action: 'answered', callstate: 'TALKING' });
  expect(await anna.run('ccTransfer', {})).toMatchObject({ code: 422, error: 'noDestination' });
  expect(await anna.run('ccTransfer', { destAgent: '2002', destNumber: '1' })).toMatchObject({
    code: 422,
    error: 'noDestination',
  });
  expect(await anna.run('ccConsult', { destAgent: 'default.2002' })).toMatchObject({ code: 200 });
  await at.settled();
  await phone.calls[0]!.answer();
  await at.settled();
  expect(await anna.run('ccConference', {})).toMatchObject({ code: 200 });
  await at.settled();
  expect(await anna.run('ccConsultTransfer', {})).toMatchObject({ code: 200 });
  await at.settled();
  await expect.poll(() => last(boris)).toMatchObject({ callstate: 'TALKING', from: '13900000000' });
  expect(await anna.run('ccFinish', { agent: '2001' })).toMatchObject({ code: 200 });
});

test('41: the picture that one asks for is the one that the events draw', async () => {
  const at = await floor.centre();
  const max = await floor.signedIn(at, '2009');
  await max.subscribe('vcc');
  const { peer: anna, phone } = await floor.agent(at, '2001');
  const { peer: boris } = await floor.agent(at, '2002');
  await anna.run('ccGoReady', {});
  await boris.run('ccGoBreak', { reason: '午餐' });
  await at.settled();
  const call = at.customer('13900000000').call('4001');
  await at.pass(1_000);
  await phone.calls[0]!.answer();
  await at.settled();

  const drawn = new Map<string, Record<string, unknown>>();
  for (const { data, eventType } of max.events('vcc')) {
    const agent = drawn.get(String(data['agentID'])) ?? {};
    if (eventType === 'agentStatus') Object.assign(agent, { state: data['state'], reason: data['reason'] });
    if (eventType !== 'queueStatus' && 'callstate' in data) agent['callstate'] = data['callstate'];
    drawn.set(String(data['agentID']), agent);
  }
  const { message } = await max.run('ccAgentState', { queue: 'sales' });
  expect(message).toMatchObject([
    { agent_id: '2001', state: 'READY', callstate: 'TALKING', reason: '', agent_uuid: expect.any(String) as string },
    { agent_id: '2002', state: 'UNREADY', callstate: 'IDLE', reason: '午餐', agent_uuid: '' },
  ]);
  for (const shown of message as Record<string, unknown>[]) {
    expect(drawn.get(String(shown['agent_id']))).toMatchObject({
      state: shown['state'],
      callstate: shown['callstate'],
    });
  }
  const own = await anna.run('ccSnapshot', {});
  expect(own.message).toMatchObject({
    agent: { agent_id: '2001', state: 'READY', callstate: 'TALKING' },
    group: 'red',
    calls: [{ from: { number: '13900000000' } }],
  });
  call.hangUp();
  await at.settled();
});

test('42: a telephone that stays away makes its agent busy, and that is told', async () => {
  const at = await floor.centre();
  const { peer, phone } = await floor.agent(at, '2001');
  await peer.run('ccGoReady', {});
  await phone.unregister();
  await at.pass(30_000);
  const told = peer.events().filter(({ eventType }) => eventType === 'agentStatus');
  await expect
    .poll(() => peer.events().at(-1))
    .toMatchObject({ eventType: 'agentStatus', data: { action: 'busy', state: 'UNREADY', reason: 'phoneLost' } });
  expect(told.length).toBeGreaterThan(0);
});

const withRights = (same: Configuration): Configuration => ({
  ...same,
  roles: same.roles.map((role) =>
    role.id === 'lead'
      ? { ...role, rights: [...role.rights, 'listen', 'whisper', 'bargeIn', 'pickUp', 'forceState', 'signOutOther'] }
      : role,
  ),
});

test('43: what a supervisor does to an agent of his group, and to one of another', async () => {
  const at = await floor.centre({}, withRights);
  const { peer: anna, phone } = await floor.agent(at, '2001');
  const { peer: clara } = await floor.agent(at, '2003', 'reserve');
  const lena = await floor.signedIn(at, '2000');
  const ear = await at.telephone('2000');
  await lena.subscribe('vcc.red');
  // She serves no queue, and names none.
  expect(await lena.run('ccLogin', { queue: '', agent: '2000', extn: '8000' })).toMatchObject({ code: 200 });
  expect(await lena.run('ccForceReady', { targetAgent: '2001' })).toMatchObject({ code: 200 });
  expect(await lena.run('ccForceReady', { targetAgent: '2003' })).toMatchObject({ code: 403, error: 'notPermitted' });
  expect(await lena.run('ccForceReady', { targetAgent: '9999' })).toMatchObject({ code: 404, error: 'unknownAgent' });
  await at.settled();
  const call = at.customer('13900000000').call('4001');
  await at.pass(1_000);
  await phone.calls[0]!.answer();
  await at.settled();
  expect(await lena.run('ccListen', { targetAgent: '2001' })).toMatchObject({ code: 200 });
  await at.settled();
  await ear.calls[0]!.answer();
  await at.settled();
  expect(await lena.run('ccStopListen', {})).toMatchObject({ code: 200 });
  call.hangUp();
  await at.settled();
  expect(await lena.run('ccForceBreak', { targetAgent: '2001', reason: 'BRB' })).toMatchObject({ code: 200 });
  await at.settled();
  expect(await lena.run('ccForceLogout', { targetAgent: '2001' })).toMatchObject({ code: 200 });
  expect((await anna.message('verto.punt')).params).toMatchObject({ reason: 'signedOutByOther' });
  await expect
    .poll(() => lena.events('vcc.red').at(-1))
    .toMatchObject({ data: { action: 'logout', agentID: '2001', reason: 'forced' } });
  expect((await clara.ask('echo')).result).toBeDefined();
});
