// Blind transfer to everything a call can be sent to, what comes of it, and what comes of it when nobody takes the call.
import type { AgentId, DeviceId, IvrId, QueueId, Target } from '@cordboard/domain';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Town, type CallCentre, type Person, type TelephoneCall } from '../support/call-centre.ts';
import { menu, reserve } from '../support/small-tenant.ts';

let town: Town;
beforeAll(async () => {
  town = await Town.open();
});
afterEach(() => town.tidyUp());
afterAll(() => town.close());

const toBoris: Target = { kind: 'agent', agentId: '2002' as AgentId };

type Stage = { centre: CallCentre; anna: Person; boris: Person; customer: TelephoneCall };

/** Anna talks to a customer from the queue; Boris is there and not ready. */
async function talking(): Promise<Stage> {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  const boris = await centre.agent('2002', 'notReady');
  const customer = centre.customer('13800138000').call('4001');
  await centre.settled();
  await anna.client.call('call.answer', { callId: anna.callId });
  await centre.pass(5_000);
  return { centre, anna, boris, customer };
}

const speak = (call: TelephoneCall, frequencyHz: number): void =>
  call.speak([{ kind: 'sine', frequencyHz, durationMs: 1_000 }]);
const hears = async (call: TelephoneCall): Promise<number> => (await call.hear()).frequencyHz;

test('to an agent: the caller hears ringing, then him; the call keeps its id, data and record', async () => {
  const { centre, anna, boris, customer } = await talking();
  const { callId } = anna;
  await anna.client.call('call.setData', { callId, data: { wish: 'refund' } });
  await anna.client.call('call.transfer', { callId, to: toBoris });
  await centre.settled();
  expect(anna.at).toBeNull();
  expect(anna.agent.state).toBe('workingAfterCall');
  expect(boris.call).toMatchObject({ callId, data: { wish: 'refund' }, from: { number: '13800138000' } });

  await boris.client.call('call.answer', { callId });
  await centre.settled();
  speak(customer, 700);
  speak(boris.phone.calls[0]!, 1_100);
  expect(await hears(boris.phone.calls[0]!)).toBe(700);
  expect(await hears(customer)).toBe(1_100);

  await centre.pass(7_000);
  await boris.client.call('call.hangUp', { callId });
  await centre.settled();
  expect(boris.agent.state).toBe('notReady');
  expect(await centre.records()).toMatchObject([{ callId, agentIds: ['2001', '2002'], data: { wish: 'refund' } }]);
  await centre.expectNothingLeft();
});

test.each(['by the extension', 'by the number dialled'])('to an agent %s', async (how) => {
  const { centre, anna, boris } = await talking();
  const to: Target =
    how === 'by the extension' ? { kind: 'device', deviceId: '8002' as DeviceId } : { kind: 'number', number: '8002' };
  await anna.client.call('call.transfer', { callId: anna.callId, to });
  await centre.settled();
  expect(boris.at).toBe('alerting');
});

test('to an agent who does not answer: it comes back to the one who sent it', async () => {
  const { centre, anna, boris, customer } = await talking();
  const { callId } = anna;
  await anna.client.call('call.transfer', { callId, to: toBoris });
  await centre.pass(30_000);
  await until(centre, () => anna.at === 'alerting');
  expect(boris.at).toBeNull();
  expect(anna.callId).toBe(callId);
  expect(customer.state).toBe('connected');
  await anna.client.call('call.answer', { callId });
  await centre.settled();
  expect(anna.at).toBe('connected');
});

test('to an agent who rejects it while the sender is gone: back to the queue it came from', async () => {
  const { centre, anna, boris, customer } = await talking();
  const { callId } = anna;
  await anna.client.call('call.transfer', { callId, to: toBoris });
  await anna.client.call('agent.signOut');
  await centre.settled();
  await boris.client.call('call.reject', { callId });
  await centre.settled();
  expect(customer.state).toBe('connected');
  await boris.client.call('agent.setReady');
  await centre.pass(60_000);
  expect(boris.callId).toBe(callId);
  expect(boris.call.queue).toMatchObject({ queueId: 'sales' });
});

test('to another queue', async () => {
  const { centre, anna, customer } = await talking();
  const clara = await centre.agent('2003', 'notReady');
  const { callId } = anna;
  await anna.client.call('call.transfer', { callId, to: { kind: 'queue', queueId: reserve } });
  await centre.pass(3_000);
  expect(customer.state).toBe('connected');
  await clara.client.call('agent.setReady');
  await centre.settled();
  expect(clara.call).toMatchObject({ callId, queue: { queueId: reserve } });
});

test('to a menu', async () => {
  const { centre, anna, boris, customer } = await talking();
  const { callId } = anna;
  await boris.client.call('agent.setReady');
  await anna.client.call('call.transfer', { callId, to: { kind: 'ivr', ivrId: menu } });
  await centre.settled();
  customer.sendDigits('1');
  customer.sendDigits('99#');
  await centre.settled();
  expect(boris.call).toMatchObject({ callId, data: { account: '99' } });
});

test('to an outside number: answered, the two talk without anybody here', async () => {
  const { centre, anna, customer } = await talking();
  const other = centre.customer('01065550100');
  other.behaviour = { kind: 'answers', afterMs: 2_000 };
  await anna.client.call('call.transfer', { callId: anna.callId, to: { kind: 'number', number: '01065550100' } });
  await centre.pass(2_000);
  expect(anna.client.state.calls).toEqual([]);
  speak(other.calls[0]!, 900);
  expect(await hears(customer)).toBe(900);
  other.calls[0]!.hangUp();
  await centre.settled();
  expect(customer.state).toBe('ended');
  await centre.expectNothingLeft();
});

test('to an outside number that is busy: it comes back', async () => {
  const { centre, anna } = await talking();
  centre.customer('01065550100').behaviour = { kind: 'busy' };
  const { callId } = anna;
  await anna.client.call('call.transfer', { callId, to: { kind: 'number', number: '01065550100' } });
  await centre.settled();
  expect(anna.callId).toBe(callId);
  expect(anna.at).toBe('alerting');
});

test('a call on hold can be sent on; the caller is no longer held', async () => {
  const { centre, anna, boris, customer } = await talking();
  const { callId } = anna;
  await anna.client.call('call.hold', { callId });
  await anna.client.call('call.transfer', { callId, to: toBoris });
  await centre.settled();
  await boris.client.call('call.answer', { callId });
  await centre.settled();
  speak(boris.phone.calls[0]!, 1_100);
  expect(await hears(customer)).toBe(1_100);
});

test('the caller hangs up while the new agent’s phone rings', async () => {
  const { centre, anna, boris, customer } = await talking();
  await anna.client.call('call.transfer', { callId: anna.callId, to: toBoris });
  await centre.settled();
  customer.hangUp();
  await centre.settled();
  expect(boris.at).toBeNull();
  expect(boris.phone.calls).toEqual([]);
  expect(boris.agent).toMatchObject({ state: 'notReady', statistics: { callsMissed: 0 } });
  await centre.expectNothingLeft();
});

test('at the phone, by REFER', async () => {
  const { centre, anna, boris } = await talking();
  expect(await anna.phone.calls[0]!.refer('8002')).toBe(202);
  await centre.settled();
  expect(boris.at).toBe('alerting');
  expect(anna.agent.state).toBe('workingAfterCall');
});

test.each<[string, Target]>([
  ['targetIsSelf', { kind: 'agent', agentId: '2001' as AgentId }],
  ['targetIsSelf', { kind: 'device', deviceId: '8001' as DeviceId }],
  ['unknownAgent', { kind: 'agent', agentId: '2999' as AgentId }],
  ['unknownQueue', { kind: 'queue', queueId: 'nowhere' as QueueId }],
  ['unknownIvr', { kind: 'ivr', ivrId: 'nowhere' as IvrId }],
  ['unknownDevice', { kind: 'device', deviceId: '8999' as DeviceId }],
  ['targetNotSignedIn', { kind: 'agent', agentId: '2003' as AgentId }],
  ['deviceUnregistered', { kind: 'device', deviceId: '8007' as DeviceId }],
  ['numberNotAllowed', { kind: 'number', number: '13800138000' }],
  ['numberInvalid', { kind: 'number', number: 'nobody' }],
  ['invalidParameter', { kind: 'hangUp' }],
])('%s: the call stays as it was: %j', async (refused, to) => {
  const { centre, anna, customer } = await talking();
  const { callId } = anna;
  expect(await anna.refusal(anna.client.call('call.transfer', { callId, to }))).toBe(refused);
  await centre.settled();
  expect(anna.at).toBe('connected');
  speak(customer, 700);
  expect(await hears(anna.phone.calls[0]!)).toBe(700);
});

async function until(centre: CallCentre, ready: () => boolean): Promise<void> {
  for (let seconds = 0; !ready() && seconds < 120; seconds += 1) await centre.pass(1_000);
  expect(ready()).toBe(true);
}
