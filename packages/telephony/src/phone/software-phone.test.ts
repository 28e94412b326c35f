// A telephone over a WebSocket, at a server that knows it by another domain and by another name.
import { afterEach, expect, test } from 'vitest';
import { computeHa1 } from '../sip/digest.ts';
import { startServer } from '../sip/raw-peer.ts';
import type { SipCall } from '../sip/sip-server.ts';
import { webSocketOffice } from '../sip/web-socket-office.ts';
import { createPhone } from './software-phone.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

test('registers and calls over a WebSocket, as who it is in that domain', async () => {
  const office = await startServer({
    domain: 'far.test',
    accounts: {
      ha1: (user, realm, algorithm) => (user === '1001' ? [computeHa1(algorithm, user, realm, 'secret')] : []),
    },
  });
  closing.push(() => office.close(500));
  const door = await webSocketOffice(office);
  closing.push(() => door.close());
  const phone = createPhone({
    server: 'sip:127.0.0.1;transport=ws',
    webSocketUrl: door.url,
    domain: 'far.test',
    user: '1001',
    authorizationUser: '1001',
    password: 'secret',
    expiresS: 120,
  });
  closing.push(() => phone.close());
  await phone.start();
  await phone.register();
  const [binding] = office.bindings('1001');
  expect([binding?.transport, Math.round(((binding?.expiresAt ?? 0) - Date.now()) / 10_000)]).toEqual(['ws', 12]);
  const arrived = new Promise<SipCall>((resolve) => office.onInvite(resolve));
  const out = phone.call('300');
  const call = await arrived;
  expect([call.localUser, call.header('from')]).toEqual(['300', expect.stringContaining('<sip:1001@far.test>')]);
  call.end('busy');
  await out.until('ended');
  expect([out.endCause, door.sockets.size]).toEqual(['busy', 1]);
});

test.each(['sip:far.test;transport=sctp', 'far.test', 'sip:1001@far.test'])('%s is no server address', (server) => {
  expect(() => createPhone({ server, user: '1001' })).toThrow('not a server address');
});
