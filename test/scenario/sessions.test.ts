// Programs that come, go and come back: pending states, signing in elsewhere, lost links within and beyond the grace time, and a stream without hole or double.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Town, type CallCentre, type Person } from '../support/call-centre.ts';
import { until } from '../support/until.ts';

let town: Town;
beforeAll(async () => {
  town = await Town.open();
});
afterEach(() => town.tidyUp());
afterAll(() => town.close());

async function talking(centre: CallCentre, anna: Person): Promise<void> {
  centre.customer('13800138000').call('4001');
  await centre.settled();
  await anna.client.call('call.answer', { callId: anna.callId });
  await centre.settled();
}

test('not ready asked for in a call comes after the call, in place of ready', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  await talking(centre, anna);
  await anna.client.call('agent.setNotReady', { reason: 'lunch' });
  await centre.settled();
  expect(anna.agent).toMatchObject({ state: 'busy', pending: { state: 'notReady', reason: 'lunch' } });
  await anna.client.call('call.hangUp', { callId: anna.callId });
  await centre.pass(15_000);
  expect(anna.agent).toMatchObject({ state: 'notReady', reason: 'lunch', pending: null });
});

test('signing out asked for in a call comes after the call, and can be taken back', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  await talking(centre, anna);
  await anna.client.call('agent.signOut');
  await centre.settled();
  expect(anna.agent).toMatchObject({ state: 'busy', pending: { state: 'null' } });
  await anna.client.call('agent.setReady');
  await anna.client.call('call.hangUp', { callId: anna.callId });
  await centre.pass(15_000);
  expect(anna.agent.state).toBe('ready');
  await talking(centre, anna);
  await anna.client.call('agent.signOut');
  await anna.client.call('call.hangUp', { callId: anna.callId });
  await centre.settled();
  expect(anna.agent.state).toBe('null');
  expect(anna.agent.deviceId).toBeNull();
});

test('his program at another place takes over, in the middle of a call; the first one is told and stays away', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  await talking(centre, anna);
  const { callId } = anna;
  const elsewhere = await centre.anotherProgramOf(anna);
  await until('the first program is told', () => anna.endings.length > 0);
  expect(anna.endings).toEqual(['signedInElsewhere']);
  expect(anna.client.state.link).toBe('down');
  expect(elsewhere.callId).toBe(callId);
  await elsewhere.client.call('call.hold', { callId });
  await centre.settled();
  expect(elsewhere.at).toBe('hold');
});

test('an extension that somebody has cannot be taken by another', async () => {
  const centre = await town.centre();
  await centre.agent('2001');
  const boris = await centre.person('2002');
  const asked = boris.client.call('agent.signIn', { deviceId: '8001' });
  expect(await boris.refusal(asked)).toBe('deviceInUse');
});

test('a link lost and back within the grace time: nothing new is offered meanwhile, the call goes on, nothing is missed', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  await talking(centre, anna);
  const { callId } = anna;
  await anna.loseLink();
  await centre.pass(29_000);
  anna.phone.calls[0]!.hangUp();
  await centre.pass(500);
  await anna.comeBack();
  await centre.settled();
  expect(anna.client.state.calls).toEqual([]);
  expect(anna.agent).toMatchObject({ state: 'workingAfterCall', link: 'up' });
  expect(anna.types().filter((type) => type === 'call.cleared')).toHaveLength(1);
  expect((await centre.records())[0]).toMatchObject({ callId, talkMs: 29_000 });
});

test('while his link is lost he is offered nothing; the waiting call comes when he is back', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  await anna.loseLink();
  await until('the server has noticed', async () =>
    (await centre.journal()).some(({ type }) => type === 'session.closed'),
  );
  centre.customer('13800138000').call('4001');
  await centre.pass(10_000);
  expect(anna.phone.calls).toEqual([]);
  await anna.comeBack();
  await centre.settled();
  expect(anna.at).toBe('alerting');
});

test('beyond the grace time he is signed out, and told so when he is back', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  await anna.loseLink();
  await until('the server has noticed', async () =>
    (await centre.journal()).some(({ type }) => type === 'session.closed'),
  );
  await centre.pass(30_000);
  await anna.comeBack();
  await centre.settled();
  expect(anna.agent).toMatchObject({ state: 'null', deviceId: null });
  const loggedOff = anna.heard.find(({ type }) => type === 'agent.loggedOff');
  expect(loggedOff).toMatchObject({ reason: 'linkLost' });
});

test('lost beyond the grace time in a call: the call goes on to its end, then he is signed out', async () => {
  const centre = await town.centre();
  const anna = await centre.agent('2001');
  await talking(centre, anna);
  await anna.loseLink();
  await until('the server has noticed', async () =>
    (await centre.journal()).some(({ type }) => type === 'session.closed'),
  );
  await centre.pass(40_000);
  const [call] = anna.phone.calls;
  expect(call!.state).toBe('connected');
  call!.hangUp();
  await centre.pass(1_000);
  await anna.comeBack();
  await centre.settled();
  expect(anna.agent.state).toBe('null');
  await centre.expectNothingLeft();
});

test('a stream that is cut again and again has every event once, in order, and the same state as one that never was', async () => {
  const centre = await town.centre();
  const max = await centre.person('2009');
  const lena = await centre.person('2000');
  const anna = await centre.agent('2001');
  const from = lena.heard.length;
  for (let round = 0; round < 6; round += 1) {
    await lena.loseLink();
    centre.customer(`1380000000${round}`).call('4001');
    await centre.settled();
    await anna.client.call('call.answer', { callId: anna.callId });
    await lena.comeBack();
    await anna.client.call('call.hangUp', { callId: anna.callId });
    await anna.client.call('agent.finishWrapUp', {});
    await centre.settled();
  }
  const seqs = lena.heard.map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
  const ofAnna = (person: Person) =>
    person.heard.filter((event) => 'agentId' in event && event.agentId === '2001').map(({ seq, type }) => [seq, type]);
  expect(ofAnna(lena)).toEqual(ofAnna(max));
  expect(lena.heard.length).toBeGreaterThan(from + 30);
  expect(lena.client.state.agents.get('2001')).toEqual(max.client.state.agents.get('2001'));
  expect(lena.client.state.queues.find(({ queueId }) => queueId === 'sales')).toEqual(
    max.client.state.queues.find(({ queueId }) => queueId === 'sales'),
  );
});
