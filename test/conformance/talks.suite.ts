// What the core declares is what is heard: the real core at a switch, with a tone for everybody, measured at every telephone.
import { join } from 'node:path';
import type { CallId, CallRecord, Command } from '@cordboard/domain';
import type { Phone, PhoneCall } from '@cordboard/telephony';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Floor } from '../../packages/domain/src/support/floor.ts';
import { agent, device } from '../../packages/domain/src/support/sample.ts';
import { toneShare } from '../support/tone.ts';
import { until } from '../support/until.ts';
import { readWav } from '../support/wav.ts';
import { incoming } from './switch-bench.ts';
import type { SwitchBench } from './switch-bench.ts';

/** Everybody's voice, in Hz: none of them is a multiple of another, nor in the music. */
const tones = { customer: 700, agent: 1100, colleague: 1900, supervisor: 2300 } as const;
type Who = keyof typeof tones;
type Heard = Partial<Readonly<Record<Who, readonly (Who | 'music')[]>>>;

/** Somebody who is heard is this loud at least; somebody who is not, less than that at most. */
const audible = 0.02;
const inaudible = 0.005;

export function talkConformance(name: string, openBench: () => Promise<SwitchBench>): void {
  describe(`talks: ${name}`, () => {
    let talk: Talk;
    beforeEach(async () => {
      talk = await Talk.begin(await openBench());
    });
    afterEach(() => talk.bench.close());

    test('consultation: held, asked, gone over, three together, and back', async () => {
      await talk.command('1001', 'call.consult', {
        callId: talk.callId,
        to: { kind: 'agent', agentId: agent('1002') },
      });
      await talk.hear({ customer: ['music'] });
      await talk.answers('colleague');
      await talk.hear({ customer: ['music'], agent: ['colleague'], colleague: ['agent'] });
      await talk.command('1001', 'call.alternate', { callId: talk.callId });
      await talk.hear({ customer: ['agent'], agent: ['customer'], colleague: ['music'] });
      await talk.command('1001', 'call.conference', { callId: talk.callId });
      await talk.hear({
        customer: ['agent', 'colleague'],
        agent: ['customer', 'colleague'],
        colleague: ['customer', 'agent'],
      });
      await talk.command('1001', 'call.endConsultation', { callId: talk.callId });
      await talk.hear({ customer: ['agent'], agent: ['customer'] });
    });

    test('consultation with hold, then transferred', async () => {
      await talk.command('1001', 'call.consult', {
        callId: talk.callId,
        to: { kind: 'agent', agentId: agent('1002') },
      });
      await talk.answers('colleague');
      await talk.command('1001', 'call.hold', { callId: talk.callId });
      await talk.hear({ customer: ['music'], agent: [], colleague: ['music'] });
      await talk.command('1001', 'call.retrieve', { callId: talk.callId });
      await talk.hear({ customer: ['music'], agent: ['colleague'], colleague: ['agent'] });
      await talk.command('1001', 'call.completeTransfer', { callId: talk.callId });
      await talk.hear({ customer: ['colleague'], colleague: ['customer'] });
    });

    test('listening is not heard; a whisper by the agent alone; barging in by all', async () => {
      await talk.command('2001', 'supervision.listen', { agentId: agent('1001') });
      await talk.answers('supervisor');
      await talk.hear({ customer: ['agent'], agent: ['customer'], supervisor: ['customer', 'agent'] });
      await talk.command('2001', 'supervision.switchTo', { mode: 'whisper' });
      await talk.hear({ customer: ['agent'], agent: ['customer', 'supervisor'], supervisor: ['customer', 'agent'] });
      await talk.command('2001', 'supervision.switchTo', { mode: 'bargeIn' });
      await talk.hear({
        customer: ['agent', 'supervisor'],
        agent: ['customer', 'supervisor'],
        supervisor: ['customer', 'agent'],
      });
      await talk.command('2001', 'supervision.switchTo', { mode: 'listen' });
      await talk.hear({ customer: ['agent'], agent: ['customer'], supervisor: ['customer', 'agent'] });
      await talk.command('2001', 'supervision.takeOver', { agentId: agent('1001') });
      await talk.hear({ customer: ['supervisor'], supervisor: ['customer'] });
    });

    test('a test call: he hears himself, and nobody else, until he mutes', async () => {
      const { callId } = (await talk.command('1002', 'phone.check', {})) as { callId: CallId };
      await talk.answers('colleague', callId);
      await talk.hear({ customer: ['agent'], agent: ['customer'], colleague: ['colleague'] });
      await talk.command('1002', 'call.mute', { callId });
      await talk.silent('colleague');
    });

    test('a customer who is asked for a mark hears the question, and nobody any more', async () => {
      await talk.command('1001', 'call.grade', { callId: talk.callId, language: 'en' });
      await talk.bench.facts.next('playbackFinished', { playId: `${talk.callId}.ivr1` });
      await talk.hear({ customer: [] });
      talk.press('customer', '2');
      await talk.bench.facts.next('playbackFinished', { playId: `${talk.callId}.ivr3` });
      expect(talk.lastRecord()?.grade).toEqual({ agentId: '1001', grade: 2 });
    });

    test('a whisper during a consultation reaches neither the colleague nor the held customer', async () => {
      await talk.command('2001', 'supervision.whisper', { agentId: agent('1001') });
      await talk.answers('supervisor');
      await talk.command('1001', 'call.consult', {
        callId: talk.callId,
        to: { kind: 'agent', agentId: agent('1002') },
      });
      await talk.answers('colleague');
      await talk.hear({
        customer: ['music'],
        agent: ['colleague', 'supervisor'],
        colleague: ['agent'],
        supervisor: ['agent', 'colleague'],
      });
    });

    test('a whisper is on no track; the colleague is on the agent’s', async () => {
      await talk.command('2001', 'supervision.whisper', { agentId: agent('1001') });
      await talk.answers('supervisor');
      await talk.hear({ agent: ['customer', 'supervisor'] });
      await talk.command('1001', 'call.invite', { callId: talk.callId, to: { kind: 'agent', agentId: agent('1002') } });
      await talk.answers('colleague');
      await talk.hear({ customer: ['agent', 'colleague'] });
      await talk.recorded(1);
      await talk.command('2001', 'supervision.clearCall', { agentId: agent('1001') });
      const { path } = await talk.bench.facts.next('recordingStopped', { callId: talk.callId });
      if (talk.bench.recordingFolder === null) return;
      const { channels } = await readWav(join(talk.bench.recordingFolder, path));
      const [house, customer] = channels;
      expect(toneShare(house!, tones.agent)).toBeGreaterThan(0.2);
      expect(toneShare(house!, tones.colleague)).toBeGreaterThan(0.1);
      expect(toneShare(customer!, tones.customer)).toBeGreaterThan(0.5);
      for (const track of [house!, customer!]) expect(toneShare(track, tones.supervisor)).toBeLessThan(0.01);
    });
  });
}

/** A customer of the queue talks to agent 1001 at 8001; colleague 1002 is at 8002, supervisor 2001 at 8004. */
class Talk {
  readonly bench: SwitchBench;
  readonly #floor = new Floor();
  readonly #calls = new Map<Who, PhoneCall>();
  readonly #rung = new Map<Who, Promise<PhoneCall>>();
  callId = '' as CallId;

  private constructor(bench: SwitchBench) {
    this.bench = bench;
  }

  static async begin(bench: SwitchBench): Promise<Talk> {
    const talk = new Talk(bench);
    bench.facts.follow((fact) => {
      talk.#floor.fact(fact);
      talk.#carryOut();
    });
    await talk.#person('agent', '1001', '8001', 'ready');
    await talk.#person('colleague', '1002', '8002', 'notReady');
    await talk.#person('supervisor', '2001', '8004', 'notReady');
    const customer = (await bench.outside('13800138000')).call('9501');
    talk.callId = (await bench.facts.next('inboundCall')).callId;
    await customer.until('connected');
    talk.#speak('customer', customer);
    await talk.answers('agent');
    await talk.hear({ customer: ['agent'], agent: ['customer'] });
    return talk;
  }

  async #person(who: Who, agentId: string, extension: string, state: 'ready' | 'notReady'): Promise<void> {
    const phone: Phone = await this.bench.extension(extension);
    this.#rung.set(who, incoming(phone));
    this.#floor.open(agentId);
    await until(`${extension} registered`, () => this.#floor.world.devices.get(device(extension))?.registered === true);
    await this.command(agentId, 'agent.signIn', { deviceId: device(extension), state });
  }

  async command<M extends Command['method']>(
    agentId: string,
    method: M,
    params: Extract<Command, { method: M }>['params'],
  ): Promise<unknown> {
    const reply = this.#floor.command(agentId, method, params as never);
    expect(reply, method).toHaveProperty('result');
    this.#carryOut();
    return reply !== null && 'result' in reply ? reply.result : null;
  }

  press(who: Who, digits: string): void {
    this.#calls.get(who)!.sendDigits(digits);
  }

  lastRecord(): CallRecord | undefined {
    return this.#floor.events.flatMap((event) => (event.type === 'call.cleared' ? [event.record] : [])).at(-1);
  }

  #carryOut(): void {
    for (const effect of this.#floor.effects) {
      if (effect.effect === 'startTimer' || effect.effect === 'cancelTimer' || effect.effect === 'closeSession')
        continue;
      this.bench.driver.wish(effect);
    }
  }

  /** The next call at his telephone is picked up, and he speaks. */
  async answers(who: Who, callId: CallId = this.callId): Promise<void> {
    const call = await this.#rung.get(who)!;
    await call.answer();
    this.#speak(who, call);
    await until(`${who} is there`, () => this.#isThere(call, callId));
  }

  #isThere(call: PhoneCall, callId: CallId): boolean {
    const id = call.header('X-Cordboard-Call-Id');
    return call.state === 'connected' && (id === undefined || id === callId);
  }

  #speak(who: Who, call: PhoneCall): void {
    this.#calls.set(who, call);
    call.speak([{ kind: 'sine', frequencyHz: tones[who], durationMs: 1_000 }], { loop: true });
  }

  /** Each of these telephones hears these voices, and no other one: what must be heard is waited for first. */
  async hear(heard: Heard): Promise<void> {
    const ears = Object.entries(heard) as [Who, readonly (Who | 'music')[]][];
    for (const [who, voices] of ears) {
      for (const voice of voices)
        await until(`${who} hears ${voice}`, async () => (await this.#level(who, voice)) > audible);
    }
    for (const [who, voices] of ears) {
      for (const other of Object.keys(tones) as Who[]) {
        if (other === who || voices.includes(other)) continue;
        await until(`${who} does not hear ${other}`, async () => (await this.#level(who, other)) < inaudible);
      }
    }
  }

  /** He hears nothing at all. */
  async silent(who: Who): Promise<void> {
    const call = this.#calls.get(who)!;
    await until(`${who} hears nothing`, async () => (await call.hear(300)).level < inaudible);
  }

  async #level(who: Who, voice: Who | 'music'): Promise<number> {
    const call = this.#calls.get(who)!;
    return voice === 'music' ? (await call.hear(300)).level * 4 : call.levelAt(tones[voice], 200);
  }

  /** The recording has grown by so many seconds. */
  async recorded(seconds: number): Promise<void> {
    const { bench } = this;
    const { recordingFolder } = bench;
    const { path } = await bench.facts.next('recordingStarted', { callId: this.callId });
    if (recordingFolder === null) return;
    const lengthOf = async (): Promise<number> =>
      bench.recordedSeconds !== undefined
        ? (await bench.recordedSeconds(path)) * 8_000
        : ((await readWav(join(recordingFolder, path)).catch(() => null))?.channels[0]?.length ?? 0);
    const before = await lengthOf();
    await until('recorded audio', async () => (await lengthOf()) >= before + seconds * 8_000);
  }
}
