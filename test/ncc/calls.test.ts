// Calls as CTI modules make, answer and watch them.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { NccFloor } from '../support/ncc-floor.ts';
import type { NccFrame, NccModule } from '../support/ncc-module.ts';

let floor: NccFloor;
beforeAll(async () => {
  floor = await NccFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

const number = '01065550100';
const login = '2001';
const sessionOf = ({ params }: NccFrame) => (params as { readonly sessionId: string }).sessionId;

/** A customer rings at 2001, whom a module watches. */
async function ringing() {
  const { at, url } = await floor.centre();
  const anna = await at.agent(login);
  const module = await floor.module(url, login);
  const customer = at.customer('13900000000');
  const call = customer.call('4001');
  await at.pass(1_000);
  const { cid } = await module.told('NewCall');
  return { at, url, anna, module, customer, call, cid };
}

async function talking() {
  const floorNow = await ringing();
  const { at, module, cid } = floorNow;
  await module.ask('Answer', { login, cid });
  await at.settled();
  await module.told('CallStatus', { state: 'connected' });
  return floorNow;
}

test('a customer rings, is answered and hangs up: the work on his call ends when it is closed', async () => {
  const { at, anna, module, call, cid } = await ringing();
  expect(await module.told('NewCall')).toMatchObject({
    login,
    cid,
    type: 'sip',
    state: 'new',
    direction: 'in',
    hold: false,
    muted: false,
    displayName: 'Customer 13900000000',
    params: { sessionId: anna.callId, caller: '13900000000', called: '4001' },
  });
  await module.told('UserState', { state: 'ringing' });
  expect(await module.ask('Answer', { login, cid })).toMatchObject({ name: 'Ok' });
  await at.settled();
  const connected = await module.told('CallStatus', { state: 'connected' });
  expect(connected).toMatchObject({ cid, localParams: {}, answerTime: expect.any(Number) as number });
  expect(connected['answerTime']).toBeGreaterThanOrEqual(connected['creationTime'] as number);
  await module.told('UserState', { state: 'speaking' });
  call.hangUp();
  await at.settled();
  expect(await module.told('CallStatus', { state: 'ended' })).toMatchObject({
    cid,
    hangupTime: expect.any(Number) as number,
  });
  const session = sessionOf(connected);
  expect(await module.told('UserState', { state: 'wrapup' })).toMatchObject({ reason: session, substates: ['wrapup'] });
  expect(await module.ask('GetCalls', { login })).toMatchObject({ calls: [{ cid, state: 'ended' }] });
  expect(await module.ask('Hangup', { login, cid })).toMatchObject({ name: 'Error' });
  expect(await module.ask('Close', { login, cid })).toMatchObject({ name: 'Ok' });
  await module.told('OnClose', { cid });
  await module.told('UserState', { state: 'normal' });
  expect(await module.ask('GetCalls', { login })).toMatchObject({ name: 'Calls', login, calls: [] });
  expect(await module.ask('Close', { login, cid })).toMatchObject({ name: 'Error' });
});

test('work that ends by itself closes the call', async () => {
  const { at, module, call, cid } = await talking();
  call.hangUp();
  await at.settled();
  await module.told('UserState', { state: 'wrapup' });
  await at.pass(15_000);
  await module.told('OnClose', { cid });
  await module.told('UserState', { state: 'normal' });
});

test('a call that is made rings until the number answers; his own telephone is called first', async () => {
  const { at, url } = await floor.centre();
  const { phone } = await at.agent(login);
  const module = await floor.module(url, login);
  const customer = at.customer(number);
  expect(await module.ask('MakeCall', { login, phoneNumber: `sip:${number}@example.com:5060` })).toMatchObject({
    name: 'Ok',
  });
  await at.settled();
  const { cid } = await module.told('NewCall', { direction: 'out', state: 'new' });
  await module.told('UserState', { state: 'ringing' });
  if (phone.calls[0]!.state === 'ringing') await phone.calls[0]!.answer();
  await at.settled();
  expect(module.events('CallStatus').filter(({ state }) => state === 'connected')).toEqual([]);
  await customer.calls[0]!.answer();
  await at.settled();
  expect(await module.told('CallStatus', { state: 'connected' })).toMatchObject({
    cid,
    direction: 'out',
    displayName: number,
    params: { caller: '8001', called: number },
  });
  await module.told('UserState', { state: 'speaking' });
  expect(await module.ask('Hangup', { login, cid })).toMatchObject({ name: 'Ok' });
  await module.told('CallStatus', { cid, state: 'ended' });
  await module.told('OnClose', { cid });
  await module.told('UserState', { state: 'normal' });
});

test('both sides of a call in the house have their own cid in one session, in opposite directions', async () => {
  const { at, url } = await floor.centre();
  const anna = await at.agent(login);
  await at.agent('2002');
  const module = await floor.module(url, login, '2002');
  await module.ask('MakeCall', { login, phoneNumber: '8002' });
  await at.settled();
  if (anna.phone.calls[0]!.state === 'ringing') await anna.phone.calls[0]!.answer();
  await at.settled();
  const own = await module.told('NewCall', { login });
  const other = await module.told('NewCall', { login: '2002' });
  expect(own['cid']).not.toBe(other['cid']);
  expect(sessionOf(own)).toBe(sessionOf(other));
  expect([own['direction'], other['direction']]).toEqual(['out', 'in']);
});

test('hold and mute, and that asking twice changes nothing', async () => {
  const { at, module, call, cid } = await talking();
  const switchTo = async (name: string, on: boolean) => {
    expect(await module.ask(name, { login, cid, on })).toMatchObject({ name: 'Ok' });
    await at.settled();
  };
  await switchTo('Hold', true);
  await module.told('CallStatus', { cid, hold: true });
  const heard = module.events('CallStatus').length;
  await switchTo('Hold', true);
  expect(module.events('CallStatus')).toHaveLength(heard);
  await switchTo('Hold', false);
  await module.told('CallStatus', { cid, hold: false });
  await switchTo('Mute', true);
  await module.told('CallStatus', { cid, muted: true });
  await switchTo('Mute', false);
  const keys: string[] = [];
  call.onDigit((digit) => keys.push(digit));
  expect(await module.ask('SendDTMFSignal', { login, cid, DTMFString: '12#' })).toMatchObject({ name: 'Ok' });
  expect(await module.ask('SendDTMFSignal', { login, cid, DTMFString: '!' })).toMatchObject({ name: 'Error' });
  expect(await module.ask('SendDTMFSignal', { login, cid, DTMFString: 'x' })).toMatchObject({ name: 'Error' });
  expect(await module.ask('Answer', { login, cid: 'none' })).toMatchObject({ name: 'Error' });
  await at.settled();
  await expect.poll(() => keys).toEqual(['1', '2', '#']);
});

test('an absence chosen during a call is shown at once, and what he does beside it', async () => {
  const { at, module, call } = await talking();
  await module.ask('ChangeUserState', { login, state: 'dnd' });
  expect(await module.told('UserState', { state: 'dnd' })).toMatchObject({ substates: ['dnd', 'speaking'] });
  call.hangUp();
  await at.settled();
  await expect
    .poll(() => module.events('UserState').at(-1))
    .toMatchObject({ state: 'dnd', substates: ['dnd', 'wrapup'] });
  await module.ask('ChangeUserState', { login, state: 'normal' });
  await module.told('UserState', { state: 'normal' });
});

test('a call that is refused returns to its queue, and the one who refused it is left alone for a while', async () => {
  const { at, module, cid } = await ringing();
  await module.ask('Hangup', { login, cid });
  await at.settled();
  await module.told('OnClose', { cid });
  await expect
    .poll(() => module.events('UserState').at(-1))
    .toMatchObject({ state: 'normal', substates: ['accident'] });
  await at.pass(10_000);
  await module.told('NewCall');
});

test('a module that comes during a call is told of it', async () => {
  const { url, cid } = await talking();
  const late = await floor.module(url, login);
  expect(await late.told('Calls')).toMatchObject({
    calls: [{ cid, state: 'connected', direction: 'in', localParams: {} }],
  });
  expect(await late.told('UserState')).toMatchObject({ state: 'speaking' });
});

test('what one module makes the present call all are told', async () => {
  const { url, module, cid } = await talking();
  const other = await floor.module(url, login);
  expect(await module.ask('SetActive', { login, cid })).toMatchObject({ name: 'Ok' });
  await other.told('CurrentCall', { cid });
  expect(await module.ask('SetActive', { login, cid: 'none' })).toMatchObject({ name: 'Error' });
  expect(await module.ask('GetConferences', { login })).toMatchObject({ name: 'Conferences', conferences: [] });
});

const names = (module: NccModule, from: number) => module.frames.slice(from).map(({ name }) => name);

test('a param that changes is told before it is answered, one that does not is only answered', async () => {
  const { anna, module, cid } = await talking();
  const note = { login, cid, paramName: 'topic', paramValue: 'invoice' };
  let from = module.frames.length;
  await module.ask('SetCallParam', note);
  expect(names(module, from)).toEqual(['CallParamsUpdated', 'Ok']);
  expect(module.frames[from]).toEqual({ name: 'CallParamsUpdated', login, cid, params: { topic: 'invoice' } });
  await expect.poll(() => anna.call.data).toMatchObject({ topic: 'invoice' });
  from = module.frames.length;
  await module.ask('SetCallParam', note);
  expect(names(module, from)).toEqual(['Ok']);
  await module.ask('SetCallParam', { ...note, paramValue: '' });
  expect(names(module, from)).toEqual(['Ok', 'CallParamsUpdated', 'Ok']);
  for (const paramName of ['sessionId', '__proto__', 'x'.repeat(200)]) {
    expect(await module.ask('SetCallParam', { ...note, paramName })).toMatchObject({ name: 'Error' });
  }
});

test('a local param is told to all modules of the user and kept with the call, and is nothing to the call itself', async () => {
  const { at, url, anna, module, call, cid } = await talking();
  const other = await floor.module(url, login);
  const note = { login, cid, paramName: 'colour', paramValue: 'red' };
  const from = module.frames.length;
  await module.ask('SetLocalParam', note);
  await module.ask('SetLocalParam', note);
  expect(names(module, from)).toEqual(['LocalParamsUpdated', 'Ok', 'Ok']);
  await other.told('LocalParamsUpdated', { cid });
  expect(await other.ask('GetCalls', { login })).toMatchObject({ calls: [{ cid, localParams: { colour: 'red' } }] });
  expect(anna.call.data).not.toHaveProperty('colour');
  call.hangUp();
  await at.settled();
  expect(await module.told('CallStatus', { state: 'ended' })).toMatchObject({ localParams: { colour: 'red' } });
});

test('secure mode: the call goes off the record and on again; what is so already, and a call that is none, is told', async () => {
  const { at, anna, module, call, cid } = await talking();
  const secure = async (enable: unknown, of: unknown = cid) => {
    const from = module.frames.length;
    expect(await module.ask('SetSessionSecureMode', { login, cid: of, enable })).toMatchObject({ name: 'Ok' });
    await expect.poll(() => names(module, from)).toContain('SetSessionModeResponse');
    expect(names(module, from)).toEqual(['Ok', 'SetSessionModeResponse']);
    return module.frames.at(-1);
  };
  const done = { name: 'SetSessionModeResponse', login, cid };
  const wrong = { ...done, error: expect.any(String) as string };
  expect(await secure('false')).toEqual(wrong);
  expect(await secure('true')).toEqual(done);
  await expect.poll(() => anna.call.recordingPaused).toBe(true);
  expect(await secure(true)).toEqual(wrong);
  expect(await secure(false)).toEqual(done);
  await expect.poll(() => anna.call.recordingPaused).toBe(false);
  expect(await secure(true, 'none')).toEqual({ ...wrong, cid: 'none' });
  call.hangUp();
  await at.settled();
  await module.told('CallStatus', { state: 'ended' });
  expect(await secure(true)).toEqual(wrong);
});

test('a call that is not recorded has no session to take off the record', async () => {
  const { at, url } = await floor.centre();
  const { phone } = await at.agent(login);
  const module = await floor.module(url, login);
  at.customer(number);
  await module.ask('MakeCall', { login, phoneNumber: number });
  await at.settled();
  if (phone.calls[0]!.state === 'ringing') await phone.calls[0]!.answer();
  await at.settled();
  const { cid } = await module.told('NewCall');
  expect(await module.ask('SetSessionSecureMode', { login, cid, enable: true })).toMatchObject({ name: 'Ok' });
  expect(await module.told('SetSessionModeResponse', { cid })).toMatchObject({ error: expect.any(String) as string });
});
