// The client of the local program, against the program and against a scripted one (A37 to A40).
import { LocalAgent, LocalAgentError, type LocalEvent } from '@cordboard/client/local';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import { DesktopFloor, everybodysPassword, until } from '../support/desktop-floor.ts';

let floor: DesktopFloor;
const clients: LocalAgent[] = [];
beforeAll(async () => {
  floor = await DesktopFloor.open();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await floor.tidyUp();
});
afterAll(() => floor.close());

/** Node's pages have no origin of their own: this one says that it is the CRM. */
class CrmSocket extends WebSocket {
  static last: WebSocket | null = null;

  constructor(url: string) {
    super(url, { origin: 'https://crm.example' });
    CrmSocket.last = this;
  }
}

function clientAt(port: number, profile: 'draft' | 'v6' = 'draft'): LocalAgent {
  const client = new LocalAgent({
    url: `ws://127.0.0.1:${port}/jsonrpc`,
    profile,
    WebSocket: CrmSocket,
    limits: { firstRetryMs: 20, requestTimeoutMs: 5_000 },
  });
  clients.push(client);
  return client;
}

type Scripted = { readonly port: number; readonly requests: { id: number; method: string }[]; close(): void };

/** A program that answers as a test says. */
async function scripted(
  answer: (request: { id: number; method: string }, send: (message: object) => void) => void,
): Promise<Scripted> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const requests: { id: number; method: string }[] = [];
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const request = JSON.parse((data as Buffer).toString()) as { id: number; method: string };
      requests.push(request);
      answer(request, (message) => socket.send(JSON.stringify({ jsonrpc: '2.0', ...message })));
    });
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return { port: (server.address() as { port: number }).port, requests, close: () => server.close() };
}

const firstAnswers: Readonly<Record<string, unknown>> = { getSnapshot: { seq: 0 }, getStatus: [-1, 0] };

test.each(['event first', 'answer first'])('A37 a login is through with answer and event, %s', async (order) => {
  const server = await scripted(({ id, method }, send) => {
    if (method !== 'logIn') return send({ id, result: firstAnswers[method] ?? null });
    const messages = [
      { id, result: null },
      { method: 'onAgentStatusChanged', params: [0, 0] },
    ];
    for (const message of order === 'event first' ? messages.toReversed() : messages) send(message);
  });
  const client = clientAt(server.port);
  await client.connect();
  expect(await client.logIn('1001', '1001abcd')).toEqual({ state: 0, workType: 0 });
  server.close();
});

test('A38 one call after the other, and no notification is answered', async () => {
  let open = 0;
  let most = 0;
  const server = await scripted(({ id, method }, send) => {
    open += 1;
    most = Math.max(most, open);
    send({ method: 'onHoldListChanged', params: [] });
    setTimeout(() => {
      open -= 1;
      send({ id, result: firstAnswers[method] ?? method });
    }, 5);
  });
  const client = clientAt(server.port);
  await client.connect();
  await Promise.all(['hold', 'unHold', 'setIdle', 'setBusy'].map((method) => client.call(method as 'hold')));
  expect(most).toBe(1);
  expect(server.requests.every(({ method }) => typeof method === 'string')).toBe(true);
  expect(server.requests.map(({ method }) => method).slice(-4)).toEqual(['hold', 'unHold', 'setIdle', 'setBusy']);
  server.close();
});

test.each(['draft', 'v6'] as const)('A39 the same events out of the %s wire', async (profile) => {
  const program = await floor.program();
  const client = clientAt(program.local.port, profile);
  const heard: LocalEvent[] = [];
  client.on('event', (event) => heard.push(event));
  await client.connect();
  await client.logIn('2001', everybodysPassword);
  await client.call('signIn');
  await until('idle', () => client.status?.state === 4);
  const statuses = heard
    .filter(({ name }) => name === 'status')
    .map(({ detail }) => [detail['state'], detail['workType']]);
  expect(statuses).toEqual([
    [0, 0],
    [4, 0],
  ]);
  const customer = await floor.customerCalls();
  await until('it rings', () => heard.some(({ name }) => name === 'ring'));
  expect(heard.find(({ name }) => name === 'ring')?.detail['call']).toMatchObject({
    channel: expect.any(Number),
    customString: '',
  });
  expect(
    heard.filter(({ name }) => name === 'connection').map(({ detail }) => [detail['index'], detail['state']]),
  ).toEqual([
    [0, 1],
    [0, 3],
  ]);
  customer.hangUp();
});

test('A40 the way to the program is lost: what waits is rejected, it comes back by itself, and nothing is missed', async () => {
  const program = await floor.program();
  const client = clientAt(program.local.port);
  await client.connect();
  await client.logIn('2001', everybodysPassword);
  const statuses: number[][] = [];
  const links: string[] = [];
  client.on('status', ({ state, workType }) => statuses.push([state, workType]));
  client.on('link', (link) => links.push(link));
  const slow = client.call('echoWithDelay', ['x', 2_000]);
  const queued = client.call('hold');
  const rejected = Promise.all([slow, queued].map((one) => expect(one).rejects.toThrow(LocalAgentError)));
  CrmSocket.last?.terminate();
  await rejected;
  expect(client.status).toBeNull();
  const steering = await floor.page(program);
  await until('the guard is free', async () => (await steering.ask('signIn')).error === undefined);
  await steering.call('setBusy', 12);
  await until('it is back', () => client.status?.workType === 12);
  expect(links).toEqual(['down', 'up']);
  expect(statuses).toEqual([
    [4, 0],
    [2, 12],
  ]);
});

test('A40 a program that is started anew is read anew', async () => {
  const first = await floor.program();
  const { port } = first.local;
  const client = clientAt(port);
  await client.connect();
  await client.logIn('2001', everybodysPassword);
  await floor.tidyUp();
  await until('it is gone', () => client.status === null);
  await floor.program({ port });
  await until('it is back', () => client.status !== null);
  expect(client.status).toEqual({ state: -1, workType: 0 });
});
