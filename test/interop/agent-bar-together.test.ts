// The bar in three browsers: a colleague is asked, called in and handed the call; a supervisor listens, whispers, decides on a leave and forces a state.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { until } from '../support/until.ts';
import { chromium, isAudible, type Chromium } from './chromium.ts';
import { customerCalls, type Customer } from './customer.ts';
import { RealPage } from './real-page.ts';

const [customerHz, agentHz, colleagueHz, supervisorHz] = [700, 1_100, 1_500, 1_900] as const;

let server: RunningServer;
let browsers: readonly Chromium[] = [];
let agent: RealPage;
let colleague: RealPage;
let supervisor: RealPage;
let customer: Customer | null = null;

beforeAll(async () => {
  server = await runServer();
  browsers = [await chromium(agentHz), await chromium(colleagueHz), await chromium(supervisorHz)];
  [agent, colleague, supervisor] = (await Promise.all(
    browsers.map(({ browser }) => RealPage.open(browser, server)),
  )) as [RealPage, RealPage, RealPage];
  await agent.signIn('1004', server.passwords.logins.get('1004') ?? '', '8004');
  await colleague.signIn('1005', server.passwords.logins.get('1005') ?? '', '8005');
  await supervisor.signIn('1000', server.passwords.logins.get('1000') ?? '', '8000');
});

afterAll(async () => {
  customer?.leave();
  for (const one of browsers) await one.stop();
  await server?.stop();
});

afterEach(async () => {
  customer?.leave();
  customer = null;
  expect([agent, colleague, supervisor].flatMap(({ complaints }) => complaints)).toEqual([]);
});

const hears = (who: RealPage, hz: number): Promise<unknown> =>
  until(`${hz} Hz is heard`, () => isAudible(who.page, hz), 30_000);

/** Presses whatever leads to being ready; a button that goes away under the finger is looked for again. */
async function becomesReady(who: RealPage): Promise<void> {
  await until('ready', async () => {
    for (const action of ['finishWrapUp', 'ready'])
      if (await who.button(action).isVisible())
        await who
          .button(action)
          .click({ timeout: 1_000 })
          .catch(() => null);
    return who.page.locator('agent-bar-state .name').getByText('Ready', { exact: true }).isVisible();
  });
}

/** The agent is ready, a customer calls the sales line, and they talk. */
async function talking(): Promise<Customer> {
  await becomesReady(agent);
  customer = await customerCalls(server.sipPort, '4002', '13800138000', customerHz);
  await agent.button('answer').click();
  await hears(agent, customerHz);
  return customer;
}

/** Opens the picker of a call, looks for somebody and takes the first that is found. */
async function picks(action: string, name: string): Promise<void> {
  await agent.button(action).click();
  await agent.page.locator('agent-bar-target-picker input').fill(name);
  await agent.page.locator('agent-bar-target-picker [role=option]', { hasText: name }).waitFor();
  await agent.page.keyboard.press('Enter');
}

test('a colleague is asked, the two talk while the customer hears music, and the call is handed over', async () => {
  const { audio } = await talking();
  await picks('consult', 'Emil');
  await agent.shows('Calling Emil Eder; the customer hears music');
  await colleague.shows('Dora Diaz wants to ask you something');
  await colleague.button('answer').click();
  await agent.shows('You talk with Emil Eder; the customer hears music');
  await hears(agent, colleagueHz);
  expect(await isAudible(agent.page, customerHz)).toBe(false);
  await agent.expectUsableByEverybody();
  await agent.button('alternate').click();
  await agent.shows('You talk with the customer; Emil Eder waits');
  await hears(agent, customerHz);
  await agent.button('alternate').click();
  await agent.button('completeTransfer').click();
  await hears(colleague, customerHz);
  audio.forget();
  await until('the customer hears the colleague', () => audio.hears(colleagueHz) > 0.5, 20_000);
  await colleague.button('hangUp').click();
});

test('a colleague is called in, and all three hear each other', async () => {
  const { audio } = await talking();
  await picks('invite', 'Emil');
  await colleague.button('answer').click();
  await agent.shows('All talk together, with Emil Eder');
  await hears(colleague, agentHz);
  await hears(colleague, customerHz);
  await hears(agent, colleagueHz);
  audio.forget();
  await until('the customer hears the colleague', () => audio.hears(colleagueHz) > 0.1, 20_000);
  await agent.button('endConsultation').click();
  await until('the colleague is out', async () => (await colleague.page.locator('agent-bar-call').count()) === 0);
  await agent.button('hangUp').click();
});

test('a supervisor finds the call in his team, listens, whispers and leaves', async () => {
  const { audio } = await talking();
  await supervisor.button('team').click();
  const line = supervisor.page.locator('agent-bar-team [data-agent="1004"]');
  await line.getByText('Talking').waitFor();
  await line.locator('.line').click();
  await supervisor.expectUsableByEverybody();
  await line.locator('[data-action="listen"]').click();
  await supervisor.shows('You are at the call of Dora Diaz');
  await hears(supervisor, customerHz);
  await hears(supervisor, agentHz);
  const strip = supervisor.page.locator('agent-bar-supervision');
  await strip.locator('[data-action="whisper"]').click();
  await hears(agent, supervisorHz);
  audio.forget();
  await until('the customer hears the agent', () => audio.hears(agentHz) > 0.5, 20_000);
  expect(audio.hears(supervisorHz)).toBeLessThan(0.1);
  await strip.locator('[data-action="bargeIn"]').click();
  await until('the customer hears the supervisor', () => audio.hears(supervisorHz) > 0.1, 20_000);
  await strip.locator('[data-action="endSupervision"]').click();
  await strip.locator('section').waitFor({ state: 'detached' });
  await line.locator('[data-action="clearCall"]').click();
  await until('the call is over', async () => (await agent.page.locator('agent-bar-call').count()) === 0);
});

test('a leave is asked for, seen by the supervisor, and allowed', async () => {
  await agent.button('leave').click();
  await agent.page.locator('agent-bar-leave [name=minutes]').fill('20');
  await agent.page.locator('agent-bar-leave button[type=submit]').click();
  await supervisor.button('leave').click();
  const line = supervisor.page.locator('agent-bar-leave [data-agent="1004"]');
  await line.getByText('20 min').waitFor();
  await supervisor.expectUsableByEverybody();
  await line.locator('[data-deed="allow"]').click();
  await until('away', async () => {
    if (await agent.button('finishWrapUp').isVisible()) await agent.button('finishWrapUp').click();
    return agent.page.getByText('Away', { exact: true }).isVisible();
  });
});

test('a supervisor puts an agent into a state, and signs him out', async () => {
  await supervisor.button('team').click();
  const line = supervisor.page.locator('agent-bar-team [data-agent="1005"]');
  if ((await line.locator('.line').getAttribute('aria-expanded')) !== 'true') await line.locator('.line').click();
  await becomesReady(colleague);
  await line.locator('[data-action="makeNotReady"]').click();
  await colleague.state('Not ready');
  await line.locator('[data-action="signOutOther"]').click();
  await colleague.shows('You were signed out by a supervisor.');
});
