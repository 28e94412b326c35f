// Names at Asterisk are read back as they were given.
import type { CallId, ConnectionId } from '@cordboard/domain';
import { expect, test } from 'vitest';
import * as naming from './naming.ts';

const [callId, connectionId] = ['8494bc2689b242fe' as CallId, 'tests-1795806170.29' as ConnectionId];

test('a bridge says whose it is and which of his', () => {
  expect(naming.readBridgeName(naming.bridgeName(callId, 'all a b'))).toEqual({ callId, key: 'all a b' });
  expect(naming.readBridgeName('somebody else’s')).toBeNull();
});

test('a snoop says of whom, and none is like another', () => {
  const name = naming.snoopName(connectionId);
  expect(naming.readSnoopName(name)).toBe(connectionId);
  expect(naming.snoopName(connectionId)).not.toBe(name);
  expect(naming.readSnoopName('1795806170.29')).toBeNull();
});

test('an endpoint in a browser says whose it is, for each session another; one on a desk is its device', () => {
  const [deviceId, sessionId] = ['8001', 'f8a5'];
  const name = naming.browserName('cordboard', { deviceId, sessionId });
  expect(naming.readBrowserName(name)).toEqual({ name, deviceId: '8001', appMark: naming.appMark('cordboard') });
  expect(naming.browserName('cordboard', { deviceId, sessionId })).toBe(name);
  expect(naming.browserName('cordboard', { deviceId, sessionId: 'another' })).not.toBe(name);
  expect(naming.readBrowserName(naming.browserName('another', { deviceId, sessionId }))!.appMark).not.toBe(
    naming.appMark('cordboard'),
  );
  expect(naming.deviceOfEndpoint(name)).toBe('8001');
  for (const desk of ['8001', '8001~', '8001~f8a5', 'outside', '~0123456789abcdef0123'])
    expect(naming.deviceOfEndpoint(desk)).toBe(desk);
});
