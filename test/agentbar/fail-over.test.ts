// Two servers: when one is gone the class goes on at the other, with the call, the state and everything that happened meanwhile.
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import WebSocket from 'ws';
import { BarFloor, type BarCentre, type TestBar } from '../support/agent-bar-floor.ts';
import { exercises } from '../support/exercises.ts';
import { until } from '../support/until.ts';

let floor: BarFloor;
beforeAll(async () => {
  floor = await BarFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

const back = (page: TestBar): Promise<unknown> => page.hears('SockReconnectEvent');

/** Anna's page knows a second door onto the same tenant; the first one is about to go. */
async function twoDoors(name: (second: URL) => object): Promise<BarCentre & { readonly anna: TestBar; readonly dies: () => Promise<void> }> {
  const made = await floor.centre();
  const first = made.centre.doors[0]!;
  const second = new URL((await made.centre.anotherDoor()).url);
  const anna = await made.page('2001');
  Object.assign(anna.bar, name(second));
  await anna.signsIn();
  return { ...made, anna, dies: () => first.close() };
}

exercises(
  ['ServerIP', 'ServerPort', 'SockDisconnectEvent', '-1001', 'SockReconnectEvent', 'CallInEvent', 'DoAnswer', 'BridgeEvent'],
  'the first server dies in the middle of a call that rings: it is answered at the second',
  async () => {
    const { anna, centre, dies } = await twoDoors((second) => ({
      ServerIP: `${second.hostname},${second.hostname}`,
      ServerPort: `${new URL(centreUrl()).port},${second.port}`,
    }));
    centre.customer('13800138000').call('4001');
    await centre.settled();
    await dies();
    expect(await anna.hears('SockDisconnectEvent')).toMatchObject({ retCode: -1001 });
    await back(anna);
    expect(anna.names().filter((name) => name === 'CallInEvent')).toHaveLength(1);
    expect(await anna.bar.DoAnswerAsync()).toMatchObject({ retCode: 0 });
    await anna.hears('BridgeEvent');
  },
);

exercises(
  ['ServerIP2', 'ServerPort2', 'SockReconnectEvent', 'CallInEvent'],
  'a call that comes while the page is between two servers rings once it is back',
  async () => {
    const { anna, centre, dies } = await twoDoors((second) => ({
      ServerIP2: second.hostname,
      ServerPort2: second.port,
    }));
    await dies();
    await until('the page notices', () => anna.names().includes('SockDisconnectEvent'));
    await back(anna);
    centre.customer('13800138000').call('4001');
    await centre.settled();
    expect(await anna.hears('CallInEvent')).toMatchObject({ callerID: '13800138000' });
  },
);

exercises(
  ['DoHold', '-1001', 'ServerResponse'],
  'what is asked while nobody is there is said to be without a connection',
  async () => {
    const { agent, centre } = await floor.centre();
    const anna = await agent('2001');
    await centre.doors[0]!.close();
    await anna.hears('SockDisconnectEvent');
    expect(anna.bar.DoHold()).toBe(false);
    await until('it is said', () => anna.codes.length > 0);
    expect(anna.codes).toEqual([-1001]);
  },
);

exercises(
  ['SockReconnectEvent', 'AgentStatusChangeEvent', 'AgentPwd'],
  'away for longer than the grace: signed out meanwhile, and signed in again by itself',
  async () => {
    const { anna, centre, dies } = await twoDoors((second) => ({ ServerIP2: second.hostname, ServerPort2: '1' }));
    await dies();
    await anna.hears('SockDisconnectEvent');
    await centre.pass(60_000);
    const again = new URL((await centre.anotherDoor()).url);
    expect(again.port).not.toBe('');
    // The page is told of the new place, as one that moved.
    Object.assign(anna.bar, { ServerPort: again.port, ServerIP2: '' });
    expect(await anna.bar.DoSignInWithConnectAsync()).toMatchObject({ retCode: 0 });
    await centre.settled();
    expect(anna.statuses().at(-1)).toBe('0');
  },
);

exercises(
  ['SockReconnectEvent', 'AgentStatusChangeEvent'],
  'a server that knows nothing of the session: the agent signs in again with what he signed in with',
  async () => {
    const made = await floor.centre();
    const anna = await made.page('2001', { WebSocket: forgetful() });
    await anna.signsIn();
    anna.bar.client?.close;
    sockets.at(-1)?.terminate();
    await back(anna);
    expect(anna.bar.client?.state.session).not.toBeNull();
    expect(await anna.bar.DoHeartBeatAsync()).toMatchObject({ retCode: 0 });
    expect(anna.names()).not.toContain('KickOutEvent');
  },
);
