// Two servers: when one is gone the class goes on at the other, with the call, the state and everything that happened meanwhile.
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { BarFloor, type BarCentre, type TestBar } from '../support/agent-bar-floor.ts';
import type { Door } from '../support/open-door.ts';
import { exercises } from '../support/exercises.ts';
import { freePort } from '../support/running-server.ts';
import { spoiling } from '../support/spoiling-socket.ts';
import { until } from '../support/until.ts';

let floor: BarFloor;
beforeAll(async () => {
  floor = await BarFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

/** Anna's page knows a second door onto the same tenant. */
async function twoDoors(
  set: (first: URL, second: URL) => object,
): Promise<BarCentre & { readonly anna: TestBar; readonly first: Door }> {
  const made = await floor.centre();
  const first = made.centre.doors[0]!;
  const second = await made.centre.anotherDoor();
  const anna = await made.page('2001');
  Object.assign(anna.bar, set(new URL(first.url), new URL(second.url)));
  await anna.signsIn();
  return { ...made, anna, first };
}

exercises(
  [
    'ServerIP',
    'ServerPort',
    'SockDisconnectEvent',
    '-1001',
    'SockReconnectEvent',
    'CallInEvent',
    'DoAnswer',
    'BridgeEvent',
  ],
  'the first server dies while a call rings: it is answered at the second',
  async () => {
    const { anna, centre, first } = await twoDoors((one, two) => ({
      ServerIP: `${one.hostname}, ${two.hostname}`,
      ServerPort: `${one.port},${two.port}`,
    }));
    expect(anna.bar.ServerPort).toContain(',');
    expect(anna.bar.ServerIP).toContain(',');
    centre.customer('13800138000').call('4001');
    await centre.settled();
    await first.close();
    expect(await anna.hears('SockDisconnectEvent')).toMatchObject({ retCode: -1001 });
    expect(await anna.hears('SockReconnectEvent')).toEqual({ url: centre.doors[1]!.url });
    expect(anna.names().filter((name) => name === 'CallInEvent')).toHaveLength(1);
    expect(await anna.bar.DoAnswerAsync()).toMatchObject({ retCode: 0 });
    await anna.hears('BridgeEvent');
  },
);

exercises(
  ['ServerIP2', 'ServerPort2', 'SockReconnectEvent', 'CallInEvent', 'AgentStatusChangeEvent'],
  'at the second server the next call rings, and the state is as it was',
  async () => {
    const { anna, centre, first } = await twoDoors((_, two) => ({
      ServerIP2: two.hostname,
      ServerPort2: two.port,
    }));
    expect([anna.bar.ServerIP2, anna.bar.ServerPort2]).toContain('127.0.0.1');
    await first.close();
    await anna.hears('SockReconnectEvent');
    centre.customer('13800138000').call('4001');
    await centre.settled();
    expect(await anna.hears('CallInEvent')).toMatchObject({ callerID: '13800138000' });
    expect(anna.statuses()).toEqual(['0', '5', '1']);
  },
);

exercises(['DoHold', '-1001', 'ServerResponse'], 'what is asked while no server is there', async () => {
  const { agent, centre } = await floor.centre();
  const anna = await agent('2001');
  await centre.doors[0]!.close();
  await anna.hears('SockDisconnectEvent');
  expect(anna.bar.DoHold()).toBe(false);
  await anna.hears('ServerResponse');
  expect(anna.codes).toEqual([-1001]);
});

exercises(
  ['SockReconnectEvent', 'AgentStatusChangeEvent'],
  'away for longer than the grace, the agent was signed out: he is signed in again by itself',
  async () => {
    const port = await freePort();
    const { anna, centre, first } = await twoDoors(() => ({ ServerIP2: '127.0.0.1', ServerPort2: String(port) }));
    await first.close();
    await anna.hears('SockDisconnectEvent');
    await centre.pass(60_000);
    await centre.anotherDoor(port);
    await anna.hears('SockReconnectEvent');
    await until('he is idle again', () => anna.statuses().at(-1) === '0');
    expect(anna.names()).not.toContain('SignOutEvent');
  },
);

exercises(
  ['SockReconnectEvent', 'DoHeartBeat', 'AgentPwd'],
  'a server that does not know the session: the agent signs in with what he signed in with',
  async () => {
    const made = await floor.centre();
    const { WebSocket, sockets } = spoiling((request) =>
      request.method === 'session.signInWithToken' ? { ...request, params: { token: 'of another server' } } : request,
    );
    const anna = await made.page('2001', { WebSocket });
    expect(anna.bar.AgentPwd).not.toBe('');
    await anna.signsIn();
    // The page plays with it; who signed in is remembered all the same.
    anna.bar.AgentID = '2777';
    sockets.at(-1)?.terminate();
    await anna.hears('SockReconnectEvent');
    expect(await anna.bar.DoHeartBeatAsync()).toMatchObject({ retCode: 0 });
    expect(anna.names()).not.toContain('KickOutEvent');
  },
);

exercises(
  ['SockDisconnectEvent', '-1000'],
  'a server that knows neither the session nor the password: it is over',
  async () => {
    const made = await floor.centre();
    const { WebSocket, sockets } = spoiling((request) =>
      request.method === 'session.signInWithToken' ? { ...request, params: { token: 'of another server' } } : request,
    );
    const anna = await made.page('2001', { WebSocket });
    await anna.signsIn();
    anna.bar.AgentPwd = 'of another server';
    sockets.at(-1)?.terminate();
    await until('it is over', () =>
      anna.heard.some(({ event, args }) => event === 'SockDisconnectEvent' && args[1] === -1000),
    );
    expect(anna.bar.client?.state.link).not.toBe('reconnecting');
  },
);
