// The bar in pages that are not its own: hostile style sheets do not reach it, documented properties and parts do, and the system's colours replace ours without a loss.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AgentBar } from '../../packages/toolbar/src/agent-bar.ts';
import { chromium, type Chromium } from './chromium.ts';

const root = join(import.meta.dirname, '../../packages/toolbar');

let vite: ViteDevServer;
let browser: Chromium;
let page: Page;
let base: string;

beforeAll(async () => {
  vite = await createServer({
    root,
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
    logLevel: 'error',
  });
  await vite.listen();
  base = vite.resolvedUrls?.local[0] ?? '';
  browser = await chromium(440);
  page = await browser.browser.newPage({ reducedMotion: 'reduce', viewport: { width: 900, height: 700 } });
});

afterAll(async () => {
  await browser?.stop();
  await vite?.close();
});

async function show(state: string, style = '', theme = 'light'): Promise<void> {
  await page.goto(`${base}dev/index.html?state=${state}&lang=en&theme=${theme}`);
  await page.locator('agent-bar [part="bar"]').waitFor();
  // A page around the bar of which nothing is said but where the bar is.
  const around = `body { margin: 0 } main { display: block; width: 860px; padding: 0 }
    main agent-bar:not([signed-in]) { max-width: none; margin: 0 }`;
  await page.addStyleTag({ content: `${around} ${style}` });
}

/** Size, place within the bar, and look of everything in it, through all shadow trees. */
function looks(): Promise<string[]> {
  return page.evaluate(() => {
    const bar = document.querySelector<AgentBar>('agent-bar')?.renderRoot.querySelector('.bar');
    const zero = bar?.getBoundingClientRect() ?? new DOMRect();
    const found: string[] = [];
    const walk = (tree: ParentNode): void => {
      for (const element of tree.querySelectorAll('*')) {
        const { x, y, width, height } = element.getBoundingClientRect();
        const box = [x - zero.x, y - zero.y, width, height].map((one) => one.toFixed(1)).join(' ');
        const style = getComputedStyle(element);
        const own = [
          'color',
          'background-color',
          'font-family',
          'font-size',
          'letter-spacing',
          'text-transform',
          'cursor',
        ]
          .map((name) => style.getPropertyValue(name))
          .join('; ');
        if (width > 0 && !element.closest('agent-bar-timer'))
          found.push(`${element.localName}.${element.getAttribute('class') ?? ''}: ${box}; ${own}`);
        if (element.shadowRoot) walk(element.shadowRoot);
      }
    };
    const frame = document.querySelector<AgentBar>('agent-bar')?.renderRoot.querySelector('.frame');
    if (frame) walk(frame);
    return found;
  });
}

const hostile = `
  * { all: unset !important; font-size: 40px !important; letter-spacing: 6px !important; text-transform: uppercase !important;
      cursor: crosshair !important; color: #f0f !important; line-height: 3 !important; text-align: right !important }
  main { display: block !important; width: 860px !important }
  head, style, script { display: none !important }
  button, input, select { background: lime !important; border: 20px solid red !important }
  div { float: right !important; position: absolute !important }
`;

test.each(['signedOut', 'ringing', 'talking', 'settings', 'transfer'])(
  'a page that undoes every style does not touch it: %s',
  async (state) => {
    await show(state);
    const peaceful = await looks();
    await show(state, hostile);
    expect(await page.evaluate(() => getComputedStyle(document.querySelector<AgentBar>('agent-bar')!).fontSize)).toBe(
      '40px',
    );
    expect(await looks()).toEqual(peaceful);
    expect(peaceful.length).toBeGreaterThan(15);
  },
);

test('a page may still hide it', async () => {
  await show('ready', 'agent-bar { display: none }');
  expect(await page.locator('agent-bar [part="bar"]').isVisible()).toBe(false);
  await show('ready', 'agent-bar { visibility: hidden }');
  expect(await page.locator('agent-bar [part="bar"]').isVisible()).toBe(false);
});

/** From the tables of the README, so that what is written is what is. */
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const named = (pattern: RegExp): string[] => [...readme.matchAll(pattern)].map((match) => match[1] ?? '');

test('every property that the README names changes something', async () => {
  const properties = named(/^\| `(--agent-bar-[\w-]+)` +\|/gm);
  expect(properties.length).toBeGreaterThan(20);
  const defined = named(/`(--agent-bar-[\w-]+)`/g);
  const source = readFileSync(join(root, 'src/theme.css.ts'), 'utf8');
  const inSource = [...source.matchAll(/^ {4}(--agent-bar-[\w-]+):/gm)].map((match) => match[1] ?? '');
  expect([...new Set(defined)].toSorted()).toEqual(inSource.toSorted());
  await show('talking', 'agent-bar { --agent-bar-surface: rgb(1, 2, 3); --agent-bar-radius: 3px }');
  const bar = await page.locator('agent-bar [part="bar"]').evaluate((one) => {
    const { backgroundColor, borderRadius } = getComputedStyle(one);
    return { backgroundColor, borderRadius };
  });
  expect(bar).toEqual({ backgroundColor: 'rgb(1, 2, 3)', borderRadius: '3px' });
});

test('every part that the README names can be styled by the page', async () => {
  const rows = [...readme.matchAll(/^\| `([\w-]+)` +\| [^|`]+\| `(\w+)` +\|/gm)];
  expect(rows.length).toBeGreaterThan(15);
  const missed: string[] = [];
  for (const [, part = '', state = ''] of rows) {
    await show(state, `agent-bar::part(${part}) { outline: 7px solid rgb(9, 8, 7) !important }`);
    if (part === 'figures') await page.locator('agent-bar-quality button').click();
    if (part === 'meter') {
      await page.context().grantPermissions(['microphone'], { origin: new URL(base).origin });
      await page.locator('agent-bar-meter button').click();
      await page.locator('agent-bar-meter [part="meter"]').waitFor();
    }
    const styled = await page.evaluate(() => {
      const all = (tree: ParentNode): Element[] =>
        [...tree.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
      return all(document).some((one) => getComputedStyle(one).outlineWidth === '7px');
    });
    if (!styled) missed.push(part);
  }
  expect(missed).toEqual([]);
});

test.each([
  ['light', 'rgb(255, 255, 255)'],
  ['dark', 'rgb(27, 33, 41)'],
])('%s', async (theme, surface) => {
  await show('talking', '', theme);
  const bar = page.locator('agent-bar [part="bar"]');
  expect(await bar.evaluate((one) => getComputedStyle(one).backgroundColor)).toBe(surface);
});

test('where the system’s colours replace ours, what a colour said is still to be seen', async () => {
  await page.emulateMedia({ forcedColors: 'active' });
  await show('poorSound');
  const filled = (selector: string): Promise<string> =>
    page
      .locator(selector)
      .first()
      .evaluate((one) => getComputedStyle(one).backgroundColor);
  const nothing = 'rgba(0, 0, 0, 0)';
  const canvas = await filled('agent-bar [part="bar"]');
  for (const dot of ['agent-bar-state .dot', 'agent-bar-lights .good i'])
    expect([canvas, nothing]).not.toContain(await filled(dot));
  await show('settings');
  const pressed = page.locator('[data-action="settings"]');
  expect(await pressed.evaluate((one) => getComputedStyle(one).outlineStyle)).toBe('solid');
  await page.emulateMedia({ forcedColors: 'none' });
});
