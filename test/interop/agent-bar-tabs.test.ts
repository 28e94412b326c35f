// Several tabs of one page: one session, one phone; each tab shows the same and its buttons act; a tab that is closed is replaced by another.
import type { BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AgentBar } from '../../packages/toolbar/src/agent-bar.ts';
import type { ChangeDetail } from '../../packages/toolbar/src/page-events.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { until } from '../support/until.ts';
import { chromium, type Chromium } from './chromium.ts';
import { customerCalls, type Customer } from './customer.ts';
import { RealPage } from './real-page.ts';

const customerHz = 700;
const agentHz = 1_100;

let server: RunningServer;
let browser: Chromium;
let context: BrowserContext;
let customer: Customer | null = null;

beforeAll(async () => {
  server = await runServer();
  browser = await chromium(agentHz);
});

beforeEach(async () => {
  context = await browser.browser.newContext({ permissions: ['microphone'], locale: 'en-US' });
});

afterEach(async () => {
  customer?.leave();
  customer = null;
  await context.close();
});

afterAll(async () => {
  await browser?.stop();
  await server?.stop();
});

const password = (): string => server.passwords.logins.get('1001') ?? '';
const tab = (): Promise<RealPage> => RealPage.tab(context, server.http, keepFarewells);

/** Runs in the page: keeps what the sign-in card has said. */
function keepFarewells(): void {
  const said: string[] = [];
  Object.assign(globalThis, { said });
  addEventListener('agent-bar-change', ({ detail }: CustomEvent<ChangeDetail>) => {
    const { signInMessage } = detail.state;
    if (signInMessage) said.push(signInMessage.en);
  });
}

const farewells = (one: RealPage): Promise<string[]> =>
  one.page.evaluate(() => (globalThis as unknown as { said: string[] }).said);

const leads = (one: RealPage): Promise<boolean | undefined> =>
  one.page.evaluate(() => document.querySelector<AgentBar>('agent-bar')?.source?.state.tabs.leads);

const connections = (one: RealPage): Promise<number> =>
  one.page.evaluate(() => (globalThis as unknown as { connections: unknown[] }).connections.length);

/** A first tab with the agent at work, and a second that follows it. */
async function twoTabs(): Promise<readonly [RealPage, RealPage]> {
  const first = await tab();
  await first.page.locator('#login').waitFor();
  await first.signIn('1001', password(), '8001');
  await first.button('ready').click();
  const second = await tab();
  await second.state('Ready');
  return [first, second];
}

async function leave(one: RealPage): Promise<void> {
  await one.button('settings').click();
  await one.button('signOut').click();
  await one.page.locator('#login').waitFor();
}

test('a second tab is signed in with the first, shows the same, and its buttons act', async () => {
  const [first, second] = await twoTabs();
  expect([await leads(first), await leads(second)]).toEqual([true, false]);

  customer = await customerCalls(server.sipPort, '4001', '13800000011', customerHz);
  await Promise.all([first.button('answer').waitFor(), second.button('answer').waitFor()]);
  await second.button('answer').click();
  await first.hears(customerHz, 'the customer, where the phone is');
  await until('the customer hears the agent', () => (customer?.audio.hears(agentHz) ?? 0) > 0.5, 30_000);
  expect([await connections(first), await connections(second)]).toEqual([1, 0]);
  await second.shows('Sound: good');

  await second.button('hold').click();
  await Promise.all([first.state('On hold'), second.state('On hold')]);
  await first.button('retrieve').click();
  await second.button('hold').waitFor();

  await second.button('keypad').click();
  expect(await first.page.locator('agent-bar-keypad').count(), 'each tab has its own panel').toBe(0);
  await second.page.keyboard.press('7');
  await until('the customer’s telephone gets the key', () => customer?.audio.digits.includes('7') === true);

  await second.button('hangUp').click();
  await Promise.all([first.state('Wrap-up'), second.state('Wrap-up')]);
  await second.button('finishWrapUp').click();
  await first.state('Ready');

  await leave(second);
  await first.page.locator('#login').waitFor();
  expect([await farewells(first), await farewells(second)]).toEqual([[], []]);
  expect([...first.complaints, ...second.complaints]).toEqual([]);
});

test('the leading tab is closed in a call: the browser asks first, then another signs in by itself, keeps the call, says that the sound is lost, and takes the next one', async () => {
  const [first, second] = await twoTabs();
  customer = await customerCalls(server.sipPort, '4001', '13800000012', customerHz);
  await first.button('answer').click();
  await first.hears(customerHz, 'the customer');
  await second.button('hold').waitFor();
  const shown = await watchStates(second);

  const asked = first.page.waitForEvent('dialog');
  await first.page.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.accept();
  await second.shows('The page with the sound was closed or refreshed');
  await second.page.getByText('Phone: registered').waitFor();
  expect(await leads(second)).toBe(true);
  expect(await shown(), 'never the sign-in card, never without the call').toEqual(['signedIn 1']);

  await second.button('hangUp').click();
  await second.button('finishWrapUp').click();
  await second.state('Ready');
  customer.leave();
  customer = await customerCalls(server.sipPort, '4001', '13800000013', customerHz);
  await second.button('answer').click();
  await second.hears(customerHz, 'the next customer');
  await second.button('hangUp').click();
  await second.button('finishWrapUp').click();
  expect(await farewells(second)).toEqual([]);
  await leave(second);
});

/** @returns what asks for the sessions and numbers of calls that the tab has shown since */
async function watchStates(one: RealPage): Promise<() => Promise<string[]>> {
  await one.page.evaluate(() => {
    const shown = new Set<string>();
    Object.assign(globalThis, { shown });
    addEventListener('agent-bar-change', ({ detail: { state } }: CustomEvent<ChangeDetail>) => {
      shown.add(`${state.session} ${state.calls.length}`);
    });
  });
  return () => one.page.evaluate(() => [...(globalThis as unknown as { shown: Set<string> }).shown]);
}

test('whoever signs in leads, also when another tab was there first; the others come along', async () => {
  const first = await tab();
  await first.page.locator('#login').waitFor();
  const second = await tab();
  await second.page.locator('#login').waitFor();
  expect([await leads(first), await leads(second)]).toEqual([true, false]);
  await second.signIn('1001', password(), '8001');
  await first.state('Not ready');
  expect([await leads(first), await leads(second)]).toEqual([false, true]);

  await second.page.reload();
  await first.page.getByText('Phone: registered').waitFor();
  await second.state('Not ready');
  await until('the tab that stayed leads', () => leads(first));
  expect([await farewells(first), await farewells(second)]).toEqual([[], []]);
  await leave(first);
  await second.page.locator('#login').waitFor();
});

test('an element that wants a session of its own gets one', async () => {
  const [first] = await twoTabs();
  const apart = await tab();
  await apart.page.evaluate(() => {
    const bar = document.createElement('agent-bar');
    bar.setAttribute('alone', '');
    document.querySelector('main')?.replaceChildren(bar);
  });
  await apart.signIn('1002', server.passwords.logins.get('1002') ?? '', '8002');
  await apart.shows('Boris Belov');
  await first.shows('Alice Ahn');
  await leave(apart);
  await first.state('Ready');
  await leave(first);
});
