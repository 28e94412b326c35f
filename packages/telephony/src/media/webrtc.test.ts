// WebRTC endpoints against each other and against plain RTP.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MediaEngine } from './media-engine.ts';
import { connect, hears, nextEvent, speak, startEngine } from './media-support.ts';

let engine: MediaEngine;
let others: MediaEngine;

beforeAll(async () => {
  [engine, others] = await Promise.all([startEngine(), startEngine()]);
});
afterAll(async () => {
  await Promise.all([engine.close(), others.close()]);
});

const endpoints = (...endpointIds: string[]) => ({ kind: 'endpoints', endpointIds }) as const;

test('a browser and a desk phone hear each other, and keys pass', async () => {
  const agent = await connect(engine, others, 'web', 'webrtc');
  const customer = await connect(engine, others, 'web');
  engine.arrange('web', [
    { endpointId: customer.near.id, hears: endpoints(agent.near.id) },
    { endpointId: agent.near.id, hears: endpoints(customer.near.id) },
  ]);
  speak(customer, 440);
  speak(agent, 620);
  await hears(customer.far, 620);
  await hears(agent.far, 440);
  const pressed = nextEvent<{ digit: string }>((listener) => agent.near.on('digit', listener));
  const passedOn = nextEvent<{ digit: string }>((listener) => customer.far.on('digit', listener));
  agent.far.sendDigits('7');
  expect(await pressed).toEqual({ digit: '7' });
  expect(await passedOn).toEqual({ digit: '7' });
});
