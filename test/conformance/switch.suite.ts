// What every switch driver must do, whatever switch is behind it: the cases that hold drivers to the port.
import { join } from 'node:path';
import type { ConnectionId } from '@cordboard/domain';
import type { Phone, PhoneCall } from '@cordboard/telephony';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toneShare } from '../support/tone.ts';
import { until } from '../support/until.ts';
import { readWav } from '../support/wav.ts';
import { hears, incoming, music, newId, originate, ringback, secondsOf, silence, topology } from './switch-bench.ts';
import type { Skips, SwitchBench } from './switch-bench.ts';

/** Runs every case against one switch. */
export function switchConformance(name: string, openBench: () => Promise<SwitchBench>, skips: Skips = {}): void {
  describe(`switch: ${name}`, () => {
    let bench: SwitchBench;
    beforeEach(async () => {
      bench = await openBench();
    });
    afterEach(() => bench.close());

    const conforms = (what: string, run: () => Promise<void>): void => {
      const reason = skips[what];
      test.skipIf(reason !== undefined)(reason === undefined ? what : `${what} (${reason})`, run);
    };

    conforms('the first fact is a snapshot', async () => {
      expect(bench.facts.all[0]).toEqual({ fact: 'snapshot', connectionIds: [], deviceIds: [] });
    });

    conforms('a telephone that registers and leaves is told of once', async () => {
      const phone = await bench.extension('8001');
      const { deviceId, userAgent } = await bench.facts.next('registered');
      expect(deviceId).toBe('8001');
      expect(userAgent).not.toBe('');
      await phone.register();
      await phone.unregister();
      await bench.facts.next('unregistered', { deviceId });
      expect(bench.facts.count('registered')).toBe(1);
    });

    conforms('a call from outside is proceeding until the core says otherwise', async () => {
      const { call, inbound } = await callIn(bench);
      expect(inbound).toMatchObject({
        dialled: '4000',
        origin: { kind: 'trunk', number: '13800138000' },
      });
      expect(call.state).toBe('calling');
      bench.driver.wish(topology(inbound.callId, { [inbound.connectionId]: { ...silence, stage: 'ringing' } }));
      await call.until('ringing');
      expect(bench.facts.count('answered')).toBe(0);
      bench.driver.wish(topology(inbound.callId, { [inbound.connectionId]: silence }));
      await call.until('connected');
      await bench.facts.next('answered', { connectionId: inbound.connectionId });
    });

    conforms('a call from an extension comes from that device', async () => {
      const phone = await bench.extension('8001');
      phone.call('8002');
      const inbound = await bench.facts.next('inboundCall');
      expect(inbound).toMatchObject({ dialled: '8002', origin: { kind: 'device', deviceId: '8001' } });
    });

    conforms('ringback is heard before the answer', async () => {
      const { call, inbound } = await callIn(bench);
      bench.driver.wish(topology(inbound.callId, { [inbound.connectionId]: { ...ringback, stage: 'early' } }));
      await call.until('ringing');
      await until('ringback', async () => (await call.hear(200)).level > 0.01);
      expect(call.state).toBe('ringing');
    });

    conforms('an extension rings, and answers', async () => {
      const phone = await bench.extension('8001');
      const rung = incoming(phone);
      const wish = originate({ device: '8001' });
      bench.driver.wish(wish);
      const { connectionId } = wish;
      await bench.facts.next('alerting', { connectionId });
      const call = await rung;
      expect(call.remoteUser).toBe('13800138000');
      expect(call.header('X-Cordboard-Call-Id')).toBe(wish.callId);
      expect(bench.facts.count('answered')).toBe(0);
      await call.answer();
      await bench.facts.next('answered', { connectionId });
    });

    conforms('a number outside is called by a trunk', async () => {
      const phone = await bench.outside('13900139000');
      const rung = incoming(phone);
      const wish = originate({ number: '13900139000' });
      bench.driver.wish(wish);
      await (await rung).answer();
      await bench.facts.next('answered', { connectionId: wish.connectionId });
    });

    conforms('an originated call that is cleared stops ringing', async () => {
      const phone = await bench.extension('8001');
      const rung = incoming(phone);
      const wish = originate({ device: '8001' });
      bench.driver.wish(wish);
      const call = await rung;
      bench.driver.wish({ effect: 'clear', connectionId: wish.connectionId, cause: 'cancelled' });
      await call.until('ended');
      expect(call.endCause).toBe('cancelled');
      await bench.facts.next('cleared', { connectionId: wish.connectionId, cause: 'cancelled' });
    });

    conforms('a caller who gives up is told of', async () => {
      const { call, inbound } = await callIn(bench);
      bench.driver.wish(topology(inbound.callId, { [inbound.connectionId]: { ...silence, stage: 'ringing' } }));
      await call.until('ringing');
      call.hangUp();
      await bench.facts.next('cleared', { connectionId: inbound.connectionId, cause: 'cancelled' });
    });

    for (const cause of ['busy', 'rejected'] as const) {
      conforms(`a telephone that says ${cause}`, async () => {
        const phone = await bench.extension('8001');
        phone.onIncoming((call) => call.hangUp(cause));
        const wish = originate({ device: '8001' });
        bench.driver.wish(wish);
        await bench.facts.next('cleared', { connectionId: wish.connectionId, cause });
      });
    }

    conforms('a telephone that nobody answers', async () => {
      const phone = await bench.extension('8001');
      const rung = incoming(phone);
      const wish = originate({ device: '8001' }, { timeoutMs: 300 });
      bench.driver.wish(wish);
      await bench.facts.next('cleared', { connectionId: wish.connectionId, cause: 'noAnswer' });
      await (await rung).until('ended');
    });

    conforms('a device that is not registered is unreachable', async () => {
      const wish = originate({ device: '8999' });
      bench.driver.wish(wish);
      await bench.facts.next('cleared', { connectionId: wish.connectionId, cause: 'unreachable' });
    });

    conforms('a caller is refused with the cause the core gives', async () => {
      const { call, inbound } = await callIn(bench);
      bench.driver.wish({ effect: 'clear', connectionId: inbound.connectionId, cause: 'notFound' });
      await call.until('ended');
      expect(call.endCause).toBe('notFound');
    });

    conforms('hold, retrieve and mute are topologies', async () => {
      const { customer, agent, callId, customerId, agentId } = await conversation(bench);
      await heard(customer, 700);
      await heard(agent, 1100);
      bench.driver.wish(topology(callId, { [customerId]: music, [agentId]: silence }));
      await unheard(agent, 1100);
      await unheard(customer, 700);
      await until('music', async () => (await customer.hear(300)).level > 0.005);
      bench.driver.wish(topology(callId, { [customerId]: hears(agentId), [agentId]: hears(customerId) }));
      await heard(customer, 700);
      await heard(agent, 1100);
      bench.driver.wish(topology(callId, { [customerId]: silence, [agentId]: hears(customerId) }));
      await unheard(customer, 700);
      await heard(agent, 1100);
    });

    conforms('three in a call, one of them heard by one only', async () => {
      const { customer, agent, callId, customerId, agentId } = await conversation(bench);
      const supervisor = await bench.extension('8003');
      const rung = incoming(supervisor);
      const wish = originate({ device: '8003' }, { callId });
      bench.driver.wish(wish);
      const supervising = await rung;
      await supervising.answer();
      await bench.facts.next('answered', { connectionId: wish.connectionId });
      supervising.speak([{ kind: 'sine', frequencyHz: 1900, durationMs: 1_000 }], { loop: true });
      bench.driver.wish(
        topology(callId, {
          [customerId]: hears(agentId),
          [agentId]: hears(customerId, wish.connectionId),
          [wish.connectionId]: hears(customerId, agentId),
        }),
      );
      await heard(agent, 1900);
      await heard(agent, 1100);
      await heard(supervising, 700);
      await heard(supervising, 1100);
      await heard(customer, 700);
      expect(await customer.levelAt(1900, 300)).toBeLessThan(0.005);
    });

    conforms('a connection hears itself', async () => {
      const phone = await bench.extension('8001');
      const rung = incoming(phone);
      const wish = originate({ device: '8001' });
      const { callId, connectionId } = wish;
      bench.driver.wish(wish);
      bench.driver.wish(topology(callId, { [connectionId]: silence }));
      const call = await rung;
      await call.answer();
      await bench.facts.next('answered', { connectionId });
      call.speak([{ kind: 'sine', frequencyHz: 700, durationMs: 1_000 }], { loop: true });
      expect(await call.levelAt(700, 200)).toBeLessThan(0.005);
      bench.driver.wish(topology(callId, { [connectionId]: hears(connectionId) }));
      await heard(call, 700);
      bench.driver.wish(topology(callId, { [connectionId]: silence }));
      await unheard(call, 700);
    });

    conforms('digits come in once per key, and go out', async () => {
      const { customer, customerId } = await conversation(bench);
      customer.sendDigits('1#');
      await bench.facts.next('digit', { connectionId: customerId, digit: '1' });
      await bench.facts.next('digit', { connectionId: customerId, digit: '#' });
      expect(bench.facts.count('digit')).toBe(2);
      const received: string[] = [];
      customer.onDigit((digit) => received.push(digit));
      bench.driver.wish({ effect: 'sendDigits', connectionId: customerId, digits: '42' });
      await until('the digits', () => received.join('') === '42');
    });

    conforms('digits by SIP INFO count as digits', async () => {
      const { customer, customerId } = await conversation(bench);
      customer.sendInfoDigits('7');
      await bench.facts.next('digit', { connectionId: customerId, digit: '7' });
    });

    conforms('a prompt wished before the answer is played after it, and its end is told', async () => {
      const { call, inbound } = await callIn(bench);
      const { callId, connectionId } = inbound;
      bench.driver.wish(topology(callId, { [connectionId]: music }));
      bench.driver.wish({
        effect: 'play',
        connectionId,
        playId: 'p1',
        prompts: [
          { kind: 'digits', digits: '12' },
          { kind: 'tone', name: 'beep' },
        ],
      });
      await call.until('connected');
      await bench.facts.next('playbackFinished', { connectionId, playId: 'p1' });
    });

    conforms('a prompt that is stopped or replaced does not finish', async () => {
      const { call, inbound } = await callIn(bench);
      const { callId, connectionId } = inbound;
      const play = (playId: string, digits: string): void =>
        bench.driver.wish({ effect: 'play', connectionId, playId, prompts: [{ kind: 'digits', digits }] });
      bench.driver.wish(topology(callId, { [connectionId]: silence }));
      await call.until('connected');
      play('replaced', '1234567890');
      play('stopped', '1234567890');
      bench.driver.wish({ effect: 'stopPlay', connectionId });
      play('finished', '1');
      await bench.facts.next('playbackFinished', { playId: 'finished' });
      expect(bench.facts.count('playbackFinished')).toBe(1);
    });

    conforms('agent and customer are recorded on tracks of their own', async () => {
      const { callId, customerId, agentId } = await conversation(bench);
      const recordingId = newId();
      const tracks = {
        [customerId]: { ...hears(agentId), track: 'customer' as const },
        [agentId]: { ...hears(customerId), track: 'agent' as const },
      };
      bench.driver.wish(topology(callId, tracks, recordingId));
      const started = await bench.facts.next('recordingStarted', { callId });
      expect(started.recordingId).toBe(recordingId);
      await recordedFor(bench, started.path, 1);
      bench.driver.wish(topology(callId, tracks));
      const stopped = await bench.facts.next('recordingStopped', { callId });
      expect(stopped.path).toBe(started.path);
      await expectTracks(bench, stopped.path);
    });

    conforms('a paused recording is silent meanwhile, goes on as the same one, and its times stay true', async () => {
      const { callId, customerId, agentId } = await conversation(bench);
      const recordingId = newId();
      const tracks = {
        [customerId]: { ...hears(agentId), track: 'customer' as const },
        [agentId]: { ...hears(customerId), track: 'agent' as const },
      };
      const record = (paused: boolean): void => bench.driver.wish(topology(callId, tracks, recordingId, paused));
      record(false);
      const { path } = await bench.facts.next('recordingStarted', { callId });
      await recordedFor(bench, path, 1);
      record(true);
      await recordedFor(bench, path, 3);
      record(false);
      await recordedFor(bench, path, 5);
      bench.driver.wish(topology(callId, tracks));
      const stopped = await bench.facts.next('recordingStopped', { callId });
      expect(stopped).toMatchObject({ recordingId, path });
      expect(bench.facts.count('recordingStarted')).toBe(1);
      await expectPause(bench, stopped);
    });

    conforms('a recording that is paused before anybody is heard keeps nothing', async () => {
      const { callId, customerId, agentId } = await conversation(bench);
      const recordingId = newId();
      const tracks = {
        [customerId]: { ...hears(agentId), track: 'customer' as const },
        [agentId]: { ...hears(customerId), track: 'agent' as const },
      };
      bench.driver.wish(topology(callId, tracks, recordingId, true));
      const { path } = await bench.facts.next('recordingStarted', { callId });
      await recordedFor(bench, path, 1);
      bench.driver.wish(topology(callId, tracks));
      await bench.facts.next('recordingStopped', { callId });
      if (bench.recordingFolder === null) return;
      const { channels } = await readWav(join(bench.recordingFolder, path));
      for (const track of channels) expect(track.every((sample) => sample === 0)).toBe(true);
    });

    conforms('a recording ends with its call', async () => {
      const { callId, customerId, agentId } = await conversation(bench);
      const track = 'customer' as const;
      bench.driver.wish(
        topology(callId, { [customerId]: { ...hears(agentId), track }, [agentId]: hears(customerId) }, newId()),
      );
      await bench.facts.next('recordingStarted', { callId });
      for (const connectionId of [customerId, agentId]) {
        bench.driver.wish({ effect: 'clear', connectionId, cause: 'normal' });
      }
      await bench.facts.next('recordingStopped', { callId });
    });

    conforms('a telephone that holds and retrieves by itself', async () => {
      const { agent, agentId } = await conversation(bench);
      await agent.hold();
      await bench.facts.next('heldByDevice', { connectionId: agentId });
      await agent.retrieve();
      await bench.facts.next('retrievedByDevice', { connectionId: agentId });
      await heard(agent, 1100);
    });

    conforms('a telephone that transfers by REFER', async () => {
      const { agent, agentId } = await conversation(bench);
      expect(await agent.refer('8005')).toBe(202);
      await bench.facts.next('transferByDevice', { connectionId: agentId, dialled: '8005' });
      bench.driver.wish({ effect: 'clear', connectionId: agentId, cause: 'transferred' });
      await agent.until('ended');
    });

    conforms('a telephone is asked to answer', async () => {
      const phone = await bench.extension('8001');
      const rung = incoming(phone);
      const wish = originate({ device: '8001' });
      bench.driver.wish(wish);
      const { connectionId } = wish;
      await bench.facts.next('alerting', { connectionId });
      const call = await rung;
      const asked = new Promise<void>((resolve) => call.onTalk(resolve));
      bench.driver.wish({ effect: 'answer', connectionId });
      await asked;
      await call.answer();
      await bench.facts.next('answered', { connectionId });
    });

    conforms('a party that hangs up leaves the other in the call', async () => {
      const { customer, agent, customerId, agentId } = await conversation(bench);
      agent.hangUp();
      await bench.facts.next('cleared', { connectionId: agentId, cause: 'normal' });
      expect(customer.state).toBe('connected');
      bench.driver.wish({ effect: 'clear', connectionId: customerId, cause: 'normal' });
      await customer.until('ended');
      await bench.facts.next('cleared', { connectionId: customerId });
    });

    conforms('wishes are repeatable, and those for what is gone do nothing', async () => {
      const { customer, callId, customerId, agentId } = await conversation(bench);
      const wish = topology(callId, { [customerId]: hears(agentId), [agentId]: hears(customerId) });
      bench.driver.wish(wish);
      bench.driver.wish(wish);
      const gone = newId() as ConnectionId;
      bench.driver.wish({ effect: 'clear', connectionId: gone, cause: 'normal' });
      bench.driver.wish({ effect: 'play', connectionId: gone, playId: 'x', prompts: [] });
      bench.driver.wish({ effect: 'sendDigits', connectionId: gone, digits: '1' });
      await heard(customer, 700);
      const clear = { effect: 'clear', connectionId: customerId, cause: 'normal' } as const;
      bench.driver.wish(clear);
      bench.driver.wish(clear);
      await customer.until('ended');
      await bench.facts.next('cleared', { connectionId: customerId });
      expect(bench.facts.count('cleared')).toBe(1);
    });

    conforms('two calls at once do not hear each other', async () => {
      const first = await conversation(bench);
      const second = await conversation(bench, { customer: '13800138001', agent: '8002', says: [1500, 2300] });
      await heard(first.customer, 700);
      await heard(second.customer, 1500);
      await heard(second.agent, 2300);
      expect(await first.customer.levelAt(1500, 300)).toBeLessThan(0.005);
      expect(await second.agent.levelAt(1100, 300)).toBeLessThan(0.005);
    });

    conforms('nothing is left of calls that are over', async () => {
      for (const who of ['13800138000', '13800138001', '13800138002']) {
        const { customer, agent, customerId, agentId } = await conversation(bench, { customer: who });
        customer.hangUp();
        await bench.facts.next('cleared', { connectionId: customerId });
        bench.driver.wish({ effect: 'clear', connectionId: agentId, cause: 'normal' });
        await agent.until('ended');
      }
      const wish = originate({ device: '8001' });
      bench.driver.wish(wish);
      bench.driver.wish({ effect: 'clear', connectionId: wish.connectionId, cause: 'cancelled' });
      await until('nothing held', async () => (await bench.held()) === 0);
    });
  });
}

/** Somebody outside calls 4000. */
async function callIn(bench: SwitchBench, number = '13800138000') {
  const phone = await bench.outside(number);
  const call = phone.call('4000');
  const inbound = await bench.facts.next('inboundCall');
  return { call, inbound };
}

const extensions = new WeakMap<SwitchBench, Map<string, Promise<Phone>>>();

/** A customer and an agent talk; the agent says 700 Hz, the customer 1100 Hz. */
async function conversation(
  bench: SwitchBench,
  { customer: number = '13800138000', agent: user = '8001', says = [700, 1100] as readonly [number, number] } = {},
) {
  const phones = extensions.get(bench) ?? new Map<string, Promise<Phone>>();
  extensions.set(bench, phones);
  const phone = phones.get(user) ?? bench.extension(user);
  phones.set(user, phone);
  const rung = incoming(await phone);
  const { call: customer, inbound } = await callIn(bench, number);
  const { callId, connectionId: customerId } = inbound;
  bench.driver.wish(topology(callId, { [customerId]: music }));
  await bench.facts.next('answered', { connectionId: customerId });
  await customer.until('connected');
  const wish = originate({ device: user }, { callId });
  const agentId = wish.connectionId;
  bench.driver.wish(wish);
  const agent = await rung;
  await agent.answer();
  await bench.facts.next('answered', { connectionId: agentId });
  bench.driver.wish(topology(callId, { [customerId]: hears(agentId), [agentId]: hears(customerId) }));
  const tone = (frequencyHz: number) => [{ kind: 'sine', frequencyHz, durationMs: 1_000 }] as const;
  agent.speak(tone(says[0]), { loop: true });
  customer.speak(tone(says[1]), { loop: true });
  return { customer, agent, callId, customerId, agentId };
}

async function heard(call: PhoneCall, frequencyHz: number): Promise<void> {
  await until(`${frequencyHz} Hz heard`, async () => (await call.levelAt(frequencyHz, 200)) > 0.02);
}

async function unheard(call: PhoneCall, frequencyHz: number): Promise<void> {
  await until(`${frequencyHz} Hz not heard`, async () => (await call.levelAt(frequencyHz, 200)) < 0.005);
}

/** Waits until the file has grown to so many seconds; nothing to wait for where there is no file. */
async function recordedFor(bench: SwitchBench, path: string, seconds: number): Promise<void> {
  if (bench.recordingFolder === null) return;
  await until('recorded audio', async () => (await secondsOf(bench, path)) >= seconds);
}

/** Left the agent's 700 Hz, right the customer's 1100 Hz, and nothing of the other. */
async function expectTracks(bench: SwitchBench, path: string): Promise<void> {
  if (bench.recordingFolder === null) return;
  const { channels } = await readWav(join(bench.recordingFolder, path));
  const [agent, customer] = channels;
  expect(channels).toHaveLength(2);
  expect(toneShare(agent!, 700)).toBeGreaterThan(0.5);
  expect(toneShare(agent!, 1100)).toBeLessThan(0.01);
  expect(toneShare(customer!, 1100)).toBeGreaterThan(0.5);
  expect(toneShare(customer!, 700)).toBeLessThan(0.01);
}

/** Both tones, then silence on both tracks for about two seconds, then both tones; and the file is as long as is said. */
async function expectPause(
  bench: SwitchBench,
  { path, durationMs }: { readonly path: string; readonly durationMs: number },
): Promise<void> {
  if (bench.recordingFolder === null) return;
  const { channels } = await readWav(join(bench.recordingFolder, path));
  expect(channels).toHaveLength(2);
  for (const [index, tone] of [700, 1100].entries()) {
    const track = channels[index]!;
    expect(track.length / 8).toBe(durationMs);
    // Tenths of a second that hold any sound at all: what comes before the pause, and what comes after it.
    const isSilent = Array.from({ length: Math.floor(track.length / 800) }, (_, tenth) =>
      track.subarray(tenth * 800, (tenth + 1) * 800).every((sample) => sample === 0),
    );
    const from = isSilent.indexOf(true, isSilent.indexOf(false));
    const to = isSilent.indexOf(false, from);
    expect(to - from).toBeGreaterThan(10);
    expect(toneShare(track.subarray(0, (from - 1) * 800), tone)).toBeGreaterThan(0.5);
    expect(toneShare(track.subarray((to + 1) * 800), tone)).toBeGreaterThan(0.5);
  }
}
