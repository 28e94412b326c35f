// The main job, whole: a customer calls, a menu asks, he waits with music, an agent's phone rings, they talk, and wrap up.
import { expect, test } from 'vitest';
import type { ConnectionId } from './ids.ts';
import { Floor } from './support/floor.ts';

test('inbound, menu, queue, agent, talk, wrap-up', () => {
  const floor = new Floor().ready('1001');
  floor.customer('c', '9500');
  expect(floor.types).toEqual([
    'call.originated',
    'call.diverted',
    'call.established',

    'call.enteredIvr',
  ]);
  expect(floor.wishes('play')[0]).toMatchObject({ connectionId: 'c.1', playId: 'c.ivr1' });
  expect(floor.wishes('topology')[0]?.topology.participants).toEqual([
    { connectionId: 'c.1', stage: 'answered', hears: { kind: 'none' }, track: null },
  ]);
  floor.fact({ fact: 'playbackFinished', connectionId: 'c.1' as ConnectionId, playId: 'c.ivr1' });
  expect(floor.call('c')?.ivr?.node).toBe('menu');
  floor.fact({ fact: 'digit', connectionId: 'c.1' as ConnectionId, digit: '1' });
  expect(floor.types).toEqual([
    'call.digit',
    'call.leftIvr',
    'call.diverted',
    'call.queued',
    'call.offered',
    'agent.busy',
  ]);
  expect(floor.effects.map(({ effect }) => effect).slice(0, 2)).toEqual(['originate', 'topology']);
  expect(floor.wishes('originate')[0]).toMatchObject({ connectionId: 'c.2', to: { kind: 'device', deviceId: '8001' } });
  expect(floor.wishes('topology')[0]?.topology.participants[0]?.hears).toEqual({ kind: 'music', music: 'piano' });
  floor.alerting('c.2');
  expect(floor.connections('c')).toEqual(['013800000001:connected', '1001:alerting']);
  floor.wait(2_000).answered('c.2');
  expect(floor.types).toEqual(['call.established', 'call.dequeued']);
  expect(floor.wishes('topology')[0]?.topology).toEqual({
    callId: 'c',
    recordingId: 'c.r1',
    recordingPaused: false,
    participants: [
      {
        connectionId: 'c.1',
        stage: 'answered',
        hears: { kind: 'connections', connectionIds: ['c.2'] },
        track: 'customer',
      },
      {
        connectionId: 'c.2',
        stage: 'answered',
        hears: { kind: 'connections', connectionIds: ['c.1'] },
        track: 'agent',
      },
    ],
  });
  floor.wait(60_000).cleared('c.1');
  expect(floor.types).toEqual([
    'call.connectionCleared',
    'call.connectionCleared',
    'call.cleared',
    'agent.workingAfterCall',
  ]);
  expect(floor.wishes('clear')).toEqual([{ effect: 'clear', connectionId: 'c.2', cause: 'normal' }]);
  expect(floor.happened[2]).toMatchObject({
    record: {
      outcome: 'answered',
      waitMs: 2_000,
      talkMs: 60_000,
      agentIds: ['1001'],
      recordingIds: ['c.r1'],
      queueId: 'sales',
    },
  });
  floor.wait(30_000);
  expect(floor.state('1001')).toBe('ready');
});
