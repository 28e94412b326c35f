// How many WebSockets one address and everybody together may hold.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createUpgrades } from './upgrades.ts';
import type { Upgrades } from './upgrades.ts';

let server: Server;
let upgrades: Upgrades;
const open: WebSocket[] = [];

async function start(caps: { readonly total: number; readonly perAddress: number }): Promise<string> {
  const settings = { allowedOrigins: [], trustedProxies: ['127.0.0.1'] };
  upgrades = createUpgrades(
    settings,
    { acceptAgent: () => undefined, acceptSip: () => undefined, acceptVerto: () => undefined },
    caps,
  );
  server = createServer().on('upgrade', upgrades.handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/agent`;
}

afterEach(() => {
  for (const socket of open.splice(0)) socket.terminate();
  upgrades.close();
  server.close();
});

/** 101, or the status of the refusal. */
async function dial(url: string, address: string): Promise<number> {
  const socket = new WebSocket(url, { headers: { 'x-forwarded-for': `192.0.2.99, ${address}` } });
  open.push(socket);
  socket.on('error', () => undefined);
  const refusal = once(socket, 'unexpected-response') as Promise<[unknown, IncomingMessage]>;
  return Promise.race([once(socket, 'open').then(() => 101), refusal.then(([, answer]) => answer.statusCode ?? 0)]);
}

test('one address holds so many, and another its own', async () => {
  const url = await start({ total: 10, perAddress: 2 });
  expect(await dial(url, '198.51.100.1')).toBe(101);
  expect(await dial(url, '198.51.100.1')).toBe(101);
  expect(await dial(url, '198.51.100.1')).toBe(429);
  expect(await dial(url, '198.51.100.2')).toBe(101);
  expect(upgrades.counters()).toEqual({ open: 3, refused: 1 });
});

test('all together hold so many', async () => {
  const url = await start({ total: 1, perAddress: 5 });
  expect(await dial(url, '198.51.100.1')).toBe(101);
  expect(await dial(url, '198.51.100.2')).toBe(503);
});

test('a socket that closes makes room', async () => {
  const url = await start({ total: 10, perAddress: 1 });
  expect(await dial(url, '198.51.100.1')).toBe(101);
  open[0]?.close();
  await expect.poll(() => upgrades.counters().open).toBe(0);
  expect(await dial(url, '198.51.100.1')).toBe(101);
});
