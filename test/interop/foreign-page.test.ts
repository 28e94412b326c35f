// A page of another origin, written against the AgentBar document, with the script that the built server serves: in Chromium, from sign-in to sign-out.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { until } from '../support/until.ts';
import { chromium, type Chromium } from './chromium.ts';

let server: RunningServer;
let site: Server;
let browser: Chromium;
let origin = '';

/** As such pages are: properties, then handlers by attachEvent, then one method. */
const html = (script: string): string => `<!doctype html><title>CRM</title><script src="${script}"></script>
<script>
  var heard = [];
  var bar = new AgentBar();
  ['SignInResponse', 'SignInEvent', 'GetRoleNameEvent', 'AgentStatusChangeEvent', 'ServerResponse', 'SignOutEvent', 'SockDisconnectEvent']
    .forEach(function (name) {
      bar.attachEvent(name, function () { heard.push([name].concat(Array.prototype.slice.call(arguments))); });
    });
  bar.attachEvent('JSGetAgentDefineStatusEvent', function (json) { heard.push(['JSGetAgentDefineStatusEvent', JSON.parse(json)]); });
</script>`;

beforeAll(async () => {
  site = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(html(`${server.http}/cordboard.js`));
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  server = await runServer(['--http.allowedOrigins', origin]);
  browser = await chromium(1_000);
});

afterAll(async () => {
  await browser?.stop();
  await server?.stop();
  await new Promise((resolve) => site.close(resolve));
});

type Heard = readonly (readonly unknown[])[];
const heard = (page: Page): Promise<Heard> => page.evaluate('heard');
const heardOf = async (page: Page, name: string): Promise<Heard> => (await heard(page)).filter(([one]) => one === name);

test('the page signs in, changes its state, asks, and signs out', async () => {
  const page = await browser.browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(origin);
  const { hostname, port } = new URL(server.http);
  const properties = {
    ServerIP: hostname,
    ServerPort: port,
    AgentID: '1001',
    AgentPwd: server.passwords.logins.get('1001'),
    BindExten: false,
    AgentStatus: '8',
  };
  expect(await page.evaluate(`Object.assign(bar, ${JSON.stringify(properties)}).DoSignInWithConnect()`)).toBe(true);
  await until('it is signed in', async () => (await heardOf(page, 'GetRoleNameEvent')).length > 0);
  expect(await heardOf(page, 'SignInEvent')).toEqual([['SignInEvent', '1001', true, '']]);
  await page.evaluate('bar.DoSetAgentDefineStatus(7, 1), bar.DoGetAgentDefineStatus(), bar.DoHold()');
  await until('it is away', async () => (await heardOf(page, 'AgentStatusChangeEvent')).at(-1)?.[3] === '7');
  expect((await heardOf(page, 'ServerResponse')).map(([, , retCode]) => retCode)).toEqual([-24]);
  expect(await heardOf(page, 'JSGetAgentDefineStatusEvent')).toHaveLength(1);
  await page.evaluate('bar.DoSignOut()');
  await until('it is signed out', async () => (await heardOf(page, 'SignOutEvent')).length > 0);
  expect(await heardOf(page, 'SockDisconnectEvent')).toEqual([]);
  expect(complaints).toEqual([]);
  await page.close();
});
