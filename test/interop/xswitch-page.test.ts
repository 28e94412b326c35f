// The page of examples/001-xswitch in Chromium, in its ES5 and ES6 form: an agent signs in, goes ready and on break, dials and signs out; a supervisor sees it.
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, runServer, type RunningServer } from '../support/running-server.ts';
import { until } from '../support/until.ts';
import { baresip, type DeskPhone } from './baresip.ts';
import { chromium, type Chromium } from './chromium.ts';

let server: RunningServer;
let site: ChildProcess;
let origin: string;
let browser: Chromium;
const phones: DeskPhone[] = [];

beforeAll(async () => {
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  server = await runServer(['--http.allowedOrigins', origin]);
  const serve = join(import.meta.dirname, '../../examples/001-xswitch/serve.mjs');
  site = spawn(process.execPath, [serve, String(port), server.http], { stdio: 'ignore' });
  await until('the page is served', async () => (await fetch(origin).catch(() => null))?.ok);
  browser = await chromium(440);
  for (const user of ['8001', '8002']) {
    const password = server.passwords.phones.get(user) ?? '';
    phones.push(
      await baresip({
        server: `127.0.0.1:${server.sipPort}`,
        user,
        password,
        sipPort: await freePort(),
        speaksHz: 900,
      }),
    );
  }
});

afterAll(async () => {
  await browser?.stop();
  site?.kill();
  for (const phone of phones) await phone.stop();
  await server?.stop();
});

async function connected(path: string, login: string): Promise<Page> {
  const context = await browser.browser.newContext({ locale: 'zh-CN' });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto(`${origin}/${path}`);
  await page.locator('[name=login]').fill(`${login}@cordboard.local`);
  await page.locator('[name=password]').fill(server.passwords.logins.get(login) ?? '');
  await page.locator('#connect [type=submit]').click();
  await page.getByText('已连接').waitFor();
  return page;
}

async function does(page: Page, what: string, outcome = `${what}:成功`): Promise<void> {
  await page.getByRole('button', { name: what, exact: true }).click();
  await page.locator('#outcome').getByText(outcome).waitFor();
}

const row = (page: Page, agent: string, words: string) =>
  page.locator(`[data-agent="${agent}"]`, { hasText: words }).waitFor();

test.each(['index.html', 'es6.html'])('56: %s: an agent works, a supervisor watches', async (path) => {
  const lead = await connected(path, '1000');
  await lead.locator('#watch').click();
  await row(lead, '1001', 'LOGOUT');
  const agent = await connected(path, '1001');
  await agent.locator('[name=extn]').fill('8001');
  await does(agent, '签入');
  await row(lead, '1001', 'UNREADY');
  await does(agent, '示闲');
  await row(lead, '1001', 'READY');
  await does(agent, '示忙');
  await row(lead, '1001', 'BRB');
  await agent.locator('[name=destNumber]').fill('8002');
  await does(agent, '外呼');
  await row(lead, '1001', 'TALKING');
  await does(agent, '挂断');
  await row(lead, '1001', 'IDLE');
  await agent.locator('[name=queue]').fill('nowhere');
  await does(agent, '签出', '签出:404 No such queue.');
  await agent.locator('[name=queue]').fill('support');
  await does(agent, '签出');
  await row(lead, '1001', 'LOGOUT');
  expect(await agent.locator('#log [data-type=agentStatus]').count()).toBeGreaterThanOrEqual(5);
  await agent.locator('#logout').click();
  await agent.getByText('未连接').waitFor();
  await agent.context().close();
  await lead.context().close();
});
