// What FreeSWITCH 1.10 was found to do, whatever its documentation says: the peer does the same, and the driver gets along with it.
import { existsSync } from 'node:fs';
import type { RecordingId } from '@cordboard/domain';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../../support/until.ts';
import { hears, incoming, music, originate, ringback, topology } from '../switch-bench.ts';
import { openBench, talking, type Bench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
  await bench.driver.start(bench.facts.tell);
});
afterEach(() => bench.close());

const roomOf = (id: string): string => bench.exchange.channels.get(id)?.application ?? '';

test('a move makes it forget that a telephone holds: the move waits until the telephone retrieves', async () => {
  const { driver, facts } = bench;
  const { agent, callId, customerId, agentId } = await talking(bench);
  await agent.hold();
  await facts.next('heldByDevice', { connectionId: agentId });
  // As the core wants it then: the customer has music, and the agent hears nobody.
  driver.wish(topology(callId, { [customerId]: music, [agentId]: hears() }));
  await until('the customer has music', () => roomOf(customerId) === 'endless_playback');
  expect(roomOf(agentId)).toBe('conference');
  await agent.retrieve();
  await facts.next('retrievedByDevice', { connectionId: agentId });
  await until('the agent is where he was to be', () => roomOf(agentId) === 'park');
});

test('whose move was under way when his telephone held holds no longer, as FreeSWITCH sees it', async () => {
  const { driver, facts } = bench;
  const { agent, callId, customerId, agentId } = await talking(bench);
  bench.exchange.moveMs = 100;
  driver.wish(topology(callId, { [customerId]: music, [agentId]: hears() }));
  await until('he is on his way', () =>
    bench.exchange.peer.commands.some((one) => one === `uuid_transfer ${agentId} park inline`),
  );
  await agent.hold();
  await facts.next('heldByDevice', { connectionId: agentId });
  await facts.next('retrievedByDevice', { connectionId: agentId });
});

test('a hold of before a loss is known after it, and so is its end', async () => {
  const { exchange, facts } = bench;
  const { agent, agentId } = await talking(bench);
  exchange.peer.misbehaviour.isMute = true;
  await agent.hold();
  exchange.peer.misbehaviour.isMute = false;
  exchange.peer.cut();
  await facts.next('heldByDevice', { connectionId: agentId });
  exchange.peer.misbehaviour.isMute = true;
  await agent.retrieve();
  exchange.peer.misbehaviour.isMute = false;
  exchange.peer.cut();
  await facts.next('retrievedByDevice', { connectionId: agentId });
});

test('music that it does not have is silence, and is said: the call goes on', async () => {
  const { driver, exchange, log } = bench;
  const { customer, callId, customerId, agentId } = await talking(bench);
  exchange.missingMusic.add('local_stream://default');
  driver.wish(topology(callId, { [customerId]: music, [agentId]: hears() }));
  await until('it is said', () => log.some(({ message }) => message.includes('no such music')));
  expect(customer.state).toBe('connected');
  expect(roomOf(customerId)).toBe('park');
});

test('a file that nothing came into is taken off, and is a recording of nothing all the same', async () => {
  const { driver, facts, exchange } = bench;
  const { callId, customerId, agentId } = await talking(bench);
  exchange.recorded.nothingComes = true;
  const recordingId = `${callId}.r1` as RecordingId;
  const tracks = { [customerId]: { ...hears(agentId), track: 'customer' as const }, [agentId]: hears(customerId) };
  driver.wish(topology(callId, tracks, recordingId));
  await facts.next('recordingStarted', { callId });
  driver.wish(topology(callId, tracks));
  const stopped = await facts.next('recordingStopped', { callId });
  expect(stopped).toMatchObject({ recordingId });
  // The piece began a moment after the recording.
  expect(stopped.durationMs).toBeLessThan(1_000);
});

test('a file that it began for somebody on his way out is taken off: found later, it would replace the recording', async () => {
  const { driver, facts, exchange } = bench;
  const { callId, customerId, agentId } = await talking(bench);
  exchange.recorded.leaving.add(agentId);
  const tracks = {
    [customerId]: { ...hears(agentId), track: 'customer' as const },
    [agentId]: { ...hears(customerId), track: 'agent' as const },
  };
  driver.wish(topology(callId, tracks, `${callId}.r1`));
  await facts.next('recordingStarted', { callId });
  driver.wish(topology(callId, tracks));
  await facts.next('recordingStopped', { callId });
  expect(exchange.recorded.files).toHaveLength(2);
  await until('none is left', () => exchange.recorded.files.every((file) => !existsSync(file)));
});

test('what was being recorded when we stopped is recorded on, and put together by the next life', async () => {
  const { driver, facts, exchange } = bench;
  const { callId, customerId, agentId } = await talking(bench);
  const recordingId = `${callId}.r1` as RecordingId;
  const tracks = {
    [customerId]: { ...hears(agentId), track: 'customer' as const },
    [agentId]: { ...hears(customerId), track: 'agent' as const },
  };
  driver.wish(topology(callId, tracks, recordingId));
  const { path } = await facts.next('recordingStarted', { callId });
  await driver.close();
  const later = bench.again();
  await later.driver.start(later.facts.tell);
  later.driver.wish(topology(callId, tracks, recordingId));
  await until('half a second', () => exchange.recorded.seconds(recordingId.replace('.', '_')) > 0.5);
  later.driver.wish(topology(callId, tracks));
  const stopped = await later.facts.next('recordingStopped', { callId });
  expect(stopped).toMatchObject({ recordingId, path });
  expect(stopped.durationMs).toBeGreaterThan(500);
  expect(later.facts.count('recordingStarted')).toBe(0);
});

test('what was being recorded for a call that ended meanwhile is put together as well', async () => {
  const { driver, facts, exchange } = bench;
  const { customer, agent, callId, customerId, agentId } = await talking(bench);
  const recordingId = `${callId}.r1` as RecordingId;
  driver.wish(
    topology(
      callId,
      { [customerId]: { ...hears(agentId), track: 'customer' as const }, [agentId]: hears(customerId) },
      recordingId,
    ),
  );
  await facts.next('recordingStarted', { callId });
  await until('a tenth', () => exchange.recorded.seconds(recordingId.replace('.', '_')) > 0.1);
  await driver.close();
  customer.hangUp();
  agent.hangUp();
  await until('they are gone', () => exchange.channels.size === 0);
  const later = bench.again();
  await later.driver.start(later.facts.tell);
  expect(await later.facts.next('recordingStopped', { callId })).toMatchObject({ recordingId });
});

test('what it had written when it died is kept', async () => {
  const { driver, facts, exchange } = bench;
  const { callId, customerId, agentId } = await talking(bench);
  const recordingId = `${callId}.r1` as RecordingId;
  const tracks = { [customerId]: hears(agentId), [agentId]: { ...hears(customerId), track: 'agent' as const } };
  driver.wish(topology(callId, tracks, recordingId));
  await facts.next('recordingStarted', { callId });
  await until('half a second', () => exchange.recorded.seconds(recordingId.replace('.', '_')) > 0.5);
  await exchange.die();
  const stopped = await facts.next('recordingStopped', { callId });
  expect(stopped.durationMs).toBeGreaterThan(500);
});

test('of two nodes the later one acts; the earlier one says so, and keeps still for good', async () => {
  const { driver, exchange, facts } = bench;
  const { customer } = await talking(bench);
  const later = bench.again();
  await later.driver.start(later.facts.tell);
  await until('the earlier one says so', () => driver.health().detail.includes('another Cordboard'));
  await facts.next('outOfReach', {});
  const { connections } = exchange.peer;
  exchange.peer.cut();
  await until('the later one is back', () => later.facts.count('snapshot') === 2);
  expect(exchange.peer.connections).toBe(connections + 1);
  expect(driver.health().ok).toBe(false);
  expect(customer.state).toBe('connected');
});

test('a call that a dialplan answered before it parked it is answered', async () => {
  const { driver, exchange, facts } = bench;
  const phone = exchange.phone('8001', true);
  await phone.register();
  exchange.dialplanAnswers = true;
  const customer = exchange.phone('13800138000', false).call('4000');
  const { callId, connectionId: customerId } = await facts.next('inboundCall');
  await facts.next('answered', { connectionId: customerId });
  const rung = incoming(phone);
  const wish = originate({ device: '8001' }, { callId });
  driver.wish(wish);
  const agent = await rung;
  await agent.answer();
  const agentId = wish.connectionId;
  driver.wish(topology(callId, { [customerId]: hears(agentId), [agentId]: hears(customerId) }));
  agent.speak([{ kind: 'sine', frequencyHz: 700, durationMs: 1_000 }]);
  await until('they talk', async () => (await customer.levelAt(700)) > 0);
});

test('a telephone that forwards is not followed: the call would come back as anybody’s', async () => {
  const { driver, exchange, facts } = bench;
  await exchange.phone('8001', true).register();
  exchange.forwards.set('8001', '0044123');
  const wish = originate({ device: '8001' });
  driver.wish(wish);
  await facts.next('cleared', { connectionId: wish.connectionId });
  expect(facts.count('inboundCall')).toBe(0);
});

test('a call without an offer rings where it could have been heard early: FreeSWITCH would end it', async () => {
  const { driver, exchange, facts } = bench;
  exchange.offersNothing = true;
  const customer = exchange.phone('13800138000', false).call('4000');
  const { callId, connectionId } = await facts.next('inboundCall');
  driver.wish(topology(callId, { [connectionId]: { ...ringback, stage: 'early' } }));
  await customer.until('ringing');
  driver.wish(topology(callId, { [connectionId]: music }));
  await facts.next('answered', { connectionId });
});

test('a telephone that is cut off and cannot say so is let go, as FreeSWITCH was told when it called', async () => {
  const { facts, exchange } = bench;
  const { agentId } = await talking(bench);
  exchange.cutOff(exchange.channels.get(agentId)!);
  expect(await facts.next('cleared', { connectionId: agentId })).toMatchObject({ cause: 'mediaLost' });
});

test('its list of channels lags behind: who is known is there all the same, and who is not is found a little later', async () => {
  const { exchange, facts } = bench;
  const { customerId, agentId } = await talking(bench);
  exchange.peer.misbehaviour.isMute = true;
  const late = exchange.phone('13900139000', false).call('4000');
  await until('it is there', () => exchange.channels.size === 3);
  for (const id of exchange.channels.keys()) exchange.unlisted.add(id);
  exchange.peer.misbehaviour.isMute = false;
  exchange.peer.cut();
  await until('two snapshots', () => facts.count('snapshot') === 2);
  for (const connectionId of [customerId, agentId]) expect(facts.count('cleared', { connectionId })).toBe(0);
  expect(facts.count('inboundCall')).toBe(1);
  exchange.unlisted.clear();
  await until('it is told of', () => facts.count('inboundCall') === 2);
  expect(late.state).not.toBe('ended');
});
