// Verto clients' telephones at the embedded switch: what becomes of a call whose page is loaded anew, stays away, or sends what it should not; with what each side hears.
import { pino } from 'pino';
import type { CallId, ConnectionId } from '@cordboard/domain';
import type { PhoneCall } from '@cordboard/telephony';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Fields } from '../../packages/server/src/doors/verto/frame.ts';
import { createPhones, type Phones } from '../../packages/server/src/doors/verto/phone/phones.ts';
import { limits } from '../../packages/server/src/limits.ts';
import { mediaLimits, sipLimits } from '../../packages/telephony/src/limits.ts';
import { Facts, hears, originate, silence, topology } from '../conformance/switch-bench.ts';
import {
  startEmbeddedSwitch,
  startStacks,
  type EmbeddedSwitch,
  type Stacks,
  type Wanted,
} from '../support/embedded-switch.ts';
import { until } from '../support/until.ts';
import { VertoPage } from '../support/verto-page.ts';

const customerHz = 700;
const agentHz = 1_100;
const audible = 0.05;
const log = pino({ level: 'silent' });

let stacks: Stacks;
let embedded: EmbeddedSwitch;
let facts: Facts;
let phones: Phones;
beforeAll(async () => {
  stacks = await startStacks();
});
afterEach(async () => {
  await phones.stop();
  await embedded.close();
});
afterAll(() => stacks.close());

async function start(wanted: Wanted = {}): Promise<void> {
  facts = new Facts();
  embedded = await startEmbeddedSwitch(stacks, facts.tell, wanted);
  const { port } = embedded.driver.addresses().find(({ transport }) => transport === 'tcp')!;
  phones = await createPhones(`127.0.0.1:${port}`, log);
}

const page = (extension: string, silenceAfterMs: number = limits.vertoSilenceAfterMs): Promise<VertoPage> =>
  VertoPage.open(phones, { extension, media: stacks.inside.media, hz: agentHz, silenceAfterMs });

type Talk = {
  readonly page: VertoPage;
  readonly customer: PhoneCall;
  readonly callID: unknown;
  readonly agent: ConnectionId;
};

/** A customer is connected with somebody who works in a page. */
async function talk({ extension = '8001', number = '13800138000', silenceAfterMs = 8_000 } = {}): Promise<Talk> {
  const agentPage = await page(extension, silenceAfterMs);
  const customer = (await embedded.outside(number)).call('4000');
  customer.speak([{ kind: 'sine', frequencyHz: customerHz, durationMs: 60_000 }], { loop: true });
  const { callId, connectionId } = await facts.next('inboundCall');
  const wish = originate({ device: extension }, { callId });
  embedded.driver.wish(wish);
  const invite = await agentPage.hears('verto.invite');
  await agentPage.answers('verto.answer', invite);
  await facts.next('answered', { connectionId: wish.connectionId });
  connected(callId, connectionId, wish.connectionId);
  await customer.until('connected');
  const talking = { page: agentPage, customer, callID: invite['callID'], agent: wish.connectionId };
  await bothHear(talking);
  return talking;
}

const connected = (callId: CallId, one: ConnectionId, other: ConnectionId): void =>
  embedded.driver.wish(topology(callId, { [one]: hears(other), [other]: hears(one) }));

async function bothHear({ page: at, customer }: Talk): Promise<void> {
  await until('the page hears the customer', async () => (await at.level(customerHz)) > audible);
  await until('the customer hears the page', async () => (await customer.levelAt(agentHz, 200)) > audible);
}

/** Rings the page; nobody else is in the call. */
async function rung(
  at: VertoPage,
  extension: string,
): Promise<{ readonly invite: Fields; readonly agent: ConnectionId }> {
  const before = at.told('verto.invite').length;
  const wish = originate({ device: extension });
  embedded.driver.wish(wish);
  return { invite: await at.hears('verto.invite', before + 1), agent: wish.connectionId };
}

/** The page is loaded anew, and takes its call up again. */
async function takenUp(talking: Talk): Promise<Fields> {
  const before = talking.page.told('verto.attach').length;
  expect(talking.page.back()).toEqual([talking.callID]);
  const attach = await talking.page.hears('verto.attach', before + 1);
  expect(await talking.page.answers('verto.attach', attach)).toEqual({});
  return attach;
}

const modify = ({ page: at, callID }: Talk, action: string, more: Fields = {}): Promise<Fields> =>
  at.ask('verto.modify', callID, { action, ...more });

test('a page that is loaded anew while its call is held has it back, held; and taken off hold both hear', async () => {
  await start();
  const talking = await talk();
  expect(await modify(talking, 'hold')).toMatchObject({ holdState: 'held' });
  await facts.next('heldByDevice');
  talking.page.away();
  expect(await takenUp(talking)).toMatchObject({ callID: talking.callID, holdState: 'held' });
  // A page that knows of nothing describes sound both ways: that is no taking off hold.
  const sdp = await talking.page.describes();
  expect(await modify(talking, 'updateMedia', { sdp })).toMatchObject({ holdState: 'held' });
  expect(facts.count('retrievedByDevice')).toBe(0);
  expect(await modify(talking, 'unhold')).toMatchObject({ holdState: 'active' });
  await facts.next('retrievedByDevice');
  expect(facts.count('heldByDevice')).toBe(1);
  await bothHear(talking);
});

test('held, away, and back: nobody is told in between that it was taken off hold', async () => {
  await start();
  const talking = await talk({ silenceAfterMs: 0 });
  await modify(talking, 'hold');
  talking.page.away();
  await takenUp(talking);
  expect(await modify(talking, 'toggleHold')).toMatchObject({ holdState: 'active' });
  await bothHear(talking);
  expect([facts.count('heldByDevice'), facts.count('retrievedByDevice')]).toEqual([1, 1]);
});

test('a page that is lost again before it has answered is given its call the next time', async () => {
  await start();
  const talking = await talk();
  const endpoints = async (): Promise<unknown> => (await embedded.driver.counters())['media_endpoints'];
  for (const time of [1, 2]) {
    talking.page.away();
    talking.page.back();
    await talking.page.hears('verto.attach', time);
  }
  talking.page.away();
  // What was offered and not answered is given back at once: the switch would end the call for it after 32 s.
  await until('the switch has put away what it offered', async () => (await endpoints()) === 2);
  expect(await takenUp(talking)).toMatchObject({ holdState: 'active' });
  await bothHear(talking);
});

test('a page that comes and goes faster than the switch answers has its call in the end', async () => {
  await start();
  const talking = await talk();
  for (let time = 0; time < 20; time += 1) {
    talking.page.away();
    talking.page.back();
  }
  await talking.page.answers('verto.attach', await talking.page.hears('verto.attach'));
  await bothHear(talking);
  expect(talking.page.told('verto.attach').length).toBe(1);
});

test('a page that signs in anew beside its old connection takes its call over', async () => {
  await start();
  const talking = await talk();
  talking.page.back();
  await talking.page.hears('verto.attach');
  await takenUp(talking);
  await bothHear(talking);
});

test('an answer that comes when nothing was offered, or late, is refused', async () => {
  await start();
  const talking = await talk();
  talking.page.away();
  talking.page.back();
  const attach = await talking.page.hears('verto.attach');
  talking.page.away();
  expect(await talking.page.answers('verto.attach', attach)).toMatchObject({ message: 'CALL ERROR' });
  await takenUp(talking);
  await bothHear(talking);
});

test('while a call is being taken up its sound is not changed otherwise', async () => {
  await start();
  const talking = await talk();
  talking.page.away();
  talking.page.back();
  expect(await modify(talking, 'hold')).toMatchObject({ code: -32002, message: 'MEDIA ERROR' });
  await talking.page.answers('verto.attach', await talking.page.hears('verto.attach'));
  await bothHear(talking);
});

test('an answer to the offer that is none ends the call, and nothing else', async () => {
  await start();
  const [talking, other] = [await talk(), await talk({ extension: '8002', number: '13800138001' })];
  talking.page.away();
  talking.page.back();
  const { callID } = await talking.page.hears('verto.attach');
  await talking.page.ask('verto.attach', callID, { sdp: 'v=0\r\nm=audio 9 nonsense\r\n' });
  await facts.next('cleared', { connectionId: talking.agent, cause: 'failed' });
  await bothHear(other);
});

test('a page may stay away longer than others may be silent; back again it may not be silent longer than they', async () => {
  await start({ mediaSilenceMs: 1_500 });
  const talking = await talk({ silenceAfterMs: 100 });
  const holding = await talk({ extension: '8004', number: '13800138003', silenceAfterMs: 100 });
  await modify(holding, 'hold');
  holding.page.away();
  const other = await talk({ extension: '8002', number: '13800138001' });
  talking.page.away();
  other.page.silent();
  await facts.next('cleared', { connectionId: other.agent, cause: 'mediaLost' });
  const third = await talk({ extension: '8003', number: '13800138002' });
  third.page.silent();
  await facts.next('cleared', { connectionId: third.agent, cause: 'mediaLost' });
  expect(facts.count('cleared', { connectionId: talking.agent })).toBe(0);
  expect(facts.count('cleared', { connectionId: holding.agent })).toBe(0);
  expect(facts.all.filter(({ fact }) => fact === 'heldByDevice')).toMatchObject([{ connectionId: holding.agent }]);
  await takenUp(talking);
  await bothHear(talking);
  talking.page.silent();
  await facts.next('cleared', { connectionId: talking.agent, cause: 'mediaLost' });
});

test('a page that was lost again before it had answered may stay away, too', async () => {
  await start({ mediaSilenceMs: 1_500 });
  const talking = await talk({ silenceAfterMs: 100 });
  talking.page.away();
  talking.page.back();
  await talking.page.hears('verto.attach');
  talking.page.away();
  const other = await talk({ extension: '8002', number: '13800138001' });
  other.page.silent();
  await facts.next('cleared', { connectionId: other.agent, cause: 'mediaLost' });
  await takenUp(talking);
  await bothHear(talking);
});

test('a page whose connection alone is lost is heard on', async () => {
  await start();
  const { page: at, customer } = await talk();
  at.disconnected();
  at.speaks(1_900);
  await until('the customer hears what it says now', async () => (await customer.levelAt(1_900, 200)) > audible);
});

test('bounds fit those of the switch', () => {
  expect(2 * limits.vertoMaxSdpBytes).toBeLessThan(sipLimits.maxBodyBytes);
  const lostAfterMs = (limits.vertoMaxMissedBeats + 1) * limits.vertoHeartbeatMs;
  expect(lostAfterMs + limits.vertoSilenceAfterMs).toBeLessThan(mediaLimits.mediaSilenceMs);
  expect(mediaLimits.mediaSilenceMs).toBeLessThan(limits.vertoDetachedMs);
});

test.each(['constructor', '__proto__', 'toString', 'NO_SUCH_CAUSE'])(
  'a call refused for %s is refused',
  async (cause) => {
    await start();
    const at = await page('8001');
    const { invite, agent } = await rung(at, '8001');
    expect(await at.ask('verto.bye', invite['callID'], { cause })).toEqual({
      message: 'CALL ENDED',
      callID: invite['callID'],
      cause: 'CALL_REJECTED',
      causeCode: 21,
    });
    await facts.next('cleared', { connectionId: agent, cause: 'rejected' });
  },
);

test('who hangs up is answered; the other end’s hanging up is told', async () => {
  await start();
  const at = await page('8001');
  const refused = await rung(at, '8001');
  await at.ask('verto.bye', refused.invite['callID'], { cause: 'USER_BUSY' });
  await facts.next('cleared', { connectionId: refused.agent });
  const first = await rung(at, '8001');
  await at.answers('verto.answer', first.invite);
  await facts.next('answered', { connectionId: first.agent });
  expect(await at.ask('verto.bye', first.invite['callID'])).toMatchObject({ cause: 'NORMAL_CLEARING', causeCode: 16 });
  await facts.next('cleared', { connectionId: first.agent });
  const second = await rung(at, '8001');
  embedded.driver.wish({ effect: 'clear', connectionId: second.agent, cause: 'cancelled' });
  await at.hears('verto.bye');
  expect(at.told('verto.bye')).toMatchObject([{ callID: second.invite['callID'] }]);
});

/** The telephones of others are as they were: in their calls, and to be rung. */
async function untouched(other: Talk): Promise<void> {
  expect(await modify(other, 'hold')).toMatchObject({ holdState: 'held' });
  expect(await modify(other, 'unhold')).toMatchObject({ holdState: 'active' });
  await bothHear(other);
  await rung(other.page, '8002');
  expect([facts.count('unregistered'), facts.count('cleared', { connectionId: other.agent })]).toEqual([0, 0]);
}

const padding = (bytes: number): string =>
  'a=x-padding:'
    .padEnd(bytes - 2, 'é')
    .slice(0, bytes / 2)
    .concat('\r\n');

test.each([20_000, 60_000])(
  'a description of %i bytes is refused wherever it may come, and touches nobody else',
  async (bytes) => {
    await start();
    const other = await talk({ extension: '8002', number: '13800138001' });
    const talking = await talk();
    const ringing = await rung(talking.page, '8001');
    const refusal = { code: -32002, message: 'CALL ERROR: the description of the sound is too large' };
    const more = padding(bytes);
    const sdp = `${await talking.page.describes()}${more}`;
    expect(sdp.length).toBeLessThan(65_536);
    expect(await talking.page.dials('4000', (own) => own + more)).toMatchObject(refusal);
    expect(await talking.page.ask('verto.answer', ringing.invite['callID'], { sdp })).toMatchObject(refusal);
    expect(await modify(talking, 'updateMedia', { sdp })).toMatchObject(refusal);
    talking.page.away();
    talking.page.back();
    const attach = await talking.page.hears('verto.attach');
    expect(await talking.page.ask('verto.attach', talking.callID, { sdp })).toMatchObject(refusal);
    await untouched(other);
    // It was not the answer that was waited for.
    expect(await talking.page.answers('verto.attach', attach)).toEqual({});
    await bothHear(talking);
  },
);

test('descriptions as large as they may be, all calls of a telephone at once, touch nobody else', async () => {
  await start();
  const other = await talk({ extension: '8002', number: '13800138001' });
  const at = await page('8001');
  const sdp = (await at.describes()).concat('a=x-padding:');
  const whole = `${sdp.padEnd(limits.vertoMaxSdpBytes - 2, 'x')}\r\n`;
  expect(Buffer.byteLength(whole)).toBe(limits.vertoMaxSdpBytes);
  const calls = Array.from({ length: limits.vertoMaxCallsPerPhone }, (_, index) => `c${index}`);
  for (const callID of calls) {
    const dialogParams = { callID, destination_number: '4000' };
    expect(await at.ask('verto.invite', callID, { sdp: whole, dialogParams })).toMatchObject({ callID });
  }
  for (const _ of calls) await facts.next('inboundCall');
  await untouched(other);
});

test.each([
  ['of a thousand sounds', 'failed', (own: string) => own + 'm=\r\n'.repeat(3_000)],
  ['with a name as long as may be', null, (own: string) => own.replace('a=mid:0', `a=mid:${'0'.repeat(15_000)}`)],
] as const)('a description %s has no answer that is larger than others can take', async (_, cause, change) => {
  await start();
  const other = await talk({ extension: '8002', number: '13800138001' });
  const at = await page('8001');
  expect(await at.dials('4000', change)).toMatchObject({ message: 'CALL CREATED' });
  const { callId, connectionId } = await facts.next('inboundCall');
  embedded.driver.wish(topology(callId, { [connectionId]: silence }));
  if (cause === null) await at.hears('verto.answer');
  else await facts.next('cleared', { connectionId, cause });
  await untouched(other);
});
