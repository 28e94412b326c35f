// Who may ask what, who sees whom, and who is told.
import { expect, test } from 'vitest';
import type { AgentId, CallId, SessionId } from '../ids.ts';
import { Floor } from '../support/floor.ts';
import { agentProfile, queue, sample } from '../support/sample.ts';
import { audienceOf } from './audience.ts';

test('a session that was never opened, or an agent who is not known, gets nowhere', () => {
  const floor = new Floor();
  expect(floor.command('1001', 'agent.signIn', {})).toEqual({ refused: 'notAuthenticated' });
  expect(floor.command('nobody', 'agent.signIn', {}, 's' as SessionId)).toEqual({ refused: 'unknownAgent' });
  floor.open('1001');
  expect(floor.command('1001', 'agent.setReady', {})).toEqual({ refused: 'notSignedIn' });
});

test('everybody finds every colleague in the directory, in pages', () => {
  const elsewhere = agentProfile('3001', { groupId: 'other' as never });
  const floor = new Floor({ ...sample, agents: [...sample.agents, elsewhere] }).open('1001').open('2001');
  expect(floor.command('1001', 'agent.list', {})).toEqual({
    result: { agentsOf: ['1001', '1002', '1003', '2001', '3001'], next: null },
  });
  expect(floor.command('2001', 'agent.list', { limit: 3 })).toEqual({
    result: { agentsOf: ['1001', '1002', '1003'], next: '1003' },
  });
  expect(floor.command('2001', 'agent.list', { after: '1003' as AgentId, limit: 3 })).toEqual({
    result: { agentsOf: ['2001', '3001'], next: null },
  });
  expect(floor.command('2001', 'agent.list', { limit: 0 })).toMatchObject({ refused: 'invalidParameter' });
});

test('every queue can be found; its waiting calls are for members and watchers', () => {
  const floor = new Floor().open('1002').open('2001').customer('c');
  expect(floor.command('1002', 'queue.list', {})).toEqual({ result: { queuesOf: ['sales', 'help'] } });
  expect(floor.command('2001', 'queue.list', {})).toEqual({ result: { queuesOf: ['sales', 'help'] } });
  expect(floor.command('1002', 'queue.calls', { queueId: queue('sales') })).toEqual({ result: { callsOf: ['c'] } });
  expect(floor.command('1002', 'queue.calls', { queueId: queue('help') })).toEqual({ refused: 'notPermitted' });
  expect(floor.command('1002', 'queue.calls', { queueId: queue('x') })).toMatchObject({ refused: 'unknownQueue' });
});

test('an event is told to those in the call, also to him who just left it', () => {
  const floor = new Floor().ready('1001').customer('c').answered('c.2');
  floor.command('1001', 'call.hangUp', { callId: 'c' as CallId });
  expect(floor.happened.map((event) => [event.type, audienceOf(floor.world, event).agentIds])).toEqual([
    ['call.connectionCleared', ['1001']],
    ['call.connectionCleared', []],
    ['call.cleared', ['1001']],
    ['agent.workingAfterCall', ['1001']],
  ]);
  floor.customer('d');
  const queued = floor.happened.find(({ type }) => type === 'call.queued')!;
  expect(audienceOf(floor.world, queued)).toEqual({ agentIds: [], groupIds: ['floor'], watchersOf: 'queues' });
});
