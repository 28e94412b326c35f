// Calls that are sent on: at once, after a question, with three, and back again.
import type { Configuration } from '@cordboard/domain';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { NccFloor } from '../support/ncc-floor.ts';
import type { NccModule } from '../support/ncc-module.ts';

let floor: NccFloor;
beforeAll(async () => {
  floor = await NccFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

const login = '2001';

/** A customer talks to 2001, whom a module watches; 2002 is there to be asked. */
async function talking(change?: (configuration: Configuration) => Configuration) {
  const { at, url } = await floor.centre(change);
  const anna = await at.agent(login);
  const boris = await at.agent('2002', 'notReady');
  const module = await floor.module(url, login);
  const customer = at.customer('13900000000');
  const call = customer.call('4001');
  await at.pass(1_000);
  const { cid } = await module.told('NewCall');
  await module.ask('Answer', { login, cid });
  await at.settled();
  await module.told('CallStatus', { state: 'connected' });
  const send = async (name: string, phoneNumber = '8002') => {
    const answer = await module.ask(name, { login, cid, ...(phoneNumber !== '' && { phoneNumber }) });
    await at.settled();
    return answer;
  };
  return { at, url, anna, boris, module, call, cid, send };
}

/** Of transfers and ends, in order. */
const story = (module: NccModule): readonly string[] =>
  module.frames.flatMap(({ name, state, status }) => {
    if (name === 'CallStatus' && state !== 'ended') return [];
    if (name === 'CallStatus') return ['ended'];
    return /Transfer|OnClose/.test(name) ? [typeof status === 'string' ? `${name} ${status}` : name] : [];
  });

test.each(['Transfer', 'TransferWithCallBack'])('%s: he has let go, and works on', async (name) => {
  const { boris, module, cid, send } = await talking();
  expect(await send(name)).toMatchObject({ name: 'Ok' });
  await module.told('TransferSucceed', { cid });
  expect(module.events('OnTransferCall')).toMatchObject([{ login, cid, wasConnected: true }]);
  await module.told('UserState', { state: 'wrapup' });
  await module.ask('Close', { login, cid });
  await module.told('OnClose', { cid });
  expect(story(module)).toEqual(['OnTransferCall', 'TransferSucceed', 'ended', 'OnClose']);
  await boris.phone.calls[0]!.answer();
});

test('sent to one who does not take it, the call comes back: as another call of the same session', async () => {
  const { at, module, cid, send } = await talking();
  await send('TransferWithCallBack');
  await module.told('TransferSucceed', { cid });
  const [first] = module.events('NewCall');
  await at.pass(30_000);
  expect(await module.told('TransferFailed', { cid })).toMatchObject({ status: '4' });
  await module.told('TransferCallReturned', { cid });
  await expect.poll(() => module.events('NewCall').length).toBe(2);
  const back = module.events('NewCall').at(-1)!;
  expect(back).toMatchObject({ direction: 'in', state: 'new' });
  expect(back['cid']).not.toBe(cid);
  expect(back['params'] as object).toMatchObject({
    sessionId: (first!['params'] as Record<string, unknown>)['sessionId'],
  });
  expect(await module.ask('Answer', { login, cid: back['cid'] })).toMatchObject({ name: 'Ok' });
  await at.settled();
  await module.told('CallStatus', { cid: back['cid'], state: 'connected' });
});

test.each([
  ['8003', '5', 'a telephone that is not there'],
  ['2003', '10', 'a colleague who is not there'],
])('sent to %s: it fails with %s (%s), and the call goes on', async (to, status) => {
  const { module, cid, send } = await talking();
  expect(await send('Transfer', to)).toMatchObject({ name: 'Ok' });
  expect(await module.told('TransferFailed', { cid })).toMatchObject({ status });
  expect(await module.ask('Hold', { login, cid, on: true })).toMatchObject({ name: 'Ok' });
  expect(await send('Transfer', '999')).toMatchObject({ name: 'Error' });
});

test('sent to a colleague who talks: busy', async () => {
  const { at, boris, module, cid, send } = await talking();
  await boris.client.call('agent.setReady', {});
  at.customer('13900000009').call('4001');
  await at.pass(1_000);
  await send('Transfer');
  expect(await module.told('TransferFailed', { cid })).toMatchObject({ status: '7' });
});

test('a question first, then the call is left to the two', async () => {
  const { at, boris, module, cid, send } = await talking();
  expect(await send('ConsultationTransfer')).toMatchObject({ name: 'Ok' });
  await module.told('OnTransferCall', { cid });
  await boris.phone.calls[0]!.answer();
  await at.settled();
  expect(await send('FinishConferenceTransfer', '')).toMatchObject({ name: 'Ok' });
  await module.told('TransferSucceed', { cid });
  await module.told('UserState', { state: 'wrapup' });
  expect(story(module)).toEqual(['OnTransferCall', 'TransferSucceed', 'ended']);
  expect(boris.at).toBe('connected');
});

test('who hangs up while he asks has sent the call on, too', async () => {
  const { at, boris, module, cid, send } = await talking();
  await send('ConsultationTransfer');
  await boris.phone.calls[0]!.answer();
  await at.settled();
  await module.ask('Hangup', { login, cid });
  await module.told('TransferSucceed', { cid });
  expect(boris.at).toBe('connected');
});

test.each([
  ['rings', false],
  ['has answered', true],
])('a question that is broken off while the one asked %s: back with the customer', async (_, isAnswered) => {
  const { at, boris, module, cid, send } = await talking();
  await send('ConsultationTransfer');
  if (isAnswered) await boris.phone.calls[0]!.answer();
  await at.settled();
  expect(await send('BreakTransfer', '')).toMatchObject({ name: 'Ok' });
  await module.told('TransferCallReturned', { cid });
  expect(story(module)).toEqual(['OnTransferCall', 'TransferFailed 8', 'TransferCallReturned']);
  expect(await send('BreakTransfer', '')).toMatchObject({ name: 'Error' });
  expect(await module.ask('GetCalls', { login })).toMatchObject({ calls: [{ cid, state: 'connected', hold: false }] });
});

test.each([
  ['does not answer', { kind: 'rings' }, '4'],
  ['refuses', { kind: 'rejects', afterMs: 1_000 }, '6'],
  ['is busy', { kind: 'busy' }, '7'],
] as const)('the one asked %s', async (_, behaviour, status) => {
  const { at, boris, module, cid, send } = await talking();
  boris.phone.behaviour = behaviour;
  await send('ConsultationTransfer');
  await at.pass(30_000);
  expect(await module.told('TransferFailed', { cid })).toMatchObject({ status });
  await module.told('TransferCallReturned', { cid });
});

test('the customer leaves while somebody is asked', async () => {
  const { at, boris, module, call, cid, send } = await talking();
  await send('ConsultationTransfer');
  await boris.phone.calls[0]!.answer();
  await at.settled();
  call.hangUp();
  await at.settled();
  expect(await module.told('TransferFailed', { cid })).toMatchObject({ status: '9' });
});

test('three talk, then two', async () => {
  const { at, boris, module, cid, send } = await talking();
  expect(await send('ConferenceTransfer')).toMatchObject({ name: 'Ok' });
  await boris.phone.calls[0]!.answer();
  await at.settled();
  await module.told('OnTransferCall', { cid });
  await send('FinishConferenceTransfer', '');
  await module.told('TransferSucceed', { cid });
  expect(boris.at).toBe('connected');
});

test('what he does with his own program is told as well', async () => {
  const { at, anna, boris, module, cid } = await talking();
  await anna.client.call('call.consult', { callId: anna.callId, to: { kind: 'agent', agentId: boris.agent.agentId } });
  await module.told('OnTransferCall', { cid });
  await anna.client.call('call.completeTransfer', { callId: anna.callId });
  await at.settled();
  await module.told('TransferSucceed', { cid });
});
