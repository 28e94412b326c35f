// Leaves: who asks, who is told, who decides, and everything that comes in between.
import type { AgentId, Configuration } from '@cordboard/domain';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Town, type CallCentre, type Person } from '../support/call-centre.ts';
import { blue, red } from '../support/small-tenant.ts';

let town: Town;
beforeAll(async () => {
  town = await Town.open();
});
afterEach(() => town.tidyUp());
afterAll(() => town.close());

const anna = '2001' as AgentId;
const rules = { decideWithinMs: 60_000, beginWithinMs: 90_000 };

/** One of the red may be away at once. */
const oneAtOnce = (configuration: Configuration): Configuration => ({
  ...configuration,
  groups: [
    { id: red, name: 'Red', leave: { ...rules, maximumAway: 1 } },
    { id: blue, name: 'Blue', leave: { ...rules, maximumAway: null } },
  ],
});

type Floor = { readonly centre: CallCentre; readonly anna: Person; readonly lena: Person; readonly max: Person };

/** Anna works; Lena leads her group, Max everybody. */
async function floor(): Promise<Floor> {
  const centre = await town.centre(oneAtOnce);
  const lena = await centre.person('2000');
  const max = await centre.person('2009');
  return { centre, anna: await centre.agent('2001'), lena, max };
}

const leaves = (person: Person): readonly string[] => person.types().filter((type) => type.startsWith('leave.'));
const waiting = (person: Person): readonly string[] =>
  person.client.state.leaves.map(({ agentId, state }) => `${agentId}:${state}`);

test('asked, told to every supervisor who may decide, approved, away, back', async () => {
  const { centre, anna: her, lena, max } = await floor();
  const boris = await centre.agent('2002');
  await her.client.call('leave.apply', { reason: 'lunch', durationMs: 600_000 });
  await centre.settled();
  expect(her.agent.leave).toMatchObject({ state: 'applied', reason: 'lunch', durationMs: 600_000 });
  expect([waiting(lena), waiting(max)]).toEqual([['2001:applied'], ['2001:applied']]);
  await lena.client.call('leave.approve', { agentId: anna });
  await centre.settled();
  expect(her.agent).toMatchObject({ state: 'notReady', reason: 'lunch', leave: { state: 'away', decidedBy: '2000' } });
  expect(await max.refusal(max.client.call('leave.approve', { agentId: anna }))).toBe('leaveAlreadyDecided');
  expect(waiting(max)).toEqual(['2001:away']);
  await her.client.call('agent.setReady');
  await centre.settled();
  const told = ['leave.applied', 'leave.approved', 'leave.begun', 'leave.ended'];
  expect([leaves(her), leaves(lena), leaves(max), leaves(boris)]).toEqual([told, told, told, []]);
  expect([her.agent.leave, waiting(lena)]).toEqual([null, []]);
});

test('during a call it waits for the end of call and wrap-up', async () => {
  const { centre, anna: her, lena } = await floor();
  centre.customer('13800138000').call('4001');
  await centre.settled();
  await her.client.call('call.answer', { callId: her.callId });
  await her.client.call('leave.apply', { reason: 'lunch' });
  await lena.client.call('leave.approve', { agentId: anna });
  await centre.settled();
  expect(her.agent).toMatchObject({
    state: 'busy',
    pending: { state: 'notReady', reason: 'lunch' },
    leave: { state: 'approved' },
  });
  await her.client.call('call.hangUp', { callId: her.callId });
  await centre.pass(15_000);
  expect(her.agent).toMatchObject({ state: 'notReady', leave: { state: 'away' } });
  await her.client.call('agent.setReady');
  await centre.expectNothingLeft();
});

test('refused with a reason, cancelled, too late: each says what it is', async () => {
  const { centre, anna: her, lena } = await floor();
  await her.client.call('leave.apply', { reason: 'lunch' });
  expect(await her.refusal(her.client.call('leave.apply', { reason: 'lunch' }))).toBe('leaveAlreadyApplied');
  await lena.client.call('leave.refuse', { agentId: anna, reason: 'too many calls' });
  await centre.settled();
  expect(her.heard.at(-1)).toMatchObject({ type: 'leave.refused', by: '2000', reason: 'too many calls' });
  await her.client.call('leave.apply', { reason: 'lunch' });
  await her.client.call('leave.cancel');
  expect(await lena.refusal(lena.client.call('leave.approve', { agentId: anna }))).toBe('wrongLeaveState');
  await her.client.call('leave.apply', { reason: 'lunch' });
  await centre.pass(60_000);
  expect(her.heard.at(-1)).toMatchObject({ type: 'leave.expired', timeOut: 'undecided' });
  expect(await lena.refusal(lena.client.call('leave.approve', { agentId: anna }))).toBe('leaveExpired');
});

test('too many of the group, nobody to decide, no right, another group', async () => {
  const { centre, anna: her, lena, max } = await floor();
  const boris = await centre.agent('2002');
  const clara = await centre.agent('2003');
  await her.client.call('leave.apply', { reason: 'lunch' });
  expect(await boris.refusal(boris.client.call('leave.apply', { reason: 'lunch' }))).toBe('leaveLimitReached');
  expect(await boris.refusal(boris.client.call('leave.approve', { agentId: anna }))).toBe('notPermitted');
  await clara.client.call('leave.apply', { reason: 'lunch' });
  expect(await lena.refusal(lena.client.call('leave.approve', { agentId: '2003' }))).toBe('notPermitted');
  await lena.client.call('leave.setLimit', { groupId: red, maximumAway: 2 });
  await boris.client.call('leave.apply', { reason: 'tea' });
  const { groups } = await max.client.call('leave.limits', {});
  expect(groups.map(({ groupId, maximumAway, applied }) => [groupId, maximumAway, applied])).toEqual([
    ['red', 2, 2],
    ['blue', null, 1],
  ]);
  expect(await lena.refusal(lena.client.call('leave.setLimit', { groupId: 'green', maximumAway: 2 }))).toBe(
    'unknownGroup',
  );
  await clara.client.call('leave.cancel');
  for (const person of [lena, max]) await person.client.signOut();
  expect(await clara.refusal(clara.client.call('leave.apply', { reason: 'lunch' }))).toBe('noApproverOnline');
});

test('a supervisor who comes later finds what waits; one who lost his link hears what he missed', async () => {
  const centre = await town.centre(oneAtOnce);
  const max = await centre.person('2009');
  const her = await centre.agent('2001');
  await her.client.call('leave.apply', { reason: 'lunch' });
  const lena = await centre.person('2000');
  await centre.settled();
  expect(waiting(lena)).toEqual(['2001:applied']);
  expect((await lena.client.call('leave.list')).leaves).toEqual(lena.client.state.leaves);
  await max.loseLink();
  await her.client.call('leave.cancel');
  await max.comeBack();
  await centre.settled();
  expect(leaves(max)).toEqual(['leave.applied', 'leave.cancelled']);
  expect(waiting(max)).toEqual([]);
});

test('his link is lost: the application waits for him, and goes with him when he does not come back', async () => {
  const { centre, anna: her, lena } = await floor();
  await her.client.call('leave.apply', { reason: 'lunch' });
  await her.loseLink();
  await centre.settled();
  expect(waiting(lena)).toEqual(['2001:applied']);
  await centre.pass(30_000);
  expect(lena.heard.at(-1)).toMatchObject({ type: 'leave.cancelled', agentId: '2001', why: 'signedOut' });
});
