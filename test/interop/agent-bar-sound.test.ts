// Devices and the sound of a call in Chromium with its two pretended microphones: chosen, tested, remembered; changed and pulled out in the middle of a call; refused.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { until } from '../support/until.ts';
import { chromium, type Chromium } from './chromium.ts';
import { customerCalls, type Customer } from './customer.ts';
import { RealPage } from './real-page.ts';

const customerHz = 700;
const agentHz = 1_100;

let server: RunningServer;
let browser: Chromium;
let agent: RealPage;
let customer: Customer | null = null;

beforeAll(async () => {
  server = await runServer();
  browser = await chromium(agentHz);
  const context = await browser.browser.newContext({ permissions: ['microphone'], locale: 'en-US' });
  agent = await RealPage.tab(context, server.http, watchDevices);
  await agent.signIn('1001', server.passwords.logins.get('1001') ?? '', '8001');
  await agent.button('ready').click();
});

afterEach(() => {
  customer?.leave();
  customer = null;
});

afterAll(async () => {
  await browser?.stop();
  await server?.stop();
});

type Watched = {
  /** Devices that are pulled out. */
  readonly gone: Set<string>;
  /** Where elements were sent to play. */
  readonly sinks: string[];
  refuse: boolean;
  /** Of ten packets that come in one is told as lost. */
  losing: boolean;
};
declare global {
  var watched: Watched;
}

/** Runs in the page: plugs that can be pulled, and a list of the speakers that were chosen. */
function watchDevices(): void {
  const watched: Watched = { gone: new Set(), sinks: [], refuse: false, losing: false };
  Object.assign(globalThis, { watched });
  const devices = navigator.mediaDevices;
  const list = devices.enumerateDevices.bind(devices);
  devices.enumerateDevices = async () => (await list()).filter((one) => !watched.gone.has(one.deviceId));
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = (wish) =>
    watched.refuse ? Promise.reject(new DOMException('No.', 'NotAllowedError')) : open(wish);
  const stats = RTCPeerConnection.prototype.getStats;
  RTCPeerConnection.prototype.getStats = async function getStats() {
    const report = await stats.call(this);
    if (!watched.losing) return report;
    const entries = [...(report as unknown as Map<string, { type: string; packetsReceived: number }>)];
    return new Map(
      entries.map(([id, one]) => [
        id,
        one.type === 'inbound-rtp' ? { ...one, packetsLost: Math.round(one.packetsReceived / 9) } : one,
      ]),
    );
  };
  const sink = HTMLMediaElement.prototype.setSinkId;
  HTMLMediaElement.prototype.setSinkId = function setSinkId(id) {
    watched.sinks.push(id);
    return sink.call(this, id);
  };
}

const deviceNames = (list: string): Promise<string[]> =>
  agent.page.locator(`#${list} option`).evaluateAll((all) => all.map((one) => one.textContent?.trim() ?? ''));

async function choose(list: string, at: number): Promise<string> {
  await agent.page.locator(`#${list}`).selectOption({ index: at });
  return agent.page.locator(`#${list}`).inputValue();
}

/** The microphone that the newest call speaks from. */
const speaksFrom = (): Promise<string | undefined> =>
  agent.page.evaluate(() => {
    const { connections } = globalThis as unknown as { connections: RTCPeerConnection[] };
    return connections.at(-1)?.getSenders()[0]?.track?.getSettings().deviceId;
  });

async function talk(from: string): Promise<Customer> {
  customer = await customerCalls(server.sipPort, '4001', from, customerHz);
  await agent.button('answer').click();
  await bothHear(customer);
  return customer;
}

async function bothHear(ear: Customer): Promise<void> {
  ear.audio.forget();
  await agent.hears(customerHz, 'the customer');
  await until('the customer hears the agent', () => ear.audio.hears(agentHz) > 0.5, 30_000);
}

async function hangUp(): Promise<void> {
  await agent.button('hangUp').click();
  await agent.button('finishWrapUp').click();
  await agent.state('Ready');
}

test('microphone, speaker and ringer are chosen, tested and remembered; everybody can use the panel', async () => {
  await agent.button('settings').click();
  expect((await deviceNames('microphone')).slice(0, 2)).toEqual([
    'As the system has it',
    expect.stringContaining('Fake'),
  ]);
  const microphone = await choose('microphone', 2);
  const speaker = await choose('speaker', 1);
  const ringer = await choose('ringer', 2);
  expect(new Set([microphone, speaker, ringer, '']).size).toBe(4);

  await agent.page.getByRole('button', { name: 'Test the microphone' }).click();
  const meter = agent.page.getByRole('meter', { name: 'Microphone level' });
  await until('the meter moves', async () => Number(await meter.getAttribute('aria-valuenow')) > 20);
  await agent.expectUsableByEverybody();
  await agent.page.getByRole('button', { name: 'Stop the test' }).click();
  await meter.waitFor({ state: 'detached' });

  await agent.page.getByRole('button', { name: 'Test the ring tone' }).click();
  await until('the ring tone goes to the ringer', () =>
    agent.page.evaluate((id) => watched.sinks.includes(id), ringer),
  );

  await agent.page.reload();
  await agent.page.getByText('Phone: registered').waitFor();
  await agent.button('settings').click();
  const lists = ['microphone', 'speaker', 'ringer'].map((list) => agent.page.locator(`#${list}`).inputValue());
  expect(await Promise.all(lists)).toEqual([microphone, speaker, ringer]);
  await agent.button('settings').click();
});

test('in a call: the chosen devices are used, the quality shows, and another microphone takes over without a break', async () => {
  await agent.button('settings').click();
  const microphone = await agent.page.locator('#microphone').inputValue();
  const speaker = await agent.page.locator('#speaker').inputValue();
  const ringer = await agent.page.locator('#ringer').inputValue();
  await agent.button('settings').click();
  const ear = await talk('13800000021');
  expect(await speaksFrom()).toBe(microphone);
  const { sinks } = await agent.page.evaluate(() => ({ sinks: watched.sinks }));
  expect(sinks).toContain(speaker);
  expect(sinks, 'it rang at the ringer').toContain(ringer);

  await agent.shows('Sound: good');
  await agent.page.getByRole('button', { name: 'Sound: good' }).click();
  for (const figure of ['There and back', 'Jitter', 'Lost on the way to you', 'Lost on the way to them'])
    await agent.shows(figure);
  await until('the way there and back is measured', async () =>
    /There and back\s+\d+ ms/.test(await agent.page.locator('agent-bar-quality dl').innerText()),
  );
  await agent.expectUsableByEverybody();
  await agent.page.keyboard.press('Escape');

  await agent.button('settings').click();
  const other = await choose('microphone', 1);
  await until('the other microphone speaks', async () => (await speaksFrom()) === other);
  await bothHear(ear);
  await choose('microphone', 2);
  await until('the first one speaks again', async () => (await speaksFrom()) === microphone);
  await agent.button('settings').click();
  await hangUp();
});

test('the headset is pulled out in a call: the system’s microphone takes over, the words say so, and back it comes', async () => {
  const ear = await talk('13800000022');
  const microphone = (await speaksFrom()) ?? '';
  await agent.page.evaluate((id) => {
    const { connections } = globalThis as unknown as { connections: RTCPeerConnection[] };
    const track = connections.at(-1)?.getSenders()[0]?.track;
    watched.gone.add(id);
    // What a browser does when a plug is pulled; a page cannot pull it.
    track?.stop();
    track?.dispatchEvent(new Event('ended'));
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  }, microphone);
  await until('another microphone speaks', async () => ![microphone, undefined].includes(await speaksFrom()));
  await bothHear(ear);
  await agent.button('settings').click();
  await agent.shows('A device you chose is not plugged in.');
  expect(await agent.page.locator('#microphone').inputValue()).toBe(microphone);

  await agent.page.evaluate(() => {
    watched.gone.clear();
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  });
  await until('it speaks again', async () => (await speaksFrom()) === microphone);
  await bothHear(ear);
  await agent.page.getByText('A device you chose is not plugged in.').waitFor({ state: 'detached' });
  await agent.button('settings').click();
  await hangUp();
});

test('a muted call stays muted with another microphone', async () => {
  const ear = await talk('13800000023');
  await agent.button('mute').click();
  await agent.shows('Muted');
  await agent.button('settings').click();
  const other = await choose('microphone', 1);
  await until('the other microphone is there', async () => (await speaksFrom()) === other);
  ear.audio.forget();
  await until('and is not heard', () => ear.audio.heardMs > 400 && ear.audio.hears(agentHz) < 0.1);
  await agent.button('unmute').click();
  await bothHear(ear);
  await agent.button('settings').click();
  await hangUp();
});

test('packets that do not come make the light say so', async () => {
  await talk('13800000025');
  await agent.page.evaluate(() => (watched.losing = true));
  const light = agent.page.locator('agent-bar-quality button');
  await light.getByText('Sound: poor').waitFor();
  await agent.page.evaluate(() => (watched.losing = false));
  await agent.button('hold').click();
  await light.waitFor({ state: 'detached' });
  await hangUp();
});

test('a refused microphone is explained in words, and the call goes on ringing', async () => {
  await agent.page.evaluate(() => (watched.refuse = true));
  await agent.button('settings').click();
  await agent.page.getByRole('button', { name: 'Test the microphone' }).click();
  await agent.shows('The microphone is blocked. Open the site settings');
  await agent.expectUsableByEverybody();
  await agent.button('settings').click();
  customer = await customerCalls(server.sipPort, '4001', '13800000024', customerHz);
  await agent.button('answer').click();
  await agent.shows('The microphone is blocked. Open the site settings');
  expect(await agent.button('answer').isVisible()).toBe(true);
  await agent.page.evaluate(() => (watched.refuse = false));
  await agent.button('answer').click();
  await bothHear(customer);
  await hangUp();
  expect(agent.complaints).toEqual([]);
});
