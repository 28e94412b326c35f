// WebRTC endpoints against each other and against plain RTP.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MediaEngine } from './media-engine.ts';
import { connect, hears, hearsNothing, nextEvent, speak, startEngine } from './media-support.ts';

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

test('holds both ways over the same connection, and refuses a browser’s video', async () => {
  const agent = await connect(engine, others, 'web-hold', 'webrtc');
  engine.arrange('web-hold', [{ endpointId: agent.near.id, hears: { kind: 'ringback' } }]);
  speak(agent, 620);
  await hears(agent.far, 425);
  const hold = await agent.far.offer({ direction: 'sendonly' });
  // The same ICE and DTLS: nothing is connected anew.
  const secrets = (sdp: string): string[] =>
    sdp.split('\r\n').filter((line) => /^a=(ice-ufrag|fingerprint)/.test(line));
  const answer = await agent.near.answer(hold);
  expect(answer).toContain('a=recvonly');
  await agent.far.acceptAnswer(answer);
  await hearsNothing(agent.far);
  const again = await agent.near.answer(
    `${await agent.far.offer()}m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=rtpmap:96 VP8/90000\r\n`,
  );
  expect(secrets(again)).toEqual(secrets(answer));
  expect(again).toContain('m=video 0 UDP/TLS/RTP/SAVPF 96');
  await agent.far.acceptAnswer(again);
  await hears(agent.far, 425);
  // We hold the browser.
  const ours = await agent.near.offer({ direction: 'sendonly' });
  expect(ours).toContain('a=setup:actpass');
  await agent.near.acceptAnswer(await agent.far.answer(ours));
  await hearsNothing(agent.near);
  expect((await agent.near.statistics()).remoteDirection).toBe('recvonly');
});

test('a desk phone’s description is no browser’s', async () => {
  const browser = engine.createEndpoint({ group: 'mixed-up', kind: 'webrtc' });
  const phone = others.createEndpoint({ group: 'mixed-up', kind: 'rtp' });
  await expect(browser.answer(await phone.offer())).rejects.toThrow('another media transport');
  await expect(
    phone.answer(await engine.createEndpoint({ group: 'mixed-up', kind: 'webrtc' }).offer()),
  ).rejects.toThrow('another media transport');
});
