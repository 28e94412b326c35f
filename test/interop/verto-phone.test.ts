// Verto clients in Chromium that are telephones: an independent client, unmodified, and our own; calls out of the queue, between telephones, and over a page that is loaded anew, with what each side hears.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Verto, VertoCallcenter, VertoParams } from '@cordboard/client/verto';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { freePort, runServer, type RunningServer } from '../support/running-server.ts';
import { until } from '../support/until.ts';
import { baresip } from './baresip.ts';
import { chromium, loudestHz, prepareEar, type Chromium } from './chromium.ts';
import { customerCalls, type Customer } from './customer.ts';

const customerHz = 700;
const agentHz = 1_100;
const deskHz = 1_500;
const clear = 0.5;
const require = createRequire(import.meta.url);
const independent = join(dirname(require.resolve('vertojs/package.json')), 'dist/index.js');

let server: RunningServer;
let browser: Chromium;
let context: BrowserContext;
let customer: Customer | null = null;

beforeAll(async () => {
  server = await runServer();
  browser = await chromium(agentHz);
});

afterEach(async () => {
  customer?.leave();
  customer = null;
  await context?.close();
});

afterAll(async () => {
  await browser?.stop();
  await server?.stop();
});

/** A page of the server's own origin with nothing on it but these scripts. */
async function pageWith(...scripts: readonly string[]): Promise<Page> {
  context = await browser.browser.newContext({ permissions: ['microphone'], bypassCSP: true });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(error));
  await prepareEar(page);
  for (const content of scripts) await page.addInitScript({ content });
  await page.goto(`${server.http}/healthz`);
  return page;
}

const socketUrl = (): string => `${server.http.replace('http', 'ws')}/ws`;
const who = (agentId: string, phone: string) => ({
  login: agentId,
  passwd: server.passwords.logins.get(agentId) ?? '',
  socketUrl: socketUrl(),
  loginParams: { phone },
});

async function customerIsHeard(page: Page): Promise<void> {
  await until('the agent hears the customer', async () => Math.abs((await loudestHz(page)) - customerHz) < 40, 30_000);
}

async function bothHear(page: Page, ear: Customer): Promise<void> {
  await customerIsHeard(page);
  ear.audio.forget();
  await until('the customer hears the agent', () => ear.audio.hears(agentHz) > clear, 30_000);
}

type Answered = (result: unknown) => void;
/** The parts of `vertojs` that the test uses. */
type OtherCall = {
  readonly holdStatus?: boolean;
  subscribeEvent(name: 'track', heard: (track: MediaStreamTrack) => void): void;
  answer(tracks: readonly MediaStreamTrack[]): void;
  hold(): void;
  unhold(): void;
  hangup(): void;
};
type OtherVerto = {
  readonly rpc: { call(method: string, params: object, ok: Answered, failed: Answered): void };
  subscribeEvent(name: 'invite', heard: (call: OtherCall) => Promise<void>): void;
};
type OtherPage = {
  readonly Verto: { readonly Verto: new (options: object) => OtherVerto };
  calls: OtherCall[];
};

test('57: an independent client, unmodified, takes a call out of the queue, holds it and hangs up', async () => {
  const page = await pageWith(await readFile(independent, 'utf8'));
  await page.evaluate(
    async ({ login, passwd, socketUrl: url, loginParams }) => {
      const { Verto: Other } = (globalThis as never as OtherPage).Verto;
      const other = new Other({ transportConfig: { login, passwd, socketUrl: url, loginParams }, ice_timeout: 500 });
      const ask = (func: string, data: object) =>
        new Promise((resolve, reject) =>
          other.rpc.call('jsapi', { command: 'lua', data: { method: 'ccc', func, data } }, resolve, reject),
        );
      const calls: OtherCall[] = [];
      other.subscribeEvent('invite', async (call) => {
        calls.push(call);
        call.subscribeEvent('track', (track) => {
          const sound = new Audio();
          sound.srcObject = new MediaStream([track]);
          void sound.play();
        });
        const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
        call.answer(stream.getTracks());
      });
      Object.assign(globalThis, { calls });
      // Asked for something first, so that it signs in with its loginParams.
      await ask('ccLogin', { queue: 'support', agent: login, extn: '8001' });
      await ask('ccGoReady', { queue: 'support', agent: login });
    },
    who('1001', '8001'),
  );
  customer = await customerCalls(server.sipPort, '4001', '13800138001', customerHz);
  await page.waitForFunction(() => (globalThis as never as OtherPage).calls.length === 1);
  await bothHear(page, customer);
  await page.evaluate(() => (globalThis as never as OtherPage).calls[0]?.hold());
  await page.waitForFunction(() => (globalThis as never as OtherPage).calls[0]?.holdStatus === true);
  customer.audio.forget();
  await until('the customer hears music', () => customer!.audio.heardMs > 400 && customer!.audio.hears(agentHz) < 0.1);
  await page.evaluate(() => (globalThis as never as OtherPage).calls[0]?.unhold());
  await bothHear(page, customer);
  await page.evaluate(() => (globalThis as never as OtherPage).calls[0]?.hangup());
  expect(await customer.sip.done).toBe(0);
});

/** Runs in the page: a telephone over our own client, as small as one can be. */
function smallPhone(): void {
  const page = globalThis as never as {
    Verto: new () => Verto;
    VertoCallcenter: new (verto: Verto) => VertoCallcenter;
  };
  const verto = new page.Verto();
  const vcc = new page.VertoCallcenter(verto);
  const state = { calls: {} as Record<string, string>, ready: false };
  const described = async (connection: RTCPeerConnection): Promise<string> => {
    if (connection.iceGatheringState !== 'complete') {
      await new Promise<void>((resolve) => {
        connection.addEventListener(
          'icegatheringstatechange',
          () => connection.iceGatheringState === 'complete' && resolve(),
        );
      });
    }
    return connection.localDescription?.sdp ?? '';
  };
  const connectionWithSound = async (): Promise<RTCPeerConnection> => {
    const connection = new RTCPeerConnection();
    connection.addEventListener('track', ({ track }) => {
      const sound = new Audio();
      sound.srcObject = new MediaStream([track]);
      void sound.play();
    });
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    for (const track of stream.getTracks()) connection.addTrack(track, stream);
    return connection;
  };
  let connection: RTCPeerConnection | null = null;
  const taken = async (method: string, callID: string, sdp: string): Promise<void> => {
    connection = await connectionWithSound();
    await connection.setRemoteDescription({ type: 'offer', sdp });
    await connection.setLocalDescription(await connection.createAnswer());
    await verto.call(method, { sdp: await described(connection), dialogParams: { callID } });
    state.calls[callID] = 'active';
  };
  const dial = async (number: string): Promise<string> => {
    connection = await connectionWithSound();
    await connection.setLocalDescription(await connection.createOffer());
    const callID = crypto.randomUUID();
    state.calls[callID] = 'trying';
    const dialogParams = { callID, destination_number: number, caller_id_name: 'Alice' };
    await verto.call('verto.invite', { sdp: await described(connection), dialogParams });
    return callID;
  };
  const heard: Record<string, (params: Readonly<Record<'callID' | 'sdp' | 'cause', string>>) => unknown> = {
    'verto.invite': ({ callID, sdp }) => taken('verto.answer', callID, sdp),
    'verto.attach': ({ callID, sdp }) => taken('verto.attach', callID, sdp),
    'verto.media': ({ sdp }) => connection?.setRemoteDescription({ type: 'answer', sdp }),
    'verto.answer': ({ callID, sdp }) => {
      state.calls[callID] = 'active';
      return sdp && connection?.setRemoteDescription({ type: 'answer', sdp });
    },
    'verto.bye': ({ callID, cause }) => (state.calls[callID] = cause),
  };
  const connect = (params: VertoParams): void =>
    verto.connect(params, {
      onWSLogin: (_, success) => void (state.ready = success),
      onMessage: (_, __, { name }, told) => void heard[name]?.(told as never),
    });
  Object.assign(globalThis, { phone: { verto, vcc, state, dial, connect } });
}

type Phone = {
  readonly verto: Verto;
  readonly vcc: VertoCallcenter;
  readonly state: { readonly calls: Readonly<Record<string, string>>; readonly ready: boolean };
  dial(number: string): Promise<string>;
  connect(params: VertoParams): void;
};
const phoneOf = (): Phone => (globalThis as never as { phone: Phone }).phone;

async function ourPhone(): Promise<Page> {
  const script = await readFile(join(import.meta.dirname, '../../packages/client/dist/script/verto-min.js'), 'utf8');
  return pageWith(script, `(${smallPhone.toString()})();globalThis.phoneOf=${phoneOf.toString()};`);
}

async function connects(page: Page): Promise<void> {
  await page.evaluate((params) => phoneOf().connect(params), who('1003', '8003'));
  await page.waitForFunction(() => phoneOf().state.ready);
}

const activeCalls = (page: Page): Promise<number> =>
  page.evaluate(() => Object.values(phoneOf().state.calls).filter((state) => state === 'active').length);

test('56: our own client calls a desk phone, and both hear; keys and the end are told', async () => {
  const page = await ourPhone();
  await connects(page);
  expect(await page.evaluate(() => phoneOf().vcc.ccLogin('support', '1003', '8003'))).toMatchObject({ code: 200 });
  const desk = await baresip({
    server: `127.0.0.1:${server.sipPort}`,
    user: '8002',
    password: server.passwords.phones.get('8002') ?? '',
    sipPort: await freePort(),
    speaksHz: deskHz,
  });
  try {
    const callID = await page.evaluate(() => phoneOf().dial('8002'));
    await page.waitForFunction((id) => phoneOf().state.calls[id] === 'active', callID);
    await until('the page hears the desk phone', async () => Math.abs((await loudestHz(page)) - deskHz) < 40, 30_000);
    await until('the desk phone hears the page', async () => (await desk.hears(agentHz)) > clear, 30_000);
    const dialogParams = { callID };
    expect(
      await page.evaluate(
        (params) => phoneOf().verto.call('verto.info', { dtmf: '12#', dialogParams: params }),
        dialogParams,
      ),
    ).toMatchObject({ message: 'SENT' });
    expect(
      await page.evaluate(
        (params) => phoneOf().verto.call('verto.modify', { action: 'toggleHold', dialogParams: params }),
        dialogParams,
      ),
    ).toMatchObject({ holdState: 'held' });
    expect(
      await page.evaluate(
        (params) => phoneOf().verto.call('verto.modify', { action: 'toggleHold', dialogParams: params }),
        dialogParams,
      ),
    ).toMatchObject({ holdState: 'active' });
    const bye = await page.evaluate(
      (params) => phoneOf().verto.call('verto.bye', { dialogParams: params }),
      dialogParams,
    );
    expect(bye).toMatchObject({ message: 'CALL ENDED', callID, cause: 'NORMAL_CLEARING', causeCode: 16 });
    const again = await page.evaluate(
      (params) =>
        phoneOf()
          .verto.call('verto.bye', { dialogParams: params })
          .catch((error: Error) => error.message),
      dialogParams,
    );
    expect(again).toBe('CALL DOES NOT EXIST');
    // Who hangs up is answered, and not told besides.
    expect(await page.evaluate((id) => phoneOf().state.calls[id], callID)).toBe('active');
  } finally {
    await desk.stop();
  }
});

test('21: a page that is loaded anew in a call has its call back, and both hear each other again', async () => {
  const page = await ourPhone();
  await connects(page);
  await page.evaluate(() => phoneOf().vcc.ccLogin('support', '1003', '8003'));
  await page.evaluate(() => phoneOf().vcc.ccGoReady('support', '1003'));
  customer = await customerCalls(server.sipPort, '4001', '13800138003', customerHz);
  await until('the call is taken', async () => (await activeCalls(page)) === 1, 20_000);
  await bothHear(page, customer);
  const sessid = await page.evaluate(() => phoneOf().verto.sessid);
  await page.reload();
  await connects(page);
  expect(await page.evaluate(() => phoneOf().verto.sessid)).toBe(sessid);
  await until('the call is back', async () => (await activeCalls(page)) === 1, 20_000);
  await bothHear(page, customer);
  await page.evaluate(() => phoneOf().vcc.ccHangup({}));
  expect(await customer.sip.done).toBe(0);
});

const modify = (page: Page, callID: string, action: string): Promise<unknown> =>
  page.evaluate((params) => phoneOf().verto.call('verto.modify', params), { action, dialogParams: { callID } });

const onlyCall = (page: Page): Promise<string> => page.evaluate(() => Object.keys(phoneOf().state.calls)[0] ?? '');

test('a page that is loaded anew while its call is held has it back, held; and taken off hold both hear', async () => {
  const page = await ourPhone();
  await connects(page);
  await page.evaluate(() => phoneOf().vcc.ccLogin('support', '1003', '8003'));
  await page.evaluate(() => phoneOf().vcc.ccGoReady('support', '1003'));
  customer = await customerCalls(server.sipPort, '4001', '13800138004', customerHz);
  await until('the call is taken', async () => (await activeCalls(page)) === 1, 20_000);
  await bothHear(page, customer);
  expect(await modify(page, await onlyCall(page), 'hold')).toMatchObject({ holdState: 'held' });
  // Lost again before it could answer.
  await page.reload();
  await connects(page);
  await page.reload();
  await connects(page);
  await until('the call is back', async () => (await activeCalls(page)) === 1, 20_000);
  customer.audio.forget();
  await until('the customer hears music', () => customer!.audio.heardMs > 400 && customer!.audio.hears(agentHz) < 0.1);
  expect(await modify(page, await onlyCall(page), 'unhold')).toMatchObject({ holdState: 'active' });
  await bothHear(page, customer);
  await page.evaluate(() => phoneOf().vcc.ccHangup({}));
  expect(await customer.sip.done).toBe(0);
});

test('a page that was away for longer than a telephone may be silent has its call back', async () => {
  const page = await ourPhone();
  await connects(page);
  await page.evaluate(() => phoneOf().vcc.ccLogin('support', '1003', '8003'));
  await page.evaluate(() => phoneOf().vcc.ccGoReady('support', '1003'));
  customer = await customerCalls(server.sipPort, '4001', '13800138005', customerHz);
  await until('the call is taken', async () => (await activeCalls(page)) === 1, 20_000);
  await bothHear(page, customer);
  const before = customer.audio.received;
  await page.reload();
  await until('the customer has waited for 33 s', () => customer!.audio.received - before > 33 * 50, 60_000);
  await connects(page);
  await until('the call is back', async () => (await activeCalls(page)) === 1, 20_000);
  await bothHear(page, customer);
  await page.evaluate(() => phoneOf().vcc.ccHangup({}));
  expect(await customer.sip.done).toBe(0);
}, 120_000);
