// What the FreeSWITCH driver does when the event socket, or what stands behind it, does not do what it should.
import type { CallId, ConnectionId, Fact } from '@cordboard/domain';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../../support/until.ts';
import { hears, incoming, music, originate, topology } from '../switch-bench.ts';
import { openBench, talking, type Bench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const start = (): Promise<void> => bench.driver.start(bench.facts.tell);

const moves = (): readonly string[] => bench.exchange.peer.commands.filter((one) => one.startsWith('uuid_transfer'));

test('a wrong password is a setting that cannot work, said without the password, and not tried again and again', async () => {
  const stranger = await openBench('wrong');
  await expect(stranger.driver.start(stranger.facts.tell)).rejects.toMatchObject({
    name: 'SettingError',
    setting: 'switches',
  });
  expect(stranger.driver.health()).toMatchObject({ ok: false, detail: expect.stringMatching(/password/u) });
  expect(stranger.exchange.peer.connections).toBe(1);
  expect(JSON.stringify(stranger.log)).not.toContain('wrong"');
  expect(stranger.facts.all).toEqual([{ fact: 'outOfReach', connectionIds: 'all' }]);
  await stranger.close();
});

test('a password changed meanwhile is told by the health, and calls are not', async () => {
  await start();
  const { peer } = bench.exchange;
  peer.password = 'another one';
  peer.cut();
  await until('health', () => bench.driver.health().detail.includes('password'));
  expect(bench.driver.health().ok).toBe(false);
  expect(peer.connections).toBe(2);
});

test('calls go on through a loss: nobody is moved, and they hear each other as before', async () => {
  await start();
  const { customer, agent } = await talking(bench);
  const moved = moves().length;
  bench.exchange.peer.cut();
  await bench.facts.next('snapshot', {});
  await until('two snapshots', () => bench.facts.count('snapshot') === 2);
  await until('settled', async () => bench.exchange.peer.commands.at(-1)?.startsWith('conference') === true);
  expect(moves()).toHaveLength(moved);
  expect(await customer.levelAt(700)).toBeGreaterThan(0);
  customer.speak([{ kind: 'sine', frequencyHz: 1100, durationMs: 1_000 }]);
  expect(await agent.levelAt(1100, 200)).toBeGreaterThan(0);
});

test('what ended, began or was picked up meanwhile is told after the next connection', async () => {
  await start();
  const { exchange, facts, driver } = bench;
  const { customer, customerId, agentId, callId } = await talking(bench);
  const late = exchange.phone('8002', true);
  await late.register();
  const rung = incoming(late);
  const wish = originate({ device: '8002' }, { callId });
  driver.wish(wish);
  const ringing = await rung;
  exchange.peer.cut();
  customer.hangUp();
  await ringing.answer();
  exchange.phone('13800138001', false).call('4001');
  await until('two snapshots', () => facts.count('snapshot') === 2);
  const said = facts.all.findLast(({ fact }) => fact === 'snapshot');
  expect(said).toMatchObject({ connectionIds: [agentId, wish.connectionId], deviceIds: ['8001', '8002'] });
  await facts.next('answered', { connectionId: wish.connectionId });
  const began = await until('the call', () =>
    facts.all.find((fact) => fact.fact === 'inboundCall' && fact.dialled === '4001'),
  );
  expect(facts.all.indexOf(began)).toBeGreaterThan(facts.all.indexOf(said!));
  expect(said).not.toMatchObject({ connectionIds: expect.arrayContaining([customerId]) });
  expect(facts.all).toContainEqual({ fact: 'cleared', connectionId: customerId, cause: 'normal' });
});

test('another FreeSWITCH has none of the calls: the snapshot says that they are lost', async () => {
  await start();
  const { customerId, agentId } = await talking(bench);
  const { exchange, facts } = bench;
  exchange.peer.cut();
  exchange.channels.clear();
  exchange.coreUuid = 'another';
  await until('two snapshots', () => facts.count('snapshot') === 2);
  expect(facts.all.findLast(({ fact }) => fact === 'snapshot')).toMatchObject({ connectionIds: [] });
  for (const connectionId of [customerId, agentId]) expect(facts.count('cleared', { connectionId })).toBe(0);
});

test('a start anew finds the calls, their room and nothing to tell twice', async () => {
  await start();
  const { customer, callId, customerId, agentId } = await talking(bench);
  await bench.driver.close();
  expect(customer.state).toBe('connected');
  const { driver, facts } = bench.again();
  await driver.start(facts.tell);
  const [first] = facts.all;
  expect(first).toMatchObject({ fact: 'snapshot', deviceIds: ['8001'] });
  expect(new Set((first as Extract<Fact, { fact: 'snapshot' }>).connectionIds)).toEqual(new Set([customerId, agentId]));
  expect(facts.count('inboundCall')).toBe(0);
  const moved = moves().length;
  driver.wish(topology(callId, { [customerId]: hears(), [agentId]: hears(customerId) }));
  await until('the customer hears nobody', async () => (await customer.levelAt(700)) === 0);
  expect(moves()).toHaveLength(moved);
});

test('garbage on the socket is a loss by name, and is come back from', async () => {
  await start();
  bench.exchange.peer.raw('\u0000\u0001 this is not it\n\n');
  await until('two snapshots', () => bench.facts.count('snapshot') === 2);
  expect(bench.log.map(({ fields }) => fields['reason'])).toContainEqual(
    expect.stringMatching(/not the event socket/u),
  );
});

test('events that come twice are told once', async () => {
  await start();
  bench.exchange.peer.misbehaviour.doubles = true;
  const { customer } = await talking(bench);
  customer.sendDigits('5');
  await bench.facts.next('digit', {});
  customer.hangUp();
  await bench.facts.next('cleared', {});
  for (const [fact, times] of [
    ['inboundCall', 1],
    ['digit', 1],
    ['answered', 2],
    ['cleared', 1],
  ] as const)
    expect(bench.facts.count(fact)).toBe(times);
});

test('a channel that is told to have ended before it is told to have come does not come', async () => {
  await start();
  const { peer } = bench.exchange;
  const headers = {
    'Unique-ID': 'late',
    'Call-Direction': 'inbound',
    variable_cordboard_kind: 'telephone',
    variable_user_name: '8001',
    'Caller-Destination-Number': '4000',
  };
  peer.fire('CHANNEL_HANGUP', { ...headers, 'Hangup-Cause': 'ORIGINATOR_CANCEL' });
  peer.fire('CHANNEL_PARK', headers);
  peer.fire('DTMF', { ...headers, 'DTMF-Digit': '1' });
  peer.fire('CHANNEL_ANSWER', { 'Unique-ID': 'nobody' });
  peer.fire('CUSTOM', { 'Event-Subclass': 'conference::maintenance', Action: 'add-member', 'Unique-ID': 'nobody' });
  peer.fire('CHANNEL_PARK', { ...headers, 'Unique-ID': 'true' });
  await bench.facts.next('inboundCall', { connectionId: 'true' as ConnectionId });
  expect(bench.facts.all.map(({ fact }) => fact)).toEqual(['snapshot', 'inboundCall']);
});

test('a call that the dialplan did not mark is not ours', async () => {
  await start();
  const { peer } = bench.exchange;
  peer.fire('CHANNEL_PARK', { 'Unique-ID': 'other', 'Call-Direction': 'inbound' });
  peer.fire('CHANNEL_PARK', { 'Unique-ID': 'ours', 'Call-Direction': 'inbound', variable_cordboard_kind: 'telephone' });
  await bench.facts.next('inboundCall', { connectionId: 'ours' as ConnectionId });
  expect(bench.facts.count('inboundCall')).toBe(1);
  expect(peer.commands.filter((one) => one.includes('other'))).toEqual([]);
});

test('a command that never ends holds up its own call alone, and not for good', async () => {
  await start();
  const { misbehaviour, commands } = bench.exchange.peer;
  const first = bench.exchange.phone('13800138001', false).call('4000');
  const stuck = await bench.facts.next('inboundCall');
  misbehaviour.swallows = new RegExp(`uuid_ring_ready ${stuck.connectionId}`, 'u');
  bench.driver.wish(topology(stuck.callId, { [stuck.connectionId]: { ...hears(), stage: 'ringing' } }));
  await until('it is asked', () => commands.some((one) => one.startsWith('uuid_ring_ready')));
  await talking(bench);
  bench.driver.wish(topology(stuck.callId, { [stuck.connectionId]: hears() }));
  await first.until('connected', 10_000);
  expect(bench.log.map(({ fields }) => fields['failure'])).toContain('timeout');
});

test.each(['uuid_transfer', 'uuid_record'])('a %s that never ends holds up nobody else of its call', async (verb) => {
  await start();
  const { callId, customerId, agentId } = await talking(bench);
  const { misbehaviour, commands } = bench.exchange.peer;
  const before = commands.length;
  misbehaviour.swallows = new RegExp(`${verb} ${customerId}`, 'u');
  const wanted =
    verb === 'uuid_transfer'
      ? ({ [customerId]: music, [agentId]: hears() } as const)
      : ({
          [customerId]: { ...hears(agentId), track: 'customer' },
          [agentId]: { ...hears(customerId), track: 'agent' },
        } as const);
  bench.driver.wish(topology(callId, wanted, `${callId}.r1`));
  const isAsked = (id: ConnectionId) => commands.slice(before).some((one) => one.startsWith(`${verb} ${id} `));
  await until('the customer', () => isAsked(customerId));
  await until('the agent as well', () => isAsked(agentId), 2_000);
  bench.exchange.peer.cut();
});

test('a channel that vanished between the wish and the command harms nobody', async () => {
  await start();
  const { callId, customerId, agentId } = await talking(bench);
  const channel = bench.exchange.channels.get(customerId)!;
  bench.exchange.hangUp(channel, 'NORMAL_CLEARING');
  bench.driver.wish({
    effect: 'play',
    connectionId: customerId,
    playId: 'p',
    prompts: [{ kind: 'digits', digits: '1' }],
  });
  bench.driver.wish({ effect: 'sendDigits', connectionId: customerId, digits: '1' });
  bench.driver.wish(topology(callId, { [agentId]: { hears: { kind: 'music', music: 'default' } } }));
  await bench.facts.next('cleared', { connectionId: customerId, cause: 'normal' });
  await until('the agent hears music', () => bench.exchange.channels.get(agentId)?.data === 'local_stream://default');
  expect(bench.facts.count('playbackFinished')).toBe(0);
});

test('a FreeSWITCH that says nothing any more is left, and come back to', async () => {
  await start();
  bench.exchange.peer.misbehaviour.isMute = true;
  await until('it is missed', () => !bench.driver.health().ok, 14_000);
  expect(bench.driver.health().detail).toMatch(/nothing any more/u);
  bench.exchange.peer.misbehaviour.isMute = false;
  bench.exchange.peer.cut();
  await until('it is back', () => bench.driver.health().ok);
}, 30_000);

test('while FreeSWITCH is away a call cannot be made, and is over', async () => {
  await start();
  await bench.exchange.peer.close();
  await until('it is away', () => !bench.driver.health().ok);
  const wish = originate({ device: '8001' });
  bench.driver.wish(wish);
  await bench.facts.next('cleared', { connectionId: wish.connectionId, cause: 'switchLost' });
  await bench.exchange.peer.listen(bench.port);
  await until('two snapshots', () => bench.facts.count('snapshot') === 2);
});

test('a trunk carries as many calls as it has room for', async () => {
  await start();
  const [first, second, third] = ['1', '2', '3'].map((last) => bench.exchange.phone(`1390013900${last}`, false));
  for (const phone of [first, second]) {
    const wish = originate({ number: phone!.options.user });
    bench.driver.wish(wish);
    await bench.facts.next('alerting', { connectionId: wish.connectionId });
  }
  const wish = originate({ number: third!.options.user });
  bench.driver.wish(wish);
  await bench.facts.next('trunksBusy', { connectionId: wish.connectionId });
  const refused = bench.exchange.phone('13800138000', false).call('4000');
  await refused.until('ended');
  expect(refused.endCause).toBe('trunksBusy');
  expect(bench.facts.count('inboundCall')).toBe(0);
});

test('what a far end writes as its name cannot become a command, a variable or another argument', async () => {
  await start();
  const phone = bench.exchange.phone('8001', true);
  await phone.register();
  const rung = incoming(phone);
  const name = `Eve',sip_h_X-Evil='1'} \${system(x)}\n\nexit`;
  bench.driver.wish(
    originate(
      { device: '8001' },
      { callId: 'c' as CallId, from: { number: "1'2,3", name }, data: { 'a, b': "it's {x}" } },
    ),
  );
  const call = await rung;
  expect(call.header('X-Evil')).toBeUndefined();
  expect(call.header('X-Cordboard-Data')).toBe('a%2C%20b=it%27s%20%7Bx%7D');
  expect(call.remoteUser).toBe('123');
  expect(bench.exchange.peer.commands.filter((one) => /^(?:exit|system)/u.test(one))).toEqual([]);
});

test('a drain begins no calls, and ends with the last one; a close leaves the calls alone', async () => {
  await start();
  const { customer, agent, customerId } = await talking(bench);
  const drained = bench.driver.drain(60_000);
  const refused = bench.exchange.phone('13800138009', false).call('4000');
  await refused.until('ended');
  bench.driver.wish({ effect: 'clear', connectionId: customerId, cause: 'normal' });
  await customer.until('ended');
  agent.hangUp();
  await drained;
  expect(bench.facts.count('inboundCall')).toBe(1);
});
