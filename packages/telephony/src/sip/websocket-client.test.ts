// SIP over a WebSocket that we open: registered, called and calling along one connection, which is missed when it goes.
import { afterEach, expect, test, vi } from 'vitest';
import { header, topVia } from './message.ts';
import type { SipRequest } from './message.ts';
import { parseMessage } from './parser.ts';
import { OTHER_SDP, reached, SDP, startServer } from './raw-peer.ts';
import type { SipCall, SipCallEvents, SipOrigin, SipServer } from './sip-server.ts';
import { webSocketOffice } from './web-socket-office.ts';
import type { WebSocketOffice } from './web-socket-office.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  vi.useRealTimers();
  for (const close of closing.splice(0).toReversed()) await close();
});

async function start(): Promise<SipServer> {
  const server = await startServer();
  closing.push(() => server.close(500));
  return server;
}

async function web(...setup: Parameters<typeof webSocketOffice>): Promise<WebSocketOffice> {
  const one = await webSocketOffice(...setup);
  closing.push(() => one.close());
  return one;
}

function next<E extends keyof SipCallEvents>(call: SipCall, event: E): Promise<SipCallEvents[E]> {
  return new Promise((resolve) => call.on(event, resolve));
}

const incoming = (server: SipServer): Promise<{ call: SipCall; origin: SipOrigin }> =>
  new Promise((resolve) => server.onInvite((call, origin) => resolve({ call, origin })));

const own = { registrar: 'sip:office.test', user: '1001', password: 'secret' };
const calling = { callerName: '', sdp: SDP, timeoutMs: 5_000 };

test('registered, called and calling: all along one connection', async () => {
  const office = await start();
  const phone = await start();
  const door = await web(office);
  const registrations = ['1001', '1002'].map((user) => phone.register({ ...own, user, webSocketUrl: door.url }));
  await Promise.all(registrations.map((one) => one.ready));
  expect([door.sockets.size, office.registeredUsers()]).toEqual([1, ['1001', '1002']]);

  const atPhone = incoming(phone);
  const out = office.invite({ ...calling, callerNumber: '2000', target: office.bindings('1002')[0]! });
  const { call, origin } = await atPhone;
  expect(origin).toEqual({ kind: 'registration', registration: registrations[1] });
  const established = Promise.all([next(out, 'established'), next(call, 'established')]);
  call.answer(OTHER_SDP);
  await established;
  const ended = next(out, 'ended');
  call.end('normal');
  await ended;

  const atOffice = incoming(office);
  const target = {
    uri: 'sip:300@office.test',
    webSocketUrl: door.url,
    credentials: { user: '1001', password: 'secret' },
  };
  const back = phone.invite({ ...calling, callerNumber: '1001', target });
  const there = await atOffice;
  expect([there.origin, there.call.remoteTransport]).toEqual([{ kind: 'user', user: '1001' }, 'ws']);
  there.call.answer(OTHER_SDP);
  await next(back, 'established');
  expect(door.sockets.size).toBe(1);
  back.end('normal');
  await next(there.call, 'ended');
});

test('what a client of RFC 7118 says of itself', async () => {
  const phone = await start();
  const asked = new Promise<SipRequest>((resolve) => {
    void web(null, {
      take: (socket) =>
        socket.on('message', (data: Buffer) => {
          const parsed = parseMessage(data);
          if (parsed.ok && parsed.message.kind === 'request') resolve(parsed.message);
        }),
    }).then(({ url }) => phone.register({ ...own, webSocketUrl: url }));
  });
  const request = await asked;
  const via = topVia(request);
  expect([via?.transport, via?.port, via?.host]).toEqual(['WS', 0, expect.stringMatching(/^[0-9a-f]{12}\.invalid$/)]);
  expect(header(request, 'contact')).toBe(
    `<sip:${/sip:([0-9a-f]{20})@/.exec(header(request, 'contact') ?? '')?.[1]}@${via?.host};transport=ws>`,
  );
});

test('a connection that closes is missed at once, and made again with the same Contact; a call outlives it', async () => {
  const office = await start();
  const phone = await start();
  const door = await web(office);
  const registration = phone.register({ ...own, webSocketUrl: door.url });
  await registration.ready;
  const contact = office.bindings('1001')[0]?.contact;
  const arrived = incoming(phone);
  const out = office.invite({ ...calling, callerNumber: '2000', target: office.bindings('1001')[0]! });
  const { call } = await arrived;
  const established = Promise.all([next(out, 'established'), next(call, 'established')]);
  call.answer(OTHER_SDP);
  await established;

  for (const socket of door.sockets) socket.terminate();
  await reached(registration, 'unreachable');
  expect(registration.lastStatus).toBe(503);
  await reached(registration, 'registered');
  expect(office.bindings('1001').map((one) => one.contact)).toEqual([contact]);
  const ended = next(out, 'ended');
  call.end('normal');
  expect((await ended).cause).toBe('normal');
});

test('a server that answers neither line breaks nor pings any more is left', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const office = await start();
  const phone = await start();
  let deaf = false;
  const door = await web(null, {
    autoPong: false,
    take: (socket) => {
      const emit = socket.emit.bind(socket);
      socket.emit = (event: string, ...rest: unknown[]) => (deaf && event === 'message' ? true : emit(event, ...rest));
      office.acceptWebSocket(socket, '127.0.0.1', 1, false);
    },
  });
  const registration = phone.register({ ...own, webSocketUrl: door.url });
  await registration.ready;
  // Its answer comes after the one to our first line breaks.
  registration.refreshNow();
  await reached(registration, 'registered');
  vi.advanceTimersByTime(10_000);
  deaf = true;
  vi.advanceTimersByTime(20_000);
  expect(phone.counters()['flowPings']).toBe(2);
  vi.advanceTimersByTime(10_000);
  await reached(registration, 'unreachable');
  deaf = false;
  vi.advanceTimersByTime(2_000);
  await reached(registration, 'registered');
});

test('a server that does not speak SIP, or too much of it, is not spoken to', async () => {
  const phone = await start();
  const mute = await web(null, { protocol: false });
  const none = phone.register({ ...own, webSocketUrl: mute.url });
  await expect(none.ready).rejects.toThrow('cannot be reached');
  expect([none.state, none.lastStatus]).toEqual(['unreachable', 503]);

  const loud = await web(null, {
    take: (socket) => socket.on('message', () => socket.send(`SIP/2.0 200 OK\r\n${'x'.repeat(70_000)}`)),
  });
  await expect(phone.register({ ...own, webSocketUrl: loud.url }).ready).rejects.toThrow('cannot be reached');
  await expect(phone.register({ ...own, webSocketUrl: 'http://office.test' }).ready).rejects.toThrow('not found');
});
