// Every state of the bar, narrow to wide, light and dark, in three languages: nothing overflows, and axe finds nothing against WCAG 2.2 A and AA.
import { join } from 'node:path';
import { source as axe } from 'axe-core';
import type { Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixtures } from '../../packages/toolbar/dev/fixtures.ts';
import { chromium, type Chromium } from './chromium.ts';

const root = join(import.meta.dirname, '../../packages/toolbar');
const looks = [
  { width: 320, lang: 'ru', theme: 'light' },
  { width: 480, lang: 'en', theme: 'dark' },
  { width: 1100, lang: 'zh', theme: 'light' },
] as const;

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
  page = await browser.browser.newPage({ reducedMotion: 'reduce' });
});

afterAll(async () => {
  await browser?.stop();
  await vite?.close();
});

/** Elements that stick out of the window, through all shadow trees. */
function sticksOut(): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const found: string[] = document.documentElement.scrollWidth > width ? ['the page scrolls sideways'] : [];
    const walk = (tree: ParentNode): void => {
      for (const element of tree.querySelectorAll('*')) {
        if (element.shadowRoot) walk(element.shadowRoot);
        if (element.closest('.unseen')) continue;
        const box = element.getBoundingClientRect();
        if (box.width > 0 && (box.right > width + 1 || box.left < -1))
          found.push(`${element.localName}.${element.className}`);
        if (element.localName === 'button' && element.scrollWidth > element.clientWidth + 1)
          found.push(`cut off: ${element.textContent.trim()}`);
      }
    };
    walk(document);
    return found;
  });
}

const cases = Object.keys(fixtures).flatMap((state) => looks.map((look) => ({ state, ...look })));

test.each(cases)('$state at $width px, $lang, $theme', async ({ state, width, lang, theme }) => {
  await page.setViewportSize({ width, height: 640 });
  await page.goto(`${base}dev/index.html?state=${state}&lang=${lang}&theme=${theme}`);
  await page.locator('agent-bar [part="bar"]').waitFor();
  expect(await sticksOut()).toEqual([]);
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { axe: engine } = globalThis as unknown as {
      axe: {
        run(context: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const result = await engine.run(document, { runOnly: tags });
    return result.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`);
  });
  expect(violations).toEqual([]);
});
