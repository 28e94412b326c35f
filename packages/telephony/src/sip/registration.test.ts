// A telephone at foreign registrars: how it says that it stands, over each transport, and which calls it takes.
import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { computeHa1 } from './digest.ts';
import { FAST } from './raw-peer.ts';
import { createSipServer } from './server.ts';
import type { SipCall, SipOrigin, SipRegistration, SipServer, SipServerOptions } from './sip-server.ts';

const SDP = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n';
const servers: SipServer[] = [];
const webServers: Server[] = [];
const log = (): void => {};

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close(300)));
  for (const server of webServers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function start(options: Partial<SipServerOptions>, port = 0): Promise<SipServer> {
  const server = createSipServer(
    {
      listen: [
        { transport: 'udp', host: '127.0.0.1', port },
        { transport: 'tcp', host: '127.0.0.1', port },
      ],
      domain: 'office.test',
      userAgent: 'test',
      accounts: { ha1: () => [] },
      trunkOf: () => null,
      log,
      ...options,
    },
    FAST,
  );
  await server.listen();
  servers.push(server);
  return server;
}

const accounts = (password: string): SipServerOptions['accounts'] => ({
  ha1: (user, realm, algorithm) => (user === '1001' ? [computeHa1(algorithm, user, realm, password)] : []),
});
const registrar = (password = 'secret', port = 0): Promise<SipServer> => start({ accounts: accounts(password) }, port);
const telephone = (): Promise<SipServer> => start({ acceptOnlyRegistered: true });
const portOf = (server: SipServer, transport: 'udp' | 'tcp' = 'udp'): number =>
  server.addresses().find((one) => one.transport === transport)!.port;

const becomes = (registration: SipRegistration, state: SipRegistration['state']): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (registration.state === state) resolve();
    };
    registration.onChange(look);
    look();
  });

const incoming = (server: SipServer): Promise<{ call: SipCall; origin: SipOrigin }> =>
  new Promise((resolve) => server.onInvite((call, origin) => resolve({ call, origin })));

function calls(office: SipServer, contact = office.bindings('1001')[0]!): SipCall {
  return office.invite({ target: contact, callerNumber: '2000', callerName: '', sdp: SDP, timeoutMs: 5_000 });
}

const register = (phone: SipServer, office: SipServer, more: object = {}): SipRegistration =>
  phone.register({ registrar: `sip:127.0.0.1:${portOf(office)}`, user: '1001', password: 'secret', ...more });

test('two registrars at once: each call says by which of them it came', async () => {
  const phone = await telephone();
  const offices = [await registrar(), await registrar()];
  const registrations = offices.map((office) => register(phone, office));
  await Promise.all(registrations.map(({ ready }) => ready));
  expect(registrations.map(({ state, lastStatus }) => [state, lastStatus])).toEqual([
    ['registered', 200],
    ['registered', 200],
  ]);
  for (const [index, office] of offices.entries()) {
    const heard = incoming(phone);
    const out = calls(office);
    const { call, origin } = await heard;
    expect(origin).toMatchObject({ kind: 'registration' });
    expect(origin.kind === 'registration' && origin.registration).toBe(registrations[index]);
    call.end('busy');
    await new Promise<void>((resolve) => out.on('ended', () => resolve()));
  }
});

test('who does not know the Contact rings nowhere', async () => {
  const phone = await telephone();
  const office = await registrar();
  await register(phone, office).ready;
  let rang = false;
  phone.onInvite(() => {
    rang = true;
  });
  for (const user of ['1001', 'sip', '']) {
    const stranger = await start({});
    const out = stranger.invite({
      target: { uri: `sip:${user === '' ? '' : `${user}@`}127.0.0.1:${portOf(phone)}` },
      callerNumber: '666',
      callerName: '',
      sdp: SDP,
      timeoutMs: 2_000,
    });
    const status = await new Promise((resolve) => out.on('ended', (why) => resolve(why.status)));
    expect(status, user).toBe(404);
  }
  expect(rang).toBe(false);
});

test('a registrar that refuses, and one that says nothing, are told apart; both are tried again', async () => {
  const phone = await telephone();
  const refusing = register(phone, await registrar('another'));
  await expect(refusing.ready).rejects.toThrow();
  expect([refusing.state, refusing.lastStatus]).toEqual(['refused', 401]);
  const silent = phone.register({ registrar: 'sip:127.0.0.1:9', user: '1001', password: 'secret' });
  await expect(silent.ready).rejects.toThrow();
  expect(silent.state).toBe('unreachable');
  expect([408, 503]).toContain(silent.lastStatus);
});

test('a registrar that flaps: gone is told at once, and it is back by itself', async () => {
  const phone = await telephone();
  const first = await registrar();
  const port = portOf(first, 'tcp');
  const registration = phone.register({
    registrar: `sip:127.0.0.1:${port}`,
    transport: 'tcp',
    user: '1001',
    password: 'secret',
  });
  await registration.ready;
  await servers.splice(servers.indexOf(first), 1)[0]!.close(100);
  await becomes(registration, 'unreachable');
  expect(registration.lastStatus).toBe(503);
  const second = await start({ accounts: accounts('secret'), listen: [{ transport: 'tcp', host: '127.0.0.1', port }] });
  registration.refreshNow();
  await becomes(registration, 'registered');
  expect(second.bindings('1001')).toHaveLength(1);
});

test('the address that is registered may be of another host, and the digest of another user', async () => {
  const phone = await telephone();
  const office = await start({
    accounts: {
      ha1: (user, realm, algorithm) => (user === 'login' ? [computeHa1(algorithm, user, realm, 'secret')] : []),
    },
  });
  const registration = register(phone, office, { domain: 'office.test', authorizationUser: 'login' });
  // The name in the address is not the digest's: our own registrar does not let one register for another.
  await expect(registration.ready).rejects.toThrow('403');
  expect(registration.state).toBe('refused');
  const same = phone.register({
    registrar: `sip:127.0.0.1:${portOf(office)}`,
    domain: 'office.test',
    user: 'login',
    password: 'secret',
  });
  await same.ready;
  expect(office.bindings('login')).toHaveLength(1);
});

test('over a WebSocket: registers, is called along it, calls along it, and comes back when it breaks', async () => {
  const phone = await telephone();
  const office = await registrar();
  const web = createServer();
  webServers.push(web);
  const sockets = new WebSocketServer({ server: web, path: '/sip', handleProtocols: () => 'sip' });
  sockets.on('connection', (socket, { socket: { remoteAddress = '', remotePort = 0 } }) =>
    office.acceptWebSocket(socket, remoteAddress, remotePort, false),
  );
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  const { port } = web.address() as { port: number };
  const webSocketUrl = `ws://127.0.0.1:${port}/sip`;
  const registration = phone.register({
    registrar: `sip:127.0.0.1:${port}`,
    transport: 'ws',
    webSocketUrl,
    domain: 'office.test',
    user: '1001',
    password: 'secret',
  });
  await registration.ready;
  const [binding] = office.bindings('1001');
  expect(binding).toMatchObject({ transport: 'ws' });
  expect(binding?.contact).toMatch(/@\w+\.invalid;transport=ws/);
  const heard = incoming(phone);
  const out = calls(office);
  const established = new Promise((resolve) => out.on('established', resolve));
  const { call } = await heard;
  call.answer(SDP);
  await established;
  out.end('normal');
  await new Promise<void>((resolve) => call.on('ended', () => resolve()));
  const atOffice = incoming(office);
  phone.invite({
    target: {
      uri: 'sip:2000@office.test',
      transport: 'ws',
      webSocketUrl,
      callerDomain: 'office.test',
      credentials: { user: '1001', password: 'secret' },
    },
    callerNumber: '1001',
    callerName: '',
    sdp: SDP,
    timeoutMs: 5_000,
  });
  const dialled = await atOffice;
  expect(dialled.origin).toEqual({ kind: 'user', user: '1001' });
  dialled.call.end('busy');
  for (const socket of sockets.clients) socket.terminate();
  await becomes(registration, 'unreachable');
  registration.refreshNow();
  await becomes(registration, 'registered');
});

test('stopped: it takes itself off, and says so', async () => {
  const phone = await telephone();
  const office = await registrar();
  const registration = register(phone, office);
  await registration.ready;
  await registration.stop();
  expect([registration.state, office.bindings('1001')]).toEqual(['stopped', []]);
});
