// The model of the vendor's server is itself tried: what the clients are tried against must be what the manual says.
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { NccModel, type NccModelOptions } from '../support/ncc-model/model.ts';
import { NccModule } from '../support/ncc-module.ts';
import { until } from '../support/until.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function openModel(options: NccModelOptions = {}): Promise<NccModel> {
  const model = await NccModel.open(options);
  ends.push(() => model.close());
  model.addUser({ login: 'alice', number: '8001', phone: 'soft' });
  model.addUser({ login: 'bob', number: '8002', phone: 'web' });
  model.addUser({ login: 'away', number: '8003', phone: 'soft', registered: false });
  return model;
}

async function join(model: NccModel, login?: string): Promise<NccModule> {
  const module = await NccModule.open(model.url);
  ends.push(() => module.leave());
  if (login === undefined) return module;
  await module.shakeHands();
  await module.ask('AttachToUser', { login });
  return module;
}

const error = { name: 'Error', rid: expect.any(String), description: expect.any(String) };
const ok = { name: 'Ok', rid: expect.any(String) };
const stateOf = (module: NccModule): unknown => module.frames.findLast(({ name }) => name === 'UserState')?.['state'];

test('B25: nothing is served and nothing told before the handshake; another version is refused', async () => {
  const model = await openModel();
  const module = await join(model);
  expect(await module.ask('AttachToUser', { login: 'alice' })).toEqual(error);
  model.ring('alice', { caller: '100' });
  expect(await module.ask('SetProtocolVersion', { protocolVersion: '12' })).toEqual(error);
  expect(await module.ask('GetCalls', { login: 'alice' })).toEqual(error);
  expect(await module.ask('SetProtocolVersion', { protocolVersion: '13' })).toEqual(ok);
  expect(module.names().filter((name) => name === 'NewCall')).toEqual([]);
});

test('B25: without a rid ignored; broken JSON is a ParseError; what is missing or wrong an Error', async () => {
  const model = await openModel();
  const module = await join(model, 'alice');
  module.forget();
  module.socket.send(JSON.stringify({ name: 'MakeCall', login: 'alice', phoneNumber: '8002' }));
  module.socket.send('{"name":');
  await module.event('ParseError');
  expect(module.names()).toEqual(['ParseError']);
  const wrong: [string, Record<string, unknown>][] = [
    ['MakeCall', { login: 'alice' }],
    ['Hold', { login: 'alice', cid: 1 }],
    ['Answer', { login: 'alice', cid: 99 }],
    ['GetCalls', { login: 'nobody' }],
    ['GetCalls', { login: 'bob' }],
    ['Dance', { login: 'alice' }],
    ['AttachToUser', { login: 'nobody' }],
  ];
  for (const [name, fields] of wrong) expect([name, await module.ask(name, fields)]).toEqual([name, error]);
  await module.ask('AttachToUser', { login: 'away' });
  expect(await module.ask('MakeCall', { login: 'away', phoneNumber: '1' })).toEqual(error);
  expect(await module.ask('GetUserState', { login: 'away' })).toMatchObject({ name: 'UserState', state: 'offline' });
});

test('B26: attached: Ok, then the state, then calls and conferences if the telephone is registered', async () => {
  const model = await openModel({ okFirst: false });
  const module = await join(model, 'alice');
  await module.event('Conferences');
  expect(module.names()).toEqual(['Ok', 'Ok', 'UserState', 'Calls', 'Conferences']);
  module.forget();
  await module.ask('AttachToUser', { login: 'away' });
  const state = await module.event('UserState');
  expect(state).toEqual({ name: 'UserState', login: 'away', state: 'offline', substates: [] });
  model.register('away');
  expect(await module.event('UserState', (one) => one['state'] === 'normal')).toMatchObject({
    time: expect.any(Number),
  });
  expect(module.names()).not.toContain('Calls');
  model.unregister('away');
  await until('offline', () => stateOf(module) === 'offline');
});

for (const options of [
  { okFirst: true, cid: 'number' },
  { okFirst: false, cid: 'text' },
] as const)
  test(`B27: an inbound call, ${JSON.stringify(options)}`, async () => {
    const model = await openModel(options);
    const module = await join(model, 'alice');
    const cid = model.ring('alice', { caller: '100' });
    expect(await module.event('NewCall')).toMatchObject({ cid, direction: 'in', state: 'new', hold: false });
    expect(stateOf(module)).toBe('ringing');
    expect(await module.ask('Answer', { login: 'alice', cid })).toEqual(ok);
    await module.event('CallStatus', (one) => one['state'] === 'connected');
    await until('speaking', () => stateOf(module) === 'speaking');
    for (const [name, field] of [
      ['Hold', 'hold'],
      ['Mute', 'muted'],
    ] as const)
      for (const on of [true, false]) {
        module.forget();
        await module.ask(name, { login: 'alice', cid, on });
        expect(await module.event('CallStatus')).toMatchObject({ [field]: on });
      }
    expect(await module.ask('SendDTMFSignal', { login: 'alice', cid, DTMFString: '12*#!' })).toEqual(ok);
    expect(await module.ask('SendDTMFSignal', { login: 'alice', cid, DTMFString: 'x' })).toEqual(error);
    model.farHangUp('alice', cid);
    await module.event('CallStatus', (one) => one['state'] === 'ended');
    const session = module.frames.findLast(({ name }) => name === 'UserState')?.['reason'];
    expect([stateOf(module), session]).toEqual(['wrapup', expect.any(String)]);
    await module.ask('Close', { login: 'alice', cid });
    await module.event('OnClose');
    await until('normal', () => stateOf(module) === 'normal');
  });

test('B27: an outbound call', async () => {
  const model = await openModel();
  const module = await join(model, 'alice');
  expect(await module.ask('MakeCall', { login: 'alice', phoneNumber: '555' })).toEqual(ok);
  const { cid } = await module.event('NewCall', (one) => one['direction'] === 'out');
  expect(stateOf(module)).toBe('ringing');
  model.farAnswer('alice', cid as number);
  await module.event('CallStatus', (one) => one['state'] === 'connected');
  await module.ask('Hangup', { login: 'alice', cid });
  await module.event('CallStatus', (one) => one['state'] === 'ended');
});

test('B27: transfers: blind, with call-back, consultation, conference, broken off', async () => {
  const model = await openModel();
  const module = await join(model, 'alice');
  const connected = async (): Promise<number> => {
    const cid = model.ring('alice', { caller: '100' }) as number;
    await module.ask('Answer', { login: 'alice', cid });
    module.forget();
    return cid;
  };
  const transfer = (name: string, cid: number, phoneNumber = '8002') =>
    module.ask(name, { login: 'alice', cid, phoneNumber });
  const blind = await connected();
  await transfer('Transfer', blind);
  expect(await module.event('OnTransferCall')).toMatchObject({ cid: blind, wasConnected: true });
  await module.event('TransferSucceed');
  const nowhere = await connected();
  await transfer('Transfer', nowhere, '999');
  expect(await module.event('TransferFailed')).toMatchObject({ cid: nowhere, status: '10' });
  await transfer('ConsultationTransfer', nowhere);
  await module.event('OnTransferCall');
  await module.ask('BreakTransfer', { login: 'alice', cid: nowhere });
  await module.event('TransferFailed', ({ status }) => status === '8');
  await module.event('TransferCallReturned');
  module.forget();
  await transfer('ConferenceTransfer', nowhere);
  await module.ask('FinishConferenceTransfer', { login: 'alice', cid: nowhere });
  await module.event('TransferSucceed');
  const back = await connected();
  await transfer('TransferWithCallBack', back);
  model.endTransfer('alice', back, '4');
  await module.event('TransferFailed', ({ status }) => status === '4');
  await module.event('TransferCallReturned');
  expect(await module.ask('BreakTransfer', { login: 'alice', cid: back })).toEqual(error);
});

test('B27: parameters: changed, the event comes before Ok; unchanged, Ok alone', async () => {
  for (const okFirst of [true, false]) {
    const module = await join(await openModel({ okFirst }), 'alice');
    await module.ask('MakeCall', { login: 'alice', phoneNumber: '555' });
    const { cid } = await module.event('NewCall');
    for (const [name, event] of [
      ['SetCallParam', 'CallParamsUpdated'],
      ['SetLocalParam', 'LocalParamsUpdated'],
    ] as const) {
      const set = () => module.ask(name, { login: 'alice', cid, paramName: 'note', paramValue: 'x' });
      module.forget();
      await set();
      if (!okFirst) expect(module.names()).toEqual([event, 'Ok']);
      else expect(module.names().toSorted()).toEqual([event, 'Ok'].toSorted());
      module.forget();
      await set();
      expect(module.names()).toEqual(['Ok']);
    }
  }
});

test('B27: secure mode and conferences', async () => {
  const module = await join(await openModel(), 'alice');
  await module.ask('MakeCall', { login: 'alice', phoneNumber: '555' });
  const { cid } = await module.event('NewCall');
  const secure = async (fields: Record<string, unknown>) => {
    module.forget();
    await module.ask('SetSessionSecureMode', { login: 'alice', cid, ...fields });
    return (await module.event('SetSessionModeResponse'))['error'];
  };
  expect(await secure({ enable: true })).toBeUndefined();
  expect(await secure({ enable: true })).toEqual(expect.any(String));
  expect(await secure({ enable: 'false' })).toBeUndefined();
  expect(await secure({ enable: true, cid: 99 })).toEqual(expect.any(String));
  await module.ask('CreateConference', { login: 'alice', conferenceName: '' });
  const { confId } = await module.event('NewConference');
  for (const name of ['JoinConference', 'LeaveConference', 'AddCallToConference', 'RemoveCallFromConference'])
    expect([name, await module.ask(name, { login: 'alice', confId, cid })]).toEqual([name, ok]);
  expect(await module.ask('MakeConferenceCall', { login: 'alice', confId, phoneNumber: '556' })).toEqual(ok);
  await module.ask('HangupConference', { login: 'alice', confId });
  await module.event('OnCloseConference');
  expect(await module.ask('JoinConference', { login: 'alice', confId })).toEqual(error);
});

test('B28: a call between two users: two calls, one session, opposite directions', async () => {
  const model = await openModel();
  const [alice, bob] = [await join(model, 'alice'), await join(model, 'bob')];
  await alice.ask('MakeCall', { login: 'alice', phoneNumber: '8002' });
  const [out, incoming] = [await alice.event('NewCall'), await bob.event('NewCall')];
  expect([out['direction'], incoming['direction']]).toEqual(['out', 'in']);
  expect(out['cid']).not.toBe(incoming['cid']);
  expect((out['params'] as { sessionId: string }).sessionId).toBe(
    (incoming['params'] as { sessionId: string }).sessionId,
  );
  await bob.ask('Answer', { login: 'bob', cid: incoming['cid'] });
  await alice.event('CallStatus', (one) => one['state'] === 'connected');
});

test('B29: absences exclude each other and are shown first; wrap-up names the session; an accident passes', async () => {
  const model = await openModel({ accidentMs: 300 });
  const module = await join(model, 'alice');
  for (const state of ['away', 'dnd', 'custom1', 'custom2', 'custom3', 'normal']) {
    await module.ask('ChangeUserState', { login: 'alice', state });
    await until(state, () => stateOf(module) === state);
  }
  for (const state of ['ringing', 'offline', 'wrapup', 'asleep'])
    expect([state, await module.ask('ChangeUserState', { login: 'alice', state })]).toEqual([state, error]);
  await module.ask('ChangeUserState', { login: 'alice', state: 'away', reason: 'Dinner' });
  const cid = model.ring('alice', { caller: '100' });
  const shown = await until('beside it', () =>
    module.frames.findLast((one) => one['name'] === 'UserState' && (one['substates'] as string[]).includes('ringing')),
  );
  expect(shown).toMatchObject({ state: 'away', reason: 'Dinner' });
  await module.ask('ChangeUserState', { login: 'alice', state: 'normal' });
  await module.ask('Hangup', { login: 'alice', cid });
  await until('an accident', () =>
    module.frames.some((one) => one['name'] === 'UserState' && (one['substates'] as string[]).includes('accident')),
  );
  await delay(50);
  await until(
    'it passed',
    () =>
      (module.frames.findLast(({ name }) => name === 'UserState')?.['substates'] as string[] | undefined)?.length === 0,
  );
});

test('B30: a telephone in a browser does not do everything', async () => {
  const module = await join(await openModel(), 'bob');
  const never = [
    ['BindNumber', { number: 'x' }],
    ['ReopenAudioDevice', {}],
    ['ReopenRootPage', {}],
    ['SetMusicOnHold', { cid: 1, url: 'x' }],
    ['CreateConference', { conferenceName: '' }],
    ['GetConferences', {}],
    ['HangupConference', { confId: 1 }],
    ['MakeConferenceCall', { confId: 1, phoneNumber: '1' }],
    ['AddCallToConference', { confId: 1, cid: 1 }],
    ['RemoveCallFromConference', { confId: 1, cid: 1 }],
    ['JoinConference', { confId: 1 }],
    ['LeaveConference', { confId: 1 }],
  ] as const;
  for (const [name, fields] of never)
    expect([name, await module.ask(name, { login: 'bob', ...fields })]).toEqual([name, error]);
});

test('B31: two modules that are attached to one user are both told everything', async () => {
  const model = await openModel();
  const [first, second] = [await join(model, 'alice'), await join(model, 'alice')];
  const cid = model.ring('alice', { caller: '100' });
  await first.ask('Answer', { login: 'alice', cid });
  for (const module of [first, second]) await module.event('CallStatus', (one) => one['state'] === 'connected');
  expect(await first.ask('DetachFromUser', { login: 'alice' })).toEqual(ok);
  first.forget();
  second.forget();
  model.farHangUp('alice', cid);
  await second.event('CallStatus');
  expect(first.frames).toEqual([]);
});
