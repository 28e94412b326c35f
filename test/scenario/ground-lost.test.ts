// What is under the calls gives way: the switch restarts, telephones go and come back, a stream is of another epoch.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Town } from '../support/call-centre.ts';
import { until } from '../support/until.ts';

let town: Town;
beforeAll(async () => {
  town = await Town.open();
});
afterEach(() => town.tidyUp());
afterAll(() => town.close());

test('the switch restarts: its calls are over with that cause, agents go on, the next call comes', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  const boris = await centre.agent('2002');
  centre.customer('13800000001').call('4001');
  await centre.settled();
  await anna.client.call('call.answer', { callId: anna.callId });
  centre.customer('13800000002').call('4001');
  centre.customer('13800000003').call('4001');
  await centre.pass(1_000);
  expect(boris.at).toBe('alerting');
  centre.driver.restart();
  await centre.settled();
  expect(anna.at).toBeNull();
  expect(boris.at).toBeNull();
  expect(boris.agent).toMatchObject({ state: 'ready', statistics: { callsMissed: 0 } });
  expect((await centre.records()).map(({ cause }) => cause)).toEqual(['switchLost', 'switchLost', 'switchLost']);
  await centre.expectNothingLeft();
  centre.customer('13800000004').call('4001');
  await centre.settled();
  expect(boris.at).toBe('alerting');
});

test('the telephone goes away while it rings, while it is free, and comes back', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  await anna.phone.unregister();
  await centre.settled();
  expect(anna.client.state.device).toMatchObject({ registered: false });
  const call = centre.customer('13800138000').call('4001');
  await centre.pass(29_000);
  expect(anna.at).toBeNull();
  expect(call.state).toBe('connected');
  await anna.phone.register();
  await centre.settled();
  expect(anna.at).toBe('alerting');
});

test('the telephone stays away: its agent is not ready, and is asked before he is offered calls again', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  await anna.phone.unregister();
  await centre.pass(30_000);
  expect(anna.agent).toMatchObject({ state: 'notReady', reason: 'phoneLost' });
  await anna.phone.register();
  centre.customer('13800138000').call('4001');
  await centre.settled();
  expect(anna.at).toBeNull();
  await anna.client.call('agent.setReady');
  await centre.settled();
  expect(anna.at).toBe('alerting');
});

test('a stream from before another epoch is not resumed: the program takes what is so now', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  const { seq } = anna.client.state.position!;
  const resumed = await anna.client.call('session.resume', { epoch: 'another', seq });
  expect(resumed).toEqual({ resumed: false });
  await anna.loseLink();
  await anna.comeBack();
  await until('he is current', () => anna.client.state.position?.epoch === centre.epoch);
  expect(anna.agent.state).toBe('ready');
});
