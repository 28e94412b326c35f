// The engine end to end: real worker threads, real UDP on loopback, heard by frequency.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MediaEngine } from './media-engine.ts';
import { connect, hears, hearsNothing, hearsOf, nextEvent, speak, startEngine } from './media-support.ts';

let engine: MediaEngine;
let others: MediaEngine;

beforeAll(async () => {
  [engine, others] = await Promise.all([startEngine(), startEngine()]);
});
afterAll(async () => {
  await Promise.all([engine.close(), others.close()]);
});

const endpoints = (...endpointIds: string[]) => ({ kind: 'endpoints', endpointIds }) as const;

test('two parties hear each other through the relay, with different laws', async () => {
  const onlyA = (offer: string): string => offer.replace('RTP/AVP 0 8 101', 'RTP/AVP 8 101');
  const customer = await connect(engine, others, 'two');
  const agent = await connect(engine, others, 'two', 'rtp', onlyA);
  engine.arrange('two', [
    { endpointId: customer.near.id, hears: endpoints(agent.near.id) },
    { endpointId: agent.near.id, hears: endpoints(customer.near.id) },
  ]);
  speak(customer, 440);
  speak(agent, 620);
  await hears(customer.far, 620);
  await hears(agent.far, 440);
  const statistics = await customer.near.statistics();
  expect(statistics.packetsReceived).toBeGreaterThan(5);
  expect(statistics.packetsForeign).toBe(0);
});

test('three parties hear an asymmetric arrangement: the whisper reaches the agent alone', async () => {
  const [customer, agent, supervisor] = await Promise.all([
    connect(engine, others, 'three'),
    connect(engine, others, 'three'),
    connect(engine, others, 'three'),
  ]);
  speak(customer, 440);
  speak(agent, 620);
  speak(supervisor, 880);
  engine.arrange('three', [
    { endpointId: customer.near.id, hears: endpoints(agent.near.id) },
    { endpointId: agent.near.id, hears: endpoints(customer.near.id, supervisor.near.id) },
    { endpointId: supervisor.near.id, hears: endpoints(customer.near.id, agent.near.id) },
  ]);
  await hearsOf(customer.far, [620], [440, 880]);
  await hearsOf(agent.far, [440, 880], [620]);
  await hearsOf(supervisor.far, [440, 620], [880]);
  // Silent listening: nobody hears the supervisor any more.
  engine.arrange('three', [
    { endpointId: customer.near.id, hears: endpoints(agent.near.id) },
    { endpointId: agent.near.id, hears: endpoints(customer.near.id) },
    { endpointId: supervisor.near.id, hears: endpoints(customer.near.id, agent.near.id) },
  ]);
  await hearsOf(agent.far, [440], [620, 880]);
});

test('a party hears its own voice come back, alone and beside others', async () => {
  const agent = await connect(engine, others, 'self');
  const colleague = await connect(engine, others, 'self');
  speak(agent, 620);
  speak(colleague, 880);
  engine.arrange('self', [{ endpointId: agent.near.id, hears: endpoints(agent.near.id) }]);
  await hearsOf(agent.far, [620], [880]);
  await hearsNothing(colleague.far);
  engine.arrange('self', [{ endpointId: agent.near.id, hears: endpoints(agent.near.id, colleague.near.id) }]);
  await hearsOf(agent.far, [620, 880], []);
  engine.arrange('self', []);
  await hearsNothing(agent.far);
});

test('plays a sound over the arrangement, tells when it ended, and goes back', async () => {
  const customer = await connect(engine, others, 'play');
  const agent = await connect(engine, others, 'play');
  speak(agent, 620);
  engine.arrange('play', [{ endpointId: customer.near.id, hears: endpoints(agent.near.id) }]);
  await hears(customer.far, 620);
  const finished = nextEvent<{ playId: string }>((listener) => customer.near.on('playbackFinished', listener));
  customer.near.play('prompt', [{ kind: 'sine', frequencyHz: 1000, durationMs: 600 }]);
  await hears(customer.far, 1000);
  expect(await finished).toEqual({ playId: 'prompt' });
  await hears(customer.far, 620);
});

test('music and ringback are heard, then nothing', async () => {
  const customer = await connect(engine, others, 'music');
  engine.arrange('music', [{ endpointId: customer.near.id, hears: { kind: 'music', music: 'default' } }]);
  await hearsOf(customer.far, [], [425]);
  engine.arrange('music', [{ endpointId: customer.near.id, hears: { kind: 'ringback' } }]);
  await hears(customer.far, 425);
  engine.arrange('music', []);
  await hearsNothing(customer.far);
});
