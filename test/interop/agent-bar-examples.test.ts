// The examples as a newcomer would run them, with the built element: plain HTML, React, Vue; an agent signs in, a customer calls, the page follows.
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { build, createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, runServer, type RunningServer } from '../support/running-server.ts';
import { until } from '../support/until.ts';
import { chromium, type Chromium } from './chromium.ts';
import { RealPage } from './real-page.ts';

const root = join(import.meta.dirname, '../..');
const toolbar = join(root, 'packages/toolbar');

let server: RunningServer;
let browser: Chromium;
let plain: ChildProcess;
const vites: ViteDevServer[] = [];
const ports = { html: 0, react: 0, vue: 0 };

const originOf = (port: number): string => `http://127.0.0.1:${port}`;

async function serveByVite(name: 'react' | 'vue'): Promise<void> {
  const vite = await createServer({
    root: join(root, `examples/agent-bar-in-${name}`),
    server: { host: '127.0.0.1', port: ports[name], strictPort: true, hmr: false, watch: null },
    logLevel: 'error',
  });
  vites.push(vite);
  await vite.listen();
}

beforeAll(async () => {
  for (const name of ['html', 'react', 'vue'] as const) ports[name] = await freePort();
  await build({
    root: toolbar,
    configFile: join(toolbar, 'vite.config.ts'),
    mode: 'library',
    logLevel: 'error',
  });
  server = await runServer(['--http.allowedOrigins', Object.values(ports).map(originOf).join(',')]);
  browser = await chromium(1_100);
  plain = spawn(process.execPath, [join(root, 'examples/agent-bar-in-html/serve.mjs'), String(ports.html)]);
  await Promise.all([serveByVite('react'), serveByVite('vue')]);
  await until('the plain page is served', () => fetch(originOf(ports.html)).catch(() => null));
});

afterAll(async () => {
  plain?.kill();
  await Promise.all(vites.map((vite) => vite.close()));
  await browser?.stop();
  await server?.stop();
});

const addressOf = (name: keyof typeof ports): string => `${originOf(ports[name])}/?server=${server.http}/`;

test.each(['html', 'react', 'vue'] as const)('in %s', async (name) => {
  const agent = await RealPage.open(browser.browser, server, addressOf(name));
  await agent.shows('Nobody is calling.');
  await agent.signIn('1001', server.passwords.logins.get('1001') ?? '', '8001');
  await until('the page knows who works', async () =>
    `${await agent.page.title()} ${await agent.page.locator('h1').innerText()}`.includes('1001'),
  );
  await agent.button('ready').click();
  await agent.button('callMe').click();
  await agent.button('answer').waitFor();
  await until('the customer’s record is open', async () =>
    /\d{5,}: ringing/.test(await agent.page.locator('main p').innerText()),
  );
  await agent.button('answer').click();
  await agent.shows(': talking');
  await agent.shows('Sound: good');
  await agent.button('hangUp').click();
  await agent.shows('Nobody is calling.');
  await agent.button('finishWrapUp').click();
  await agent.button('settings').click();
  await agent.button('signOut').click();
  await agent.page.locator('#login').waitFor();
  expect(agent.complaints).toEqual([]);
  await agent.page.context().close();
});
