// With Asterisk as the switch the agent's telephone is the page in Chromium, and a colleague's one that is registered at Asterisk: what both hear, what is recorded; loaded anew, sent on, killed underneath.
import { CordboardClient } from '@cordboard/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { freePort } from '../../support/running-server.ts';
import { until } from '../../support/until.ts';
import { everybodysPassword } from '../../support/whole-server.ts';
import { baresip, type DeskPhone } from '../baresip.ts';
import { chromium, isAudible, type Chromium } from '../chromium.ts';
import type { Customer } from '../customer.ts';
import { clear, PageTalk, quiet, recordOf } from '../page-talk.ts';
import { RealPage } from '../real-page.ts';
import { openHouse, outsideTone, say, workerId, type House } from '../switches/house.ts';
import { asterisk, type AsteriskInstance } from './instance.ts';

const make = asterisk();
const { start } = make;
const [customerHz, agentHz, colleagueHz] = [700, 1_100, 1_500] as const;

let house: House<AsteriskInstance>;
let browser: Chromium;
let agent: RealPage;
let talk: PageTalk;
let watcher: CordboardClient;
let colleague: { readonly phone: DeskPhone; readonly client: CordboardClient; close(): Promise<void> };

async function signedIn(login: string): Promise<CordboardClient> {
  const client = new CordboardClient({
    url: house.server.agentUrl,
    WebSocket,
    limits: { firstRetryMs: 100, maxRetryMs: 500 },
  });
  await client.signIn({ login, password: everybodysPassword });
  return client;
}

/** At a telephone that is registered at Asterisk itself, and answers at once. */
async function openColleague(): Promise<typeof colleague> {
  const client = await signedIn(workerId(2));
  const phone = await baresip({
    server: `127.0.0.1:${house.switch.sipPort}`,
    user: '8102',
    password: everybodysPassword,
    sipPort: await freePort(),
    speaksHz: colleagueHz,
  });
  await client.call('agent.signIn', { deviceId: '8102', state: 'notReady' });
  const close = (): Promise<void> => {
    client.close();
    return phone.stop();
  };
  return { phone, client, close };
}

async function answered(from: string): Promise<Customer> {
  const caller = await talk.ring(house.switch.sipPort, from);
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

async function browsersAtAsterisk(): Promise<readonly string[]> {
  const endpoints = (await house.switch.ask('/endpoints/PJSIP')) as readonly { readonly resource: string }[];
  return endpoints.map(({ resource }) => resource).filter((resource) => resource.includes('~'));
}

if (start === null) test.skip(`the agent’s telephone is the page (${make.reason})`, () => {});
else {
  beforeAll(async () => {
    house = await openHouse({ start, workers: 2 });
    browser = await chromium(agentHz);
    agent = await RealPage.open(browser.browser, house.server);
    talk = new PageTalk(agent, { agentHz, customerHz });
    colleague = await openColleague();
    watcher = await signedIn('2009');
  }, 90_000);

  afterEach(() => talk.leave());

  afterAll(async () => {
    await browser?.stop();
    await colleague?.close();
    watcher?.close();
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
    const { recordingIds } = await recordOf(watcher, workerId(1), '13800138000');
    await talk.expectBothTracks(house.server, watcher.token, recordingIds[0]);
  });

  test('the page is loaded anew in the middle of a call: told that the sound is lost, and free for the next call', async () => {
    const caller = await answered('13800000003');
    await agent.page.reload();
    await agent.shows('The page with the sound was closed or refreshed');
    await agent.page.getByText('Phone: registered').waitFor();
    await hungUp(caller);
    await hungUp(await answered('13800000004'));
  });

  test('loaded anew and left alone: the call ends when nothing was heard from the page for half a minute', async () => {
    const caller = await answered('13800000005');
    await agent.page.reload();
    expect(await caller.sip.done, await caller.sip.complaints()).toBe(0);
    await readyAgain();
    expect((await recordOf(watcher, workerId(1), '13800000005')).cause).toBe('mediaLost');
  });

  test('a colleague at a desk is called in, and all three hear each other; then he has the call alone', async () => {
    const { phone, client } = colleague;
    const caller = await answered('13800000006');
    await agent.button('invite').click();
    await agent.page.locator('agent-bar-target-picker input').fill('8102');
    await agent.page.locator('agent-bar-target-picker [role=option]').first().waitFor();
    await agent.page.keyboard.press('Enter');
    await agent.shows('All talk together');
    await until('the colleague hears the customer', async () => (await phone.hears(customerHz)) > quiet, 30_000);
    await until('the colleague hears the agent', async () => (await phone.hears(agentHz)) > quiet, 30_000);
    await until('the agent hears the colleague', () => isAudible(agent.page, colleagueHz), 30_000);
    await until('the agent hears the customer', () => isAudible(agent.page, customerHz), 30_000);
    await until('the customer hears the colleague', () => caller.audio.hears(colleagueHz) > quiet, 30_000);
    await agent.button('completeTransfer').click();
    await agent.state('Wrap-up');
    await until(
      'the customer hears him alone',
      () => caller.audio.hears(colleagueHz) > clear && caller.audio.hears(agentHz) < quiet,
      30_000,
    );
    const [call] = client.state.calls;
    await client.call('call.hangUp', { callId: call!.callId });
    expect(await caller.sip.done, await caller.sip.complaints()).toBe(0);
    await readyAgain();
  });

  test('he calls outside: the page answers what he asked for by itself, and both hear each other', async () => {
    const outsider = await house.outsider('013800000001');
    await agent.button('makeCall').click();
    await agent.page.locator('#search').fill('013800000001');
    await agent.page.keyboard.press('Enter');
    await agent.hears(outsideTone, 'whom he called');
    await until('he is heard', async () => (await outsider.call!.levelAt(agentHz, 200)) > 0.01, 30_000);
    await agent.button('hangUp').click();
    await outsider.call!.until('ended');
    await agent.state('Ready');
  });

  test('kill -9 of the server during a call: the sound goes on, the page’s telephone is back, and what the customer does reaches it', async () => {
    const call = await house.customer('13800000007', '4001');
    await agent.button('answer').click();
    await call.until('connected');
    say(call, customerHz);
    await agent.hears(customerHz, 'the customer');
    await house.server.kill();
    await agent.shows('Server: link lost, trying again');
    await agent.hears(customerHz, 'the customer while no server is there');
    await until('the customer hears the agent, too', async () => (await call.levelAt(agentHz, 200)) > 0.01);
    await house.server.startAgain();
    await agent.shows('Server: connected');
    await agent.shows('Phone: registered');
    await agent.button('hold').click();
    await agent.state('On hold');
    await until('held', async () => (await call.levelAt(agentHz, 200)) < 0.005);
    await agent.button('retrieve').click();
    await agent.hears(customerHz, 'the customer again');
    await agent.shows('Microphone: in use');
    const from = performance.now();
    call.hangUp();
    await agent.shows('Microphone: allowed');
    // Without a word to the page it would notice by what the server shows, some seconds later.
    expect(performance.now() - from).toBeLessThan(2_000);
    await readyAgain();
    await hungUp(await answered('13800000008'));
  });

  test('kill -9 of Asterisk: the page is told its call is over, registers again by itself, and takes the next call', async () => {
    const caller = await answered('13800000009');
    await house.switch.kill();
    caller.leave();
    await agent.shows('Phone: not registered');
    await house.switch.startAgain();
    await agent.shows('Phone: registered');
    await readyAgain();
    await hungUp(await answered('13800000010'));
  });

  test('signed out, he is nowhere at Asterisk', async () => {
    expect(await browsersAtAsterisk()).toEqual([expect.stringMatching(/^8101~/u)]);
    await agent.button('settings').click();
    await agent.button('signOut').click();
    await agent.page.locator('#login').waitFor();
    await until('nobody is there', async () => (await browsersAtAsterisk()).length === 0);
  });
}
