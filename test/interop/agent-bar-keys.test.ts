// Shortcuts as an agent makes them his own: changed by pressing, refused where they would do harm, conflicts told, all off, listed, and remembered for him alone.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { chromium, type Chromium } from './chromium.ts';
import { RealPage } from './real-page.ts';

let server: RunningServer;
let browser: Chromium;
let agent: RealPage;

beforeAll(async () => {
  server = await runServer();
  browser = await chromium(1_100);
  agent = await RealPage.open(browser.browser, server);
});

afterAll(async () => {
  await browser?.stop();
  await server?.stop();
});

const signIn = (login: string): Promise<void> =>
  agent.signIn(login, server.passwords.logins.get(login) ?? '', `80${login.slice(2)}`);

async function signOut(): Promise<void> {
  await agent.button('settings').click();
  await agent.button('signOut').click();
  await agent.page.locator('#login').waitFor();
}

const line = (name: string) => agent.page.locator(`[data-shortcut="${name}"]`);
const press = (chord: string): Promise<void> => agent.page.keyboard.press(chord);

async function change(name: string, chord: string): Promise<void> {
  await line(name).locator('.change').click();
  await line(name).getByText('Press keys…').waitFor();
  await press(chord);
}

test('changed by pressing the new keys; what would do harm is refused with a reason; two of a kind are told', async () => {
  await signIn('1001');
  await agent.button('settings').click();
  await change('ready', 'g');
  await agent.shows('a key alone would act while you type');
  await press('Control+t');
  await agent.shows('The browser keeps Ctrl+T for itself');
  await press('Alt+n');
  await line('ready').getByText('Also means: Not ready').waitFor();
  await line('notReady').getByText('Also means: Ready').waitFor();
  await agent.expectUsableByEverybody();
  await change('ready', 'Alt+g');
  await line('ready').getByText('Alt+G').waitFor();
  expect(await agent.page.getByText('Also means').count()).toBe(0);
  await change('settings', 'Escape');
  await line('settings').getByText('none').waitFor();
  await change('settings', 'F8');
  await press('F8');
  await line('ready').waitFor({ state: 'detached' });
});

test('the new keys act and the old do not; the tooltip and the help say so', async () => {
  await press('Alt+r');
  await press('Alt+g');
  await agent.state('Ready');
  await agent.button('help').click();
  await agent.page.locator('agent-bar-help').getByText('Alt+G').waitFor();
  expect(await agent.page.locator('agent-bar-help dl').innerText()).toMatch(/Settings\s+F8/);
  await agent.expectUsableByEverybody();
  await press('Escape');
  expect(await agent.button('notReady').getAttribute('title')).toBe('Not ready (Alt+N)');
});

test('one is taken away, then all of them are off', async () => {
  await press('F8');
  await line('notReady').getByRole('button', { name: 'No shortcut for: Not ready' }).click();
  await press('Alt+n');
  expect(await agent.page.locator('agent-bar-state .menu').count()).toBe(0);
  const all = agent.page.getByRole('checkbox', { name: 'Use keyboard shortcuts' });
  await all.uncheck();
  await press('F8');
  expect(await all.isVisible(), 'the panel stays open').toBe(true);
  await agent.button('help').click();
  await agent.shows('Shortcuts are turned off in the settings.');
  await agent.button('settings').click();
  await all.check();
  await press('F8');
  await all.waitFor({ state: 'detached' });
});

test('remembered for him alone: a colleague at the same browser has those of the table', async () => {
  await signOut();
  await signIn('1002');
  expect(await agent.button('settings').getAttribute('title')).toBe('Settings');
  expect(await agent.button('ready').getAttribute('title')).toBe('Ready (Alt+R)');
  await signOut();
  await signIn('1001');
  expect(await agent.button('settings').getAttribute('title')).toBe('Settings (F8)');
  expect(await agent.button('ready').getAttribute('title')).toBe('Ready (Alt+G)');
  await agent.button('settings').click();
  await agent.page.getByRole('button', { name: 'As delivered' }).click();
  expect(await agent.button('ready').getAttribute('title')).toBe('Ready (Alt+R)');
  expect(agent.complaints).toEqual([]);
});
