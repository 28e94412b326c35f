// A customer by sipp, through the queue, to an agent whose telephone is the page in Chromium: what he sees, what both hear, and how he comes back.
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { until } from '../support/until.ts';
import { chromium, loudestHz, prepareEar, type Chromium } from './chromium.ts';
import { customerCalls, type Customer } from './customer.ts';

const customerHz = 700;
const agentHz = 1100;
const near = (heard: number, spoken: number): boolean => Math.abs(heard - spoken) < 40;

let server: RunningServer;
let browser: Chromium;
let page: Page;
let customer: Customer | null = null;

beforeAll(async () => {
  server = await runServer();
  browser = await chromium(agentHz);
  const context = await browser.browser.newContext({ permissions: ['microphone'], locale: 'en-US' });
  page = await context.newPage();
  await prepareEar(page);
  await page.goto(server.http);
  await page.locator('#login').fill('1001');
  await page.locator('#password').fill(server.passwords.logins.get('1001') ?? '');
  await page.locator('button[type=submit]').click();
  await page.locator('#device').selectOption('8001');
  await page.locator('button[type=submit]').click();
  await page.getByText('Phone: registered').waitFor();
});

afterEach(() => {
  customer?.leave();
  customer = null;
});

afterAll(async () => {
  await browser?.stop();
  await server?.stop();
});

const button = (name: string) => page.locator(`[data-action="${name}"]`);
const shows = (words: string) => page.locator('agent-bar-state .name').getByText(words, { exact: true }).waitFor();

async function bothHear(ear: Customer): Promise<void> {
  await until('the agent hears the customer', async () => near(await loudestHz(page), customerHz), 20_000);
  await until('the customer hears the agent', () => ear.audio.hears(agentHz) > 0.5, 20_000);
}

test('a queue call rings in the page, is answered, held, retrieved, muted and ended; wrap-up follows', async () => {
  await button('ready').click();
  await shows('Ready');
  customer = await customerCalls(server.sipPort, '4001', '13800138000', customerHz);
  await page.getByText('13800138000').first().waitFor();
  await page.keyboard.press('Alt+a');
  await page.getByText('Microphone: in use').waitFor();
  await bothHear(customer);

  await button('hold').click();
  await shows('On hold');
  customer.audio.forget();
  const ear = customer.audio;
  await until('the customer hears music, not the agent', () => ear.received > 50 && ear.hears(agentHz) < 0.1);
  await button('retrieve').click();
  await bothHear(customer);

  await button('mute').click();
  await page.getByText('Muted').waitFor();
  ear.forget();
  await until('the customer hears nothing of the agent', () => ear.received > 50 && ear.hears(agentHz) < 0.1);
  await button('unmute').click();
  await bothHear(customer);

  await button('hangUp').click();
  expect(await customer.sip.done, await customer.sip.complaints()).toBe(0);
  await shows('Wrap-up');
  await page.getByText('Microphone: allowed').waitFor();
  await button('finishWrapUp').click();
  await shows('Ready');
});

test('a refreshed page is signed in again, and after kill -9 of the server the phone registers by itself', async () => {
  await page.reload();
  await page.getByText('Phone: registered').waitFor();
  await server.kill();
  await page.getByText('Server: link lost, trying again').waitFor();
  expect(await button('notReady').getAttribute('aria-disabled')).toBe('true');
  await server.startAgain();
  await page.getByText('Server: connected').waitFor();
  await page.getByText('Phone: registered').waitFor();
  customer = await customerCalls(server.sipPort, '4001', '13900139000', customerHz);
  await button('answer').click();
  await bothHear(customer);
  await button('hangUp').click();
  await shows('Wrap-up');
});
