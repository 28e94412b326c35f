// Asking a colleague during a call: what each of the three hears at each stage, and who may leave when.
import type { AgentId, Target } from '@cordboard/domain';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Town, type CallCentre, type Person, type TelephoneCall } from '../support/call-centre.ts';

let town: Town;
beforeAll(async () => {
  town = await Town.open();
});
afterEach(() => town.tidyUp());
afterAll(() => town.close());

const toBoris: Target = { kind: 'agent', agentId: '2002' as AgentId };
const [customerTone, annaTone, borisTone] = [700, 900, 1_100] as const;
const speak = (call: TelephoneCall, frequencyHz: number): void =>
  call.speak([{ kind: 'sine', frequencyHz, durationMs: 1_000 }]);

type Stage = { centre: CallCentre; anna: Person; boris: Person; customer: TelephoneCall; callId: Person['callId'] };

/** Anna talks to a customer from the queue; Boris is there and not ready. */
async function talking(): Promise<Stage> {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  const boris = await centre.agent('2002', 'notReady');
  const customer = centre.customer('13800138000').call('4001');
  await centre.settled();
  await anna.client.call('call.answer', { callId: anna.callId });
  await centre.pass(5_000);
  speak(customer, customerTone);
  speak(anna.phone.calls[0]!, annaTone);
  return { centre, anna, boris, customer, callId: anna.callId };
}

async function ringing(method: 'call.consult' | 'call.invite' = 'call.consult'): Promise<Stage> {
  const stage = await talking();
  await stage.anna.client.call(method, { callId: stage.callId, to: toBoris });
  await stage.centre.settled();
  return stage;
}

async function consulting(method: 'call.consult' | 'call.invite' = 'call.consult'): Promise<Stage> {
  const stage = await ringing(method);
  const { boris, callId, centre } = stage;
  await boris.client.call('call.answer', { callId });
  speak(boris.phone.calls[0]!, borisTone);
  await centre.settled();
  return stage;
}

/** Who is heard, by the tones of the three; `music` when something else is. */
async function hears(call: TelephoneCall | undefined): Promise<readonly string[]> {
  if (call === undefined) return ['gone'];
  const voices: string[] = [];
  const tones = [
    ['customer', customerTone],
    ['anna', annaTone],
    ['boris', borisTone],
  ] as const;
  for (const [who, tone] of tones) if ((await call.levelAt(tone)) > 0) voices.push(who);
  return voices.length === 0 && (await call.hear()).level > 0 ? ['music'] : voices;
}

async function expectHeard(stage: Stage, heard: Readonly<Record<'customer' | 'anna' | 'boris', readonly string[]>>) {
  expect({
    customer: await hears(stage.customer.state === 'ended' ? undefined : stage.customer),
    anna: await hears(stage.anna.phone.calls[0]),
    boris: await hears(stage.boris.phone.calls[0]),
  }).toEqual(heard);
}

const back = { customer: ['anna'], anna: ['customer'], boris: ['gone'] } as const;

test('while it rings, the one asked sees who asks and why, and about whom', async () => {
  const stage = await ringing();
  const { boris, customer } = stage;
  expect(await hears(customer)).toEqual(['music']);
  expect(boris.at).toBe('alerting');
  expect(boris.heard.find(({ type }) => type === 'call.offered')).toMatchObject({
    purpose: 'consultation',
    askedBy: '2001',
    call: { from: { number: '13800138000' } },
  });
  expect(boris.call.connections.at(-1)).toMatchObject({ purpose: 'consultation', askedBy: '2001' });
  expect(boris.call.consultation).toMatchObject({ state: 'ringing' });
});

test('asked, gone over and back, all three together, and on with the customer alone', async () => {
  const stage = await consulting();
  const { anna, centre, callId } = stage;
  const go = async (method: 'call.alternate' | 'call.conference' | 'call.endConsultation') => {
    await anna.client.call(method, { callId });
    await centre.settled();
  };
  await expectHeard(stage, { customer: ['music'], anna: ['boris'], boris: ['anna'] });
  await go('call.alternate');
  await expectHeard(stage, { customer: ['anna'], anna: ['customer'], boris: ['music'] });
  await go('call.alternate');
  await go('call.conference');
  await expectHeard(stage, { customer: ['anna', 'boris'], anna: ['customer', 'boris'], boris: ['customer', 'anna'] });
  await go('call.endConsultation');
  await expectHeard(stage, back);
  expect(stage.boris.agent.state).toBe('notReady');
});

test('invited: the talk goes on while it rings, and is a talk of three', async () => {
  const stage = await ringing('call.invite');
  const { boris, centre, callId } = stage;
  expect(boris.heard.find(({ type }) => type === 'call.offered')).toMatchObject({ purpose: 'conference' });
  expect(await hears(stage.customer)).toEqual(['anna']);
  await boris.client.call('call.answer', { callId });
  speak(boris.phone.calls[0]!, borisTone);
  await centre.settled();
  await expectHeard(stage, { customer: ['anna', 'boris'], anna: ['customer', 'boris'], boris: ['customer', 'anna'] });
});

test('asked, then transferred; the customer hangs up first', async () => {
  const stage = await consulting();
  const { anna, boris, centre, customer, callId } = stage;
  await anna.client.call('call.setData', { callId, data: { wish: 'refund' } });
  await anna.client.call('call.completeTransfer', { callId });
  await centre.settled();
  await expectHeard(stage, { customer: ['boris'], anna: ['gone'], boris: ['customer'] });
  expect(anna.agent.state).toBe('workingAfterCall');
  expect(boris.call).toMatchObject({ callId, data: { wish: 'refund' }, consultation: null });
  await centre.pass(3_000);
  customer.hangUp();
  await centre.settled();
  expect(boris.agent.state).toBe('notReady');
  expect(await centre.records()).toMatchObject([{ callId, agentIds: ['2001', '2002'], data: { wish: 'refund' } }]);
  await centre.expectNothingLeft();
});

test('transferred while it still rings, and not answered: the call comes back', async () => {
  const { anna, boris, centre, customer, callId } = await ringing();
  await anna.client.call('call.completeTransfer', { callId });
  await centre.settled();
  expect(anna.at).toBeNull();
  expect(boris.at).toBe('alerting');
  await centre.pass(30_000);
  expect(anna.at).toBe('alerting');
  expect(customer.state).toBe('connected');
});

test.each(['ringing', 'consulting', 'alternated', 'conference'] as const)(
  '%s: the one asked hangs up first',
  async (at) => {
    const stage = at === 'ringing' ? await ringing() : await consulting();
    const { anna, boris, centre, callId } = stage;
    if (at === 'alternated') await anna.client.call('call.alternate', { callId });
    if (at === 'conference') await anna.client.call('call.conference', { callId });
    boris.phone.calls[0]!.hangUp(at === 'ringing' ? 'rejected' : 'normal');
    await centre.settled();
    await expectHeard(stage, back);
    expect(anna.call.consultation).toBeNull();
  },
);

test('the customer hangs up first: the colleagues finish their talk', async () => {
  const stage = await consulting();
  const { anna, boris, centre, customer, callId } = stage;
  customer.hangUp();
  await centre.settled();
  await expectHeard(stage, { customer: ['gone'], anna: ['boris'], boris: ['anna'] });
  await anna.client.call('call.hangUp', { callId });
  await centre.settled();
  expect(boris.at).toBeNull();
  expect(anna.agent.state).toBe('workingAfterCall');
  await centre.expectNothingLeft();
});

test('the asking agent’s telephone is gone: the customer is not left with music', async () => {
  const stage = await consulting();
  stage.anna.phone.calls[0]!.hangUp();
  await stage.centre.settled();
  await expectHeard(stage, { customer: ['boris'], anna: ['gone'], boris: ['customer'] });
});

test('the asking agent’s network is away in the middle: the call goes on, and he finds it as it is', async () => {
  const stage = await consulting();
  const { anna, boris, centre } = stage;
  await anna.loseLink();
  await expectHeard(stage, { customer: ['music'], anna: ['boris'], boris: ['anna'] });
  boris.phone.calls[0]!.hangUp();
  await centre.settled();
  await anna.comeBack();
  await centre.settled();
  expect(anna.call.consultation).toBeNull();
  await expectHeard(stage, back);
});

test('an outside number is asked', async () => {
  const stage = await talking();
  const { anna, centre, customer, callId } = stage;
  const expert = centre.customer('01065550100');
  expert.behaviour = { kind: 'answers', afterMs: 2_000 };
  await anna.client.call('call.consult', { callId, to: { kind: 'number', number: '01065550100' } });
  await centre.pass(2_000);
  speak(expert.calls[0]!, borisTone);
  expect(await hears(anna.phone.calls[0])).toEqual(['boris']);
  expect(await hears(customer)).toEqual(['music']);
  await anna.client.call('call.completeTransfer', { callId });
  await centre.settled();
  expect(await hears(expert.calls[0])).toEqual(['customer']);
});

test.each<[string, Target]>([
  ['targetIsSelf', { kind: 'agent', agentId: '2001' as AgentId }],
  ['targetNotSignedIn', { kind: 'agent', agentId: '2003' as AgentId }],
  ['unknownAgent', { kind: 'agent', agentId: '2999' as AgentId }],
  ['invalidParameter', { kind: 'queue', queueId: 'sales' as never }],
  ['numberNotAllowed', { kind: 'number', number: '13800138000' }],
])('%s: nothing is begun: %j', async (refused, to) => {
  const stage = await talking();
  const { anna, callId } = stage;
  expect(await anna.refusal(anna.client.call('call.consult', { callId, to }))).toBe(refused);
  await expectHeard(stage, back);
});
