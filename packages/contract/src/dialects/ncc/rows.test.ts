// The rows of the CTI API: how many there are, that each can be read, and where the manual contradicts itself.
import { expect, test } from 'vitest';
import { commands } from './commands.table.ts';
import { events } from './events.table.ts';
import { isAnswerName, isCommand, readCommand, readEvent } from './message.ts';
import { userStates } from './states.table.ts';

test('there are the 43 commands and 32 events of the manual', () => {
  expect(Object.keys(commands)).toHaveLength(43);
  expect(Object.keys(events)).toHaveLength(32);
});

test('what a command causes is an event, and what answers it', () => {
  for (const { causes, answer } of Object.values(commands)) {
    for (const name of [...causes, answer]) expect(Object.keys(events)).toContain(name);
  }
});

test('only what carries a login is relayed for users, and no text, nothing of the connection', () => {
  const relayed = Object.entries(commands).filter(([, row]) => row.relayed);
  expect(relayed.every(([, { scope }]) => scope === 'user')).toBe(true);
  const names = relayed.map(([name]) => name);
  for (const name of [
    'SetProtocolVersion',
    'AttachToUser',
    'DetachFromUser',
    'SendPmsRestRequest',
    'Exit',
    'BroadcastMessage',
  ]) {
    expect(names).not.toContain(name);
  }
});

test('false stays false, quoted or not', () => {
  expect(readCommand('Hold', { cid: 2, on: false })).toEqual({ fields: { cid: 2, on: false } });
  expect(readCommand('SetSessionSecureMode', { cid: '2', enable: 'false' })).toEqual({
    fields: { cid: '2', enable: false },
  });
});

test('an id keeps its type', () => {
  expect(readCommand('Answer', { cid: 2 })).toEqual({ fields: { cid: 2 } });
  expect(readCommand('Answer', { cid: '2' })).toEqual({ fields: { cid: '2' } });
});

test.each([
  ['Answer', {}, 'cid'],
  ['Answer', { cid: {} }, 'cid'],
  ['Hold', { cid: 1, on: 'maybe' }, 'on'],
  ['ChangeUserState', { state: 'asleep' }, 'state'],
  ['SendVoipMessage', { cid: 1 }, 'message'],
  ['SendDTMFSignal', { cid: 1, DTMFString: 'x' }, 'DTMFString'],
] as const)('%s %j: %s is wrong', (name, message, field) => {
  expect(readCommand(name, message)).toMatchObject({ field });
});

test('the two names of the text of a message are both read', () => {
  expect(readCommand('SendVoipMessage', { cid: 1, messageId: 'hello' })).toHaveProperty('fields');
});

test('CallParams by its other name; session events by both spellings of the session', () => {
  expect(readEvent({ name: 'callparams', login: 'a', cid: 1, params: {} })).toMatchObject({
    known: 'CallParams',
    message: { name: 'CallParams' },
  });
  expect(readEvent({ name: 'MessageSessionClosed', agent_id: 1, sessionId: 's' })).toMatchObject({
    fits: true,
    message: { session_id: 's' },
  });
});

test('unknown events and unknown fields are kept', () => {
  expect(readEvent({ name: 'Later', login: 'a', x: 1 })).toEqual({
    message: { name: 'Later', login: 'a', x: 1 },
    known: null,
    fits: false,
  });
  expect(readEvent({ name: 'OnClose', login: 'a', cid: 1, endedBySide: 'b' }).message).toMatchObject({
    endedBySide: 'b',
  });
  expect(readEvent({ name: 'constructor' }).known).toBeNull();
});

test('names of JavaScript are no commands', () => {
  expect(isCommand('toString')).toBe(false);
  expect(isAnswerName('toString')).toBe(false);
  expect(isAnswerName('Ok')).toBe(true);
});

test('a user may put himself into the states that the manual leaves to him', () => {
  expect(Object.entries(userStates).flatMap(([name, { by }]) => (by === 'user' ? [name] : []))).toEqual([
    'normal',
    'away',
    'dnd',
    'custom1',
    'custom2',
    'custom3',
  ]);
});
