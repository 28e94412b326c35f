// The customer-service page of examples/003-agentbar in Chromium: an agent, a customer who calls, and a supervisor, in three browsers.
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { freePort, runServer, type RunningServer } from '../support/running-server.ts';
import { until } from '../support/until.ts';
import { chromium, isAudible, loudestHz, prepareEar, type Chromium } from './chromium.ts';

const speaks = { agent: 1_100, customer: 700, supervisor: 1_700 } as const;
type Who = keyof typeof speaks;

let server: RunningServer;
let site: ChildProcess;
let origin: string;
let customerPage: ViteDevServer;
const browsers = new Map<Who, Chromium>();
const pages: ServicePage[] = [];

/** The page, by its own controls. */
class ServicePage {
  readonly page: Page;
  readonly complaints: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.complaints.push(error.message));
  }

  static async open(who: Who): Promise<ServicePage> {
    const context = await browsers.get(who)!.browser.newContext({ permissions: ['microphone'], locale: 'zh-CN' });
    const opened = new ServicePage(await context.newPage());
    await prepareEar(opened.page);
    await opened.page.goto(origin);
    pages.push(opened);
    return opened;
  }

  async signIn(agentId: string, extension: string): Promise<void> {
    const form = this.page.locator('#sign-in');
    await form.locator('[name=AgentID]').fill(agentId);
    await form.locator('[name=AgentPwd]').fill(server.passwords.logins.get(agentId) ?? '');
    await form.locator('[name=AgentExten]').fill(extension);
    await form.locator('[name=AgentStatus]').selectOption('6');
    await form.locator('button[type=submit]').click();
    await this.hears('GetRoleNameEvent');
    await this.page.getByText('电话: 已注册').waitFor();
  }

  /** What the log says of the last event or call of a name. */
  async hears(name: string, words = ''): Promise<Readonly<Record<string, unknown>>> {
    const line = this.page.locator(`#log [data-name="${name}"] span`, { hasText: words }).first();
    await line.waitFor({ state: 'attached', timeout: 20_000 });
    return JSON.parse((await line.textContent()) ?? '{}') as Readonly<Record<string, unknown>>;
  }

  /** Fills in what a method takes, and presses its button. */
  async does(method: string, ...values: readonly string[]): Promise<void> {
    const form = this.page.locator(`[data-method="${method}"]`);
    const group = this.page.locator('details', { has: form });
    if ((await group.getAttribute('open')) === null) await group.locator('summary').click();
    for (const [at, value] of values.entries()) await form.locator('input').nth(at).fill(value);
    await form.locator('button').click();
  }

  async presses(button: string): Promise<void> {
    await this.does('DoClickAgentBarButtonByName', button);
  }

  async status(value: string, withinMs = 10_000): Promise<void> {
    const shown = async () => (await this.page.locator('#me').textContent())?.endsWith(`· ${value}`);
    await until(`status ${value}`, shown, withinMs);
  }

  async ears(who: Who): Promise<void> {
    await hears(this.page, who);
  }

  async hearsNobody(): Promise<void> {
    await until('hears nobody', async () => (await loudestHz(this.page)) === 0, 20_000);
  }
}

const hears = (page: Page, who: Who): Promise<unknown> =>
  until(`hears the ${who}`, () => isAudible(page, speaks[who]), 30_000);

/** The customer's browser, with everything it takes to call the sales line. */
async function visitor(): Promise<Page> {
  const context = await browsers.get('customer')!.browser.newContext({ permissions: ['microphone'] });
  const page = await context.newPage();
  await prepareEar(page);
  await page.goto(customerPage.resolvedUrls?.local[0] ?? '');
  const line = {
    sip: `${server.http.replace('http', 'ws')}/sip`,
    uri: 'sip:8007@cordboard.local',
    password: server.passwords.phones.get('8007'),
    target: 'sip:4002@cordboard.local',
  };
  await page.waitForFunction('globalThis.callFrom !== undefined');
  await page.evaluate(`globalThis.line = ${JSON.stringify(line)}`);
  return page;
}

beforeAll(async () => {
  customerPage = await createServer({
    root: join(import.meta.dirname, 'customer-page'),
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
    logLevel: 'error',
  });
  await customerPage.listen();
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  server = await runServer([
    '--http.allowedOrigins',
    `${origin},${customerPage.resolvedUrls?.local[0]?.replace(/\/$/, '')}`,
  ]);
  const serve = join(import.meta.dirname, '../../examples/003-agentbar/serve.mjs');
  site = spawn(process.execPath, [serve, String(port), server.http], { stdio: 'ignore' });
  await until('the page is served', async () => (await fetch(origin).catch(() => null))?.ok);
  for (const who of ['agent', 'customer', 'supervisor'] as const) browsers.set(who, await chromium(speaks[who]));
});

afterAll(async () => {
  for (const one of browsers.values()) await one.stop();
  site?.kill();
  await customerPage?.close();
  await server?.stop();
});

test('a customer is served, a supervisor listens, whispers and leaves, a leave is approved', async () => {
  const [agent, supervisor] = [await ServicePage.open('agent'), await ServicePage.open('supervisor')];
  await agent.signIn('1004', '8004');
  await supervisor.signIn('1000', '8000');
  await agent.does('DoSetAgentDefineStatus', '0', '1');
  await agent.status('0');

  const customer = await visitor();
  const answered = customer.evaluate('callFrom(line)');
  expect(await agent.hears('CallInEvent')).toMatchObject({
    callerID: '8007',
    callType: 'CTI_CALL_TYPE_COMMON_CALL_IN',
  });
  await agent.presses('tsbAnswer');
  await answered;
  await agent.status('2');
  await agent.ears('customer');
  await hears(customer, 'agent');

  await supervisor.does('DoListen', '1004');
  await supervisor.hears('EavesdropEvent', '"retCode":"0"');
  await supervisor.ears('customer');
  await supervisor.does('DoWhisper', '1004');
  await supervisor.hears('WhisperEvent', '"retCode":0');
  await agent.ears('supervisor');
  expect(await isAudible(customer, speaks.supervisor)).toBe(false);
  await hears(customer, 'agent');
  await supervisor.does('DoHangUp');
  await supervisor.hears('HangupEvent');

  await agent.does('DoHold');
  await agent.status('3');
  await agent.hearsNobody();
  await agent.does('DoStopHold');
  await agent.ears('customer');

  await agent.does('DoApplyChangeStatus', '7');
  await supervisor.hears('ApplyChangeStatusDistributeEvent', '"apply_agentid":"1004"');
  await supervisor.page.locator('#leaves [data-agent="1004"] button', { hasText: '同意' }).click();
  await agent.hears('ApproveChangeStatusDistributeEvent', '"approveResult":"1"');

  await agent.does('DoHangUp');
  await agent.hears('HangupEvent', 'NORMAL_CLEARING');
  await agent.status('4');
  await agent.status('7', 25_000);
  expect([agent, supervisor].flatMap(({ complaints }) => complaints)).toEqual([]);
});

test('every method of the page answers, and what cannot be done is refused by code and reason', async () => {
  const [agent] = pages;
  const before = await agent!.page.locator('#log .refused').count();
  const methods = await agent!.page
    .locator('[data-method]')
    .evaluateAll((forms) => forms.map((form) => (form as HTMLElement).dataset['method'] ?? ''));
  expect(methods.length).toBeGreaterThanOrEqual(55);
  const leaving = new Set(['DoDisconnect', 'DoSignOut', 'DoSignIn', 'DoSignInWithConnect', 'DoConnect', 'DoCheck']);
  for (const method of methods.filter((name) => !leaving.has(name))) await agent!.does(method);
  for (const method of methods) {
    if (leaving.has(method)) continue;
    const said = await agent!.page.locator(`#log .method[data-name="${method}"] span`).first().textContent();
    expect(said, method).toMatch(/→ (true|false|0)$/);
  }
  await until('refusals are told', async () => (await agent!.page.locator('#log .refused').count()) > before);
  const codes = await agent!.page.locator('#log [data-name="ServerResponse"] span').allTextContents();
  expect(codes.join()).toContain('"retCode":-24');
  for (const list of ['JSGetQueueListEvent', 'JSGetIvrListEvent', 'JSGetAccessNumberEvent']) await agent!.hears(list);
  expect(agent!.complaints).toEqual([]);
});

test('the page signs out, and the bar shows it', async () => {
  const [agent] = pages;
  await agent!.page.locator('#sign-out').click();
  await agent!.hears('SignOutEvent');
  await agent!.page.getByText('已签出').waitFor();
});
