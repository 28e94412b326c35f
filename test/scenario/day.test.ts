// The numbers of the day: for whom they are, and how they begin anew at the tenant's midnight.
import type { Configuration } from '@cordboard/domain';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Town } from '../support/call-centre.ts';
import { red, sales } from '../support/small-tenant.ts';

let town: Town;
beforeAll(async () => {
  town = await Town.open();
});
afterEach(() => town.tidyUp());
afterAll(() => town.close());

/** The clock of stories stands at nine in the morning UTC: five in the afternoon here. */
const inBeijing = (configuration: Configuration): Configuration => ({
  ...configuration,
  tenant: { ...configuration.tenant, day: { utcOffsetMinutes: 480, beginsAtMinute: 0 } },
});

const hourMs = 3_600_000;

test('a served call and a missed one are counted, and midnight begins anew', async () => {
  const centre = await town.centre(inBeijing);
  const lena = await centre.person('2000');
  const anna = await centre.agent('2001');
  const customer = centre.customer('13800138000').call('4001');
  await centre.settled();
  await anna.client.call('call.answer', { callId: anna.callId });
  await centre.pass(4_000);
  expect(await lena.client.call('statistics.group', { groupId: red })).toMatchObject({
    agents: { talking: 1, offline: 2 },
  });
  customer.hangUp();
  await centre.pass(15_000);
  centre.customer('13811111111').call('4001');
  await centre.settled();
  await anna.client.call('call.reject', { callId: anna.callId });
  const { missedCalls } = await anna.client.call('agent.missedCalls', {});
  expect(missedCalls).toMatchObject([{ number: '13811111111', queueId: sales, cause: 'rejected' }]);
  expect(await anna.client.call('statistics.agent', {})).toMatchObject({
    callsAnswered: 1,
    callsMissed: 1,
    talkMs: 4_000,
    stateMs: { workingAfterCall: 15_000 },
  });
  expect(await lena.client.call('statistics.day')).toMatchObject({ callsIn: 2, callsInAnswered: 1, enteredQueue: 2 });
  expect(await anna.refusal(anna.client.call('statistics.day'))).toBe('notPermitted');
  expect(await lena.refusal(lena.client.call('statistics.group', { groupId: 'blue' }))).toBe('notPermitted');
  await centre.pass(7 * hourMs);
  expect(anna.heard.at(-1)).toMatchObject({ type: 'tenant.dayBegan', beganAt: Date.UTC(2026, 0, 5, 16) });
  expect(anna.agent.statistics).toMatchObject({ callsAnswered: 0, talkMs: 0 });
  expect((await centre.journal()).filter(({ type }) => type === 'tenant.dayBegan')).toHaveLength(1);
  expect(await lena.client.call('statistics.day')).toMatchObject({ callsIn: 0, enteredQueue: 0 });
  expect(await anna.client.call('statistics.agent', {})).toMatchObject({ callsAnswered: 0, talkMs: 0 });
});

test('everybody may ask what his role permits', async () => {
  const centre = await town.centre();
  const anna = await centre.person('2001');
  const max = await centre.person('2009');
  expect(await anna.client.call('rights.mine')).toMatchObject({ name: 'Agent', scope: 'own', rights: [], groups: [] });
  const his = await max.client.call('rights.mine');
  expect(his).toMatchObject({ name: 'Chief', scope: 'tenant', groups: [{ groupId: 'red' }, { groupId: 'blue' }] });
  expect(his.methods).toContain('leave.approve');
});
