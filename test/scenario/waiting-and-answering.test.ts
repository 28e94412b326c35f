// From the menu through the queue to an agent and his wrap-up; agents who do not answer; callers who give up; queues that overflow; customers who matter more.
import type { QueueId } from '@cordboard/domain';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Town } from '../support/call-centre.ts';
import { borisCustomer, importantNumber, reserve, sales, withSales } from '../support/small-tenant.ts';

let town: Town;
beforeAll(async () => {
  town = await Town.open();
});
afterEach(() => town.tidyUp());
afterAll(() => town.close());

test('a customer chooses in the menu, types his account, waits, is served, and the agent wraps up', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001', 'notReady');
  const call = centre.customer('13800138000').call('4000');
  await call.until('connected');
  call.sendDigits('1');
  call.sendDigits('4711#');
  await centre.pass(8_000);
  expect(anna.client.state.calls).toEqual([]);
  await anna.client.call('agent.setReady');
  await centre.settled();
  expect(anna.at).toBe('alerting');
  expect(anna.call).toMatchObject({
    kind: 'inbound',
    dialled: '4000',
    from: { number: '13800138000', name: 'Customer 13800138000' },
    data: { account: '4711' },
    queue: { queueId: sales },
  });

  await anna.client.call('call.answer', { callId: anna.callId });
  await centre.settled();
  expect(anna.at).toBe('connected');
  expect(anna.agent.state).toBe('busy');
  call.speak([{ kind: 'sine', frequencyHz: 700, durationMs: 1_000 }]);
  expect((await anna.phone.calls[0]!.hear()).frequencyHz).toBe(700);

  await centre.pass(60_000);
  await anna.client.call('call.hangUp', { callId: anna.callId });
  await centre.settled();
  expect(call.state).toBe('ended');
  expect(anna.agent.state).toBe('workingAfterCall');
  await centre.pass(14_999);
  expect(anna.agent.state).toBe('workingAfterCall');
  await centre.pass(1);
  expect(anna.agent.state).toBe('ready');

  const [record, ...more] = await centre.records();
  expect(more).toEqual([]);
  expect(record).toMatchObject({
    outcome: 'answered',
    cause: 'normal',
    from: '13800138000',
    dialled: '4000',
    queueId: sales,
    waitMs: 8_000,
    talkMs: 60_000,
    agentIds: ['2001'],
    data: { account: '4711' },
  });
  const [recordingId] = record!.recordingIds;
  const where = { recordingId, path: `recordings/${recordingId}.wav`, url: `/recordings/${recordingId}` };
  expect(anna.heard.filter(({ type }) => type.startsWith('recording.'))).toMatchObject([
    { type: 'recording.started', ...where },
    { type: 'recording.stopped', ...where, durationMs: 60_000 },
  ]);
  await centre.expectNothingLeft();
});

test('a menu nobody answers twice leads on by itself', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  centre.customer('13800138000').call('4000');
  await centre.pass(4_000);
  expect(anna.at).toBeNull();
  await centre.pass(20_000);
  expect(anna.at).toBe('alerting');
  expect(anna.call.data).toEqual({});
});

test('who does not answer is passed by and left alone; the caller keeps his place', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  const boris = await centre.agent('2002', 'notReady');
  centre.customer('13800000001').call('4001');
  await centre.pass(1_000);
  centre.customer('13800000002').call('4001');
  await centre.settled();
  expect(anna.call.from).toMatchObject({ number: '13800000001' });

  await centre.pass(19_000);
  expect(anna.at).toBeNull();
  expect(anna.agent).toMatchObject({ state: 'ready', statistics: { callsMissed: 1, missedInARow: 1 } });
  expect(anna.agent.backedOffUntil).toBe(centre.clock.now() + 10_000);
  expect(anna.types()).toContain('agent.missedCall');

  await boris.client.call('agent.setReady');
  await centre.settled();
  expect(boris.call.from).toMatchObject({ number: '13800000001' });
  expect(anna.at).toBeNull();

  await centre.pass(10_000);
  expect(anna.call.from).toMatchObject({ number: '13800000002' });
});

test('after three calls missed in a row he is made not ready', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  centre.customer('13800138000').call('4001');
  for (let missed = 1; missed <= 3; missed += 1) {
    await centre.settled();
    expect(anna.at, `before miss ${missed}`).toBe('alerting');
    await centre.pass(20_000);
    await centre.pass(10_000);
  }
  expect(anna.agent).toMatchObject({ state: 'notReady', reason: 'noAnswer' });
  expect(anna.at).toBeNull();
});

test('who rejects a call is passed by too', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  const boris = await centre.agent('2002');
  centre.customer('13800138000').call('4001');
  await centre.settled();
  await anna.client.call('call.reject', { callId: anna.callId });
  await centre.settled();
  expect(boris.at).toBe('alerting');
  expect(anna.at).toBeNull();
});

test.each([
  ['in the menu', '4000', 0, 'ivrOnly'],
  ['in the queue', '4001', 0, 'abandoned'],
  ['while the phone rings', '4001', 1, 'abandoned'],
])('the caller gives up %s', async (_where, number, agents, outcome) => {
  const centre = await town.centre();
  const anna = agents > 0 ? await centre.agent('2001') : null;
  const call = centre.customer('13800138000').call(number);
  await centre.pass(3_000);
  expect(anna?.at ?? null).toBe(agents > 0 ? 'alerting' : null);
  call.hangUp();
  await centre.settled();
  expect(await centre.records()).toMatchObject([{ outcome, agentIds: [] }]);
  if (anna !== null) expect(anna.agent).toMatchObject({ state: 'ready', statistics: { callsMissed: 0 } });
  if (anna !== null) expect(anna.phone.calls).toEqual([]);
  await centre.expectNothingLeft();
});

test('the caller hangs up while talking, and while on hold', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  for (const held of [false, true]) {
    const call = centre.customer('13800138000').call('4001');
    await centre.settled();
    await anna.client.call('call.answer', { callId: anna.callId });
    if (held) await anna.client.call('call.hold', { callId: anna.callId });
    await centre.pass(5_000);
    expect(anna.at).toBe(held ? 'hold' : 'connected');
    call.hangUp();
    await centre.settled();
    expect(anna.agent.state).toBe('workingAfterCall');
    await anna.client.call('agent.finishWrapUp', {});
  }
  expect((await centre.records()).map(({ talkMs, holdMs }) => talkMs + holdMs)).toEqual([5_000, 5_000]);
  await centre.expectNothingLeft();
});

test('who waited too long goes to the reserve', async () => {
  const overflow = { kind: 'queue', queueId: reserve } as const;
  const centre = await town.centre((same) => withSales(same, { maximumWaitMs: 60_000, overflow }));
  const clara = await centre.agent('2003');
  centre.customer('13800138000').call('4001');
  await centre.pass(59_999);
  expect(clara.at).toBeNull();
  await centre.pass(1);
  expect(clara.call.queue).toMatchObject({ queueId: reserve });
});

test('who finds the queue full is sent away at once; those in it stay', async () => {
  const centre = await town.centre((same) => withSales(same, { maximumWaiting: 2 }));
  const calls = ['1', '2', '3'].map((end) => centre.customer(`1380000000${end}`).call('4001'));
  await centre.settled();
  expect(calls.map(({ state }) => state)).toEqual(['connected', 'connected', 'ended']);
  expect(await centre.records()).toMatchObject([{ outcome: 'overflowed', from: '13800000003' }]);
});

test('an important customer is served before those who came first', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001', 'notReady');
  centre.customer('13800000001').call('4001');
  centre.customer(importantNumber).call('4001');
  await centre.settled();
  await anna.client.call('agent.setReady');
  await centre.settled();
  expect(anna.call.from).toMatchObject({ number: importantNumber });
});

test('a customer of Boris waits for Boris while he is there, and goes to Anna when he leaves', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  const boris = await centre.agent('2002', 'notReady');
  centre.customer(borisCustomer).call('4001');
  await centre.pass(30_000);
  expect(anna.at).toBeNull();
  await boris.client.call('agent.setReady');
  await centre.settled();
  expect(boris.at).toBe('alerting');
  await boris.client.call('call.answer', { callId: boris.callId });
  await boris.client.call('call.hangUp', { callId: boris.callId });
  await centre.settled();
  await boris.client.call('agent.setNotReady', {});
  centre.customer(borisCustomer).call('4001');
  await centre.pass(30_000);
  expect(anna.at).toBeNull();
  await boris.client.call('agent.signOut');
  await centre.settled();
  expect(anna.at).toBe('alerting');
});

test('a queue that leads nowhere ends the call with its cause', async () => {
  const overflow = { kind: 'queue', queueId: 'nowhere' as QueueId } as const;
  const centre = await town.centre((same) => withSales(same, { maximumWaitMs: 1_000, overflow }));
  const call = centre.customer('13800138000').call('4001');
  await centre.pass(1_000);
  expect(call.state).toBe('ended');
  expect(await centre.records()).toMatchObject([{ cause: 'notFound' }]);
  await centre.expectNothingLeft();
});

test('the agent sees where a caller belongs, and how his number is written', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  centre.customer('051265551234').call('4001');
  await centre.settled();
  expect(anna.call.attribution).toEqual({
    areaId: '512',
    areaName: { zh: '江苏-苏州', en: 'Suzhou, Jiangsu' },
    local: '65551234',
    national: '051265551234',
    e164: '+8651265551234',
    lineType: 'fixedLine',
  });
});
