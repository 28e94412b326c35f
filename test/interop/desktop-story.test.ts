// A shift at the desktop program with two servers, of which parts die: built programs as processes, somebody else's page, a real window, sound both ways.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPhone, createPhoneStack, type PhoneCall, type PhoneStack } from '@cordboard/telephony';
import { CordboardClient } from '@cordboard/client';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { house } from '../support/desktop-floor.ts';
import { ForeignPage } from '../support/foreign-page.ts';
import { Relay } from '../support/relay.ts';
import { runAgent, type RunningAgent } from '../support/running-agent.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { until } from '../support/until.ts';
import { everybodysPassword, saveTenant, sipDomain, tenantId } from '../support/whole-server.ts';
import { fakeMicrophone, loudestHz, prepareEar } from './chromium.ts';

const agentHz = 1_100;
const customerHz = 700;
const colleagueHz = 1_500;
const near = (hz: number, wanted: number): boolean => Math.abs(hz - wanted) < 25;

let place: string;
let servers: RunningServer[];
let registrar1: Relay;
let agent: RunningAgent;
let microphone: { readonly flags: readonly string[]; remove(): Promise<void> };
let browser: Browser;
let window: Page;
let outside: PhoneStack;
const clients: CordboardClient[] = [];
const pages: ForeignPage[] = [];

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'cordboard-story-'));
  const config = join(place, 'server.json');
  const settings = {
    tenant: tenantId,
    demo: false,
    sip: { domain: sipDomain },
    trunks: [{ id: 'outside', addresses: ['127.0.0.1'] }],
  };
  await writeFile(config, JSON.stringify(settings));
  const flags = ['--config', config];
  const prepare = (folder: string): Promise<void> => saveTenant(folder, house(tenantId));
  servers = [await runServer(flags, prepare), await runServer(flags, prepare)];
  registrar1 = await Relay.before(servers[0]!.sipPort);
  const registrars = [registrar1.port, servers[1]!.sipPort].map((port) => ({
    host: '127.0.0.1',
    port,
    transport: 'tcp',
    domain: sipDomain,
    user: '8001',
    password: everybodysPassword,
  }));
  microphone = await fakeMicrophone(agentHz);
  const list = servers.map(({ http }) => new URL(http).host).join(',');
  agent = await runAgent(
    [`Ipsc:ServerList=${list}`, `phone:registrars=${JSON.stringify(registrars)}`],
    [...microphone.flags, '--headless'],
  );
  browser = await until(
    'the window’s browser',
    () => playwright.connectOverCDP(`http://127.0.0.1:${agent.debugPort}`).catch(() => null),
    30_000,
  );
  window = await until(
    'the window',
    () =>
      browser
        .contexts()[0]
        ?.pages()
        .find((page) => page.url().includes(`:${agent.port}`)),
    30_000,
  );
  await prepareEar(window);
  await window.locator('input[name=workerNum]').waitFor();
  // So that the ear is there before the page's connections are.
  await window.reload();
  outside = createPhoneStack({ localAddress: '127.0.0.1' });
  await outside.start();
}, 120_000);

afterAll(async () => {
  for (const page of pages) page.close();
  for (const client of clients) client.close();
  // The window ends with the program; a browser that a test steers stays until it is told.
  await browser
    ?.newBrowserCDPSession()
    .then((session) => session.send('Browser.close'))
    .catch(() => {});
  await agent?.stop();
  await outside?.close();
  registrar1?.close();
  await microphone?.remove();
  for (const server of servers ?? []) await server.stop();
  await rm(place, { recursive: true, force: true });
});

async function customerCalls(): Promise<PhoneCall> {
  const phone = createPhone({ server: `sip:127.0.0.1:${servers[1]!.sipPort}`, user: '13800138000', stack: outside });
  await phone.start();
  const call = phone.call('4001');
  await call.until('connected');
  call.speak([{ kind: 'sine', frequencyHz: customerHz, durationMs: 1_000 }], { loop: true });
  return call;
}

/** Boris, whose telephone answers and speaks. */
async function colleague(): Promise<void> {
  const client = new CordboardClient({ url: servers[1]!.agentUrl, WebSocket });
  clients.push(client);
  await client.signIn({ login: '2002', password: everybodysPassword });
  await client.call('agent.signIn', { deviceId: '8002', state: 'notReady' });
  const server = `sip:127.0.0.1:${servers[1]!.sipPort};transport=tcp`;
  const phone = createPhone({ server, user: '8002', password: everybodysPassword });
  await phone.start();
  await phone.register();
  phone.onIncoming((call) => {
    void call
      .answer()
      .then(() => call.speak([{ kind: 'sine', frequencyHz: colleagueHz, durationMs: 1_000 }], { loop: true }));
  });
}

const bothHear = async (customer: PhoneCall): Promise<void> => {
  await until('the agent hears the customer', async () => near(await loudestHz(window), customerHz), 30_000);
  await until(
    'the customer hears the agent',
    async () => near((await customer.hear(400)).frequencyHz, agentHz),
    30_000,
  );
};

test('a shift: registrar 1 dies, a call comes by registrar 2, CTI 1 is killed in mid-call, and only what is true is told', async () => {
  const page = await ForeignPage.open(agent.port, 'https://crm.example');
  const six = await ForeignPage.open(agent.port, 'https://crm.example', '?profile=v6');
  pages.push(page, six);

  // The page pairs.
  const paired = page.call('pair', 'CRM') as Promise<{ token: string }>;
  await window.getByText('CRM (https://crm.example)').waitFor();
  await window.locator('[data-do=steer]').click();
  const { token } = await paired;
  await six.call('authenticate', token);

  // Logs in, signs in to groups: idle.
  await page.call('logIn', '2001', everybodysPassword);
  await until('both CTI servers', async () =>
    ((await page.call('getConnectState')) as { state: number }[]).every(({ state }) => state === 3),
  );
  const accounts = async (): Promise<number[]> =>
    ((await page.call('getPhoneAccountList')) as { registerStatusCode: number }[]).map((one) => one.registerStatusCode);
  await until('both registrars', async () => (await accounts()).every((status) => status === 200));
  await page.call('signIn');
  await page.status(4, 0);

  // Registrar 1 is killed.
  registrar1.cut();
  await until('it is told', () =>
    page
      .of('onPhonAccountRegStateChanged')
      .some(([info]) => JSON.stringify(info).includes('"index":0') && JSON.stringify(info).includes(':503')),
  );

  // A queue call by registrar 2, answered, with sound both ways.
  const customer = await customerCalls();
  await page.status(5, 0);
  expect(page.of('onRingReceived')).toMatchObject([[{ index: 1 }]]);
  await page.call('offHook');
  await page.status(6, 1);
  await bothHear(customer);

  // Hold; CTI 1 is killed.
  await page.call('hold');
  await page.status(6, 9);
  const before = page.of('onAgentStatusChanged').length;
  await servers[0]!.kill();
  await until(
    'it is told',
    () => page.of('onConnectStateChanged').some(([index, state]) => index === 0 && state === 6),
    30_000,
  );
  expect(await page.call('getStatus')).toEqual([6, 9]);
  expect(page.of('onAgentStatusChanged')).toHaveLength(before);
  await page.call('unHold');
  await page.status(6, 1);
  await bothHear(customer);

  // Consultation, and transfer by hanging up.
  await colleague();
  await page.call('xferAgent', '2002', null, null, null, 'order 7', true);
  await page.status(6, 5);
  await until('the agent hears his colleague', async () => near(await loudestHz(window), colleagueHz), 30_000);
  await page.call('onHook');
  await page.status(4, 0);
  await until(
    'the customer hears the colleague',
    async () => near((await customer.hear(400)).frequencyHz, colleagueHz),
    30_000,
  );
  expect(clients[0]!.state.calls[0]?.data['customString']).toBe('order 7');

  // Busy, and out.
  await page.call('setBusy');
  await page.status(2, 10);
  await page.call('logOut');
  await page.status(-1, 0);

  // Both pages were told every step, each from where the last one ended.
  const steps = page.of('onAgentStatusChanged');
  expect(steps).toEqual([
    [0, 0],
    [4, 0],
    [5, 0],
    [6, 1],
    [6, 9],
    [6, 1],
    [6, 5],
    [4, 0],
    [2, 10],
    [-1, 0],
  ]);
  const chain = six
    .of('onStatusChanged')
    .map(([one]) => one as Record<'oldState' | 'newState' | 'oldWorkType' | 'newWorkType', number>);
  expect(chain.map(({ newState, newWorkType }) => [newState, newWorkType])).toEqual(steps);
  chain.reduce((last, next) => {
    expect([next.oldState, next.oldWorkType]).toEqual([last.newState, last.newWorkType]);
    return next;
  });
  expect(six.of('onMainCtiConnectionChanged').length).toBeGreaterThan(0);
  customer.hangUp();
}, 180_000);

test('a second start shows the window of the first and ends; another user’s is told that the port is taken', async () => {
  const other = runAgent([`LocalWebServer:Port=${agent.port}`], ['--headless']);
  await expect(other).rejects.toThrow(`port ${agent.port} is taken`);
});
