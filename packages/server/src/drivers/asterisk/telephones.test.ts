// A device is registered when a telephone of it is, on a desk or in a page, and it is called where one came last.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeviceId, Fact } from '@cordboard/domain';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AriClient } from './ari-client.ts';
import { Asterisk } from './asterisk.ts';
import { browserName } from './naming.ts';
import { Telephones } from './telephones.ts';

const device = '8001' as DeviceId;
const desk = '8001';
const page = browserName('a', { deviceId: '8001', sessionId: 'f8a5' });

let http: Server;
let online: Set<string>;
let facts: string[];
let telephones: Telephones;

beforeEach(async () => {
  [online, facts] = [new Set(), []];
  http = createServer((request, response) => {
    const [, name] = /PJSIP\/(.+)$/u.exec(decodeURIComponent(request.url ?? '')) ?? [];
    const of = (resource: string): object => ({
      technology: 'PJSIP',
      resource,
      state: online.has(resource) ? 'online' : 'offline',
    });
    response.end(JSON.stringify(name === undefined ? [page, desk, 'outside'].map(of) : of(name)));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const nobody = {
    event: () => undefined,
    connected: () => undefined,
    lost: () => undefined,
    refused: () => undefined,
  };
  const asterisk = new Asterisk(new AriClient({ url, user: 'u', password: 'p', app: 'a' }, nobody), () => undefined);
  telephones = new Telephones(
    asterisk,
    (endpoint) => endpoint === device,
    (fact: Fact) => facts.push(`${fact.fact} ${'deviceId' in fact ? fact.deviceId : ''}`),
  );
});

afterEach(async () => {
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
});

async function comes(endpoint: string): Promise<void> {
  online.add(endpoint);
  await telephones.lookAt(endpoint);
}

async function goes(endpoint: string): Promise<void> {
  online.delete(endpoint);
  await telephones.lookAt(endpoint);
}

test('registered with the first, called at the last, unregistered without any', async () => {
  expect(telephones.endpointOf(device)).toBe(desk);
  await comes(page);
  expect(telephones.endpointOf(device)).toBe(page);
  await comes(desk);
  expect(telephones.endpointOf(device)).toBe(desk);
  await goes(desk);
  expect(telephones.endpointOf(device)).toBe(page);
  expect(telephones.size).toBe(1);
  await goes(page);
  await comes('outside');
  expect(telephones.size).toBe(0);
  expect(facts).toEqual(['registered 8001', 'unregistered 8001']);
});

test('after a break the order is kept; of two that nobody saw come it is the page', async () => {
  for (const endpoint of [page, desk, 'outside']) online.add(endpoint);
  expect(await telephones.all()).toEqual([device]);
  expect(telephones.endpointOf(device)).toBe(page);
  await goes(desk);
  await comes(desk);
  await telephones.all();
  expect(telephones.endpointOf(device)).toBe(desk);
});
