// A working day on a real switch: menu and queue, consultation, transfers, calls outside, supervision and marks, as agents, customers and records see them.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { AgentId, QueueId } from '@cordboard/domain';
import type { PhoneCall } from '@cordboard/telephony';
import { until } from '../../support/until.ts';
import { openHouse, outsideTone, say, supervisor, toneOf, workerId, type House, type Worker } from './house.ts';
import type { Make } from './instance.ts';

const customerTone = 2_200;
const supervisorTone = toneOf(supervisor);

let house: House;
let one: Worker;
let two: Worker;
let chief: Worker;

const at = (number: number) => ({ kind: 'agent', agentId: workerId(number) as AgentId }) as const;
const callOf = ({ client }: Worker) => client.state.calls[0];
const callIdOf = (worker: Worker) => callOf(worker)!.callId;
const isAt = (worker: Worker, state: string): boolean =>
  callOf(worker)?.connections.some(
    ({ party, state: now }) => party.kind === 'agent' && party.agentId === worker.id && now === state,
  ) === true;

/** The voices in what it hears now. One that is a fifth as loud as the loudest is what another one leaves. */
async function voices(call: PhoneCall | null): Promise<readonly number[]> {
  if (call === null || call.state === 'ended') return [];
  const tones = [toneOf(1), toneOf(2), supervisorTone, customerTone, outsideTone];
  const levels = await Promise.all(tones.map((tone) => call.levelAt(tone, 200)));
  const least = Math.max(0.01, Math.max(...levels) / 5);
  return tones.filter((_, index) => levels[index]! > least);
}

/** @param ear whose telephone it is, when his call may be still to come. */
const hears = (who: string, ear: PhoneCall | { call: PhoneCall | null }, ...tones: number[]): Promise<unknown> => {
  const wanted = tones.toSorted((left, right) => left - right).join(' ');
  return until(`${who} hears ${wanted === '' ? 'nobody' : wanted}`, async () => {
    const heard = await voices('call' in ear ? ear.call : ear);
    return heard.toSorted((left, right) => left - right).join(' ') === wanted;
  });
};

const recordOf = (callId: string) =>
  until('the call is on record', async () => {
    const { calls } = await chief.client.call('history.calls', { agentId: one.id });
    return calls.find((call) => call.callId === callId);
  });

/** The first agent talks to a customer of the queue. */
async function talking(): Promise<PhoneCall> {
  const customer = await house.customer('13800138000', '4001');
  await until('the first agent talks', () => isAt(one, 'connected'));
  say(customer, customerTone);
  await hears('the customer', customer, toneOf(1));
  await hears('the agent', one, customerTone);
  return customer;
}

export function workingDay(make: Make): void {
  const { start } = make;
  if (start === null) return test.skip(`a working day on ${make.name} (${make.reason})`, () => {});
  beforeAll(async () => {
    house = await openHouse({ start, workers: 2 });
    one = await house.worker(1);
    chief = await house.worker(supervisor);
    two = await house.worker(2);
  }, 60_000);
  afterEach(async () => {
    for (const worker of [one, two, chief]) {
      worker.call?.hangUp();
      await until('he has no call', () => callOf(worker) === undefined && worker.client.state.supervision === null);
      if (worker.client.state.agent?.state === 'workingAfterCall')
        await worker.client.call('agent.finishWrapUp', { state: 'ready' });
    }
    await until('nothing is left at the switch', async () => (await house.switch.left()) === 0);
  });
  afterAll(() => house?.close(), 30_000);

  test('menu, keys, queue; held, muted, keyed; and on record', async () => {
    const customer = await house.customer('13800138000', '4000');
    await customer.until('connected');
    customer.sendDigits('1');
    customer.sendDigits('4711#');
    await until('the agent talks', () => isAt(one, 'connected'));
    expect(callOf(one)).toMatchObject({ data: { account: '4711' }, from: { number: '13800138000' } });
    say(customer, customerTone);
    await hears('the customer', customer, toneOf(1));
    await hears('the agent', one, customerTone);

    const callId = callIdOf(one);
    await one.client.call('call.hold', { callId });
    await hears('the agent of who is held', one);
    await until(
      'there is music for who is held',
      async () => (await voices(customer)).length === 0 && (await customer.hear(200)).level > 0.005,
    );
    await one.client.call('call.retrieve', { callId });
    await hears('the customer again', customer, toneOf(1));
    await one.client.call('call.mute', { callId });
    await hears('the customer of who is muted', customer);
    await hears('the muted agent', one, customerTone);
    await one.client.call('call.unmute', { callId });
    await hears('the customer', customer, toneOf(1));
    const keys: string[] = [];
    customer.onDigit((key) => keys.push(key));
    await one.client.call('call.sendDigits', { callId, digits: '159' });
    await until('the customer’s telephone has the keys', () => keys.join('') === '159');

    customer.hangUp();
    await until('there is work after the call', () => one.client.state.agent?.state === 'workingAfterCall');
    const record = await recordOf(callId);
    expect(record).toMatchObject({ from: '13800138000', agentIds: [one.id], data: { account: '4711' } });
    expect(record.recordingIds).toHaveLength(1);
  }, 60_000);

  test('a colleague is asked, all three talk, and he takes it over', async () => {
    const customer = await talking();
    const callId = callIdOf(one);
    await one.client.call('call.consult', { callId, to: at(2) });
    await until('the colleague talks', () => isAt(two, 'connected'));
    await hears('the colleague', two, toneOf(1));
    await hears('who asks', one, toneOf(2));
    await hears('the customer, who waits,', customer);

    await one.client.call('call.alternate', { callId });
    await hears('the customer', customer, toneOf(1));
    await hears('the colleague, who waits,', two);
    await one.client.call('call.conference', { callId });
    await hears('the customer', customer, toneOf(1), toneOf(2));
    await hears('the colleague', two, toneOf(1), customerTone);
    await hears('the agent', one, toneOf(2), customerTone);

    await one.client.call('call.hangUp', { callId });
    await hears('the customer', customer, toneOf(2));
    await hears('the colleague', two, customerTone);
    expect(callOf(one)).toBeUndefined();
    customer.hangUp();
    expect(await recordOf(callId)).toMatchObject({ agentIds: [one.id, two.id] });
  }, 60_000);

  test('a call is sent on: to a colleague, from his telephone back, and outside', async () => {
    const outsider = await house.outsider('01065550100');
    const customer = await talking();
    const callId = callIdOf(one);
    await one.client.call('call.transfer', { callId, to: at(2) });
    await hears('the customer', customer, toneOf(2));
    await until('the first is out of it', () => callOf(one) === undefined);

    await one.client.call('agent.finishWrapUp', { state: 'ready' });
    expect(await two.call!.refer(house.extensionOf(1))).toBe(202);
    await until('it is back', () => isAt(one, 'connected'));
    await hears('the customer', customer, toneOf(1));
    await until('the second is out of it', () => callOf(two) === undefined);

    await one.client.call('call.transfer', { callId: callIdOf(one), to: { kind: 'number', number: '01065550100' } });
    await until('it rings outside', () => outsider.call !== null);
    await hears('the customer', customer, outsideTone);
    await hears('who is outside', outsider, customerTone);
    expect(outsider.call!.header('X-Cordboard-Call-Id')).toBeUndefined();
    customer.hangUp();
    await outsider.call!.until('ended');
    expect(await recordOf(callId)).toMatchObject({ agentIds: [one.id, two.id] });
  }, 60_000);

  test('a call outside: busy, then answered', async () => {
    const outsider = await house.outsider('02065550100');
    outsider.refuses = true;
    const number = { kind: 'number', number: '02065550100' } as const;
    const { callId: refused } = await one.client.call('call.make', { to: number });
    expect(await recordOf(refused)).toMatchObject({ cause: 'busy' });
    await until('he is free again', () => callOf(one) === undefined);
    if (one.client.state.agent?.state === 'workingAfterCall')
      await one.client.call('agent.finishWrapUp', { state: 'ready' });

    outsider.refuses = false;
    const { callId } = await one.client.call('call.make', { to: number });
    await hears('who is called', outsider, toneOf(1));
    await hears('who calls', one, outsideTone);
    await one.client.call('call.hangUp', { callId });
    await outsider.call!.until('ended');
    expect(await recordOf(callId)).toMatchObject({ kind: 'outbound', agentIds: [one.id] });
  }, 60_000);

  test('a supervisor listens, whispers, barges in, and takes the call over', async () => {
    const customer = await talking();
    const callId = callIdOf(one);
    const watched = { agentId: one.id as AgentId };
    await chief.client.call('supervision.listen', watched);
    await hears('who listens', chief, customerTone, toneOf(1));
    await hears('the agent', one, customerTone);
    await hears('the customer', customer, toneOf(1));
    await chief.client.call('supervision.switchTo', { mode: 'whisper' });
    await hears('the agent', one, customerTone, supervisorTone);
    await hears('the customer', customer, toneOf(1));
    await chief.client.call('supervision.switchTo', { mode: 'bargeIn' });
    await hears('the customer', customer, toneOf(1), supervisorTone);
    await chief.client.call('supervision.end');
    await hears('the customer', customer, toneOf(1));
    await until('nobody supervises', () => chief.client.state.supervision === null);

    await chief.client.call('supervision.takeOver', watched);
    await hears('the customer', customer, supervisorTone);
    await until('the agent is out of it', () => callOf(one) === undefined);
    customer.hangUp();
    expect(await recordOf(callId)).toMatchObject({ agentIds: [one.id, chief.id] });
  }, 60_000);

  test('the customer gives a mark', async () => {
    const customer = await talking();
    const callId = callIdOf(one);
    await one.client.call('call.grade', { callId, language: 'en' });
    await until('the agent is out of it', () => callOf(one) === undefined);
    customer.sendDigits('5');
    await customer.until('ended', 20_000);
    expect(await recordOf(callId)).toMatchObject({ grade: { agentId: one.id, grade: 5 } });
  }, 60_000);

  test('nobody is ready: the caller waits with music, gives up, and is counted', async () => {
    for (const { client } of [one, two]) await client.call('agent.setNotReady', {});
    const customer = await house.customer('13700137000', '4001');
    await customer.until('connected');
    await until('there is music', async () => (await customer.hear(200)).level > 0.005);
    const waiting = async (): Promise<number | undefined> =>
      (await chief.client.call('queue.list', {})).queues.find(({ queueId }) => queueId === ('sales' as QueueId))
        ?.waiting;
    await until('one waits', async () => (await waiting()) === 1);
    customer.hangUp();
    await until('nobody waits', async () => (await waiting()) === 0);
    for (const { client } of [one, two]) await client.call('agent.setReady');
  }, 60_000);
}
