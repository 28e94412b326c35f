// Transcripts of the native door: what is answered to what, word for word where the standard says so.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Knocker, listen, type ListeningDoor } from '../../../../../test/support/native-door.ts';
import { TestCore } from '../../../../../test/support/test-core.ts';

const core = new TestCore();
let door: ListeningDoor;
let agent: Knocker;

beforeAll(async () => {
  door = await listen(core, { limits: { agentRequestBurst: 1000 } });
  agent = await Knocker.signedIn(door.url);
});
afterAll(() => door.close());

const errorOf = (name: string, code: number, more: object = {}): object =>
  expect.objectContaining({ code, data: expect.objectContaining({ name, ...more }) as unknown });

describe('a message that is not a request', () => {
  const cases: readonly (readonly [string, string, string, number, unknown])[] = [
    ['broken JSON', '{"jsonrpc":"2.0","method":"x"', 'parseError', -32700, null],
    ['empty text', '', 'parseError', -32700, null],
    ['a number', '1', 'invalidRequest', -32600, null],
    ['null', 'null', 'invalidRequest', -32600, null],
    ['an empty batch', '[]', 'invalidRequest', -32600, null],
    ['no version', '{"id":7,"method":"session.ping"}', 'invalidRequest', -32600, 7],
    ['version 1.0', '{"jsonrpc":"1.0","id":7,"method":"session.ping"}', 'invalidRequest', -32600, 7],
    ['a method that is a number', '{"jsonrpc":"2.0","id":7,"method":1}', 'invalidRequest', -32600, 7],
    [
      'params that are text',
      '{"jsonrpc":"2.0","id":7,"method":"session.ping","params":"x"}',
      'invalidRequest',
      -32600,
      7,
    ],
    [
      'params that are null',
      '{"jsonrpc":"2.0","id":7,"method":"session.ping","params":null}',
      'invalidRequest',
      -32600,
      7,
    ],
    ['an id that is an object', '{"jsonrpc":"2.0","id":{},"method":"session.ping"}', 'invalidRequest', -32600, null],
    ['a method nobody knows', '{"jsonrpc":"2.0","id":"a","method":"no.such"}', 'methodNotFound', -32601, 'a'],
    ['a name of every object', '{"jsonrpc":"2.0","id":1,"method":"constructor"}', 'methodNotFound', -32601, 1],
    ['__proto__', '{"jsonrpc":"2.0","id":1,"method":"__proto__"}', 'methodNotFound', -32601, 1],
  ];
  test.each(cases)('%s', async (_, text, name, code, id) => {
    expect(await agent.exchange(text)).toEqual({ jsonrpc: '2.0', id, error: errorOf(name, code) });
  });
});

describe('an id comes back as it came', () => {
  test.each([
    '1',
    '0',
    '-5',
    '"a"',
    '""',
    '"\\u4e2d"',
    'null',
    '1.5',
    '12345678901234567890',
    '1e400',
    '9007199254740993',
  ])('%s', async (id) => {
    agent.send(`{"params":{},"method":"session.ping","id": ${id} ,"jsonrpc":"2.0"}`);
    const text = await agent.nextText();
    const expected = id === '"\\u4e2d"' ? '"中"' : id;
    expect(text.startsWith(`{"jsonrpc":"2.0","id":${expected},"result":{"serverTime":`)).toBe(true);
  });

  test('in a batch, beside requests that carry things named id', async () => {
    agent.send(
      '[{"jsonrpc":"2.0","id":12345678901234567890,"method":"session.ping","params":{"id":11111111111111111111}},' +
        '7,{"jsonrpc":"2.0","id":12345678901234567891,"method":"session.ping"}]',
    );
    const text = await agent.nextText();
    expect([...text.matchAll(/"id":([^,]+),/gu)].map(([, id]) => id)).toEqual([
      '12345678901234567890',
      'null',
      '12345678901234567891',
    ]);
  });
});

describe('parameters', () => {
  const ask = (method: string, params: unknown): Promise<unknown> => agent.ask(method, params);
  const refused = (field: string, words: string): object => ({
    error: errorOf('invalidParams', -32602, { field, detail: expect.stringContaining(words) as unknown }),
  });

  test('by name', async () => {
    expect(await ask('call.hold', { callId: 'c1' })).toMatchObject({ result: {} });
    expect(core.commands.at(-1)).toEqual({ method: 'call.hold', params: { callId: 'c1' } });
  });
  test('by position, in the order of the row', async () => {
    expect(await ask('call.sendDigits', ['c1', '12#'])).toMatchObject({ result: {} });
    expect(core.commands.at(-1)).toEqual({ method: 'call.sendDigits', params: { callId: 'c1', digits: '12#' } });
  });
  test('absent where none is needed', async () => {
    expect(await agent.exchange('{"jsonrpc":"2.0","id":1,"method":"agent.setReady"}')).toMatchObject({ result: {} });
  });
  test('optional ones left out are absent, not undefined', async () => {
    await ask('agent.setNotReady', {});
    expect(Object.keys(core.commands.at(-1)?.params ?? { wrong: 1 })).toEqual([]);
  });
  test('a missing one is named', async () => {
    expect(await ask('call.hold', {})).toMatchObject(refused('callId', 'missing'));
    expect(await ask('call.transfer', { callId: 'c1', to: { kind: 'queue' } })).toMatchObject(
      refused('to.queueId', 'missing'),
    );
  });
  test('a surplus one is named', async () => {
    expect(await ask('call.hold', { callId: 'c1', calId: 'c2' })).toMatchObject(refused('calId', 'not a parameter'));
    expect(await ask('call.hold', ['c1', 'c2'])).toMatchObject(refused('1', 'At most 1'));
  });
  test('one of a wrong type is named', async () => {
    expect(await ask('call.hold', { callId: 5 })).toMatchObject(refused('callId', 'string'));
    expect(await ask('call.make', { to: { kind: 'moon' } })).toMatchObject(refused('to.kind', ''));
    expect(await ask('call.sendDigits', { callId: 'c1', digits: 'x' })).toMatchObject(refused('digits', ''));
    expect(await ask('call.setData', { callId: 'c1', data: { a: 1 } })).toMatchObject(refused('data.a', 'string'));
  });
  test('a refusal of the core comes with its number, its words and the field', async () => {
    core.answer = () => ({ refused: 'wrongCallState', field: 'callId', detail: 'It does not ring.' });
    const reply = await ask('call.answer', { callId: 'c1' });
    core.answer = () => ({ result: {} });
    expect(reply).toMatchObject({
      error: {
        code: 1011,
        data: {
          name: 'wrongCallState',
          field: 'callId',
          detail: 'It does not ring.',
          text: { zh: expect.stringMatching(/通话/u) as unknown },
        },
      },
    });
  });
});

describe('notifications and batches', () => {
  test('a notification is carried out and never answered', async () => {
    const before = core.commands.length;
    agent.send('{"jsonrpc":"2.0","method":"agent.setReady"}');
    agent.send('{"jsonrpc":"2.0","method":"no.such"}');
    agent.send('{"jsonrpc":"2.0","method":"call.hold","params":{}}');
    expect(await agent.ask('session.ping')).toMatchObject({ result: {} });
    expect(core.commands.length).toBe(before + 1);
  });
  test('a batch is answered in one array, without its notifications', async () => {
    const reply = await agent.exchange([
      { jsonrpc: '2.0', id: 'a', method: 'agent.setReady' },
      { jsonrpc: '2.0', method: 'agent.setReady' },
      { foo: 'boo' },
      { jsonrpc: '2.0', id: 2, method: 'no.such' },
    ]);
    expect(reply).toEqual([
      { jsonrpc: '2.0', id: 'a', result: {} },
      { jsonrpc: '2.0', id: null, error: errorOf('invalidRequest', -32600) },
      { jsonrpc: '2.0', id: 2, error: errorOf('methodNotFound', -32601) },
    ]);
  });
  test('a batch of notifications is not answered at all', async () => {
    agent.send([{ jsonrpc: '2.0', method: 'agent.setReady' }]);
    expect(await agent.ask('session.ping')).toMatchObject({ result: {} });
  });
  test('a batch above the limit is refused whole', async () => {
    const before = core.commands.length;
    const reply = await agent.exchange(
      Array.from({ length: 51 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'agent.setReady' })),
    );
    expect(reply).toEqual({ jsonrpc: '2.0', id: null, error: errorOf('batchTooLarge', -32003) });
    expect(core.commands.length).toBe(before);
  });
});

describe('methods of the door itself', () => {
  test('phone.credentials', async () => {
    expect(await agent.ask('phone.credentials', { deviceId: '8001' })).toMatchObject({
      result: {
        uri: 'sip:8001~page@example.com',
        authorizationUser: '8001',
        password: 'secret',
        domain: 'example.com',
        wsPath: '/sip',
      },
    });
    expect(await agent.ask('phone.credentials', { deviceId: '8002' })).toMatchObject({
      error: errorOf('unknownDevice', 1022),
    });
  });
  test('history', async () => {
    expect(await agent.ask('history.calls', { limit: 10 })).toMatchObject({ result: { calls: [] } });
    expect(await agent.ask('history.states')).toMatchObject({ error: errorOf('notPermitted', 1001) });
  });
  test('demo.call is unknown where there is no demo tenant', async () => {
    expect(await agent.ask('demo.call')).toMatchObject({ error: errorOf('methodNotFound', -32601) });
  });
  test('signing in twice is refused', async () => {
    expect(await agent.ask('session.signIn', { login: '1001', password: 'right' })).toMatchObject({
      error: errorOf('alreadySignedIn', 1003),
    });
  });
});
