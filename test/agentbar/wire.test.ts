// What comes back when frames are spoiled on their way, and when the server itself fails.
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { errors, type ErrorName } from '@cordboard/contract';
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

/** The server as it refuses: with the error's row. */
const refusing = (name: ErrorName) => (request: Request) => {
  const { code, en, zh, ru } = errors[name];
  return {
    answer: { jsonrpc: '2.0', id: request.id, error: { code, message: en, data: { name, text: { en, zh, ru } } } },
  };
};

exercises(['-2000', 'SysThrowExceptionEvent'], 'the server fails', async () => {
  const anna = await spoiled(refusing('internal'));
  expect(anna.codes).toEqual([-2000]);
  expect(await anna.hears('SysThrowExceptionEvent')).toMatchObject({ retCode: -2000 });
});

exercises(['-60'], 'more is asked than the server answers', async () => {
  expect((await spoiled(refusing('rateLimited'))).codes).toEqual([-60]);
});

exercises(['-58'], 'the state cannot be changed now', async () => {
  expect((await spoiled(refusing('wrongAgentState'))).codes).toEqual([-58]);
});

/** What sign-in comes to when one of its requests is spoiled. */
async function signingIn(method: string, spoil: (request: Request) => unknown): Promise<readonly number[]> {
  const { page } = await floor.centre();
  const { WebSocket } = spoiling((request) => (request.method === method ? spoil(request) : request));
  const anna = await page('2001', { WebSocket });
  const { retCode } = await anna.bar.DoSignInWithConnectAsync();
  expect(anna.bar.client?.state.session).toBeNull();
  return [retCode, ...anna.codes];
}

exercises(['DoSignInWithConnect', '-43'], 'the server cannot ask its database who that is', async () => {
  expect(await signingIn('session.signIn', refusing('overloaded'))).toEqual([-43, -43]);
});

exercises(['DoSignInWithConnect', '-55'], 'who is signed in can get neither his state nor his role', async () => {
  expect(await signingIn('session.snapshot', refusing('overloaded'))).toEqual([-55, -55]);
  expect(await signingIn('rights.mine', refusing('overloaded'))).toEqual([-55, -55]);
});

exercises(['DoSignInWithConnect', '-51'], 'who is known is no agent any more', async () => {
  expect(await signingIn('agent.signIn', refusing('unknownAgent'))).toEqual([-51, -51]);
});
