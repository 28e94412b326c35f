// With Asterisk as the switch the agent's telephone is the page in Chromium, and a colleague's one that is registered at Asterisk: what both hear, what is recorded; loaded anew, sent on, killed underneath.
import { CordboardClient } from '@cordboard/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { freePort } from '../../support/running-server.ts';
import { until } from '../../support/until.ts';
import { everybodysPassword } from '../../support/whole-server.ts';
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
let colleague: { readonly phone: DeskPhone; readonly client: CordboardClient };

/** At a telephone that is registered at Asterisk itself, and answers at once. */
async function openColleague(): Promise<typeof colleague> {
  const client = new CordboardClient({
    url: house.server.agentUrl,
    WebSocket,
    limits: { firstRetryMs: 100, maxRetryMs: 500 },
  });
  await client.signIn({ login: workerId(2), password: everybodysPassword });
  const phone = await baresip({
    server: `127.0.0.1:${house.asterisk.sipPort}`,
    user: '8102',
    password: everybodysPassword,
    sipPort: await freePort(),
    speaksHz: colleagueHz,
  });
  await client.call('agent.signIn', { deviceId: '8102', state: 'notReady' });
  return { phone, client };
}

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

async function pick(action: string): Promise<void> {
  await agent.button(action).click();
  await agent.page.locator('agent-bar-target-picker input').fill('8102');
  await agent.page.locator('agent-bar-target-picker [role=option]').first().waitFor();
  await agent.page.keyboard.press('Enter');
}

if (home === '')
  test.skip('the agent’s telephone is the page (no Asterisk here: `npm run interop` obtains one)', () => {});
else {
  beforeAll(async () => {
    house = await openHouse({ home, workers: 2 });
    browser = await chromium(agentHz);
    agent = await RealPage.open(browser.browser, house.server);
    talk = new PageTalk(agent, { agentHz, customerHz });
    colleague = await openColleague();
  }, 90_000);

  afterEach(() => {
    customer?.leave();
    customer = null;
  });

  afterAll(async () => {
    colleague?.client.close();
    await colleague?.phone.stop();
    await browser?.stop();
    await house?.close();
  }, 30_000);

  test('the page registers through the server; held with music, muted, keyed, and recorded on two tracks', async () => {
    await agent.signIn(workerId(1), everybodysPassword, '8101');
    await agent.button('ready').click();
    await agent.state('Ready');
    const caller = await answered('13800138000');
    await talk.heldMutedAndKeyed(caller);
    await hungUp(caller);
    expect(agent.complaints).toEqual([]);
    const { client } = colleague;
    console.log(await client.call('history.calls', {}));
  });

  test('the page is loaded anew in the middle of a call: told that the sound is lost, and free for the next call', async () => {
    const caller = await answered('13800000003');
    await agent.page.reload();
    await agent.shows('The page with the sound was closed or refreshed');
    await agent.page.getByText('Phone: registered').waitFor();
    await hungUp(caller);
    await hungUp(await answered('13800000004'));
  });

  test('a colleague at a desk is called in, and all three hear each other; then he has the call alone', async () => {
    const { phone } = colleague;
    const caller = await answered('13800000005');
    await pick('invite');
    await agent.shows('All talk together');
    await until(
      'the colleague hears both',
      async () => (await phone.hears(customerHz)) > quiet && (await phone.hears(agentHz)) > quiet,
      30_000,
    );
    await until('the agent hears the colleague', () => isAudible(agent.page, colleagueHz), 30_000);
    await until('the customer hears the colleague', () => caller.audio.hears(colleagueHz) > quiet, 30_000);
    await agent.button('completeTransfer').click();
    await agent.state('Wrap-up');
    await until(
      'the customer hears him alone',
      () => caller.audio.hears(colleagueHz) > clear && caller.audio.hears(agentHz) < quiet,
      30_000,
    );
    const [call] = colleague.client.state.calls;
    await colleague.client.call('call.hangUp', { callId: call!.callId });
    expect(await caller.sip.done, await caller.sip.complaints()).toBe(0);
    await readyAgain();
  });

  test('kill -9 of the server during a call: the sound goes on', async () => {
    const caller = await answered('13800000006');
    await house.server.kill();
    await agent.shows('Server: link lost, trying again');
    caller.audio.forget();
    await talk.bothHear(caller);
    await house.server.startAgain();
    await agent.shows('Server: connected');
    await agent.page.getByText('Phone: registered').waitFor();
    await agent.button('hold').click();
    await agent.state('On hold');
    await talk.agentIsNotHeard(caller);
    await agent.button('retrieve').click();
    await talk.bothHear(caller);
    await agent.button('hangUp').click();
    expect(await caller.sip.done, await caller.sip.complaints()).toBe(0);
    await agent.shows('Microphone: allowed');
    await readyAgain();
    await hungUp(await answered('13800000007'));
  }, 90_000);
}
