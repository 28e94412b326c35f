// A queue as those see it who serve and watch it: who waits, and how each call leaves it.
import type { QueueProfile } from '@cordboard/domain';
import type { StreamEvent } from '@cordboard/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Town, type Person } from '../support/call-centre.ts';
import { sales, withSales } from '../support/small-tenant.ts';

let town: Town;
beforeAll(async () => {
  town = await Town.open();
});
afterEach(() => town.tidyUp());
afterAll(() => town.close());

const open = (changes: Partial<QueueProfile>) => town.centre((tenant) => withSales(tenant, changes));

type Left = Extract<StreamEvent, { type: 'call.dequeued' }>;
function leavings({ client }: Person): Left[] {
  const left: Left[] = [];
  client.on('event', (event) => void (event.type === 'call.dequeued' && left.push(event)));
  return left;
}

test.each<[string, Partial<QueueProfile>, Left['why'], 'press' | 'hangUp' | 'wait']>([
  ['by the key of the queue', { exit: { key: '0', target: { kind: 'hangUp' } } }, 'keyLeft', 'press'],
  ['hanging up', {}, 'abandoned', 'hangUp'],
  ['after too long', { maximumWaitMs: 30_000 }, 'timedOut', 'wait'],
  ['because it is full', { maximumWaiting: 0 }, 'full', 'wait'],
])('a caller leaves %s', async (_, changes, why, how) => {
  const centre = await open(changes);
  const lead = await centre.person('2000');
  const elsewhere = await centre.person('2003');
  const [told, untold] = [leavings(lead), leavings(elsewhere)];
  const customer = centre.customer('13800138000').call('4001');
  await centre.settled();
  if (how === 'press') customer.sendDigits('0');
  if (how === 'hangUp') customer.hangUp();
  await centre.pass(30_000);
  expect(told).toMatchObject([{ why, queueId: sales }]);
  expect(untold).toEqual([]);
  expect(lead.client.state.watched).toEqual([]);
  await centre.expectNothingLeft();
});

test('a queue that sends a caller outside says where', async () => {
  const to = { kind: 'number', number: '01012345678' } as const;
  const centre = await open({ maximumWaitMs: 10_000, overflow: to });
  const chief = await centre.person('2009');
  const told = leavings(chief);
  centre.customer('13800138000').call('4001');
  await centre.pass(10_000);
  expect(told).toMatchObject([{ why: 'timedOut', to, call: { dialled: '4001', from: { number: '13800138000' } } }]);
});

test('a supervisor who comes later finds who waits and who talks; members see their own queue', async () => {
  const centre = await open({});
  const anna = await centre.agent('2001');
  centre.customer('13800138000').call('4001');
  await centre.settled();
  await anna.client.call('call.answer', { callId: anna.callId });
  centre.customer('13900139000').call('4001');
  await centre.settled();
  const lead = await centre.person('2000');
  expect(lead.client.state.watched.map(({ from, queue }) => [from, queue?.queueId ?? null])).toMatchObject([
    [{ number: '13800138000' }, null],
    [{ number: '13900139000' }, sales],
  ]);
  const { calls } = await anna.client.call('queue.calls', { queueId: sales });
  expect(calls).toMatchObject([{ from: { number: '13900139000' } }]);
  const clara = await centre.agent('2003');
  expect(clara.client.state.watched).toEqual([]);
  const { agents } = await lead.client.call('agent.get', { agentIds: ['2001', '2003'] });
  expect(agents).toMatchObject([{ activity: 'talking' }, { activity: 'none' }]);
  const { queues } = await lead.client.call('statistics.queues');
  expect(queues).toMatchObject([{ queueId: sales, waiting: 1, agentIds: ['2001', '2002'], agents: { talking: 1 } }]);
  const numbers = await lead.client.call('statistics.queue', { queueId: sales });
  expect(numbers).toMatchObject({ agentIds: ['2001', '2002'], agents: { talking: 1, offline: 1, reasons: {} } });
});
