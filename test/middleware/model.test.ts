// The model of a CTI API server that the middleware is tried against: each test begins with its line of the checklist.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { NccModel, type NccModelOptions } from '../support/ncc-model/model.ts';
import { NccPeer, namesOf, type NccHeard } from '../support/ncc-peer.ts';
import { until } from '../support/until.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

/** Ann and Bob at SoftPhones, Wim at a WebPhone, Otto whose telephone is not there. */
async function modelOf(options: NccModelOptions = {}): Promise<NccModel> {
  const model = await NccModel.open(options);
  open.push(model);
  model.addUser({ login: 'ann', number: '101', phone: 'soft' });
  model.addUser({ login: 'bob', number: '102', phone: 'soft' });
  model.addUser({ login: 'wim', number: '103', phone: 'web' });
  model.addUser({ login: 'otto', number: '104', phone: 'soft', registered: false });
  return model;
}

async function attached(model: NccModel, ...logins: readonly string[]): Promise<NccPeer> {
  const peer = await NccPeer.attached(model.url, ...logins);
  open.push(peer);
  return peer;
}

async function stranger(model: NccModel): Promise<NccPeer> {
  const peer = await NccPeer.open(model.url);
  open.push(peer);
  return peer;
}

const error = { name: 'Error', rid: expect.any(String) as string, description: expect.any(String) as string };
const aTime = expect.any(Number) as number;

type Fields = Readonly<Record<string, unknown>>;

/** A message in a word or two: what it is, and what of it tells where things stand. */
function inShort({ name, ...fields }: NccHeard): string {
  const { state, direction, hold, muted, status, operatorInConference: isIn, calls } = fields;
  if (name === 'UserState') return `UserState ${String(state)}`;
  if (name === 'NewCall') return `NewCall ${String(direction)}`;
  if (name === 'CallStatus')
    return ['CallStatus', state, hold === true && 'held', muted === true && 'muted'].filter(Boolean).join(' ');
  if (name === 'TransferFailed') return `TransferFailed ${String(status)}`;
  if (name === 'ConferenceInfo')
    return `ConferenceInfo ${(calls as unknown[]).length}${isIn === true ? ' and he' : ''}`;
  return name;
}

const story = (messages: readonly NccHeard[]): readonly string[] => messages.map(inShort);

describe('the connection', () => {
  test('B25: nothing is served before the handshake, and no event is sent', async () => {
    const model = await modelOf();
    const peer = await stranger(model);
    expect(await peer.ask('AttachToUser', { login: 'ann' })).toMatchObject(error);
    expect(model.attachedTo('ann')).toBe(0);
    model.ring('ann', { caller: '8001' });
    model.send(null, { name: 'NewCall', login: 'ann', cid: 1 });
    expect(namesOf(await peer.news())).toEqual(['Error']);
    expect(await peer.ask('SetProtocolVersion', { protocolVersion: '13' })).toEqual({ name: 'Ok', rid: 'r3' });
    expect(namesOf(await peer.does('AttachToUser', { login: 'ann' }))).toContain('UserState');
  });

  test('B25: another version is an Error, and then nothing is served still', async () => {
    const model = await modelOf();
    const peer = await stranger(model);
    for (const protocolVersion of ['12', 13, undefined]) {
      expect(await peer.ask('SetProtocolVersion', { protocolVersion })).toMatchObject(error);
    }
    expect(await peer.ask('AttachToUser', { login: 'ann' })).toMatchObject(error);
    const old = await modelOf({ acceptedVersion: '12' });
    const other = await stranger(old);
    expect(await other.ask('SetProtocolVersion', { protocolVersion: '13' })).toMatchObject(error);
    expect(await other.ask('SetProtocolVersion', { protocolVersion: '12' })).toMatchObject({ name: 'Ok' });
  });

  test('B25: a command without a rid is ignored', async () => {
    const model = await modelOf();
    const peer = await stranger(model);
    peer.send({ name: 'SetProtocolVersion', protocolVersion: '13' });
    expect(await peer.news()).toEqual([]);
    expect(await peer.ask('AttachToUser', { login: 'ann' })).toMatchObject(error);
    const ready = await attached(model, 'ann');
    ready.send({ name: 'MakeCall', login: 'ann', phoneNumber: '102' });
    ready.send({ name: 'MakeCall', login: 'ann', phoneNumber: '102', rid: 7 });
    expect(await ready.news()).toEqual([]);
    expect(model.received.filter(({ name }) => name === 'MakeCall')).toHaveLength(2);
    model.clearReceived();
    expect(model.received).toEqual([]);
  });

  test('B25: what is no JSON, or has no name, is a ParseError', async () => {
    const peer = await attached(await modelOf());
    for (const broken of ['{', '', '[]', '7', 'null', '"Ok"', '{"rid":"x"']) peer.send(broken);
    peer.socket.send(Buffer.from('{"name":"Ok"}'), { binary: true });
    peer.send({ login: 'ann' });
    peer.send({ rid: 'mine', login: 'ann' });
    peer.send({ name: 5, rid: 'mine too' });
    const came = await peer.news();
    expect(namesOf(came)).toEqual(Array.from({ length: 11 }, () => 'ParseError'));
    expect(came.every(({ description }) => typeof description === 'string')).toBe(true);
    expect(came.flatMap(({ rid }) => rid ?? [])).toEqual(['mine', 'mine too']);
  });

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['Answer', {}, 'a field is missing'],
    ['Answer', { cid: {} }, 'of the wrong type'],
    ['Hold', { cid: 1 }, 'a field is missing'],
    ['Hold', { cid: 1, on: 1 }, 'of the wrong type'],
    ['MakeCall', { phoneNumber: 102 }, 'of the wrong type'],
    ['MakeCall', { phoneNumber: '1 2' }, 'no number'],
    ['MakeCall', { phoneNumber: '101' }, 'his own number'],
    ['ChangeUserState', { state: 'wrapup' }, 'a state that only the telephone sets'],
    ['ChangeUserState', { state: 'dnd', reason: 5 }, 'of the wrong type'],
    ['Answer', { cid: 99 }, 'no such call'],
    ['JoinConference', { confId: 99 }, 'no such conference'],
    ['Answers', { cid: 1 }, 'no such command'],
    ['answer', { cid: 1 }, 'another case'],
    ['toString', {}, 'a name of the language'],
    ['GetCalls', { login: 'nobody' }, 'an unknown login'],
    ['GetCalls', { login: 5 }, 'a login of the wrong type'],
    ['GetCalls', { login: undefined }, 'no login'],
    ['GetCalls', { login: 'bob' }, 'a user who is not attached'],
    ['DetachFromUser', { login: 'bob' }, 'a user who is not attached'],
    ['AttachToUser', { login: 'nobody' }, 'an unknown login'],
    ['GetCalls', { login: 'otto' }, 'a telephone that is offline'],
    ['MakeCall', { login: 'otto', phoneNumber: '102' }, 'a telephone that is offline'],
    ['ChangeUserState', { login: 'otto', state: 'normal' }, 'a telephone that is offline'],
  ])('B25: %s %j is an Error: %s', async (name, fields, _why) => {
    const model = await modelOf();
    const peer = await attached(model, 'ann', 'otto');
    expect(await peer.does(name, { login: 'ann', ...fields })).toEqual([error]);
  });

  test('B25: a rid that was used before is an Error, and each command has one answer', async () => {
    const peer = await attached(await modelOf(), 'ann');
    peer.send({ name: 'GetCalls', login: 'ann', rid: 'same' });
    peer.send({ name: 'GetCalls', login: 'ann', rid: 'same' });
    expect(namesOf(await peer.news())).toEqual(['Calls', 'Error']);
  });

  test('B25: a user who is removed is unknown, and nobody is attached to him', async () => {
    const model = await modelOf();
    const peer = await attached(model, 'ann');
    model.removeUser('ann');
    expect(await peer.ask('GetUserState', { login: 'ann' })).toMatchObject(error);
    model.addUser({ login: 'ann', number: '101', phone: 'soft' });
    expect(await peer.ask('GetUserState', { login: 'ann' })).toMatchObject(error);
  });

  test('B25: the sub-protocol may be demanded, or be ignored', async () => {
    const strict = await modelOf({ subProtocol: 'demanded' });
    const peer = await stranger(strict);
    expect(peer.socket.protocol).toBe('nauphone-cti-protocol');
    await expect(NccPeer.open(strict.url, [])).rejects.toThrow('400');
    await expect(NccPeer.open(strict.url, ['other'])).rejects.toThrow('400');
    const lax = await modelOf({ subProtocol: 'ignored' });
    const plain = await NccPeer.open(lax.url, []);
    open.push(plain);
    expect(plain.socket.protocol).toBe('');
    expect(await plain.ask('SetProtocolVersion', { protocolVersion: '13' })).toMatchObject({ name: 'Ok' });
    await expect(NccPeer.open(lax.url)).rejects.toThrow('no subprotocol');
  });

  test('B25: it can be told to misbehave', async () => {
    const model = await modelOf();
    const peer = await attached(model, 'ann');
    model.script = { GetCalls: 'twice', GetUserState: 'unaskedAnswer', Answer: 'error:not today', Close: 'silent' };
    expect(namesOf(await peer.does('GetCalls', { login: 'ann' }))).toEqual(['Calls', 'Calls']);
    expect(namesOf(await peer.does('GetUserState', { login: 'ann' }))).toEqual(['Ok', 'UserState']);
    expect(await peer.ask('Answer', { login: 'ann', cid: 1 })).toMatchObject({ description: 'not today' });
    await peer.news();
    peer.send({ name: 'Close', rid: 'quiet', login: 'ann', cid: 1 });
    expect(await peer.news()).toEqual([]);
    model.send('ann', { name: 'Later', x: 1 });
    model.send(null, '{"name":"Loose"}');
    expect(await peer.news()).toEqual([{ login: 'ann', name: 'Later', x: 1 }, { name: 'Loose' }]);
    model.dropAll();
    expect(model.attachedTo('ann')).toBe(0);
    await until('the connection is cut', () => peer.socket.readyState === peer.socket.CLOSED);
    await attached(model, 'ann');
    expect(model.attachedTo('ann')).toBe(1);
  });
});

describe('attaching', () => {
  test.each([true, false])('B26: Ok, then UserState, Calls and Conferences; Ok first: %s', async (okFirst) => {
    const model = await modelOf({ okFirst });
    const peer = await attached(model);
    const cid = model.ring('ann', { caller: '8001' });
    expect(await peer.does('AttachToUser', { login: 'ann' })).toEqual([
      { name: 'Ok', rid: expect.any(String) as string },
      { name: 'UserState', login: 'ann', state: 'ringing', substates: ['ringing'], time: aTime },
      { name: 'Calls', login: 'ann', calls: [expect.objectContaining({ cid, state: 'new', localParams: {} })] },
      { name: 'Conferences', login: 'ann', conferences: [] },
    ]);
    expect(model.attachedTo('ann')).toBe(1);
    await peer.does('AttachToUser', { login: 'ann' });
    expect(model.attachedTo('ann')).toBe(1);
    expect(namesOf(await peer.does('DetachFromUser', { login: 'ann' }))).toEqual(['Ok']);
    model.farHangUp('ann', cid);
    expect(await peer.news()).toEqual([]);
  });

  test('B26: a telephone that is offline has a state without a time and nothing else, until it appears', async () => {
    const model = await modelOf();
    const peer = await attached(model);
    const offline = { name: 'UserState', login: 'otto', state: 'offline', substates: [] };
    const came = await peer.does('AttachToUser', { login: 'otto' });
    expect(came.slice(1)).toEqual([offline]);
    expect(await peer.ask('GetUserState', { login: 'otto' })).toEqual({
      ...offline,
      rid: expect.any(String) as string,
    });
    await peer.news();
    model.register('otto');
    expect(await peer.news()).toMatchObject([{ name: 'UserState', login: 'otto', state: 'normal', time: aTime }]);
    expect(await peer.ask('GetCalls', { login: 'otto' })).toMatchObject({ name: 'Calls', calls: [] });
    model.ring('otto', { caller: '8001' });
    await peer.news();
    model.unregister('otto');
    expect(await peer.news()).toEqual([offline]);
    expect(model.attachedTo('otto')).toBe(1);
  });

  test.each(['Logout', 'Exit'])('B26: %s takes the telephone away, and nobody is detached', async (name) => {
    const model = await modelOf();
    const peer = await attached(model, 'ann');
    expect(await peer.does(name, { login: 'ann' })).toMatchObject([
      { name: 'Ok' },
      { name: 'UserState', state: 'offline' },
    ]);
    expect(model.attachedTo('ann')).toBe(1);
  });
});

/** Both kinds of `cid`, and both places of `Ok`. */
const variants = [
  { cid: 'number', okFirst: true },
  { cid: 'number', okFirst: false },
  { cid: 'text', okFirst: true },
  { cid: 'text', okFirst: false },
] as const;

describe.each(variants)('calls, $cid ids, Ok first: $okFirst', (variant) => {
  const placed = (...events: readonly string[]) => (variant.okFirst ? ['Ok', ...events] : [...events, 'Ok']);

  /** One user's module, with which commands are sent for him. */
  async function at(login: string, options: NccModelOptions = {}) {
    const model = await modelOf({ ...variant, ...options });
    const peer = await attached(model, login);
    const does = async (name: string, fields: Fields = {}) => story(await peer.does(name, { login, ...fields }));
    const news = async () => story(await peer.news());
    return { model, peer, does, news };
  }

  /** A call from outside, answered. */
  async function talking(login = 'ann') {
    const desk = await at(login);
    const cid = desk.model.ring(login, { caller: '8001' });
    await desk.does('Answer', { cid });
    return { ...desk, cid };
  }

  /** Ann talks with somebody outside, and others are heard too. */
  async function withOthers() {
    const desk = await talking();
    const bob = await attached(desk.model, 'bob');
    return { ...desk, bob, bobDoes: (name: string, fields: Fields) => bob.ask(name, { login: 'bob', ...fields }) };
  }

  test('B27: a call comes in, is answered, ends at the far side and is closed', async () => {
    const { model, peer, does, news } = await at('ann');
    const cid = model.ring('ann', { caller: '8001', params: { url: 'https://example.com/card' } });
    expect(variant.cid === 'number' ? Number.isInteger(cid) : /^.{64}$/.test(String(cid))).toBe(true);
    const [call, state] = await peer.news();
    expect(call).toEqual({
      name: 'NewCall',
      login: 'ann',
      cid,
      type: 'sip',
      state: 'new',
      direction: 'in',
      hold: false,
      muted: false,
      displayName: '8001',
      creationTime: aTime,
      params: {
        sessionId: expect.stringMatching(/^.{64}$/) as string,
        caller: '8001',
        called: '101',
        url: 'https://example.com/card',
      },
    });
    expect(state).toMatchObject({ name: 'UserState', state: 'ringing' });
    expect(await does('Answer', { cid })).toEqual(placed('UserState speaking', 'CallStatus connected'));
    expect(await does('Answer', { cid })).toEqual(['Error']);
    expect(await does('Close', { cid })).toEqual(['Error']);
    model.farHangUp('ann', cid);
    const [ended, wrapup] = await peer.news();
    expect(ended).toMatchObject({ cid, state: 'ended', answerTime: aTime, hangupTime: aTime, localParams: {} });
    expect(wrapup).toMatchObject({ name: 'UserState', state: 'wrapup' });
    expect(await does('Hangup', { cid })).toEqual(['Error']);
    expect(await does('Close', { cid })).toEqual(placed('OnClose', 'UserState normal'));
    expect(await does('Close', { cid })).toEqual(['Error']);
    expect(await news()).toEqual([]);
  });

  test('B27: a call goes out, is answered, and is hung up by its user', async () => {
    const { model, peer, does, news } = await at('ann');
    const made = await peer.does('MakeCall', { login: 'ann', phoneNumber: 'sip:8002@example.com:5060' });
    expect(story(made)).toEqual(placed('NewCall out', 'UserState ringing'));
    const cid = made.find(({ name }) => name === 'NewCall')!['cid'] as number | string;
    expect(await does('Answer', { cid })).toEqual(['Error']);
    model.farAnswer('ann', cid);
    expect(await news()).toEqual(['UserState speaking', 'CallStatus connected']);
    expect(await does('Hangup', { cid })).toEqual(placed('CallStatus ended', 'UserState wrapup'));
    expect(await does('Close', { cid })).toEqual(placed('OnClose', 'UserState normal'));
  });

  test('B27: a call that nobody answered leaves no work; a server may close what its user hangs up', async () => {
    const { model, does, news } = await at('ann', { hangupCloses: true });
    const lost = model.ring('ann', { caller: '8001' });
    model.farHangUp('ann', lost);
    const whole = ['NewCall in', 'UserState ringing', 'CallStatus ended', 'OnClose', 'UserState normal'];
    expect(await news()).toEqual(whole);
    const cid = model.ring('ann', { caller: '8001' });
    await does('Answer', { cid });
    expect(await does('Hangup', { cid })).toEqual(placed('CallStatus ended', 'OnClose', 'UserState normal'));
  });

  test('B27: hold and mute, on and off', async () => {
    const { model, does, news, cid } = await talking();
    expect(await does('Hold', { cid, on: true })).toEqual(placed('CallStatus connected held'));
    expect(await does('Hold', { cid, on: true })).toEqual(['Ok']);
    expect(await does('Mute', { cid, on: true })).toEqual(placed('CallStatus connected held muted'));
    expect(await does('Hold', { cid, on: false })).toEqual(placed('CallStatus connected muted'));
    expect(await does('Mute', { cid, on: false })).toEqual(placed('CallStatus connected'));
    const second = model.ring('ann', { caller: '8002' });
    await news();
    expect(await does('Hold', { cid: second, on: true })).toEqual(['Error']);
    expect(await does('Mute', { cid: second, on: true })).toEqual(['Error']);
    expect(await does('SetActive', { cid })).toEqual(placed('CurrentCall'));
    expect(await does('GetCalls')).toEqual(['Calls']);
  });

  test('B27: DTMF signals are digits, star, hash and flash', async () => {
    const { model, does, news, cid } = await talking();
    expect(await does('SendDTMFSignal', { cid, DTMFString: '0123456789*#!' })).toEqual(['Ok']);
    for (const DTMFString of ['', '12a', '1 2', 5]) {
      expect(await does('SendDTMFSignal', { cid, DTMFString })).toEqual(['Error']);
    }
    const ringing = model.ring('ann', { caller: '8002' });
    await news();
    expect(await does('SendDTMFSignal', { cid: ringing, DTMFString: '1' })).toEqual(['Error']);
  });

  test.each([
    ['SetCallParam', 'CallParamsUpdated'],
    ['SetLocalParam', 'LocalParamsUpdated'],
  ])('B27: %s: what is changed is told before the Ok, what is not only with it', async (name, event) => {
    const { model, peer, does, cid } = await talking();
    const set = { login: 'ann', cid, paramName: 'card', paramValue: '7' };
    expect(await peer.does(name, set)).toMatchObject([
      { name: event, login: 'ann', cid, params: { card: '7' } },
      { name: 'Ok' },
    ]);
    expect(await does(name, set)).toEqual(['Ok']);
    expect(await does(name, { ...set, paramValue: '' })).toEqual([event, 'Ok']);
    expect(await does(name, { ...set, paramValue: 7 })).toEqual(['Error']);
    const { calls } = (await peer.ask('GetCalls', { login: 'ann' })) as unknown as {
      readonly calls: readonly Fields[];
    };
    expect(calls[0]![name === 'SetCallParam' ? 'params' : 'localParams']).toMatchObject({ card: '' });
    await peer.news();
    model.learn('ann', cid, { project: 'p1' });
    expect(await peer.news()).toMatchObject([
      { name: 'CallParams', cid, params: { sessionId: expect.any(String) as string, caller: '8001', project: 'p1' } },
    ]);
  });

  test('B27: a blind transfer: held, told, then answered by whom it went to', async () => {
    const { model, peer, news, cid } = await talking();
    const came = await peer.does('Transfer', { login: 'ann', cid, phoneNumber: '8009' });
    expect(story(came)).toEqual(placed('CallStatus connected held', 'OnTransferCall'));
    expect(came.find(({ name }) => name === 'OnTransferCall')).toMatchObject({ cid, wasConnected: true });
    expect(story(await peer.does('Transfer', { login: 'ann', cid, phoneNumber: '8009' }))).toEqual(['Error']);
    model.farAnswer('ann', cid);
    expect(await news()).toEqual(['TransferSucceed', 'CallStatus ended held', 'UserState wrapup']);
  });

  test('B27: a blind transfer of a call that still rings', async () => {
    const { model, peer, news } = await at('ann');
    const cid = model.ring('ann', { caller: '8001' });
    const came = await peer.does('Transfer', { login: 'ann', cid, phoneNumber: '8009' });
    expect(came.find(({ name }) => name === 'OnTransferCall')).toMatchObject({ wasConnected: false });
    model.farAnswer('ann', cid);
    expect(await news()).toEqual(['TransferSucceed', 'CallStatus ended held', 'OnClose', 'UserState normal']);
  });

  test('B27: a transfer that fails says why, and the call is as before', async () => {
    const { model, does, news, cid, bob } = await withOthers();
    model.ring('bob', { caller: '8002' });
    const codes: readonly (readonly [string, string])[] = [
      ['', '0'],
      ['1 2', '1'],
      ['102', '7'],
      ['104', '10'],
      ['101', '10'],
    ];
    for (const [phoneNumber, code] of codes) {
      expect(await does('Transfer', { cid, phoneNumber })).toEqual(
        placed('CallStatus connected held', 'OnTransferCall', `TransferFailed ${code}`, 'CallStatus connected'),
      );
      expect(await does('ConsultationTransfer', { cid, phoneNumber })).toEqual(
        placed('OnTransferCall', `TransferFailed ${code}`),
      );
    }
    await does('ConsultationTransfer', { cid, phoneNumber: '8009' });
    model.refuseTransfer('ann', cid, '4');
    expect(await news()).toEqual(['TransferFailed 4']);
    await does('ConsultationTransfer', { cid, phoneNumber: '8009' });
    model.farHangUp('ann', cid);
    expect(await news()).toEqual(['TransferFailed 9', 'CallStatus ended', 'UserState wrapup']);
    expect(await does('ConsultationTransfer', { cid, phoneNumber: '8009' })).toEqual(['Error']);
    expect(story(await bob.news())).toEqual(['NewCall in', 'UserState ringing']);
  });

  test('B27: a consultation that succeeds: the caller has the other user, in the same session', async () => {
    const { model, peer, bob, bobDoes, does, news, cid } = await withOthers();
    const { calls } = (await peer.ask('GetCalls', { login: 'ann' })) as unknown as {
      readonly calls: readonly Fields[];
    };
    await peer.news();
    expect(await does('ConsultationTransfer', { cid, phoneNumber: '102' })).toEqual(placed('OnTransferCall'));
    const [ringing] = await bob.news();
    expect(ringing).toMatchObject({ name: 'NewCall', direction: 'in', displayName: '8001' });
    expect((ringing!['params'] as Fields)['sessionId']).toBe((calls[0]!['params'] as Fields)['sessionId']);
    await bobDoes('Answer', { cid: ringing!['cid'] });
    expect(await news()).toEqual(['TransferSucceed', 'CallStatus ended', 'UserState wrapup']);
    model.farHangUp('bob', ringing!['cid'] as number | string);
    expect(story(await bob.news()).slice(-2)).toEqual(['CallStatus ended', 'UserState wrapup']);
  });

  test('B27: whom it is transferred to may refuse, and a transfer may be broken off: code 8, and it is back', async () => {
    const { bob, bobDoes, does, news, cid } = await withOthers();
    expect(await does('BreakTransfer', { cid })).toEqual(['Error']);
    await does('ConsultationTransfer', { cid, phoneNumber: '102' });
    const [refused] = await bob.news();
    await bobDoes('Hangup', { cid: refused!['cid'] });
    expect(await news()).toEqual(['TransferFailed 6']);
    expect(story(await bob.news())).toContain('UserState normal');
    await does('Transfer', { cid, phoneNumber: '102' });
    await bob.news();
    expect(await does('BreakTransfer', { cid })).toEqual(
      placed('TransferFailed 8', 'CallStatus connected', 'TransferCallReturned'),
    );
    expect(story(await bob.news())).toEqual(['CallStatus ended', 'OnClose', 'UserState normal']);
  });

  test('B27: a transfer by conference is finished by its user', async () => {
    const { model, does, news, cid } = await talking();
    expect(await does('FinishConferenceTransfer', { cid })).toEqual(['Error']);
    expect(await does('ConferenceTransfer', { cid, phoneNumber: '8009' })).toEqual(placed('OnTransferCall'));
    model.farAnswer('ann', cid);
    expect(await news()).toEqual([]);
    expect(await does('FinishConferenceTransfer', { cid })).toEqual(
      placed('TransferSucceed', 'UserState normal', 'OnClose'),
    );
  });

  test('B27: finished before the answer, a SoftPhone lets it go on and a WebPhone ends it', async () => {
    const soft = await talking('ann');
    await soft.does('ConferenceTransfer', { cid: soft.cid, phoneNumber: '103' });
    expect(await soft.does('FinishConferenceTransfer', { cid: soft.cid })).toEqual(
      placed('TransferSucceed', 'UserState normal', 'OnClose'),
    );
    const wim = await attached(soft.model, 'wim');
    const { calls } = (await wim.ask('GetCalls', { login: 'wim' })) as unknown as { readonly calls: readonly Fields[] };
    expect(calls).toMatchObject([{ state: 'new' }]);
    const web = await talking('wim');
    await web.does('ConferenceTransfer', { cid: web.cid, phoneNumber: '8009' });
    expect(await web.does('FinishConferenceTransfer', { cid: web.cid })).toEqual(
      placed('TransferFailed 9', 'CallStatus ended', 'UserState wrapup'),
    );
  });

  test('B27: a transfer with call-back comes back when whom it went to is done, or when it is broken off', async () => {
    const { model, bob, bobDoes, does, news, cid } = await withOthers();
    const begun = placed('OnTransferCall', 'CallStatus connected held');
    expect(await does('TransferWithCallBack', { cid, phoneNumber: '102' })).toEqual(begun);
    const [leg] = await bob.news();
    await bobDoes('Answer', { cid: leg!['cid'] });
    expect(await news()).toEqual(['TransferSucceed']);
    await bobDoes('Hangup', { cid: leg!['cid'] });
    expect(await news()).toEqual(['TransferCallReturned', 'CallStatus connected']);
    for (const back of ['told', 'broken'] as const) {
      expect(await does('TransferWithCallBack', { cid, phoneNumber: '8009' })).toEqual(begun);
      model.farAnswer('ann', cid);
      expect(await news()).toEqual(['TransferSucceed']);
      const returned = ['TransferCallReturned', 'CallStatus connected'];
      if (back === 'broken') expect(await does('BreakTransfer', { cid })).toEqual(placed(...returned));
      else {
        model.returnTransfer('ann', cid);
        expect(await news()).toEqual(returned);
      }
    }
  });

  test('B27: the secure mode, and the two reasons why it is not changed', async () => {
    const { model, peer, cid } = await talking();
    const errorOf = async (of: unknown, enable: unknown) => {
      const came = await peer.does('SetSessionSecureMode', { login: 'ann', cid: of, enable });
      expect(story(came)).toEqual(placed('SetSessionModeResponse'));
      return came.find(({ name }) => name === 'SetSessionModeResponse')!['error'];
    };
    expect(await errorOf(cid, true)).toBeUndefined();
    expect(await errorOf(cid, true)).toBe('it is in that mode already');
    expect(await errorOf(cid, false)).toBeUndefined();
    expect(await errorOf(cid, 'true')).toBeUndefined();
    const ringing = model.ring('ann', { caller: '8002' });
    expect(await errorOf(ringing, true)).toBe('the call has no session');
  });

  test('B27: a conference: made, called from, added to, left, joined, and hung up', async () => {
    const { model, peer, does, news, cid } = await talking();
    const made = await peer.does('CreateConference', { login: 'ann', conferenceName: '' });
    expect(story(made)).toEqual(placed('NewConference', 'ConferenceInfo 0 and he'));
    const { confId } = made.find(({ name }) => name === 'NewConference')!;
    const added = await peer.does('AddCallToConference', { login: 'ann', confId, cid });
    expect(story(added)).toEqual(placed('Calls', 'ConferenceInfo 1 and he'));
    expect(added.find(({ name }) => name === 'Calls')).not.toHaveProperty('rid');
    expect(await does('AddCallToConference', { confId, cid })).toEqual(['Error']);
    expect(await does('RemoveCallFromConference', { confId, cid })).toEqual(placed('Calls', 'ConferenceInfo 0 and he'));
    expect(await does('RemoveCallFromConference', { confId, cid })).toEqual(['Error']);
    await does('AddCallToConference', { confId, cid });
    const called = await peer.does('MakeConferenceCall', { login: 'ann', confId, phoneNumber: '8009' });
    expect(story(called)).toEqual(placed('NewCall out', 'UserState ringing', 'ConferenceInfo 2 and he'));
    const second = called.find(({ name }) => name === 'NewCall')!['cid'] as number | string;
    model.farAnswer('ann', second);
    await news();
    expect(await does('JoinConference', { confId })).toEqual(['Error']);
    expect(await does('LeaveConference', { confId })).toEqual(placed('ConferenceInfo 2'));
    expect(await does('JoinConference', { confId })).toEqual(placed('ConferenceInfo 2 and he'));
    const list = await peer.ask('GetConferences', { login: 'ann' });
    expect(list).toMatchObject({
      name: 'Conferences',
      conferences: [{ confId, displayName: '', calls: [cid, second], operatorInConference: true }],
    });
    model.farHangUp('ann', second);
    expect(await news()).toContain('ConferenceInfo 1 and he');
    expect(await does('HangupConference', { confId })).toEqual(
      placed('ConferenceInfo 0', 'OnCloseConference', 'CallStatus ended', 'UserState wrapup'),
    );
    expect(await does('HangupConference', { confId })).toEqual(['Error']);
  });

  test('B27: the rest is answered: numbers, devices, music, texts and broadcasts', async () => {
    const { model, peer, bob, does, cid } = await withOthers();
    expect(await does('BindNumber', { number: 'sip:101@192.0.2.1:5060', replace: true })).toEqual(['Ok']);
    expect(await does('BindNumber', { number: '101' })).toEqual(['Error']);
    expect(await does('ReopenAudioDevice')).toEqual(placed('CallStatus connected'));
    expect(await does('ReopenRootPage')).toEqual(placed('CallStatus connected'));
    expect(await does('SetMusicOnHold', { cid, url: 'https://example.com/a.wav' })).toEqual(['Ok']);
    expect(await does('MessageInProcessMode', { cid, messageId: 'm1' })).toEqual(['Ok']);
    expect(await does('SendVoipMessage', { cid, message: 'hello' })).toEqual(['Ok']);
    expect(await does('SendVoipMessage', { cid })).toEqual(['Error']);
    const subscribed = await peer.ask('SubscribeOnMessagesSession', { protocol_version: 0, session_id: 's' });
    expect(subscribed).toEqual({ name: 'Ok', rid: expect.any(String) as string, messages: [] });
    expect(await peer.ask('BroadcastMessage', { message: 'hello', to: ['ann'] })).toMatchObject({ name: 'Ok' });
    expect(await peer.ask('BroadcastMessage', { message: 'hello' })).toMatchObject(error);
    await does('Hold', { cid, on: true });
    const made = await peer.does('MakeCall', { login: 'ann', phoneNumber: '102' });
    model.farAnswer('ann', made.find(({ name }) => name === 'NewCall')!['cid'] as number | string);
    await bob.news();
    await does('SendVoipMessage', { cid: made.find(({ name }) => name === 'NewCall')!['cid'], messageId: 'hi' });
    expect(await bob.news()).toMatchObject([{ name: 'VoipMessageReceived', login: 'bob', message: 'hi' }]);
  });

  test('B28: a call between users: two ids, one session, opposite directions; what one does the other is told', async () => {
    const model = await modelOf(variant);
    const peer = await attached(model, 'ann', 'bob');
    const made = await peer.does('MakeCall', { login: 'ann', phoneNumber: '102' });
    const [out, into] = made.filter(({ name }) => name === 'NewCall');
    expect(out).toMatchObject({ login: 'ann', direction: 'out', params: { caller: '101', called: '102' } });
    expect(into).toMatchObject({ login: 'bob', direction: 'in', params: { caller: '101', called: '102' } });
    expect(out!['cid']).not.toBe(into!['cid']);
    expect((out!['params'] as Fields)['sessionId']).toBe((into!['params'] as Fields)['sessionId']);
    expect(await peer.ask('Answer', { login: 'ann', cid: into!['cid'] })).toMatchObject(error);
    const of = (login: string, messages: readonly NccHeard[]) =>
      story(messages.filter((each) => each['login'] === login));
    const answered = await peer.does('Answer', { login: 'bob', cid: into!['cid'] });
    for (const login of ['ann', 'bob']) {
      expect(of(login, answered)).toEqual(['UserState speaking', 'CallStatus connected']);
    }
    const ended = await peer.does('Hangup', { login: 'ann', cid: out!['cid'] });
    for (const login of ['ann', 'bob']) {
      expect(of(login, ended)).toEqual(['CallStatus ended', 'UserState wrapup']);
    }
  });

  test('B28: a user who is busy, or whose telephone is not there, is not reached; one who leaves is lost', async () => {
    const { model, does, news, bob, bobDoes } = await withOthers();
    const vain = ['NewCall out', 'UserState ringing', 'CallStatus ended', 'OnClose'];
    expect(await does('MakeCall', { phoneNumber: '104' })).toEqual(placed(...vain, 'UserState speaking'));
    expect(await bobDoes('MakeCall', { phoneNumber: '101' })).toMatchObject({ name: 'Ok' });
    const heard = story(await bob.news());
    expect(heard.filter((each) => each !== 'Ok')).toEqual([...vain, 'UserState normal']);
    expect(await news()).toEqual([]);
    expect(await does('MakeCall', { phoneNumber: '102' })).toEqual(placed('NewCall out', 'UserState ringing'));
    expect(story(await bob.news())).toEqual(['NewCall in', 'UserState ringing']);
    model.unregister('bob');
    expect(await news()).toEqual(['CallStatus ended', 'OnClose', 'UserState speaking']);
    expect(story(await bob.news())).toEqual(['UserState offline']);
  });
});

describe('states', () => {
  async function ann(options: NccModelOptions = {}) {
    const model = await modelOf(options);
    const peer = await attached(model, 'ann');
    const state = async () => {
      const {
        rid: _rid,
        name: _name,
        login: _login,
        time: _time,
        ...rest
      } = await peer.ask('GetUserState', { login: 'ann' });
      return rest;
    };
    const set = async (name: string, reason?: string) => {
      const fields = reason === undefined ? {} : { reason };
      expect(namesOf(await peer.does('ChangeUserState', { login: 'ann', state: name, ...fields }))).toEqual([
        'Ok',
        'UserState',
      ]);
    };
    return { model, peer, state, set };
  }

  test('B29: absences exclude each other; normal ends them', async () => {
    const { state, set } = await ann();
    expect(await state()).toEqual({ state: 'normal', substates: [] });
    for (const name of ['dnd', 'custom1', 'custom2', 'custom3']) {
      await set(name, 'Because');
      expect(await state()).toEqual({ state: name, substates: [name], reason: 'Because' });
    }
    await set('away', 'Dinner');
    expect(await state()).toEqual({ state: 'away', substates: [], reason: 'Dinner' });
    await set('normal');
    expect(await state()).toEqual({ state: 'normal', substates: [] });
  });

  test('B29: an absence shows before a call; otherwise the latest does', async () => {
    const { model, peer, state, set } = await ann();
    const cid = model.ring('ann', { caller: '8001' });
    await peer.ask('Answer', { login: 'ann', cid });
    await set('dnd');
    expect(await state()).toEqual({ state: 'dnd', substates: ['dnd', 'speaking'] });
    await set('away');
    expect(await state()).toEqual({ state: 'away', substates: ['speaking'] });
    await set('normal');
    expect(await state()).toEqual({ state: 'speaking', substates: ['speaking'] });
    const second = model.ring('ann', { caller: '8002' });
    expect(await state()).toEqual({ state: 'ringing', substates: ['speaking', 'ringing'] });
    model.farHangUp('ann', second);
    expect(await state()).toEqual({ state: 'speaking', substates: ['speaking'] });
    model.farHangUp('ann', cid);
    expect(await state()).toMatchObject({ state: 'wrapup', substates: ['wrapup'] });
    model.ring('ann', { caller: '8003' });
    expect(await state()).toEqual({ state: 'ringing', substates: ['wrapup', 'ringing'] });
  });

  test('B29: the reason of wrapup is the session; what is of texts says so, and has none', async () => {
    const { model, peer, state } = await ann();
    const cid = model.ring('ann', { caller: '8001' });
    const { sessionId } = (await peer.news()).find(({ name }) => name === 'NewCall')!['params'] as {
      readonly sessionId: string;
    };
    await peer.ask('Answer', { login: 'ann', cid });
    await peer.ask('Hangup', { login: 'ann', cid });
    expect(await state()).toEqual({ state: 'wrapup', substates: ['wrapup'], reason: sessionId });
    await peer.ask('Close', { login: 'ann', cid });
    const chat = model.ring('ann', { caller: 'visitor', type: 'webim' });
    expect(await state()).toEqual({ state: 'ringing', substates: ['ringing#webim'] });
    await peer.ask('Answer', { login: 'ann', cid: chat });
    expect(await state()).toEqual({ state: 'speaking', substates: ['speaking#webim'] });
    expect(story(await peer.does('Transfer', { login: 'ann', cid: chat, phoneNumber: '102' }))).toContain(
      'TransferFailed 2',
    );
    expect(story(await peer.does('Hangup', { login: 'ann', cid: chat }))).toEqual([
      'Ok',
      'CallStatus ended',
      'OnClose',
      'UserState normal',
    ]);
  });

  test('B29: who refuses a call has an accident: for a while, and then he is normal', async () => {
    const { model, peer } = await ann({ accidentMs: 50 });
    const cid = model.ring('ann', { caller: '8001' });
    await peer.news();
    const came = await peer.does('Hangup', { login: 'ann', cid });
    expect(story(came)).toEqual(['Ok', 'CallStatus ended', 'OnClose', 'UserState accident']);
    const { params } = came[1] as unknown as { readonly params: { readonly sessionId: string } };
    expect(came[3]).toMatchObject({ substates: ['accident'], reason: `0:${params.sessionId}` });
    await until('the accident is over', () => peer.heard.at(-1)?.['state'] === 'normal');
    expect(story(await peer.news())).toEqual(['UserState normal']);
  });

  test('B29: an accident lasts ten seconds; an absence shows before it and outlives it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { model, set, state } = await ann();
      model.setState('ann', 'accident', '1:ivr-1');
      vi.advanceTimersByTime(9_999);
      expect(await state()).toEqual({ state: 'accident', substates: ['accident'], reason: '1:ivr-1' });
      vi.advanceTimersByTime(1);
      expect(await state()).toEqual({ state: 'normal', substates: [] });
      await set('dnd');
      model.setState('ann', 'accident', '1:ivr-2');
      expect(await state()).toEqual({ state: 'dnd', substates: ['dnd', 'accident'] });
      vi.advanceTimersByTime(10_000);
      expect(await state()).toEqual({ state: 'dnd', substates: ['dnd'] });
    } finally {
      vi.useRealTimers();
    }
  });

  test('B29: an accident is over when a state is set; it and a stand-off exclude each other; both show before normal only', async () => {
    const { model, peer, state, set } = await ann();
    model.setState('ann', 'accident', '3:ivr-1');
    expect(await state()).toEqual({ state: 'accident', substates: ['accident'], reason: '3:ivr-1' });
    model.setState('ann', 'standoff');
    expect(await state()).toEqual({ state: 'standoff', substates: ['standoff'] });
    model.setState('ann', 'accident');
    expect(await state()).toEqual({ state: 'accident', substates: ['accident'] });
    model.ring('ann', { caller: '8001' });
    expect(await state()).toEqual({ state: 'ringing', substates: ['accident', 'ringing'] });
    await set('normal');
    expect(await state()).toEqual({ state: 'ringing', substates: ['ringing'] });
    expect(await peer.ask('ChangeUserState', { login: 'ann', state: 'accident' })).toMatchObject(error);
  });

  test('B29: the time is when the shown state began', async () => {
    const { peer, set } = await ann();
    const timeOf = async () => (await peer.ask('GetUserState', { login: 'ann' }))['time'] as number;
    await set('dnd');
    const first = await timeOf();
    await set('dnd');
    expect(await timeOf()).toBe(first);
    expect(Math.abs(first - Date.now() / 1000)).toBeLessThan(5);
  });
});

test.each<[string, Fields]>([
  ['BindNumber', { number: 'sip:103@192.0.2.1:5060' }],
  ['ReopenAudioDevice', {}],
  ['ReopenRootPage', {}],
  ['SetMusicOnHold', { cid: 1, url: 'https://example.com/a.wav' }],
  ['CreateConference', { conferenceName: '' }],
  ['GetConferences', {}],
  ['HangupConference', { confId: 1 }],
  ['MakeConferenceCall', { confId: 1, phoneNumber: '101' }],
  ['AddCallToConference', { confId: 1, cid: 1 }],
  ['RemoveCallFromConference', { confId: 1, cid: 1 }],
  ['JoinConference', { confId: 1 }],
  ['LeaveConference', { confId: 1 }],
])('B30: a WebPhone has no %s', async (name, fields) => {
  const model = await modelOf();
  const peer = await attached(model, 'wim', 'ann');
  model.ring('wim', { caller: '8001' });
  expect(await peer.does(name, { login: 'wim', ...fields })).toEqual([
    { ...error, description: expect.stringContaining('WebPhone') as string },
  ]);
  const { description } = await peer.ask(name, { login: 'ann', ...fields });
  expect(String(description)).not.toContain('WebPhone');
});

test('B30: a WebPhone has the rest', async () => {
  const model = await modelOf();
  const peer = await attached(model, 'wim');
  const cid = model.ring('wim', { caller: '8001' });
  for (const [name, fields] of [
    ['Answer', {}],
    ['Hold', { on: true }],
    ['Mute', { on: true }],
    ['SendDTMFSignal', { DTMFString: '1' }],
    ['SetCallParam', { paramName: 'a', paramValue: 'b' }],
    ['SetSessionSecureMode', { enable: true }],
    ['ConferenceTransfer', { phoneNumber: '8009' }],
    ['BreakTransfer', {}],
    ['Hangup', {}],
    ['Close', {}],
  ] as const) {
    expect(await peer.ask(name, { login: 'wim', cid, ...fields })).toMatchObject({ name: 'Ok' });
  }
  const before = await attached(model);
  expect(namesOf(await before.does('AttachToUser', { login: 'wim' }))).toEqual([
    'Ok',
    'UserState',
    'Calls',
    'Conferences',
  ]);
});

test('B31: two modules that are attached both have every event; answers are of who asked', async () => {
  const model = await modelOf();
  const [first, second, other] = [
    await attached(model, 'ann'),
    await attached(model, 'ann'),
    await attached(model, 'bob'),
  ];
  expect(model.attachedTo('ann')).toBe(2);
  const cid = model.ring('ann', { caller: '8001' });
  await first.ask('Answer', { login: 'ann', cid });
  await second.ask('SetCallParam', { login: 'ann', cid, paramName: 'a', paramValue: 'b' });
  await first.ask('Hangup', { login: 'ann', cid });
  await second.ask('Close', { login: 'ann', cid });
  const eventsOf = async (peer: NccPeer) => (await peer.news()).filter(({ name }) => name !== 'Ok');
  const heard = await eventsOf(first);
  expect(story(heard)).toEqual([
    'NewCall in',
    'UserState ringing',
    'UserState speaking',
    'CallStatus connected',
    'CallParamsUpdated',
    'CallStatus ended',
    'UserState wrapup',
    'OnClose',
    'UserState normal',
  ]);
  expect(await eventsOf(second)).toEqual(heard);
  expect(await eventsOf(other)).toEqual([]);
  await first.close();
  await until('one is gone', () => model.attachedTo('ann') === 1);
  model.ring('ann', { caller: '8002' });
  expect(story(await second.news())).toEqual(['NewCall in', 'UserState ringing']);
});
