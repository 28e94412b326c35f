// The real page of a running server in Chromium, looked at while it works: its words, what it brings to the ear, and whether everybody can use it.
import { source as axe } from 'axe-core';
import { expect } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { until } from '../support/until.ts';
import type { RunningServer } from '../support/running-server.ts';
import { loudestHz, prepareEar } from './chromium.ts';

export class RealPage {
  readonly page: Page;
  /** What the page wrote to its console as errors. */
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on(
      'console',
      (message) => message.type() === 'error' && this.complaints.push(`${message.text()} ${message.location().url}`),
    );
  }

  /** @param url the page that holds the bar; absent: the server's own */
  static async open(browser: Browser, server: RunningServer, url = server.http): Promise<RealPage> {
    const context = await browser.newContext({ permissions: ['microphone'], locale: 'en-US', reducedMotion: 'reduce' });
    const real = await RealPage.tab(context, url);
    await real.page.locator('#login').waitFor();
    return real;
  }

  /** One more tab; what it shows is the caller's to wait for. */
  static async tab(context: BrowserContext, url: string, prepare: () => void = () => {}): Promise<RealPage> {
    const real = new RealPage(await context.newPage());
    await prepareEar(real.page);
    await real.page.addInitScript(prepare);
    await real.page.goto(url);
    return real;
  }

  async signIn(login: string, password: string, extension: string): Promise<void> {
    await this.page.locator('#login').fill(login);
    await this.page.locator('#password').fill(password);
    await this.page.locator('#extension').fill(extension);
    await this.page.locator('button[type=submit]').click();
    await this.page.getByText('Phone: registered').waitFor();
  }

  button(action: string) {
    return this.page.locator(`[data-action="${action}"]`);
  }

  async shows(words: string): Promise<void> {
    await this.page.getByText(words).first().waitFor();
  }

  /** The name of the agent's own state. */
  async state(name: string): Promise<void> {
    await this.page.locator('agent-bar-state .name').getByText(name, { exact: true }).waitFor();
  }

  async hears(frequencyHz: number, who: string): Promise<void> {
    await until(
      `the agent hears ${who}`,
      async () => Math.abs((await loudestHz(this.page)) - frequencyHz) < 40,
      30_000,
    );
  }

  async isSilent(): Promise<void> {
    await until('the agent hears nothing', async () => (await loudestHz(this.page)) === 0);
  }

  /** WCAG 2 A and AA, narrow and wide, with the page as it is at this moment. */
  async expectUsableByEverybody(): Promise<void> {
    const before = this.page.viewportSize() ?? { width: 1100, height: 640 };
    for (const width of [320, 1100]) {
      await this.page.setViewportSize({ width, height: 640 });
      // As the debugger does it: the page's own policy lets no foreign script in.
      await this.page.evaluate(axe);
      expect(await this.page.evaluate(violations), `at ${width} px`).toEqual([]);
    }
    await this.page.setViewportSize(before);
  }
}

/** Runs in the page. */
async function violations(): Promise<string[]> {
  const { axe: engine } = globalThis as unknown as {
    axe: {
      run(context: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
    };
  };
  const { scrollWidth, clientWidth } = document.documentElement;
  const found = scrollWidth > clientWidth ? ['the page scrolls sideways'] : [];
  const result = await engine.run(document, { runOnly: ['wcag2a', 'wcag2aa'] });
  return [...found, ...result.violations.map((one) => `${one.id}: ${one.nodes[0]?.html}`)];
}
