// The telephone in the words of the vendor's SoftPhone library, over the middleware, in front of the model.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { nccCommands, softphoneEvents, softphoneRequests } from '@cordboard/contract/dialects/ncc';
import { openMiddlewareFloor, type AgentProgram, type MiddlewareFloor } from '../support/middleware-floor.ts';
import { NccModel } from '../support/ncc-model/model.ts';
import { openPostgres, type PostgresServer } from '../support/postgres-server.ts';
import { until } from '../support/until.ts';

type Message = Readonly<Record<string, unknown>>;
let postgres: PostgresServer;
let model: NccModel;
let floor: MiddlewareFloor;
let alice: AgentProgram;

beforeAll(async () => {
  [postgres, model] = await Promise.all([openPostgres(), NccModel.open()]);
  model.addUser({ login: 'alice', number: '8001', phone: 'soft' });
  model.addUser({ login: 'bob', number: '8002', phone: 'soft' });
  floor = await openMiddlewareFloor(postgres, { ctiUrl: model.url, users: ['alice', 'bob'] });
  await until('connected', async () => (await floor.program().ask('GET', '/healthz')).status === 200);
  alice = await floor.agent('alice');
});
afterAll(async () => {
  await floor.close();
  await model.close();
  await postgres.close();
});

/** What the library does: a counter for `rid`, answers by it, the rest are events. */
class Page {
  readonly socket: WebSocket;
  readonly got: Message[] = [];
  #rid = 0;

  constructor(headers: Record<string, string> = { authorization: `Bearer ${alice.token}` }) {
    this.socket = new WebSocket(
      `${floor.url.replace('http', 'ws')}/api/v1/softphone`,
      ['nauphone-softphone-protocol'],
      { headers },
    );
    this.socket.on('message', (data: Buffer) => this.got.push(JSON.parse(data.toString()) as Message));
    this.socket.on('error', () => undefined);
  }

  async ask(name: string, fields: Message = {}): Promise<Message> {
    await until('open', () => this.socket.readyState === WebSocket.OPEN);
    this.#rid += 1;
    const rid = this.#rid;
    this.socket.send(JSON.stringify({ name, rid, ...fields }));
    return await until(`the answer to ${name}`, () => this.got.find((one) => one['rid'] === rid));
  }

  event(name: string, fits: (event: Message) => boolean = () => true): Promise<Message> {
    return until(name, () => this.got.find((one) => one['name'] === name && one['rid'] === undefined && fits(one)));
  }
}

test('B32: sub-protocol and version 10 first; rid is a number from 1; another version is an error', async () => {
  const page = new Page();
  expect(await page.ask('getCalls')).toMatchObject({ name: 'error', rid: 1 });
  expect(page.socket.protocol).toBe('nauphone-softphone-protocol');
  expect(await page.ask('setProtocolVersion', { protocolVersion: 13 })).toMatchObject({ name: 'error' });
  expect(await page.ask('setProtocolVersion', { protocolVersion: 10 })).toEqual({ name: 'ok', rid: 3 });
  page.socket.send(JSON.stringify({ name: 'getCalls', rid: 'text' }));
  page.socket.send(JSON.stringify({ name: 'getCalls' }));
  expect(await page.ask('getUserState')).toMatchObject({ name: 'ok', state: 'normal' });
  expect(page.got.filter(({ name }) => name === 'ok')).toHaveLength(2);
  page.socket.close();
});

test('B32: a call by id: events in lower case carry the id alone, the rest is asked for', async () => {
  const page = new Page();
  await page.ask('setProtocolVersion', { protocolVersion: 10 });
  const cid = model.ring('alice', { caller: '100' });
  expect(await page.event('newcall')).toEqual({ name: 'newcall', id: cid });
  expect(await page.event('userstate', ({ state }) => state === 'ringing')).toMatchObject({ substates: ['ringing'] });
  expect(await page.ask('getState', { id: cid })).toMatchObject({
    id: cid,
    state: 'new',
    creationTime: expect.any(Number),
  });
  expect(await page.ask('getParams', { id: cid })).toMatchObject({ id: cid, params: { caller: '100' } });
  expect(await page.ask('answer', { id: cid })).toMatchObject({ name: 'ok' });
  expect(await page.ask('getCurrentCall')).toMatchObject({ id: cid, type: 'sip' });
  expect(await page.ask('hold', { id: cid, on: true })).toMatchObject({ name: 'ok' });
  expect((await page.ask('getCalls'))['calls']).toMatchObject([{ id: cid, hold: true }]);
  expect(await page.ask('transfer', { id: cid, number: '999' })).toMatchObject({ name: 'ok' });
  model.refuseTransfer('alice', cid, '7');
  expect(await page.event('transferFailed')).toMatchObject({ id: cid, status: '7' });
  expect(await page.ask('setUserState', { state: 'away', reason: 'Dinner' })).toMatchObject({ name: 'ok' });
  expect(await page.event('userstate', ({ state }) => state === 'away')).toMatchObject({ reason: 'Dinner' });
  expect(await page.ask('hangup', { id: cid })).toMatchObject({ name: 'ok' });
  expect(await page.ask('close', { id: cid })).toMatchObject({ name: 'ok' });
  expect(await page.event('onclose')).toEqual({ name: 'onclose', id: cid });
  // The events of the mailbox are still the agent program's.
  expect(await alice.event('OnClose')).toMatchObject({ cid });
  page.socket.close();
});

test('B32: what is refused is an error: another’s call, no such request, a refusal of the CTI API', async () => {
  const page = new Page();
  await page.ask('setProtocolVersion', { protocolVersion: 10 });
  const other = model.ring('bob', { caller: '100' });
  for (const [name, fields] of [
    ['answer', { id: other }],
    ['getState', { id: other }],
    ['dance', {}],
    ['constructor', {}],
    ['createConference', { conferenceName: '' }],
    ['hold', { id: other }],
  ] as const)
    expect([name, (await page.ask(name, fields))['name']]).toEqual([name, 'error']);
  expect(
    await new Promise<number>((resolve) => {
      const stranger = new Page({});
      stranger.socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    }),
  ).toBe(401);
  page.socket.close();
});

test('B32: the table goes there and back: each request names a command of the CTI API with fields it has', () => {
  const names = new Set<string>();
  for (const [name, row] of Object.entries(softphoneRequests)) {
    if (!('command' in row)) continue;
    const { shape } = nccCommands[row.command].fields;
    for (const field of Object.values(row.fields)) expect([name, field in shape]).toEqual([name, true]);
    expect(names.has(row.command)).toBe(false);
    names.add(row.command);
  }
  const told = Object.values(softphoneEvents).map(({ name }) => name);
  expect(new Set(told).size).toBe(told.length);
});
