// A supervisor at an agent's call: what is heard, who notices, and what he may do to calls and states of others.
import type { AgentId } from '@cordboard/domain';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Town, type CallCentre, type Person, type TelephoneCall } from '../support/call-centre.ts';
import { withSupervision } from '../support/small-tenant.ts';
import { until } from '../support/until.ts';

let town: Town;
beforeAll(async () => {
  town = await Town.open();
});
afterEach(() => town.tidyUp());
afterAll(() => town.close());

const anna = { agentId: '2001' as AgentId };
const [customerTone, annaTone, lenaTone, maxTone] = [700, 900, 1_100, 1_300] as const;
const speak = (call: TelephoneCall | undefined, frequencyHz: number): void =>
  call?.speak([{ kind: 'sine', frequencyHz, durationMs: 1_000 }]);

type Stage = {
  centre: CallCentre;
  anna: Person;
  /** Of Anna's group. */
  lena: Person;
  /** Of the tenant. */
  max: Person;
  customer: TelephoneCall;
  callId: Person['callId'];
};

async function supervisorAt(centre: CallCentre, login: string): Promise<Person> {
  const person = await centre.agent(login, 'notReady');
  person.phone.behaviour = { kind: 'answers', afterMs: 0 };
  return person;
}

async function talking(): Promise<Stage> {
  const centre = await town.centre(withSupervision);
  const agent = await centre.agent('2001');
  const lena = await supervisorAt(centre, '2000');
  const max = await supervisorAt(centre, '2009');
  const customer = centre.customer('13800138000').call('4001');
  await centre.settled();
  await agent.client.call('call.answer', { callId: agent.callId });
  await centre.pass(5_000);
  speak(customer, customerTone);
  speak(agent.phone.calls[0], annaTone);
  return { centre, anna: agent, lena, max, customer, callId: agent.callId };
}

async function joined(method: 'supervision.listen' | 'supervision.whisper' | 'supervision.bargeIn'): Promise<Stage> {
  const stage = await talking();
  await stage.lena.client.call(method, anna);
  await stage.centre.pass(1);
  speak(stage.lena.phone.calls[0], lenaTone);
  await stage.centre.settled();
  return stage;
}

async function hears(call: TelephoneCall | undefined): Promise<readonly string[]> {
  if (call === undefined || call.state === 'ended') return ['gone'];
  const tones = [
    ['customer', customerTone],
    ['anna', annaTone],
    ['lena', lenaTone],
    ['max', maxTone],
  ] as const;
  const voices: string[] = [];
  for (const [who, tone] of tones) if ((await call.levelAt(tone)) > 0) voices.push(who);
  return voices;
}

const heardBy = async ({ customer, anna: agent, lena }: Stage) => ({
  customer: await hears(customer),
  anna: await hears(agent.phone.calls[0]),
  lena: await hears(lena.phone.calls[0]),
});

test('listening: both are heard, and nobody in the call hears or is told anything', async () => {
  const stage = await talking();
  const { centre, lena, callId } = stage;
  const told = stage.anna.heard.length;
  await lena.client.call('supervision.listen', anna);
  await centre.pass(1);
  speak(lena.phone.calls[0], lenaTone);
  await centre.settled();
  expect(await heardBy(stage)).toEqual({ customer: ['anna'], anna: ['customer'], lena: ['customer', 'anna'] });
  expect(stage.anna.types(told)).toEqual([]);
  expect(JSON.stringify(stage.anna.call)).not.toContain('2000');
  expect(lena.client.state.supervision).toMatchObject({ callId, watchedId: '2001', mode: 'listen', call: { callId } });
  expect(lena.client.state.calls).toEqual([]);

  const { agents } = await stage.anna.client.call('agent.list', {});
  expect(agents.find(({ agentId }) => agentId === '2000')).toMatchObject({ state: 'busy', callIds: [] });
  await lena.client.call('supervision.end');
  await centre.settled();
  expect(lena.client.state.supervision).toBeNull();
  expect(lena.phone.calls).toEqual([]);
  expect(stage.anna.types(told)).toEqual([]);
  expect(await heardBy(stage)).toMatchObject({ customer: ['anna'], anna: ['customer'] });
});

test('whispering, barging in, and back to listening', async () => {
  const stage = await joined('supervision.whisper');
  const { centre, lena } = stage;
  expect(await heardBy(stage)).toEqual({ customer: ['anna'], anna: ['customer', 'lena'], lena: ['customer', 'anna'] });
  await lena.client.call('supervision.switchTo', { mode: 'bargeIn' });
  await centre.settled();
  expect(await heardBy(stage)).toMatchObject({ customer: ['anna', 'lena'], anna: ['customer', 'lena'] });
  await lena.client.call('supervision.switchTo', { mode: 'listen' });
  await centre.settled();
  expect(await heardBy(stage)).toEqual({ customer: ['anna'], anna: ['customer'], lena: ['customer', 'anna'] });
  expect(lena.client.state.supervision).toMatchObject({ mode: 'listen' });
});

test('the call ends while he whispers', async () => {
  const { centre, customer, lena } = await joined('supervision.whisper');
  customer.hangUp();
  await centre.settled();
  expect(lena.phone.calls).toEqual([]);
  expect(lena.client.state.supervision).toBeNull();
  expect(lena.agent.state).toBe('notReady');
  expect(await centre.records()).toMatchObject([{ agentIds: ['2001'] }]);
  await centre.expectNothingLeft();
});

test('two supervisors at one call: both may listen, one may speak', async () => {
  const stage = await joined('supervision.whisper');
  const { centre, max } = stage;
  expect(await max.refusal(max.client.call('supervision.bargeIn', anna))).toBe('alreadySupervised');
  await max.client.call('supervision.listen', anna);
  await centre.pass(1);
  speak(max.phone.calls[0], maxTone);
  expect(await hears(max.phone.calls[0])).toEqual(['customer', 'anna']);
  expect(await heardBy(stage)).toMatchObject({ customer: ['anna'], anna: ['customer', 'lena'] });
  expect(max.heard.filter((event) => 'supervisorId' in event && event.supervisorId !== '2009')).toEqual([]);
});

test('the supervisor’s network is away: he goes on listening, and finds himself there', async () => {
  const stage = await joined('supervision.listen');
  await stage.lena.loseLink();
  expect(await hears(stage.lena.phone.calls[0])).toEqual(['customer', 'anna']);
  await stage.lena.comeBack();
  await stage.centre.settled();
  expect(stage.lena.client.state.supervision).toMatchObject({ watchedId: '2001' });
  await stage.lena.client.call('supervision.end');
});

test('taken over', async () => {
  const stage = await joined('supervision.listen');
  const { centre, lena, callId } = stage;
  await lena.client.call('supervision.takeOver', anna);
  await centre.settled();
  expect(await heardBy(stage)).toEqual({ customer: ['lena'], anna: ['gone'], lena: ['customer'] });
  expect(lena.call).toMatchObject({ callId });
  expect(lena.client.state.supervision).toBeNull();
  expect(lena.agent.callIds).toEqual([callId]);
  expect(stage.anna.agent.state).toBe('workingAfterCall');
  await lena.client.call('call.hangUp', { callId });
  await centre.settled();
  expect(await centre.records()).toMatchObject([{ agentIds: ['2001', '2000'] }]);
  await centre.expectNothingLeft();
});

test('picked up while it rings at the agent', async () => {
  const centre = await town.centre(withSupervision);
  const agent = await centre.agent('2001');
  const lena = await supervisorAt(centre, '2000');
  const customer = centre.customer('13800138000').call('4001');
  await centre.settled();
  const { callId } = agent;
  await lena.client.call('supervision.pickUp', anna);
  await centre.pass(1);
  expect(agent.at).toBeNull();
  expect(agent.agent).toMatchObject({ state: 'ready', statistics: { callsMissed: 0 } });
  expect(lena.at).toBe('connected');
  speak(customer, customerTone);
  expect(await hears(lena.phone.calls[0])).toEqual(['customer']);
  expect(await lena.refusal(lena.client.call('supervision.pickUp', anna))).toBe('busyWithCall');
  await lena.client.call('call.hangUp', { callId });
});

test('cleared by force', async () => {
  const { centre, customer, lena } = await talking();
  await lena.client.call('supervision.clearCall', anna);
  await centre.settled();
  expect(customer.state).toBe('ended');
  expect(await centre.records()).toMatchObject([{ cause: 'forced' }]);
  expect(await lena.refusal(lena.client.call('supervision.clearCall', anna))).toBe('wrongCallState');
  await centre.expectNothingLeft();
});

test('a state is forced, and the agent is told by whom', async () => {
  const { centre, lena, anna: agent, customer } = await talking();
  await lena.client.call('supervision.forceState', { ...anna, state: 'notReady', reason: 'training' });
  await centre.settled();
  expect(agent.heard.find(({ type }) => type === 'agent.stateForced')).toMatchObject({ by: '2000', state: 'notReady' });
  customer.hangUp();
  await centre.pass(15_000);
  expect(agent.agent).toMatchObject({ state: 'notReady', reason: 'training' });
});

test('signed out by force: after the call when there is one, else at once with the program', async () => {
  const { centre, lena, anna: agent, customer } = await talking();
  await lena.client.call('supervision.signOut', anna);
  await centre.settled();
  expect(agent.at).toBe('connected');
  expect(await agent.refusal(agent.client.call('agent.setReady'))).toBe('wrongAgentState');
  customer.hangUp();
  await centre.settled();
  expect(agent.agent.state).toBe('null');
  const boris = await centre.agent('2002');
  await lena.client.call('supervision.signOut', { agentId: '2002' });
  await until('the program is told', () => boris.endings.length > 0);
  expect(boris.endings).toEqual(['signedOutByOther']);
});

test('refused without the right, beyond the group, and where there is nothing to supervise', async () => {
  const { centre, anna: agent, lena, max } = await talking();
  const clara = await centre.agent('2003');
  const ofClara = { agentId: '2003' as AgentId };
  const listen = (who: Person, whom: { agentId: AgentId }) => who.refusal(who.client.call('supervision.listen', whom));
  expect(await listen(clara, anna)).toBe('notPermitted');
  expect(await listen(lena, ofClara)).toBe('notPermitted');
  expect(await listen(max, ofClara)).toBe('wrongCallState');
  expect(await listen(lena, { agentId: '2000' as AgentId })).toBe('targetIsSelf');
  expect(await lena.refusal(lena.client.call('supervision.signOut', ofClara))).toBe('notPermitted');
  expect(agent.agent.allowed.filter((method) => method.startsWith('supervision.'))).toEqual([]);
  expect(lena.agent.allowed).toContain('supervision.listen');
});
