// The log tells the life of a call by its ids, and keeps numbers and what was typed to itself.
import type { CallId, ConnectionId, Event } from '@cordboard/domain';
import { expect, test } from 'vitest';
import { lifecycleLine } from './lifecycle.table.ts';

const callId = 'c1' as CallId;
const connectionId = 'p1' as ConnectionId;

test('a call that comes in is one line, without who calls', () => {
  const event: Event = {
    at: 1,
    type: 'call.originated',
    callId,
    kind: 'inbound',
    from: { kind: 'outside', number: '13800138000', name: 'Mr Li' },
    dialled: '4000',
    connectionId,
    direction: 'in',
    to: null,
    data: { card: '4711' },
    priority: 0,
    displayNumber: '4000',
  };
  expect(lifecycleLine(event)).toEqual(['call begun', { callId, kind: 'inbound', direction: 'in' }]);
});

test('a party that could not be reached is told with its cause', () => {
  const party = { kind: 'outside', number: '13800138000', name: '' } as const;
  const event: Event = { at: 1, type: 'call.connectionCleared', callId, connectionId, party, cause: 'failed' };
  expect(lifecycleLine(event)).toEqual(['party left', { callId, connectionId, cause: 'failed' }]);
});

test('keys are no line', () => {
  expect(lifecycleLine({ at: 1, type: 'call.digit', callId, connectionId, digit: '7' })).toBeNull();
});
