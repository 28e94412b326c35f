// Who hears of what: an agent of his own calls and queues, a supervisor of his scope, nobody of anything else.
import type { AgentId } from '@cordboard/domain';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Town, type CallCentre, type Person } from '../support/call-centre.ts';
import { sales } from '../support/small-tenant.ts';

let town: Town;
beforeAll(async () => {
  town = await Town.open();
});
afterEach(() => town.tidyUp());
afterAll(() => town.close());

/** A whole call to a queue, taken by this agent. */
async function serve(centre: CallCentre, agent: Person, number: string, from = '13800138000'): Promise<string> {
  centre.customer(from).call(number);
  await centre.settled();
  const { callId } = agent;
  await agent.client.call('call.answer', { callId });
  await agent.client.call('call.setData', { callId, data: { secret: from } });
  await centre.pass(1_000);
  await agent.client.call('call.hangUp', { callId });
  await centre.settled();
  return callId;
}

const about = (person: Person, id: string) => person.heard.filter((event) => JSON.stringify(event).includes(id));

test('an agent hears nothing of another agent’s call, not even of one from his own queue', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  const boris = await centre.agent('2002', 'notReady');
  const clara = await centre.agent('2003');
  const ofAnna = await serve(centre, anna, '4001', '13811111111');
  const ofClara = await serve(centre, clara, '4002', '13822222222');
  for (const [person, mine] of [
    [anna, ofAnna],
    [clara, ofClara],
  ] as const) {
    expect(about(person, mine).map(({ type }) => type)).toContain('call.cleared');
  }
  expect(about(boris, ofAnna)).toEqual([]);
  expect(about(boris, '13811111111')).toEqual([]);
  expect(about(anna, ofClara)).toEqual([]);
  expect(about(clara, ofAnna)).toEqual([]);
  expect(boris.heard.every((event) => !('agentId' in event) || event.agentId === '2002')).toBe(true);
});

test('a supervisor of a group hears his group, one of the tenant everybody', async () => {
  const centre = await town.centre();
  const lena = await centre.person('2000');
  const max = await centre.person('2009');
  const anna = await centre.agent('2001');
  const clara = await centre.agent('2003');
  const ofRed = await serve(centre, anna, '4001', '13811111111');
  const ofBlue = await serve(centre, clara, '4002', '13822222222');
  expect(about(lena, ofRed).map(({ type }) => type)).toEqual(
    expect.arrayContaining(['call.queued', 'call.offered', 'call.established', 'call.dataChanged', 'call.cleared']),
  );
  expect(about(lena, ofBlue)).toEqual([]);
  expect(about(lena, '13822222222')).toEqual([]);
  expect(about(max, ofRed)).not.toEqual([]);
  expect(about(max, ofBlue)).not.toEqual([]);
  expect(max.client.state.agents.get('2003')?.state).toBe('workingAfterCall');
  expect(lena.client.state.agents.has('2003')).toBe(false);
});

test('a call that leaves his group is gone for its supervisor', async () => {
  const centre = await town.centre();
  const lena = await centre.person('2000');
  const anna = await centre.agent('2001');
  const clara = await centre.agent('2003', 'notReady');
  centre.customer('13800138000').call('4001');
  await centre.settled();
  await anna.client.call('call.answer', { callId: anna.callId });
  const { callId } = anna;
  await anna.client.call('call.transfer', { callId, to: { kind: 'agent', agentId: '2003' as AgentId } });
  await centre.settled();
  await clara.client.call('call.answer', { callId });
  await clara.client.call('call.setData', { callId, data: { secret: 'of blue' } });
  await centre.settled();
  expect(about(lena, callId).map(({ type }) => type)).toContain('call.transferred');
  expect(about(lena, 'of blue')).toEqual([]);
  await clara.client.call('call.hangUp', { callId });
  await centre.settled();
  expect(lena.client.state.calls).toEqual([]);
});

test('lists and histories keep to the same scope', async () => {
  const centre = await town.centre();
  const lena = await centre.person('2000');
  const anna = await centre.agent('2001');
  const clara = await centre.agent('2003');
  await serve(centre, clara, '4002');
  expect(await anna.refusal(anna.client.call('queue.calls', { queueId: 'reserve' }))).toBe('notPermitted');
  expect(await anna.refusal(anna.client.call('queue.calls', { queueId: sales }))).toBe('none');
  expect(await anna.refusal(anna.client.call('history.calls', { agentId: '2003' }))).toBe('notPermitted');
  expect(await lena.refusal(lena.client.call('history.calls', { agentId: '2003' }))).toBe('notPermitted');
  expect(await lena.refusal(lena.client.call('history.calls', { agentId: '2001' }))).toBe('none');
  const own = await clara.client.call('history.calls', {});
  expect(own.calls).toHaveLength(1);
  expect((await anna.client.call('history.calls', {})).calls).toEqual([]);
});
