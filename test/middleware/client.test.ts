// The client of the CTI API against the vendor's model: handshake, answers by rid, events by login, and coming back.
import { afterEach, expect, test } from 'vitest';
import { nccCommands, nccEvents, readEvent, type NccMessage } from '@cordboard/contract/dialects/ncc';
import { CtiClient } from '../../packages/middleware/src/cti/cti-client.ts';
import { NccModel, type NccModelOptions } from '../support/ncc-model/model.ts';
import { log } from '../support/middleware-floor.ts';
import { until } from '../support/until.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function openModel(options: NccModelOptions = {}): Promise<NccModel> {
  const model = await NccModel.openWithTwo(options);
  ends.push(() => model.close());
  return model;
}

type Told = { readonly login: string; readonly message: NccMessage };

function openClient(url: string, commandTimeoutMs = 1_000): { client: CtiClient; told: Told[] } {
  const told: Told[] = [];
  const client = new CtiClient({
    url,
    commandTimeoutMs,
    log,
    event: (login, message) => told.push({ login, message }),
  });
  client.start();
  ends.push(() => client.close());
  return { client, told };
}

async function connected(model: NccModel): Promise<{ client: CtiClient; told: Told[] }> {
  const opened = openClient(model.url);
  await until('connected', () => opened.client.isConnected);
  return opened;
}

const names = (told: readonly Told[]): readonly string[] => told.map(({ message }) => message.name);

test('B1: the sub-protocol is offered; a server that demands it and one that selects none are both spoken with', async () => {
  for (const subProtocol of ['demanded', 'ignored'] as const) {
    const { client } = await connected(await openModel({ subProtocol }));
    await client.attach('alice');
  }
});

test('B2: SetProtocolVersion 13 with a rid comes first, and nothing else before its Ok', async () => {
  const model = await openModel();
  model.script = { SetProtocolVersion: 'silent' };
  const { client } = openClient(model.url, 300);
  client.expect('alice');
  await until('the handshake', () => model.received.length > 0);
  expect(model.received[0]).toMatchObject({
    name: 'SetProtocolVersion',
    protocolVersion: '13',
    rid: expect.any(String),
  });
  await expect(client.attach('alice')).rejects.toMatchObject({ fault: 'away' });
  expect(new Set(model.received.map(({ name }) => name))).toEqual(new Set(['SetProtocolVersion']));
  model.script = {};
  await until('attached', () => model.attachedTo('alice') === 1);
});

test('B2: a server that refuses the version is tried again, and nobody is told that there is a connection', async () => {
  const model = await openModel({ acceptedVersion: '99' });
  const { client } = openClient(model.url);
  await until('tried again', () => model.received.length >= 2);
  expect(client.isConnected).toBe(false);
  await expect(client.command('alice', 'GetCalls', {})).rejects.toMatchObject({ fault: 'away' });
});

test('B3: every command has a rid of its own, and answers find their commands in any order', async () => {
  for (const okFirst of [true, false]) {
    const model = await openModel({ okFirst });
    const { client, told } = await connected(model);
    await Promise.all([client.attach('alice'), client.attach('bob')]);
    const [state, calls, made] = await Promise.all([
      client.command('alice', 'GetUserState', {}),
      client.command('bob', 'GetCalls', {}),
      client.command('alice', 'MakeCall', { phoneNumber: '8002' }),
    ]);
    expect([state.name, calls.name, made.name]).toEqual(['UserState', 'Calls', 'Ok']);
    const rids = model.received.map(({ rid }) => rid);
    expect(rids.every((rid) => typeof rid === 'string')).toBe(true);
    expect(new Set(rids).size).toBe(rids.length);
    await until('the call', () => names(told).includes('NewCall'));
  }
});

test('B3: a command that nobody answers ends with a timeout, and the next one is not disturbed by a late answer', async () => {
  const model = await openModel();
  const { client } = await connected(model);
  await client.attach('alice');
  model.script = { GetCalls: 'silent', GetUserState: 'twice' };
  await expect(client.command('alice', 'GetCalls', {})).rejects.toMatchObject({ fault: 'timeout' });
  expect((await client.command('alice', 'GetUserState', {})).name).toBe('UserState');
  model.script = { GetUserState: 'unaskedAnswer' };
  expect((await client.command('alice', 'GetUserState', {})).name).toBe('UserState');
  await until('it is counted', () => client.counters.odd > 0);
});

test('B4: events go to their login; those of unknown logins are dropped and counted; answers are no events', async () => {
  const model = await openModel();
  const { client, told } = await connected(model);
  await client.attach('alice');
  model.send(null, { name: 'UserState', login: 'nobody', state: 'normal', substates: [] });
  model.send(null, { name: 'Ok', rid: 'of nobody' });
  model.send(null, { name: 'Error', rid: 'of nobody', description: 'no' });
  model.ring('alice', { caller: '100' });
  await until('the call', () => names(told).includes('NewCall'));
  expect(client.counters.unknownLogins).toBe(1);
  expect(new Set(told.map(({ login }) => login))).toEqual(new Set(['alice']));
  expect(names(told)).not.toContain('Ok');
  expect(names(told)).not.toContain('Error');
});

test('B5: ids keep their type, unknown fields and unknown events arrive', async () => {
  for (const cid of ['number', 'text'] as const) {
    const model = await openModel({ cid });
    const { client, told } = await connected(model);
    await client.attach('alice');
    const own = model.ring('alice', { caller: '100' });
    await until('the call', () => names(told).includes('NewCall'));
    expect(typeof own).toBe(cid === 'number' ? 'number' : 'string');
    expect((await client.callsOf('alice')).cidOf(String(own))).toBe(own);
    model.send('alice', { name: 'Novelty', login: 'alice', cid: own, deep: { er: [1] } });
    model.send('alice', { name: 'CallStatus', login: 'alice', cid: own, state: 'new', holdTarget: 'x' });
    const novelty = await until('the novelty', () => told.find(({ message }) => message.name === 'Novelty'));
    expect(novelty.message).toMatchObject({ cid: own, deep: { er: [1] } });
    await until('the field', () => told.some(({ message }) => message['holdTarget'] === 'x'));
  }
});

test('B6: false is on the wire', async () => {
  const model = await openModel();
  const { client } = await connected(model);
  await client.attach('alice');
  await client.command('alice', 'Hold', { cid: 1, on: false }).catch(() => undefined);
  await client.command('alice', 'SetSessionSecureMode', { cid: 1, enable: false }).catch(() => undefined);
  const sent = model.received.filter(({ name }) => name === 'Hold' || name === 'SetSessionSecureMode');
  expect(sent).toMatchObject([{ on: false }, { enable: false }]);
});

test('B7: all 43 commands are known to the vendor by name, and all 32 events are read', async () => {
  expect(Object.keys(nccCommands)).toHaveLength(43);
  expect(Object.keys(nccEvents)).toHaveLength(32);
  const model = await openModel();
  const { client, told } = await connected(model);
  await client.attach('alice');
  for (const name of Object.keys(nccEvents).filter(
    (each) => nccEvents[each as keyof typeof nccEvents].scope === 'user',
  ))
    model.send('alice', { name, login: 'alice', cid: 1, calls: [], conferences: [], substates: [], state: 'normal' });
  model.send('alice', { name: 'Last', login: 'alice' });
  await until('all of them', () => names(told).includes('Last'));
  const userEvents = Object.entries(nccEvents).filter(([, row]) => row.scope === 'user');
  for (const [name] of userEvents) expect(names(told)).toContain(name);
});

test('B8: a lost connection comes back: handshake, users attached again, calls rebuilt', async () => {
  const model = await openModel();
  const { client, told } = await connected(model);
  await client.attach('alice');
  await client.attach('bob');
  const gone = model.ring('alice', { caller: '100' });
  await until('the call', () => names(told).includes('NewCall'));
  model.clearReceived();
  model.dropAll();
  model.farHangUp('alice', gone);
  const fresh = model.ring('bob', { caller: '200' });
  await until('attached again', () => model.attachedTo('alice') === 1 && model.attachedTo('bob') === 1);
  expect(model.received[0]?.name).toBe('SetProtocolVersion');
  await until('rebuilt', async () => (await client.callsOf('bob')).cidOf(fresh) === fresh);
  expect((await client.callsOf('alice')).calls.map(({ state }) => state)).not.toContain('new');
  expect(client.counters.connects).toBe(2);
});

test('B8: nobody there: tried again with a growing pause, and found when it comes', async () => {
  const first = await openModel();
  const { url } = first;
  await first.close();
  const { client } = openClient(url);
  client.expect('alice');
  await expect(client.attach('alice')).rejects.toMatchObject({ fault: 'away' });
  client.expect('alice');
  const model = await openModel({ port: Number(new URL(url).port) });
  await until('attached', () => model.attachedTo('alice') === 1);
});

test('B9: what the manual says twice is read either way', () => {
  const names_ = (message: NccMessage): string => readEvent(message).message.name;
  expect(names_({ name: 'callparams', login: 'a', cid: 1, params: {} })).toBe('CallParams');
  expect(readEvent({ name: 'UserState', login: 'a', state: 'normal', substates: [], rid: 'r' }).known).toBe(
    'UserState',
  );
  expect(readEvent({ name: 'Calls', login: 'a', calls: [] }).fits).toBe(true);
  expect(readEvent({ name: 'MessageDone', message_id: 'm', sessionId: 's' }).message['session_id']).toBe('s');
  expect(readEvent({ name: 'UserState', login: 'a', state: 'unheard-of', substates: [] }).message['state']).toBe(
    'unheard-of',
  );
});
