// Folding one event: what is replaced, what is kept, what goes.
import type { Snapshot, StreamEvent } from '@cordboard/contract';
import { expect, test } from 'vitest';
import { foldEvent, foldSnapshot } from './fold.ts';
import { emptyState, type ClientState } from './state.ts';

const start = (rights: readonly string[]): ClientState =>
  foldSnapshot(
    emptyState,
    {
      position: { epoch: 'e', seq: 1 },
      agent: { agentId: '1001', deviceId: '8001' },
      rights: { rank: 'agent', scope: 'group', rights },
      calls: [],
      watched: [],
      supervision: null,
      queues: [{ queueId: 'sales', waiting: 0 }],
      device: { deviceId: '8001', registered: false },
      devices: [],
      leaves: [],
      ivrs: [],
      demo: false,
      serverTime: 5_000,
    } as unknown as Snapshot,
    4_000,
  );

const event = (seq: number, more: object): StreamEvent =>
  ({ epoch: 'e', seq, prev: seq - 1, at: 1, ...more }) as unknown as StreamEvent;

const callOf = (...agentIds: readonly string[]): object => ({
  callId: 'c1',
  connections: agentIds.map((agentId) => ({ party: { kind: 'agent', agentId }, state: 'connected' })),
});
const callEvent = (seq: number, call?: object): StreamEvent =>
  event(seq, { type: 'call.established', callId: 'c1', ...(call === undefined ? {} : { call }) });

test('a call is the agent’s own while he is in it, and gone when he left it', () => {
  let state = foldEvent(start([]), callEvent(2, callOf('1001', '1002')));
  expect(state.calls.map(({ callId }) => callId)).toEqual(['c1']);
  state = foldEvent(state, callEvent(3, callOf('1002')));
  expect([state.calls, state.watched]).toEqual([[], []]);
});

test('who may watch keeps the calls of others beside his own, until they are over', () => {
  let state = foldEvent(start(['watchAgents']), callEvent(2, callOf('1001')));
  state = foldEvent(state, callEvent(3, callOf('1002')));
  expect([state.calls.length, state.watched.length]).toEqual([0, 1]);
  state = foldEvent(state, event(4, { type: 'call.cleared', callId: 'c1' }));
  expect([state.calls.length, state.watched.length]).toEqual([0, 0]);
});

test('an agent, a queue and a telephone are replaced by id', () => {
  let state = foldEvent(
    start([]),
    event(2, { type: 'agent.ready', agent: { agentId: '1001', deviceId: '8001', state: 'ready' } }),
  );
  expect(state.agent?.state).toBe('ready');
  state = foldEvent(state, event(3, { type: 'agent.ready', agent: { agentId: '1002', state: 'busy' } }));
  expect([state.agent?.state, state.agents.get('1002')?.state]).toEqual(['ready', 'busy']);
  state = foldEvent(state, event(4, { type: 'call.queued', callId: 'c9', queue: { queueId: 'sales', waiting: 3 } }));
  expect(state.queues).toEqual([{ queueId: 'sales', waiting: 3 }]);
  state = foldEvent(state, event(5, { type: 'device.registered', device: { deviceId: '8002', registered: true } }));
  expect(state.device?.registered).toBe(false);
  state = foldEvent(state, event(6, { type: 'device.registered', device: { deviceId: '8001', registered: true } }));
  expect(state.device?.registered).toBe(true);
  state = foldEvent(
    state,
    event(7, { type: 'agent.loggedOff', agent: { agentId: '1001', deviceId: null, state: 'null' } }),
  );
  expect(state).toMatchObject({ device: null, position: { epoch: 'e', seq: 7 }, clockOffsetMs: 1_000 });
});

test('who may decide on leaves keeps those under way, in the order they were asked for', () => {
  const leaveOf = (agentId: string, leave: object | null) => ({ type: 'agent.ready', agent: { agentId, leave } });
  const asked = (agentId: string) => leaveOf(agentId, { agentId, state: 'applied' });
  expect(foldEvent(start([]), event(2, asked('1002'))).leaves).toEqual([]);
  let state = foldEvent(start(['approveLeave']), event(2, asked('1002')));
  state = foldEvent(state, event(3, asked('1003')));
  state = foldEvent(state, event(4, leaveOf('1002', { agentId: '1002', state: 'away' })));
  expect(state.leaves).toEqual([
    { agentId: '1002', state: 'away' },
    { agentId: '1003', state: 'applied' },
  ]);
  state = foldEvent(state, event(5, leaveOf('1002', null)));
  expect(state.leaves.map(({ agentId }) => agentId)).toEqual(['1003']);
});

test('at midnight what is counted by the day begins anew', () => {
  const counted = { callsAnswered: 4, callsMissed: 1, callsMade: 2, talkMs: 9_000, missedInARow: 1, signedInAt: 7 };
  const told = (seq: number, agentId: string) =>
    event(seq, { type: 'agent.ready', agent: { agentId, leave: null, statistics: counted } });
  let state = foldEvent(foldEvent(start([]), told(2, '1001')), told(3, '1002'));
  state = foldEvent(state, event(4, { type: 'call.queued', callId: 'c', queue: { queueId: 'sales', waiting: 2 } }));
  state = foldEvent(state, event(5, { type: 'tenant.dayBegan', beganAt: 1 }));
  const anew = { ...counted, callsAnswered: 0, callsMissed: 0, callsMade: 0, talkMs: 0 };
  expect([state.agent?.statistics, state.agents.get('1002')?.statistics]).toEqual([anew, anew]);
  expect(state.queues[0]?.statistics).toMatchObject({ offered: 2, answered: 0 });
});
