// With Asterisk as the switch the agent's telephone is the page in Chromium, and a colleague's one that is registered at Asterisk: what both hear, what is recorded; loaded anew, sent on, killed underneath.
import { CordboardClient } from '@cordboard/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { freePort } from '../../support/running-server.ts';
import { until } from '../../support/until.ts';
import { everybodysPassword, sipDomain } from '../../support/whole-server.ts';
import { baresip, type DeskPhone } from '../baresip.ts';
import { chromium, isAudible, type Chromium } from '../chromium.ts';
import { customerCalls, type Customer } from '../customer.ts';
import { clear, PageTalk, quiet } from '../page-talk.ts';
import { RealPage } from '../real-page.ts';
import { openHouse, workerId, type House } from './house.ts';

const home = process.env['ASTERISK_HOME'] ?? '';
const [customerHz, agentHz, colleagueHz] = [700, 1_100, 1_500] as const;

let house: House;
let browser: Chromium;
let agent: RealPage;
let talk: PageTalk;
let customer: Customer | null = null;

/** A customer whose call rings in the page. */
async function ring(from: string): Promise<Customer> {
  customer = await customerCalls(house.asterisk.sipPort, '4001', from, customerHz);
  await agent.button('answer').waitFor();
  return customer;
}

async function answered(from: string): Promise<Customer> {
  const caller = await ring(from);
  await agent.button('answer').click();
  await talk.bothHear(caller);
  return caller;
}

async function hungUp(caller: Customer): Promise<void> {
  await agent.button('hangUp').click();
  expect(await caller.sip.done, await caller.sip.complaints()).toBe(0);
  await readyAgain();
}

async function readyAgain(): Promise<void> {
  await agent.state('Wrap-up');
  await agent.button('finishWrapUp').click();
  await agent.state('Ready');
}

if (home === '')
  test.skip('the agent’s telephone is the page (no Asterisk here: `npm run interop` obtains one)', () => {});
else {
  beforeAll(async () => {
    house = await openHouse({ home, workers: 2 });
    browser = await chromium(agentHz);
    agent = await RealPage.open(browser.browser, house.server);
    talk = new PageTalk(agent, { agentHz, customerHz });
  }, 90_000);

  afterEach(() => {
    customer?.leave();
    customer = null;
  });

  afterAll(async () => {
    await browser?.stop();
    await house?.close();
  }, 30_000);

  test('the page registers through the server, and a customer and the agent hear each other', async () => {
    await agent.signIn(workerId(1), everybodysPassword, '8101');
    await agent.button('ready').click();
    await agent.state('Ready');
    const caller = await answered('13800138000');
    await talk.heldMutedAndKeyed(caller);
    await hungUp(caller);
    expect(agent.complaints).toEqual([]);
  });
}
