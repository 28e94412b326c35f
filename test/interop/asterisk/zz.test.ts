// scratch
import { cp } from 'node:fs/promises';
import { afterAll, beforeAll, test } from 'vitest';
import { everybodysPassword } from '../../support/whole-server.ts';
import { chromium, type Chromium } from '../chromium.ts';
import { RealPage } from '../real-page.ts';
import { openHouse, say, workerId, type House } from './house.ts';
const home = process.env['ASTERISK_HOME'] ?? '';
let house: House; let browser: Chromium; let agent: RealPage;
beforeAll(async () => {
  house = await openHouse({ home, workers: 2 });
  browser = await chromium(1100);
  agent = await RealPage.open(browser.browser, house.server);
}, 90_000);
afterAll(async () => { await cp(house.asterisk.folder + '/log/messages.log', '/tmp/h/ast.log'); await browser?.stop(); await house?.close(); }, 30_000);
test('x', async () => {
    await agent.signIn(workerId(1), everybodysPassword, '8101');
    await agent.button('ready').click();
    await agent.state('Ready');
    const call = await house.customer('13800001111', '4001');
    await agent.button('answer').waitFor();
    await agent.button('answer').click();
    await call.until('connected');
    say(call, 700);
    await agent.hears(700, 'c');
    await house.server.kill();
    await agent.shows('Server: link lost, trying again');
    await house.server.startAgain();
    await agent.shows('Server: connected');
    await agent.page.getByText('Phone: registered').waitFor();
    await agent.shows('Microphone: in use');
    await new Promise((r) => setTimeout(r, 2000));
    const from = performance.now();
    call.hangUp();
    await agent.shows('Microphone: allowed');
    console.log('mic closed after', performance.now() - from);
    console.log(house.server.output().split('\n').slice(-25).join('\n'));
}, 60_000);
