// CTI modules come, say which version they speak, are attached to users and let go of them; nobody else is served.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { NccFloor } from '../support/ncc-floor.ts';
import { until } from '../support/until.ts';

let floor: NccFloor;
beforeAll(async () => {
  floor = await NccFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

test('the sub-protocol is chosen where it is offered, and not missed where it is not', async () => {
  const { url } = await floor.centre();
  expect((await floor.stranger(url)).socket.protocol).toBe('nauphone-cti-protocol');
  const without = await floor.stranger(`${url}ws`, []);
  expect(without.socket.protocol).toBe('');
  expect(await without.shakeHands()).toMatchObject({ name: 'Ok' });
});

test('a page in a browser gets no WebSocket, whichever page it is', async () => {
  const { url, door } = await floor.centre();
  const socket = new WebSocket(url, { origin: url.replace('ws', 'http').replace(/\/$/, '') });
  const status = await new Promise((resolve) => {
    socket.on('error', () => {});
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
  });
  expect(status).toBe(403);
  expect(door.counters()).toMatchObject({ connections: 0, refused: 1 });
});

test('nothing is served before the handshake, which another version fails', async () => {
  const { at, url } = await floor.centre();
  await at.agent('2001');
  const module = await floor.stranger(url);
  expect(await module.ask('AttachToUser', { login: '2001' })).toMatchObject({ name: 'Error' });
  expect(await module.ask('SetProtocolVersion', { protocolVersion: '12' })).toMatchObject({ name: 'Error' });
  expect(await module.ask('GetUserState', { login: '2001' })).toMatchObject({ name: 'Error' });
  expect(await module.shakeHands()).toEqual({ name: 'Ok', rid: expect.any(String) as string });
  expect(await module.ask('AttachToUser', { login: '2001' })).toMatchObject({ name: 'Ok' });
});

test('who does not shake hands is let go', async () => {
  const { url } = await floor.centre(undefined, { nccHandshakeMs: 50 });
  const silent = await floor.stranger(url);
  await until('closed', () => silent.closeCode === 1008);
});

test('a command without rid is ignored; each other one gets exactly one answer', async () => {
  const { url } = await floor.centre();
  const module = await floor.module(url);
  module.send({ name: 'GetUserState', login: '2001' });
  module.send('{"name": ');
  module.send({ rid: 'x1' });
  module.send({ rid: 'x2', name: 'FlyToTheMoon' });
  module.send({ rid: 'x3', name: 'AttachToUser' });
  module.send({ rid: 'x4', name: 'MakeCall', login: '2001' });
  module.send({ rid: 'x5', name: 'Answer', login: '2001', cid: 'c' });
  module.send({ rid: 'x6', name: 'SendPmsRestRequest', path: '/', method: 'GET' });
  module.send({ rid: 'x7', name: 'CreateConference', login: '2001', conferenceName: '' });
  await module.ask('SetProtocolVersion', { protocolVersion: '13' });
  await until('all are answered', () => module.frames.length >= 10);
  expect(module.frames.slice(1).map(({ name, rid }) => [name, rid])).toEqual([
    ['ParseError', undefined],
    ['ParseError', 'x1'],
    ['Error', 'x2'],
    ['Error', 'x3'],
    ['Error', 'x4'],
    ['Error', 'x6'],
    ['Error', 'x7'],
    expect.anything(),
    expect.anything(),
  ]);
  expect(module.frames.find(({ rid }) => rid === 'x5')).toMatchObject({ name: 'Error', description: /attached/ });
  for (const { name, description } of module.frames) {
    if (name !== 'Ok') expect(description).toMatch(/\w/);
  }
});

test('attached to a user whose telephone is there: Ok, his state, his calls, his conferences; nobody knows the other', async () => {
  const { at, url } = await floor.centre();
  await at.agent('2001');
  const module = await floor.module(url, '2001');
  await until('all four', () => module.frames.length === 5);
  expect(module.frames.slice(1)).toEqual([
    { name: 'Ok', rid: expect.any(String) as string },
    { name: 'UserState', login: '2001', state: 'normal', substates: [], time: expect.any(Number) as number },
    { name: 'Calls', login: '2001', calls: [] },
    { name: 'Conferences', login: '2001', conferences: [] },
  ]);
  expect(await module.ask('AttachToUser', { login: '2999' })).toMatchObject({ name: 'Error' });
  expect(await module.ask('GetUserState', { login: '2002' })).toMatchObject({ name: 'Error' });
});

test('attached to a user who is away from his telephone: offline and no more, and his telephone is not steered', async () => {
  const { at, url } = await floor.centre();
  const module = await floor.module(url, '2001');
  expect(module.frames.slice(1)).toEqual([
    expect.objectContaining({ name: 'Ok' }),
    { name: 'UserState', login: '2001', state: 'offline', substates: [] },
  ]);
  expect(await module.ask('MakeCall', { login: '2001', phoneNumber: '8002' })).toMatchObject({ name: 'Error' });
  expect(await module.ask('ChangeUserState', { login: '2001', state: 'normal' })).toMatchObject({ name: 'Error' });
  expect(await module.ask('GetUserState', { login: '2001' })).toMatchObject({ name: 'UserState', state: 'offline' });
  const { phone } = await at.agent('2001');
  await module.told('UserState', { state: 'normal' });
  await phone.unregister();
  expect(await module.told('UserState', { state: 'offline' })).not.toHaveProperty('time');
});

test('his own program works on, and both may change what he is', async () => {
  const { at, url } = await floor.centre();
  const anna = await at.agent('2001');
  const module = await floor.module(url, '2001');
  expect(await module.ask('ChangeUserState', { login: '2001', state: 'dnd' })).toMatchObject({ name: 'Ok' });
  await at.settled();
  expect(anna.agent).toMatchObject({ state: 'notReady', reason: 'dnd' });
  await anna.client.call('agent.setReady', {});
  await module.told('UserState', { state: 'normal' });
  expect(anna.endings).toEqual([]);
});

test('signed in by a module alone at the one telephone that is free, and again at his own', async () => {
  const { at, url } = await floor.centre();
  await at.telephone('2001');
  await at.settled();
  const module = await floor.module(url, '2001');
  expect(await module.ask('ChangeUserState', { login: '2001', state: 'normal' })).toMatchObject({ name: 'Ok' });
  await module.told('UserState', { state: 'normal' });
  expect(await module.ask('Logout', { login: '2001' })).toMatchObject({ name: 'Ok' });
  await module.told('UserState', { state: 'offline' });
  await at.telephone('2003');
  await at.settled();
  await module.ask('ChangeUserState', { login: '2001', state: 'away', reason: 'Dinner' });
  expect(await module.told('UserState', { state: 'away' })).toMatchObject({ reason: 'Dinner', substates: [] });
});

test('of several free telephones none is guessed', async () => {
  const { at, url } = await floor.centre();
  await at.telephone('2002');
  await at.telephone('2003');
  await at.settled();
  const module = await floor.module(url, '2001');
  expect(await module.ask('ChangeUserState', { login: '2001', state: 'normal' })).toMatchObject({ name: 'Error' });
});

test.each(['dnd', 'custom1', 'custom2', 'custom3'])('%s is shown as it was chosen, with its reason', async (state) => {
  const { at, url } = await floor.centre();
  await at.agent('2001');
  const module = await floor.module(url, '2001');
  await module.ask('ChangeUserState', { login: '2001', state, reason: 'Training' });
  expect(await module.told('UserState', { state })).toMatchObject({ reason: 'Training', substates: [state] });
  await module.ask('ChangeUserState', { login: '2001', state: 'away' });
  expect(await module.told('UserState', { state: 'away' })).not.toHaveProperty('reason');
  expect(await module.ask('ChangeUserState', { login: '2001', state: 'speaking' })).toMatchObject({ name: 'Error' });
});

test('several modules at one user are each told everything, also after one has let go', async () => {
  const { at, url, door } = await floor.centre();
  await at.agent('2001');
  const first = await floor.module(url, '2001');
  const second = await floor.module(url, `2001@${at.configuration.tenant.id}`);
  expect(door.counters()).toMatchObject({ connections: 2, users: 1 });
  await first.ask('ChangeUserState', { login: '2001', state: 'dnd' });
  await first.told('UserState', { state: 'dnd' });
  await second.told('UserState', { state: 'dnd', login: `2001@${at.configuration.tenant.id}` });
  expect(await first.ask('DetachFromUser', { login: '2001' })).toMatchObject({ name: 'Ok' });
  expect(await first.ask('DetachFromUser', { login: '2001' })).toMatchObject({ name: 'Error' });
  const before = first.frames.length;
  await second.ask('ChangeUserState', { login: `2001@${at.configuration.tenant.id}`, state: 'normal' });
  await second.told('UserState', { state: 'normal', login: `2001@${at.configuration.tenant.id}` });
  expect(first.frames.length).toBe(before);
  second.leave();
  await until('nobody is watched', () => door.counters().users === 0);
});

test('an agent who is taken out of what is set up is no user any more', async () => {
  const { at, url } = await floor.centre();
  const module = await floor.module(url, '2003');
  await at.configure((old) => ({ ...old, agents: old.agents.filter(({ id }) => id !== '2003') }));
  await until('not attached', async () => (await module.ask('GetUserState', { login: '2003' })).name === 'Error');
  expect(await module.ask('AttachToUser', { login: '2003' })).toMatchObject({ name: 'Error' });
});

test('more commands than a module may send are refused, each with its answer', async () => {
  const { url } = await floor.centre(undefined, { nccCommandBurst: 3, nccCommandsPerSecond: 1 });
  const module = await floor.module(url, '2001');
  const answers = await Promise.all(Array.from({ length: 4 }, () => module.ask('GetUserState', { login: '2001' })));
  expect(answers.map(({ name }) => name)).toEqual(['UserState', 'Error', 'Error', 'Error']);
});

test('more than a message may hold ends the connection', async () => {
  const { url } = await floor.centre(undefined, { nccMaxFrameBytes: 1_000 });
  const module = await floor.module(url);
  module.send({ name: 'GetCalls', rid: 'x'.repeat(2_000), login: '2001' });
  await until('closed', () => module.closeCode === 1009);
});

test('when the server stops, modules are told to come again', async () => {
  const { at, url, door } = await floor.centre();
  await at.agent('2001');
  const module = await floor.module(url, '2001');
  await door.close();
  await until('closed', () => module.closeCode === 1001);
});
