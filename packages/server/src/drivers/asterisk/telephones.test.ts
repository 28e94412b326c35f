// A device is registered when a telephone of it is, on a desk or in a page, and it is called where one came last.
import type { DeviceId, Fact } from '@cordboard/domain';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../../../../../test/support/until.ts';
import { openAri, type AriFloor } from '../../../../../test/support/ari-floor.ts';
import { browserName } from './naming.ts';
import { Telephones } from './telephones.ts';

const device = '8001' as DeviceId;
const desk = '8001';
const page = browserName('a', { deviceId: '8001', sessionId: 'f8a5' });

let ari: AriFloor;
let online: Set<string>;
let facts: string[];
let telephones: Telephones;
/** Of the next question about one of them; null: it is answered. */
let refused: number | null;
/** Until then the next answer is under way. */
let slow: Promise<void> | null;

beforeEach(async () => {
  [online, facts, refused, slow] = [new Set(), [], null, null];
  ari = await openAri('a', (request, response) => {
    const [, name] = /PJSIP\/(.+)$/u.exec(decodeURIComponent(request.url ?? '')) ?? [];
    const of = (resource: string): object => ({
      technology: 'PJSIP',
      resource,
      state: online.has(resource) ? 'online' : 'offline',
    });
    if (refused !== null) response.statusCode = refused;
    const answer = JSON.stringify(name === undefined ? [page, desk, 'outside'].map(of) : of(name));
    void Promise.resolve(slow).then(() => response.end(answer));
    [refused, slow] = [null, null];
  });
  telephones = new Telephones(
    ari.asterisk,
    (endpoint) => endpoint === device,
    (fact: Fact) => facts.push(`${fact.fact} ${'deviceId' in fact ? fact.deviceId : ''}`),
  );
});

afterEach(() => ari.close());

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

test('a question that fails says nothing of the telephone', async () => {
  await comes(desk);
  refused = 503;
  await telephones.lookAt(desk);
  expect(facts).toEqual(['registered 8001']);
  refused = 404;
  await telephones.lookAt(desk);
  expect(facts).toEqual(['registered 8001', 'unregistered 8001']);
});

test('an answer that has been overtaken by a later one is none', async () => {
  let release: () => void = () => undefined;
  online.add(desk);
  slow = new Promise((resolve) => {
    release = resolve;
  });
  const early = telephones.lookAt(desk);
  await until('it is under way', () => slow === null);
  await goes(desk);
  release();
  await early;
  expect(telephones.size).toBe(0);
  expect(facts).toEqual([]);
});
