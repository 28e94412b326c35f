// Trunks: who may come in by them, and which is taken to go out.
import type { ConnectionId } from '@cordboard/domain';
import { expect, test } from 'vitest';
import type { TrunkOptions } from './options.ts';
import { Trunks } from './trunks.ts';

const id = (name: string): ConnectionId => name as ConnectionId;
const trunk = (options: Partial<TrunkOptions> & { id: string }): TrunkOptions => ({
  uri: null,
  addresses: [],
  maxCalls: 1,
  callerId: '4000',
  ...options,
});

test('an INVITE is a trunk’s by its address, or address and port; an extension’s never', () => {
  const trunks = new Trunks(
    [trunk({ id: 'a', addresses: ['192.0.2.1'] }), trunk({ id: 'b', addresses: ['192.0.2.2:5080'] })],
    (user) => user === '8001',
  );
  expect(trunks.trunkOf('192.0.2.1', 40_000, '123')).toBe('a');
  expect(trunks.trunkOf('192.0.2.2', 5080, '123')).toBe('b');
  expect(trunks.trunkOf('192.0.2.2', 5060, '123')).toBeNull();
  expect(trunks.trunkOf('192.0.2.3', 5060, '123')).toBeNull();
  expect(trunks.trunkOf('192.0.2.1', 40_000, '8001')).toBeNull();
});

test('calls go out by the first trunk with room, each trunk once, and places are given back', () => {
  const trunks = new Trunks(
    [
      trunk({ id: 'in only' }),
      trunk({ id: 'first', uri: 'sip:user@192.0.2.1:5070;transport=tcp' }),
      trunk({ id: 'second', uri: 'sip:192.0.2.2', credentials: { user: 'u', password: 'p' } }),
    ],
    () => false,
  );
  const tried = new Set<string>();
  expect(trunks.takeOutgoing(id('1'), '+49 30', '', tried)).toEqual({
    target: { uri: 'sip:+49%2030@192.0.2.1:5070', transport: 'tcp' },
    callerNumber: '4000',
  });
  expect(trunks.takeOutgoing(id('2'), '110', '13800138000', new Set())).toEqual({
    target: { uri: 'sip:110@192.0.2.2', credentials: { user: 'u', password: 'p' } },
    callerNumber: '13800138000',
  });
  expect(trunks.takeOutgoing(id('3'), '110', '', new Set())).toBeNull();
  trunks.free(id('2'));
  expect(trunks.takeOutgoing(id('1'), '+49 30', '', tried)?.target).toMatchObject({ uri: 'sip:+49%2030@192.0.2.2' });
  expect(trunks.takeOutgoing(id('1'), '+49 30', '', tried)).toBeNull();
  expect(trunks.occupied).toBe(0);
});
