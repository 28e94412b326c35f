// Customers who are asked for a mark when the talk is over, and agents who test their telephones.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { heardAs } from '../../packages/server/src/drivers/fake/prompt-sound.ts';
import { Town, type Person, type TelephoneCall } from '../support/call-centre.ts';

let town: Town;
beforeAll(async () => {
  town = await Town.open();
});
afterEach(() => town.tidyUp());
afterAll(() => town.close());

async function talking() {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  const customer = centre.customer('13800138000').call('4001');
  await centre.settled();
  await anna.client.call('call.answer', { callId: anna.callId });
  await centre.pass(5_000);
  return { centre, anna, customer, callId: anna.callId };
}

const hears = async (call: TelephoneCall): Promise<number> => (await call.hear()).frequencyHz;
const allowed = (person: Person) =>
  person.call.connections.find(({ party }) => party.kind === 'agent' && party.agentId === person.agent.agentId)
    ?.allowed;
const marks = (person: Person) =>
  person.heard.flatMap((event) => (event.type === 'call.graded' ? [[event.callId, event.grade]] : []));

test('she leaves him to the menu, takes the next call, and is told the mark in the middle of it', async () => {
  const { centre, anna, customer, callId } = await talking();
  expect(anna.client.state.gradingLanguages).toEqual(['en']);
  expect(allowed(anna)).toContain('call.grade');
  expect(await anna.client.call('call.grade', { callId, language: 'en' })).toEqual({});
  await centre.settled();
  expect(anna.phone.calls).toEqual([]);
  expect(anna.agent.state).toBe('workingAfterCall');
  expect(await hears(customer)).toBe(heardAs.digits);

  await anna.client.call('agent.finishWrapUp', { state: 'ready' });
  centre.customer('13800138001').call('4001');
  await centre.settled();
  await anna.client.call('call.answer', { callId: anna.callId });
  const next = anna.callId;
  customer.sendDigits('4');
  await centre.settled();
  expect(marks(anna)).toEqual([[callId, 4]]);
  expect(anna.callId, 'the call she is in is the next one').toBe(next);
  expect(await hears(customer)).toBe(heardAs.beep);
  await centre.pass(1_000);
  expect(customer.state).toBe('ended');

  const { calls } = await anna.client.call('history.calls', {});
  expect(calls).toMatchObject([{ callId, outcome: 'answered', grade: { agentId: '2001', grade: 4 } }]);
  await anna.client.call('call.hangUp', { callId: next });
  await centre.expectNothingLeft();
});

test('he presses nothing: asked twice, thanked, and no mark', async () => {
  const { centre, anna, customer, callId } = await talking();
  await anna.client.call('call.grade', { callId, language: 'en' });
  for (const asks of [1, 2]) {
    expect([asks, await hears(customer)]).toEqual([asks, heardAs.digits]);
    await centre.pass(6_000);
  }
  await centre.pass(1_000);
  expect(customer.state).toBe('ended');
  expect(marks(anna)).toEqual([[callId, null]]);
  expect(await centre.records()).toMatchObject([{ grade: { agentId: '2001', grade: null } }]);
  await centre.expectNothingLeft();
});

test('he hangs up instead: no mark, and she is told so', async () => {
  const { centre, anna, customer, callId } = await talking();
  await anna.client.call('call.grade', { callId, language: 'en' });
  customer.hangUp();
  await centre.settled();
  expect(marks(anna)).toEqual([[callId, null]]);
  await centre.expectNothingLeft();
});

test('her link dies while he is asked: she is told the mark when she is back', async () => {
  const { centre, anna, customer, callId } = await talking();
  await anna.client.call('call.grade', { callId, language: 'en' });
  await anna.loseLink();
  customer.sendDigits('5');
  await centre.pass(1_000);
  expect(customer.state).toBe('ended');
  expect(marks(anna)).toEqual([]);
  await anna.comeBack();
  await centre.settled();
  expect(marks(anna)).toEqual([[callId, 5]]);
  await centre.expectNothingLeft();
});

test('what may not be is refused by name, and the call goes on', async () => {
  const { centre, anna, customer, callId } = await talking();
  const boris = await centre.agent('2002', 'notReady');
  const grade = (person: Person, params: object) =>
    person.refusal(person.client.call('call.grade', { callId, language: 'en', ...params }));
  expect(await grade(anna, { language: 'zh' })).toBe('invalidParameter');
  expect(await grade(anna, { language: 'ru' })).toBe('invalidParams');
  expect(await grade(anna, { callId: 'nothing' })).toBe('unknownCall');
  expect(await grade(boris, {})).toBe('notYourCall');
  await anna.client.call('call.consult', { callId, to: { kind: 'agent', agentId: '2002' as never } });
  await centre.settled();
  expect(await grade(anna, {})).toBe('wrongCallState');
  expect(await grade(boris, {})).toBe('wrongCallState');
  expect([allowed(anna), allowed(boris)].flat()).not.toContain('call.grade');
  expect(customer.state).toBe('connected');
});

test('without the setting there is nothing to choose', async () => {
  const centre = await town.centre(({ tenant: { grading: _, ...tenant }, ...rest }) => ({ ...rest, tenant }));
  const anna = await centre.agent('2001');
  centre.customer('13800138000').call('4001');
  await centre.settled();
  await anna.client.call('call.answer', { callId: anna.callId });
  await centre.settled();
  expect(anna.client.state.gradingLanguages).toEqual([]);
  expect(allowed(anna)).not.toContain('call.grade');
  const { callId } = anna;
  expect(await anna.refusal(anna.client.call('call.grade', { callId, language: 'en' }))).toBe('gradingOff');
});

test('she tests her telephone: it rings until she answers, she hears herself, and nothing of it counts', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  const { callId } = await anna.client.call('phone.check', {});
  await centre.settled();
  expect(anna.call).toMatchObject({ callId, kind: 'internal', connections: [{ purpose: 'check', state: 'alerting' }] });
  const boris = await centre.agent('2002');
  const [phone] = anna.phone.calls;
  await phone!.answer();
  await centre.settled();
  phone!.speak([{ kind: 'sine', frequencyHz: 700, durationMs: 1_000 }]);
  expect(await hears(phone!)).toBe(700);
  expect(await anna.refusal(anna.client.call('phone.check', {}))).toBe('busyWithCall');
  centre.customer('13800138000').call('4001');
  await centre.settled();
  expect([anna.callId, boris.at]).toEqual([callId, 'alerting']);
  phone!.hangUp();
  await centre.settled();
  expect(anna.agent).toMatchObject({ state: 'ready', statistics: { callsMade: 0, callsAnswered: 0, talkMs: 0 } });
  boris.phone.calls[0]!.hangUp('rejected');
  await centre.settled();
  expect(anna.at, 'she is offered calls again').toBe('alerting');
});
