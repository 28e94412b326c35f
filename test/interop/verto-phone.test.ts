// Verto clients in Chromium that are telephones: an independent client, unmodified, and our own; calls out of the queue, between telephones, and over a page that is loaded anew, with what each side hears.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { until } from '../support/until.ts';
import { chromium, loudestHz, prepareEar, type Chromium } from './chromium.ts';
import { customerCalls, type Customer } from './customer.ts';

const customerHz = 700;
const agentHz = 1_100;
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

test('57: an independent client, unmodified, takes a call out of the queue, holds it and hangs up', async () => {
  const page = await pageWith(await readFile(independent, 'utf8'));
  await page.evaluate(
    async ({ login, passwd, socketUrl: url, loginParams }) => {
      const { Verto } = (globalThis as never as { Verto: { Verto: new (options: object) => any } }).Verto;
      const verto = new Verto({ transportConfig: { login, passwd, socketUrl: url, loginParams }, ice_timeout: 500 });
      const ask = (func: string, data: object) =>
        new Promise((resolve, reject) =>
          verto.rpc.call('jsapi', { command: 'lua', data: { method: 'ccc', func, data } }, resolve, reject),
        );
      const calls: unknown[] = [];
      verto.subscribeEvent('invite', async (call: any) => {
        calls.push(call);
        call.subscribeEvent('track', (track: MediaStreamTrack) => {
          const sound = new Audio();
          sound.srcObject = new MediaStream([track]);
          void sound.play();
        });
        const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
        call.answer(stream.getTracks());
      });
      Object.assign(globalThis, { verto, ask, calls });
      // Asked for something first, so that it signs in with its loginParams.
      await ask('ccLogin', { queue: 'support', agent: login, extn: '8001' });
      await ask('ccGoReady', { queue: 'support', agent: login });
    },
    who('1001', '8001'),
  );
  customer = await customerCalls(server.sipPort, '4001', '13800138001', customerHz);
  await page.waitForFunction(() => (globalThis as never as { calls: unknown[] }).calls.length === 1);
  await bothHear(page, customer);
  await page.evaluate(() => (globalThis as never as { calls: any[] }).calls[0].hold());
  await page.waitForFunction(() => (globalThis as never as { calls: any[] }).calls[0].holdStatus === true);
  customer.audio.forget();
  await until('the customer hears music', () => customer!.audio.heardMs > 400 && customer!.audio.hears(agentHz) < 0.1);
  await page.evaluate(() => (globalThis as never as { calls: any[] }).calls[0].unhold());
  await bothHear(page, customer);
  await page.evaluate(() => (globalThis as never as { calls: any[] }).calls[0].hangup());
  expect(await customer.sip.done).toBe(0);
});
