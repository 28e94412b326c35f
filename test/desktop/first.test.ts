import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DesktopFloor } from '../support/desktop-floor.ts';

let floor: DesktopFloor;
beforeAll(async () => {
  floor = await DesktopFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

test('a call comes, is answered and hung up', async () => {
  const { page } = await floor.idle();
  expect(page.statuses).toEqual([[0, 0], [4, 0]]);
  const customer = await floor.customerCalls();
  await page.status(5, 0);
  expect(page.told('onRingReceived')).toHaveLength(1);
  await page.call('offHook');
  await page.status(6, 1);
  await page.call('onHook');
  await page.status(4, 0);
  await customer.until('ended');
});
