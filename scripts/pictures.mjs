// node scripts/pictures.mjs [state …]: the pictures of the bar in docs/images/bar, one for each of the states that docs/agent-bar.md shows, in each language.
import './node-version.mjs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { createServer } from 'vite';
import { root } from './run.mjs';

/** States of the development page (packages/toolbar/dev), and the theme each is shown in. */
const shown = { signedOut: 'light', ready: 'light', ringing: 'light', consulting: 'dark', supervising: 'light' };
const languages = ['en', 'zh', 'ru'];
const widthPx = 960;
const marginPx = 14;

const asked = process.argv.slice(2);
const folder = join(root, 'docs/images/bar');
await mkdir(folder, { recursive: true });
const vite = await createServer({
  root: join(root, 'packages/toolbar'),
  server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
  logLevel: 'error',
});
await vite.listen();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const page = await browser.newPage({ viewport: { width: widthPx, height: 400 }, reducedMotion: 'reduce' });
  for (const [state, theme] of Object.entries(shown)) {
    if (asked.length > 0 && !asked.includes(state)) continue;
    await page.emulateMedia({ colorScheme: theme });
    for (const language of languages) {
      const query = new URLSearchParams({ state, lang: language, theme });
      await page.goto(`${vite.resolvedUrls?.local[0]}dev/index.html?${query}`);
      await page.addStyleTag({ content: 'header { display: none }' });
      const { x, y, width, height } = await page.locator('agent-bar [part="bar"]').boundingBox();
      await page.screenshot({
        path: join(folder, `${state}-${language}.png`),
        fullPage: true,
        clip: { x: x - marginPx, y: y - marginPx, width: width + 2 * marginPx, height: height + 2 * marginPx },
      });
    }
  }
} finally {
  await browser.close();
  await vite.close();
}
