// A customer by sipp, through the queue, to an agent whose telephone is the page in Chromium: what he sees, what both hear, what is recorded; refreshed, killed underneath, sent on to a colleague.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CordboardClient } from '@cordboard/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { freePort, runServer, type RunningServer } from '../support/running-server.ts';
import { until } from '../support/until.ts';
import { baresip, type DeskPhone } from './baresip.ts';
import { chromium, type Chromium } from './chromium.ts';
import type { Customer } from './customer.ts';
import { clear, PageTalk, quiet, recordOf as recordAt } from './page-talk.ts';
import { RealPage } from './real-page.ts';

const customerHz = 700;
const agentHz = 1_100;
const colleagueHz = 1_500;

let server: RunningServer;
let browser: Chromium;
let agent: RealPage;
let talk: PageTalk;
let watcher: CordboardClient;
let colleague: { readonly phone: DeskPhone; readonly client: CordboardClient } | null = null;

const client = async (login: string): Promise<CordboardClient> => {
  const made = new CordboardClient({ url: server.agentUrl, WebSocket: WebSocket });
  await made.signIn({ login, password: server.passwords.logins.get(login) ?? '' });
  return made;
};

beforeAll(async () => {
  server = await runServer();
  browser = await chromium(agentHz);
  watcher = await client('1000');
  agent = await RealPage.open(browser.browser, server);
  talk = new PageTalk(agent, { agentHz, customerHz });
});

afterEach(() => talk.leave());

afterAll(async () => {
  watcher?.close();
  colleague?.client.close();
  await colleague?.phone.stop();
  await browser?.stop();
  await server?.stop();
});

const ring = (from: string): Promise<Customer> => talk.ring(server.sipPort, from);
const recordOf = (from: string) => recordAt(watcher, '1001', from);

test('usable by everybody before signing in; keyed, held with music, muted, and recorded on two tracks', async () => {
  await agent.expectUsableByEverybody();
  await agent.signIn('1001', server.passwords.logins.get('1001') ?? '', '8001');
  await agent.button('ready').click();
  await agent.state('Ready');
  await agent.expectUsableByEverybody();

  const caller = await ring('13800138000');
  for (const words of ['Wang Li', '13800138000', 'Support']) await agent.shows(words);
  await agent.expectUsableByEverybody();
  await agent.page.keyboard.press('Alt+a');
  await agent.shows('Microphone: in use');
  await talk.bothHear(caller);
  await agent.expectUsableByEverybody();

  await talk.heldMutedAndKeyed(caller);

  await agent.button('hangUp').click();
  expect(await caller.sip.done, await caller.sip.complaints()).toBe(0);
  await agent.state('Wrap-up');
  await agent.shows('Microphone: allowed');
  await agent.button('finishWrapUp').click();
  await agent.state('Ready');
  expect(agent.complaints).toEqual([]);
  await talk.expectBothTracks(server, watcher.token, (await recordOf('13800138000')).recordingIds[0]);
});

test('what the customer typed in the menu is on the card that rings: `npm run call` with digits', async () => {
  const caller = join(import.meta.dirname, '../../packages/server/dist/caller/caller-main.js');
  const words = ['--server', `127.0.0.1:${server.sipPort}`, '--to', '4000', '--from', '13700000002'];
  const calling = spawn(process.execPath, [caller, ...words, '--digits', '1,4711#', '--seconds', '60']);
  calling.stdout.resume();
  calling.stderr.resume();
  const gone = once(calling, 'exit');
  await agent.button('answer').waitFor();
  for (const shown of ['13700000002', '4711', 'Support']) await agent.shows(shown);
  await agent.button('answer').click();
  await agent.button('hangUp').click();
  expect(await gone).toEqual([0, null]);
  await agent.button('finishWrapUp').click();
  await agent.state('Ready');
  expect(await recordOf('13700000002')).toMatchObject({ dialled: '4000', data: { customerNumber: '4711' } });
});

test('the page is refreshed in the middle of a call: signed in again, told that the sound is lost, and free for the next call', async () => {
  const caller = await ring('13800000003');
  await agent.button('answer').click();
  await talk.bothHear(caller);
  await agent.page.reload();
  await agent.shows('The page with the sound was closed or refreshed');
  await agent.page.getByText('Phone: registered').waitFor();
  await agent.button('hangUp').click();
  expect(await caller.sip.done, await caller.sip.complaints()).toBe(0);
  await agent.button('finishWrapUp').click();
  await agent.state('Ready');
  const next = await ring('13800000004');
  await agent.button('answer').click();
  await talk.bothHear(next);
  await agent.button('hangUp').click();
  await agent.button('finishWrapUp').click();
  expect((await recordOf('13800000003')).outcome).toBe('answered');
});

test('refreshed and left alone: the call ends when nothing was heard from the page for half a minute', async () => {
  const caller = await ring('13800000006');
  await agent.button('answer').click();
  await talk.bothHear(caller);
  await agent.page.reload();
  expect(await caller.sip.done, await caller.sip.complaints()).toBe(0);
  await agent.button('finishWrapUp').click();
  await agent.state('Ready');
  expect((await recordOf('13800000006')).cause).toBe('mediaLost');
});

test('kill -9 of the server: the page says so, comes back with its phone registered, and takes the next call', async () => {
  await server.kill();
  await agent.shows('Server: link lost, trying again');
  expect(await agent.button('notReady').getAttribute('aria-disabled')).toBe('true');
  await server.startAgain();
  await agent.shows('Server: connected');
  await agent.shows('Phone: registered');
  const caller = await ring('13900139000');
  await agent.button('answer').click();
  await talk.bothHear(caller);
  await agent.button('hangUp').click();
  await agent.button('finishWrapUp').click();
  await agent.state('Ready');
});

test('sent on blindly to a colleague at a desk phone: the customer and he hear each other', async () => {
  const phone = await baresip({
    server: `127.0.0.1:${server.sipPort}`,
    user: '8002',
    password: server.passwords.phones.get('8002') ?? '',
    sipPort: await freePort(),
    speaksHz: colleagueHz,
  });
  colleague = { phone, client: await client('1002') };
  await colleague.client.call('agent.signIn', { deviceId: '8002', state: 'notReady' });
  await sendToColleague('13800000005', () => Promise.resolve());
  // A refreshed page has lost its sound, but not its call.
  await sendToColleague('13800000007', async () => {
    await agent.page.reload();
    await agent.shows('The page with the sound was closed or refreshed');
  });
});

async function sendToColleague(from: string, before: () => Promise<void>): Promise<void> {
  const { phone, client: other } = colleague!;
  const caller = await ring(from);
  await agent.button('answer').click();
  await talk.bothHear(caller);
  await before();
  await agent.button('transfer').click();
  await agent.page.locator('#search').fill('8002');
  await agent.page.keyboard.press('Enter');
  await agent.state('Wrap-up');
  await until('the customer hears the colleague', () => caller.audio.hears(colleagueHz) > clear, 30_000);
  await until('the colleague hears the customer', async () => (await phone.hears(customerHz)) > clear, 30_000);
  expect(caller.audio.hears(agentHz)).toBeLessThan(quiet);
  const [call] = other.state.calls;
  await other.call('call.hangUp', { callId: call!.callId });
  expect(await caller.sip.done, await caller.sip.complaints()).toBe(0);
  await agent.button('finishWrapUp').click();
  expect((await recordOf(from)).agentIds).toEqual(['1001', '1002']);
}
