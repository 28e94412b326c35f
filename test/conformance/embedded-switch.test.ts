// What only the embedded switch has: several telephones per extension, trunks, ports, and the tricks people play on them.
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createPhone, createPhoneStack } from '@cordboard/telephony';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Floor } from '../../packages/domain/src/support/floor.ts';
import { device } from '../../packages/domain/src/support/sample.ts';
import { startEmbeddedSwitch, startStacks, type EmbeddedSwitch, type Stacks } from '../support/embedded-switch.ts';
import { until } from '../support/until.ts';
import { Facts, hears, incoming, originate, silence, topology } from './switch-bench.ts';

let stacks: Stacks;
let embedded: EmbeddedSwitch;
const facts = { now: new Facts() };
beforeAll(async () => {
  stacks = await startStacks();
});
afterAll(() => stacks.close());
afterEach(() => embedded.close());

async function start(wanted: Parameters<typeof startEmbeddedSwitch>[2] = {}): Promise<Facts> {
  facts.now = new Facts();
  embedded = await startEmbeddedSwitch(stacks, facts.now.tell, wanted);
  return facts.now;
}

test('all telephones of an extension ring; the first to answer has the call, the others stop', async () => {
  const told = await start();
  const secondStack = createPhoneStack({ localAddress: '127.0.0.1' });
  await secondStack.start();
  const phones = [await embedded.extension('8001'), await embedded.extension('8001', secondStack)] as const;
  const rung = phones.map(incoming);
  const wish = originate({ device: '8001' });
  embedded.driver.wish(wish);
  const [first, second] = await Promise.all(rung);
  await second!.answer();
  await told.next('answered', { connectionId: wish.connectionId });
  await first!.until('ended');
  expect(first!.endCause).toBe('cancelled');
  expect(told.count('alerting')).toBe(1);
  expect((await embedded.driver.counters())['media_endpoints']).toBe(1);
  second!.hangUp();
  await told.next('cleared', { connectionId: wish.connectionId, cause: 'normal' });
  await phones[1].close();
  await secondStack.close();
});

test('"no" at one telephone is "no" for all', async () => {
  const told = await start();
  const secondStack = createPhoneStack({ localAddress: '127.0.0.1' });
  await secondStack.start();
  const phones = [await embedded.extension('8001'), await embedded.extension('8001', secondStack)] as const;
  const rung = phones.map(incoming);
  const wish = originate({ device: '8001' });
  embedded.driver.wish(wish);
  const [first, second] = await Promise.all(rung);
  second!.hangUp('rejected');
  await told.next('cleared', { connectionId: wish.connectionId, cause: 'rejected' });
  await first!.until('ended');
  await phones[1].close();
  await secondStack.close();
});

test('a caller on the trunk who says he is an extension has to prove it', async () => {
  const told = await start();
  const impostor = createPhone({ server: embedded.server, user: '8001', stack: stacks.outside });
  await impostor.start();
  const call = impostor.call('4000');
  await call.until('ended');
  expect(call.endCause).toBe('notAllowed');
  expect(told.count('inboundCall')).toBe(0);
  await impostor.close();
});

test('a wrong password makes no call and no registration', async () => {
  const told = await start();
  const phone = createPhone({ server: embedded.server, user: '8001', password: 'wrong', stack: stacks.inside });
  await phone.start();
  await expect(phone.register()).rejects.toThrow();
  const call = phone.call('4000');
  await call.until('ended');
  expect(told.count('registered') + told.count('inboundCall')).toBe(0);
  await phone.close();
});

test('a trunk takes as many calls as it may, in and out together', async () => {
  const told = await start({ maxCalls: 1 });
  const phone = await embedded.outside('13800138000');
  const first = phone.call('4000');
  const { callId, connectionId } = await told.next('inboundCall');
  embedded.driver.wish(topology(callId, { [connectionId]: silence }));
  await first.until('connected');
  const second = phone.call('4000');
  await second.until('ended');
  expect(second.endCause).toBe('trunksBusy');
  const wish = originate({ number: '13800138000' });
  embedded.driver.wish(wish);
  await told.next('trunksBusy', { connectionId: wish.connectionId });
  first.hangUp();
  await told.next('cleared', { connectionId });
  const rung = incoming(phone);
  const again = originate({ number: '13800138000' });
  embedded.driver.wish(again);
  await (await rung).answer();
  await told.next('answered', { connectionId: again.connectionId });
});

test('an agent who dials while every trunk is in use is told so', async () => {
  const told = await start({ maxCalls: 1 });
  const floor = new Floor();
  const carryOut = (): void => {
    for (const effect of floor.effects) {
      if (effect.effect === 'startTimer' || effect.effect === 'cancelTimer' || effect.effect === 'closeSession')
        continue;
      embedded.driver.wish(effect);
    }
  };
  told.follow((fact) => {
    floor.fact(fact);
    carryOut();
  });
  const customer = (await embedded.outside('13800138000')).call('9500');
  await customer.until('connected');
  const phone = await embedded.extension('8001');
  const rung = incoming(phone);
  floor.open('1001');
  await told.next('registered');
  floor.command('1001', 'agent.signIn', { deviceId: device('8001') });
  floor.command('1001', 'call.make', { to: { kind: 'number', number: '013900139000' } });
  carryOut();
  const own = await rung;
  await own.answer();
  await own.until('ended');
  const causes = floor.events.flatMap((event) => {
    if (event.type === 'call.cleared') return [['call', event.cause]];
    return event.type === 'call.connectionCleared' ? [[event.party.kind, event.cause]] : [];
  });
  expect(causes).toEqual([
    ['outside', 'trunksBusy'],
    ['agent', 'trunksBusy'],
    ['call', 'trunksBusy'],
  ]);
  expect(floor.state('1001')).toBe('notReady');
  expect(customer.state).toBe('connected');
});

test('a trunk that has no line is followed by the next; a number that is busy is not', async () => {
  const told = await start({ firstTrunk: stacks.inside });
  const tried: string[] = [];
  const releases = [
    stacks.inside.claim('13900139000', (sip) => {
      tried.push('first');
      sip.end('trunksBusy');
    }),
    stacks.outside.claim('13900139000', (sip) => {
      tried.push('second');
      sip.end('busy');
    }),
  ];
  const wish = originate({ number: '13900139000' });
  embedded.driver.wish(wish);
  await told.next('cleared', { connectionId: wish.connectionId, cause: 'busy' });
  expect(tried).toEqual(['first', 'second']);
  for (const release of releases) release();
});

test('what the far end says before it answers is heard', async () => {
  const told = await start();
  const endpoint = stacks.outside.media.createEndpoint({ group: 'announcement', kind: 'rtp' });
  const release = stacks.outside.claim('13900139000', (sip) => {
    void endpoint.answer(sip.remoteSdp!).then((sdp) => {
      sip.progress(sdp);
      endpoint.play('announcement', [{ kind: 'sine', frequencyHz: 800, durationMs: 1_000 }], { loop: true });
    });
  });
  const agent = await embedded.extension('8001');
  const call = agent.call('13900139000');
  const { callId, connectionId } = await told.next('inboundCall');
  const wish = originate({ number: '13900139000' }, { callId });
  embedded.driver.wish(wish);
  await told.next('alerting', { connectionId: wish.connectionId, earlyMedia: true });
  embedded.driver.wish(
    topology(callId, {
      [connectionId]: { ...hears(wish.connectionId), stage: 'early' },
      [wish.connectionId]: silence,
    }),
  );
  await until('the announcement', async () => (await call.levelAt(800, 200)) > 0.02);
  expect(call.state).toBe('ringing');
  expect(told.count('answered')).toBe(0);
  release();
  endpoint.close();
});

test('a call without a number of its own shows the trunk’s', async () => {
  await start();
  const phone = await embedded.outside('13900139000');
  const rung = incoming(phone);
  embedded.driver.wish(originate({ number: '13900139000' }, { from: { number: '', name: '' }, data: { secret: '1' } }));
  const call = await rung;
  expect(call.remoteUser).toBe('4000');
  expect(call.header('X-Cordboard-Data')).toBeUndefined();
});

test('an agent’s telephone is told the call’s id and data, and to pick up by itself when the agent dials', async () => {
  await start();
  const phone = await embedded.extension('8001');
  const rung = incoming(phone);
  const data = { customerNumber: '4711', note: 'a&b "c"\r\nVia: x' };
  const wish = originate({ device: '8001' }, { autoAnswer: true, data });
  embedded.driver.wish(wish);
  const call = await rung;
  expect(call.header('X-Cordboard-Call-Id')).toBe(wish.callId);
  expect(Object.fromEntries(new URLSearchParams(call.header('X-Cordboard-Data')))).toEqual(data);
  expect(call.header('Call-Info')).toContain('answer-after=0');
  expect(call.header('Alert-Info')).toContain('alert-autoanswer');
});

test('a telephone that falls silent without a word is cleared', async () => {
  const told = await start({ mediaSilenceMs: 500 });
  const dying = createPhoneStack({ localAddress: '127.0.0.1' });
  await dying.start();
  const rung = incoming(await embedded.extension('8001', dying));
  const wish = originate({ device: '8001' });
  embedded.driver.wish(wish);
  await (await rung).answer();
  await told.next('answered', { connectionId: wish.connectionId });
  await dying.media.close();
  await told.next('cleared', { connectionId: wish.connectionId, cause: 'mediaLost' });
  await dying.sip.close(0);
});

test('a caller who says nothing before the answer is not taken for lost', async () => {
  const told = await start({ mediaSilenceMs: 300 });
  const offer = stacks.outside.media.createEndpoint({ group: 'silent', kind: 'rtp' });
  const inbound = told.next('inboundCall');
  const sip = stacks.outside.sip.invite({
    target: { uri: embedded.server.replace('sip:', 'sip:4000@') },
    callerNumber: '13800138000',
    callerName: '',
    sdp: (await offer.offer()).replace(/^m=audio \d+/m, 'm=audio 9'),
    timeoutMs: 20_000,
  });
  const { callId, connectionId } = await inbound;
  const early = { ...silence, stage: 'early' as const };
  embedded.driver.wish(topology(callId, { [connectionId]: early }));
  embedded.driver.wish({ effect: 'play', connectionId, playId: 'long', prompts: [{ kind: 'digits', digits: '123' }] });
  await told.next('playbackFinished', { playId: 'long' });
  expect(told.count('cleared')).toBe(0);
  embedded.driver.wish(topology(callId, { [connectionId]: silence }));
  await told.next('cleared', { connectionId, cause: 'mediaLost' });
  sip.end('normal');
  offer.close();
});

test('closing ends every call, says so, and finishes the recordings', async () => {
  const told = await start();
  const phone = await embedded.outside('13800138000');
  const call = phone.call('4000');
  const { callId, connectionId } = await told.next('inboundCall');
  const recorded = { ...hears(), track: 'customer' as const };
  embedded.driver.wish(topology(callId, { [connectionId]: recorded }, 'last-words'));
  await told.next('recordingStarted', { callId });
  await call.until('connected');
  await embedded.driver.close();
  await call.until('ended');
  await told.next('cleared', { connectionId, cause: 'switchLost' });
  await told.next('recordingStopped', { callId });
  expect(embedded.driver.health().ok).toBe(false);
});

test('draining lets the calls that are there end in their own time, and begins no others', async () => {
  const told = await start();
  const phone = await embedded.outside('13800138000');
  const call = phone.call('4000');
  const { callId, connectionId } = await told.next('inboundCall');
  embedded.driver.wish(topology(callId, { [connectionId]: hears() }));
  await call.until('connected');
  let drained = false;
  const draining = embedded.driver.drain(60_000).then(() => (drained = true));
  const late = phone.call('4000');
  await late.until('ended');
  expect(call.state).toBe('connected');
  expect(drained).toBe(false);
  call.hangUp();
  await draining;
  expect(told.count('inboundCall')).toBe(1);
  await embedded.driver.close();
});

test('a drain does not wait for ever', async () => {
  const told = await start();
  const phone = await embedded.outside('13800138000');
  const call = phone.call('4000');
  const { callId, connectionId } = await told.next('inboundCall');
  embedded.driver.wish(topology(callId, { [connectionId]: hears() }));
  await call.until('connected');
  await embedded.driver.drain(50);
  expect(call.state).toBe('connected');
});

test('a taken port is named as the setting to change', async () => {
  await start();
  const taken = startEmbeddedSwitch(stacks, () => undefined, { sipPort: embedded.port });
  await expect(taken).rejects.toMatchObject({ name: 'SettingError', setting: 'sip.port' });
  const listener = createServer().listen(0, '127.0.0.1');
  await until('listening', () => listener.listening);
  const { port } = listener.address() as { port: number };
  const halfTaken = startEmbeddedSwitch(stacks, () => undefined, { sipPort: port });
  await expect(halfTaken).rejects.toThrow(/in use/);
  listener.close();
});

test('many calls leave nothing behind', async () => {
  const told = await start({ maxCalls: 50 });
  const agent = await embedded.extension('8001');
  agent.onIncoming((call) => void call.answer().catch(() => undefined));
  const customer = await embedded.outside('13800138000');
  const calls = Array.from({ length: 20 }, () => customer.call('4000'));
  for (const _ of calls) {
    const { callId, connectionId } = await told.next('inboundCall');
    const wish = originate({ device: '8001' }, { callId });
    embedded.driver.wish(wish);
    embedded.driver.wish(
      topology(callId, { [connectionId]: hears(wish.connectionId), [wish.connectionId]: hears(connectionId) }),
    );
    await told.next('answered', { connectionId: wish.connectionId });
    await told.next('answered', { connectionId });
    embedded.driver.wish({ effect: 'clear', connectionId: wish.connectionId, cause: 'normal' });
  }
  for (const call of calls) call.hangUp();
  await until('nothing held', async () => (await embedded.held()) === 0);
});

test('a desk phone rings right after a restart, without having registered again', async () => {
  const before = await start();
  const phone = await embedded.extension('8001');
  await before.next('registered');
  const { dataFolder, port } = embedded;
  await until('written', () => readFile(join(dataFolder, 'registrations.json'), 'utf8').catch(() => null));
  await embedded.driver.close();
  const told = await start({ dataFolder, sipPort: port });
  expect(told.all[0]).toMatchObject({ fact: 'snapshot', deviceIds: ['8001'] });
  const rung = incoming(phone);
  const wish = originate({ device: '8001' });
  embedded.driver.wish(wish);
  await (await rung).answer();
  await told.next('answered', { connectionId: wish.connectionId });
  await phone.close();
});

test('a registrations file that nobody can read is no reason not to start', async () => {
  await start();
  const { dataFolder } = embedded;
  await embedded.driver.close();
  await writeFile(join(dataFolder, 'registrations.json'), '{"version":1,"bindings":[{');
  const told = await start({ dataFolder });
  expect(told.all[0]).toMatchObject({ fact: 'snapshot', deviceIds: [] });
});
