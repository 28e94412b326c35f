// What comes back when frames are spoiled on their way, and when the server itself fails.
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { BarFloor, type TestBar } from '../support/agent-bar-floor.ts';
import { exercises } from '../support/exercises.ts';
import { spoiling } from '../support/spoiling-socket.ts';

let floor: BarFloor;
beforeAll(async () => {
  floor = await BarFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

type Request = { readonly method: string; readonly id: number };

/** Anna is signed in; what she asks for the state that follows is spoiled. */
async function spoiled(spoil: (request: Request) => unknown): Promise<TestBar> {
  const { page } = await floor.centre();
  const { WebSocket } = spoiling((request) => (request.method === 'agent.setNotReady' ? spoil(request) : request));
  const anna = await (await page('2001', { WebSocket, limits: { requestTimeoutMs: 300 } })).signsIn();
  await anna.bar.DoSetAgentDefineStatusAsync(6, 1);
  return anna;
}

exercises(['-1'], 'a frame that cannot be parsed', async () => {
  expect((await spoiled(() => '{"jsonrpc":"2.0",')).codes).toEqual([-1]);
});

exercises(['-2'], 'a frame that is no request', async () => {
  expect((await spoiled(({ id }) => ({ jsonrpc: '1.0', id, method: 'agent.setNotReady' }))).codes).toEqual([-2]);
});

exercises(['-3'], 'a request that names no method', async () => {
  expect((await spoiled(({ id }) => ({ jsonrpc: '2.0', id }))).codes).toEqual([-3]);
});

exercises(['-5'], 'a method that the server does not know', async () => {
  expect((await spoiled(({ id }) => ({ jsonrpc: '2.0', id, method: 'agent.fly' }))).codes).toEqual([-5]);
});

exercises(['-59'], 'a parameter that the server does not know', async () => {
  const anna = await spoiled((request) => ({ jsonrpc: '2.0', ...request, params: { mood: 'bad' } }));
  expect(anna.codes).toEqual([-59]);
});

exercises(['-1002'], 'no answer in time', async () => {
  expect((await spoiled(({ id }) => ({ jsonrpc: '2.0', method: 'session.ping', id: id + 1_000_000 }))).codes).toEqual([
    -1002,
  ]);
});
