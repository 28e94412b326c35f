// What calls an agent's attention while he looks elsewhere: notification, title, ring tone; a click brings the page back; a missed call is told; all of it ends in time.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { until } from '../support/until.ts';
import { chromium, type Chromium } from './chromium.ts';
import { customerCalls, type Customer } from './customer.ts';
import { RealPage } from './real-page.ts';

let server: RunningServer;
let browser: Chromium;
let agent: RealPage;
const customers: Customer[] = [];

beforeAll(async () => {
  server = await runServer(['--drainMs', '0']);
  browser = await chromium(1_100);
  const context = await browser.browser.newContext({ permissions: ['microphone'], locale: 'en-US' });
  agent = await RealPage.tab(context, server.http, watchNotices);
});

afterAll(async () => {
  for (const one of customers) one.leave();
  await browser?.stop();
  await server?.stop();
});

type Shown = { readonly heading: string; readonly body: string; closed: boolean; readonly it: EventTarget };
type Seen = { hidden: boolean; asked: number; focused: number; tones: number; readonly shown: Shown[] };
declare global {
  var seen: Seen;
}

/** Runs in the page: a headless browser shows no notifications and hides no page, so both are played. */
function watchNotices(): void {
  const seen: Seen = { hidden: false, asked: 0, focused: 0, tones: 0, shown: [] };
  Object.assign(globalThis, { seen });
  Object.defineProperty(document, 'hidden', { get: () => seen.hidden });
  globalThis.focus = () => void (seen.focused += 1);
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function play(at) {
    seen.tones += 1;
    start.call(this, at);
  };
  class Played extends EventTarget {
    static permission: NotificationPermission = 'default';
    static requestPermission(): Promise<NotificationPermission> {
      seen.asked += 1;
      Played.permission = 'granted';
      return Promise.resolve('granted');
    }
    readonly #shown: Shown;
    constructor(heading: string, { body = '' }: NotificationOptions = {}) {
      super();
      this.#shown = { heading, body, closed: false, it: this };
      seen.shown.push(this.#shown);
    }
    close(): void {
      this.#shown.closed = true;
    }
  }
  globalThis.Notification = Played as unknown as typeof Notification;
}

const look = () =>
  agent.page.evaluate(() => ({
    asked: seen.asked,
    focused: seen.focused,
    tones: seen.tones,
    title: document.title,
    shown: seen.shown.map(({ heading, body, closed }) => ({ heading, body, closed })),
  }));

const turn = (hidden: boolean): Promise<void> =>
  agent.page.evaluate((now) => {
    seen.hidden = now;
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);

async function rings(from: string): Promise<void> {
  customers.push(await customerCalls(server.sipPort, '4001', from, 700));
  await agent.button('answer').waitFor();
}

test('the browser is asked when the agent signs in, not when the page comes', async () => {
  await agent.page.locator('#login').waitFor();
  expect((await look()).asked).toBe(0);
  await agent.signIn('1001', server.passwords.logins.get('1001') ?? '', '8001');
  expect((await look()).asked).toBe(1);
  await agent.button('ready').click();
  await agent.state('Ready');
});

test('a call while the page is seen rings and shows no notification; the page is hidden while it rings: now it does', async () => {
  await rings('13800000031');
  await until('it rings', async () => (await look()).tones > 0);
  expect((await look()).shown).toEqual([]);
  await turn(true);
  await until('a notification', async () => (await look()).shown.length === 1);
  const { shown } = await look();
  expect(shown).toEqual([{ heading: 'Incoming call from Wang Li', body: 'Support', closed: false }]);
  await until('the title says who', async () => (await look()).title === '● Wang Li is calling');
  await until('and its own words in turn', async () => (await look()).title === 'Cordboard');
  await agent.page.evaluate(() => (document.title = 'Order A-1009'));
  await until('it says who again', async () => (await look()).title.startsWith('●'));
  await agent.page.evaluate(() => seen.shown[0]?.it.dispatchEvent(new Event('click')));
  expect(await look()).toMatchObject({ focused: 1, shown: [{ closed: true }] });
  await turn(false);
  await agent.button('answer').click();
  await agent.button('hold').waitFor();
  const { tones, title } = await look();
  expect(title, 'what the page said meanwhile').toBe('Order A-1009');
  await agent.shows('Sound: good');
  expect((await look()).tones, 'no ring tone while talking').toBe(tones);
  await agent.button('hangUp').click();
  await agent.button('finishWrapUp').click();
  await agent.state('Ready');
});

test('nobody answers: the ring ends, the missed call is told outside the page and counted in the title, until it is looked at', async () => {
  await turn(true);
  await rings('13800000032');
  await until('a notification', async () => (await look()).shown.length === 2);
  await agent.button('answer').waitFor({ state: 'detached' });
  const { shown, tones } = await look();
  expect(shown[1]?.closed).toBe(true);
  await until('the missed call is told', async () => (await look()).shown.length === 3);
  expect((await look()).shown[2]).toEqual({ heading: 'Missed call from Wang Li', body: '', closed: false });
  await until('and counted', async () => (await look()).title === '(1) Order A-1009');
  await turn(false);
  await agent.button('recent').click();
  await until('looked at', async () => (await look()).title === 'Order A-1009');
  expect((await look()).shown[2]?.closed).toBe(true);
  expect((await look()).tones).toBe(tones);
  expect(agent.complaints).toEqual([]);
});
