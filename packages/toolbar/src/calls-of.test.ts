// The server's view of a call becomes the agent's card.
import { expect, test } from 'vitest';
import type { CallView, ConnectionView } from '@cordboard/client';
import { myCalls } from './calls-of.ts';

const outside = { kind: 'outside', number: '13800138000', name: '' } as const;
const agent = (agentId: string) =>
  ({ kind: 'agent', agentId, deviceId: `8${agentId}`, name: `Agent ${agentId}` }) as unknown as ConnectionView['party'];

function connection(party: ConnectionView['party'], state: ConnectionView['state'], more: object = {}): ConnectionView {
  return {
    connectionId: `x-${JSON.stringify(party)}`,
    party,
    direction: 'out',
    state,
    muted: false,
    queueId: null,
    since: 5_000,
    alertingAt: 4_000,
    connectedAt: null,
    allowed: [],
    purpose: 'call',
    askedBy: null,
    ...more,
  } as unknown as ConnectionView;
}

function call(connections: readonly ConnectionView[], more: object = {}): CallView {
  return {
    callId: 'c1',
    kind: 'inbound',
    from: outside,
    dialled: '4001',
    displayNumber: '',
    createdAt: 1_000,
    connections,
    data: { orderId: 'A-1' },
    priority: 0,
    queue: null,
    ivrId: null,
    recordingId: null,
    recordingPaused: false,
    consultation: null,
    attribution: null,
    ...more,
  } as unknown as CallView;
}

const cards = (view: CallView) => myCalls([view], [{ queueId: 'sales', name: 'Sales' } as never], '1001', new Map());

test('a queue call that rings: caller, queue, waiting time', () => {
  const view = call(
    [
      connection(outside, 'connected'),
      connection(agent('1001'), 'alerting', { queueId: 'sales', allowed: ['call.answer'] }),
    ],
    {
      queue: { queueId: 'sales', name: 'Sales', enteredAt: 2_000, priority: 0, exclusiveAgentId: null },
    },
  );
  expect(cards(view)).toMatchObject([
    {
      phase: 'ringing',
      party: { name: '', number: '13800138000' },
      queueName: 'Sales',
      waitingSince: 2_000,
      allowed: ['call.answer'],
      data: { orderId: 'A-1' },
    },
  ]);
});

test('the queue keeps its name after the call has left it', () => {
  const view = call([
    connection(outside, 'connected'),
    connection(agent('1001'), 'connected', { queueId: 'sales', connectedAt: 9_000 }),
  ]);
  expect(cards(view)).toMatchObject([{ phase: 'talking', queueName: 'Sales', phaseSince: 9_000 }]);
});

test('a call that one makes is dialling until the other side answers', () => {
  const mine = connection(agent('1001'), 'connected', { direction: 'in', connectedAt: 3_000 });
  const ringing = call([mine, connection(agent('1002'), 'alerting')], { kind: 'internal', from: agent('1001') });
  const answered = call([mine, connection(agent('1002'), 'connected')], { kind: 'internal', from: agent('1001') });
  expect(cards(ringing)).toMatchObject([{ phase: 'dialling', party: { name: 'Agent 1002', number: '81002' } }]);
  expect(cards(answered)).toMatchObject([{ phase: 'talking' }]);
});

test('held by me, held by the other', () => {
  const byMe = call([connection(outside, 'connected'), connection(agent('1001'), 'hold', { since: 7_000 })]);
  const byOther = call([connection(agent('1002'), 'hold'), connection(agent('1001'), 'connected')]);
  expect(cards(byMe)).toMatchObject([{ phase: 'held', phaseSince: 7_000, heldByOther: false }]);
  expect(cards(byOther)).toMatchObject([{ phase: 'talking', heldByOther: true }]);
});

test('a call that the agent has left, or that is another agent’s, has no card', () => {
  expect(cards(call([connection(outside, 'connected'), connection(agent('1001'), 'null')]))).toEqual([]);
  expect(cards(call([connection(outside, 'connected'), connection(agent('1002'), 'connected')]))).toEqual([]);
});

test('who is asked stands beside the customer, for the one who asked', () => {
  const own = connection(agent('1001'), 'connected', { connectionId: 'own' });
  const asked = connection(agent('1002'), 'connected', { connectionId: 'asked', purpose: 'consultation' });
  const view = call([connection(outside, 'hold'), own, asked], {
    consultation: { by: 'own', consulted: 'asked', state: 'consulting' },
    attribution: { areaName: { zh: '北京', en: 'Beijing' } },
  });
  expect(cards(view)).toMatchObject([
    {
      party: { number: '13800138000' },
      consultation: { name: 'Agent 1002', state: 'consulting' },
      area: { zh: '北京', en: 'Beijing' },
    },
  ]);
});
