// The desktop program's window in Chromium: login, a page that pairs, a call with sound both ways through the program, and the bar.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ipscMethods } from '@cordboard/contract/dialects/ipsc';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { filesOf } from '../../packages/desktop/src/local/files.ts';
import type { Program } from '../../packages/desktop/src/program.ts';
import { DesktopFloor, everybodysPassword, until } from '../support/desktop-floor.ts';
import { chromium, loudestHz, prepareEar, type Chromium } from './chromium.ts';

const agentHz = 1_100;
const customerHz = 700;
const near = (hz: number, wanted: number): boolean => Math.abs(hz - wanted) < 25;

let floor: DesktopFloor;
let browser: Chromium;
beforeAll(async () => {
  floor = await DesktopFloor.open();
  browser = await chromium(agentHz);
});
afterEach(() => floor.tidyUp());
afterAll(async () => {
  await browser.stop();
  await floor.close();
});

const files = filesOf(join(import.meta.dirname, '../../packages/toolbar/dist/page'));

/** The program with its window open. */
async function windowOf(settings: Readonly<Record<string, unknown>> = {}): Promise<{ program: Program; window: Page }> {
  const window = await browser.browser.newPage({ viewport: { width: 760, height: 420 }, locale: 'en' });
  await prepareEar(window);
  const program = await floor.program({
    settings: { phone: { sound: 'window' }, ...settings },
    files,
    openWindow: async (url) => void (await window.goto(url)),
  });
  await program.showWindow();
  return { program, window };
}

async function logIn(window: Page): Promise<void> {
  await window.locator('input[name=workerNum]').fill('2001');
  await window.locator('input[name=password]').fill(everybodysPassword);
  await window.locator('form.login button').click();
  await window.locator('[data-do=signIn]').click();
  await window.locator('[data-do=signIn]').waitFor({ state: 'detached' });
}

test('a login, a call from the queue with sound both ways, hold, and hanging up, all in the window', async () => {
  const { window, program } = await windowOf();
  await logIn(window);
  await window.locator('agent-bar').getByText('Ready', { exact: true }).first().waitFor();
  const customer = await floor.customerCalls();
  customer.speak([{ kind: 'sine', frequencyHz: customerHz, durationMs: 1_000 }], { loop: true });
  await window.locator('[data-action=answer]').click();
  await until('the agent hears the customer', async () => near(await loudestHz(window), customerHz), 20_000);
  await until(
    'the customer hears the agent',
    async () => near((await customer.hear(400)).frequencyHz, agentHz),
    20_000,
  );
  expect(program.lights.sound).toBe('open');
  await window.locator('[data-action=hold]').click();
  await until('the agent hears nothing of him', async () => !near(await loudestHz(window), customerHz), 20_000);
  await window.locator('[data-action=retrieve]').click();
  await until('the agent hears him again', async () => near(await loudestHz(window), customerHz), 20_000);
  await window.locator('[data-action=hangUp]').first().click();
  await customer.until('ended');
  await until('the sound is closed', () => program.lights.sound === 'ready');
  await window.close();
});

test('a window that is loaded anew in a call has its sound back', async () => {
  const { window } = await windowOf();
  await logIn(window);
  const customer = await floor.customerCalls();
  customer.speak([{ kind: 'sine', frequencyHz: customerHz, durationMs: 1_000 }], { loop: true });
  await window.locator('[data-action=answer]').click();
  await until(
    'the customer hears the agent',
    async () => near((await customer.hear(400)).frequencyHz, agentHz),
    20_000,
  );
  await window.reload();
  await until('the agent hears the customer', async () => near(await loudestHz(window), customerHz), 20_000);
  await until(
    'the customer hears the agent',
    async () => near((await customer.hear(400)).frequencyHz, agentHz),
    20_000,
  );
  customer.hangUp();
  await window.close();
});

test('a page that nobody knows asks, is let in, and keeps a token', async () => {
  const { window, program } = await windowOf();
  const page = await floor.page(program, { headers: { Origin: 'https://unknown.example' } });
  expect((await page.ask('logIn', ['2001', everybodysPassword])).error?.code).toBe(-600);
  await window.getByText('https://unknown.example').waitFor();
  await window.locator('[data-do=refuse]').click();
  await window.locator('.pairing').waitFor({ state: 'detached' });
  const token = page.call('pair', 'CRM');
  await window.getByText('CRM (https://unknown.example)').waitFor();
  await window.locator('[data-do=steer]').click();
  expect(await token).toMatchObject({ token: expect.any(String) });
  await page.call('logIn', '2001', everybodysPassword);
  await window.locator('[data-do=signIn]').waitFor();
  const again = await floor.page(program, { headers: { Origin: 'https://unknown.example' } });
  expect((await again.ask('getStatus')).error?.code).toBe(-600);
  await again.call('authenticate', ((await token) as { token: string }).token);
  expect(await again.call('getStatus')).toEqual([0, 0]);
  await window.close();
});

test('a window without its ticket is told where to begin', async () => {
  const { program, window } = await windowOf();
  const stranger = await browser.browser.newContext();
  const page = await stranger.newPage();
  await page.goto(`http://127.0.0.1:${program.local.port}/`);
  await page.getByRole('alert').waitFor();
  await stranger.close();
  await window.close();
});

test('the document’s own sample as a page: let in by the agent, it logs him in', async () => {
  const { window, program } = await windowOf({ localServer: { allowedOrigins: [] } });
  const serving = await serveExample('002-jsonrpc');
  const page = await browser.browser.newPage();
  page.on('dialog', (dialog) => void dialog.accept(everybodysPassword));
  await atPort(page, program.local.port);
  await page.goto(`${serving.url}index.html`);
  await page.waitForFunction('sock.readyState === WebSocket.OPEN');
  await page.locator('#btnLogIn').click();
  await page.getByText('Invoke 失败: -600').waitFor();
  await window.locator('[data-do=steer]').click();
  await page.locator('#btnLogIn').click();
  await page.getByText('Invoke 成功').waitFor();
  await page.getByText('"method":"onAgentStatusChanged","params":[0,0]').waitFor();
  await page.close();
  await window.close();
  await serving.stop();
});

test('the page with every method names all of them, and calls them', async () => {
  const { window, program } = await windowOf({ localServer: { allowedOrigins: [] } });
  const serving = await serveExample('002-jsonrpc');
  const page = await browser.browser.newPage();
  await atPort(page, program.local.port);
  await page.goto(`${serving.url}methods.html`);
  await page.getByText('connected', { exact: true }).waitFor();
  await page.locator('#pair').click();
  await window.locator('[data-do=steer]').click();
  await page.getByText('status [-1, 0]').waitFor();
  const shown = await page.locator('#buttons button').allTextContents();
  const known = Object.entries(ipscMethods).flatMap(([name, { kind }]) => (kind === 'window' ? [] : [name]));
  expect(known.filter((name) => !shown.includes(name) && name !== 'pair' && name !== 'authenticate')).toEqual([]);
  await page.getByRole('button', { name: 'echo', exact: true }).click();
  await page.locator('#call button').click();
  await page.getByText('← "hello"').waitFor();
  await page.close();
  await window.close();
  await serving.stop();
});

test('kept on top, the window keeps its look and its session; closed there, it is back', async () => {
  const { window, program } = await windowOf();
  await logIn(window);
  await window.locator('details.more summary').click();
  await window.locator('[data-do=onTop]').click();
  const looks = (): Promise<{ readonly isAbove: boolean; readonly sheets: number; readonly inBar: number }> =>
    window.evaluate(() => {
      const { documentPictureInPicture: pip } = globalThis as unknown as {
        documentPictureInPicture: { readonly window: Window | null };
      };
      const here = pip.window?.document ?? document;
      const shown = here.querySelector('agent-window')?.shadowRoot;
      const bar = shown?.querySelector('agent-bar')?.shadowRoot;
      return {
        isAbove: pip.window !== null,
        sheets: shown?.adoptedStyleSheets.length ?? 0,
        inBar: bar?.querySelector('agent-bar-state')?.shadowRoot?.adoptedStyleSheets.length ?? 0,
      };
    });
  await until('it is above', async () => (await looks()).isAbove);
  const above = await looks();
  expect(above.sheets).toBeGreaterThan(3);
  expect(above.inBar).toBeGreaterThan(3);
  const customer = await floor.customerCalls();
  await until('it is answered there', () => clickAbove(window, '[data-action=answer]'));
  await until('they talk', () => program.model.calls[0]?.phase === 'talking');
  await window.evaluate(() => {
    const { documentPictureInPicture: pip } = globalThis as unknown as {
      documentPictureInPicture: { readonly window: Window | null };
    };
    pip.window?.close();
  });
  await window.locator('[data-action=hangUp]').first().click();
  await customer.until('ended');
  expect((await looks()).sheets).toBe(above.sheets);
  await window.close();
});

/** Presses a button in the window on top, which Playwright does not see into. @returns whether it was there. */
function clickAbove(window: Page, selector: string): Promise<boolean> {
  return window.evaluate((wanted) => {
    const { documentPictureInPicture: pip } = globalThis as unknown as {
      documentPictureInPicture: { readonly window: Window | null };
    };
    const find = (root: ParentNode): HTMLElement | null => {
      const found = root.querySelector<HTMLElement>(wanted);
      if (found !== null) return found;
      for (const element of root.querySelectorAll('*')) {
        const inside = element.shadowRoot === null ? null : find(element.shadowRoot);
        if (inside !== null) return inside;
      }
      return null;
    };
    const button = pip.window === null ? null : find(pip.window.document);
    button?.click();
    return button !== null;
  }, selector);
}

/** The pages have the port and the worker of the document. */
async function atPort(page: Page, localPort: number): Promise<void> {
  await page.addInitScript((port) => {
    const Socket = globalThis.WebSocket;
    globalThis.WebSocket = class extends Socket {
      constructor(url: string | URL) {
        super(String(url).replace(':9696', `:${port}`));
      }

      override send(data: string): void {
        super.send(data.replace('"1001"', '"2001"'));
      }
    };
  }, localPort);
}

/** The example's own small server, at a free port. */
async function serveExample(name: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const file = join(import.meta.dirname, `../../examples/${name}/serve.mjs`);
  const child = spawn(process.execPath, [file, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    url: line.toString().trim(),
    async stop() {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}
