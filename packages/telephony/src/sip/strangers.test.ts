// Where connections run out: who has shown who he is keeps his place, whoever has not longest makes room.
import { EventEmitter, once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { sipLimits } from '../limits.ts';
import { startServer } from './raw-peer.ts';
import type { SipServer, SipWebSocket } from './sip-server.ts';

let server: SipServer;
const sockets: Socket[] = [];

afterEach(async () => {
  for (const one of sockets.splice(0)) one.destroy();
  await server.close(0);
});

async function open(): Promise<Socket> {
  const socket = connect(server.addresses()[0]?.port ?? 0, '127.0.0.1');
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

const request = (method: string, from: string): string =>
  `${method} sip:office.test SIP/2.0\r\nVia: SIP/2.0/TCP a.invalid;branch=z9hG4bK${method}${from}\r\n` +
  `From: <sip:${from}@b>;tag=1\r\nTo: <sip:9@b>\r\nCall-ID: ${method}${from}\r\nCSeq: 1 ${method}\r\n` +
  'Contact: <sip:a@a.invalid>\r\nContent-Length: 0\r\n\r\n';

test('over TCP, of one address: idlers go first, a trunk stays', async () => {
  server = await startServer({ listen: [{ transport: 'tcp', host: '127.0.0.1', port: 0 }] });
  server.onInvite(() => undefined);
  const trunk = await open();
  trunk.write(request('INVITE', 'trunk1'));
  await once(trunk, 'data');
  const idler = await open();
  const gone = once(idler, 'close');
  idler.resume();
  while (sockets.length < sipLimits.maxConnectionsPerAddress + 1) await open();
  await gone;
  trunk.write(request('OPTIONS', 'trunk1'));
  expect(String((await once(trunk, 'data'))[0])).toContain('200 OK');
  const newest = sockets.at(-1)!;
  newest.write(request('OPTIONS', 'new'));
  expect(String((await once(newest, 'data'))[0])).toContain('200 OK');
  expect(server.counters()).toMatchObject({ connectionsRefused: 1 });
});

class Far extends EventEmitter implements SipWebSocket {
  code: number | null = null;
  send(): void {}
  close(code = 1005): void {
    this.code = code;
    this.emit('close');
  }
}

test('over WebSockets: the oldest stranger makes room', async () => {
  server = await startServer();
  const all = Array.from({ length: sipLimits.maxConnections + 1 }, () => new Far());
  for (const far of all) server.acceptWebSocket(far, '192.0.2.7', 40_000, true);
  expect(all.map(({ code }) => code).filter((code) => code !== null)).toEqual([1001]);
  expect(all[0]?.code).toBe(1001);
});
