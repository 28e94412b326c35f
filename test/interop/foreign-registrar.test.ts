// The desktop program's telephone at somebody else's registrar: kamailio, with sipp and baresip as the other party.
import { createPhone, type Phone, type PhoneCall } from '@cordboard/telephony';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DesktopFloor, everybodysPassword, until } from '../support/desktop-floor.ts';
import { freePort } from '../support/running-server.ts';
import { baresip, type DeskPhone } from './baresip.ts';
import { customerCalls, type Customer } from './customer.ts';
import { kamailio, type Kamailio } from './kamailio.ts';

const ownHz = 1_100;
const otherHz = 700;
const clear = 0.5;

/** As open-proxy.cfg has it. */
const everybodys = 'secret';

let port: number;
let proxy: Kamailio;
let desk: DeskPhone;
let floor: DesktopFloor;
const phones: Phone[] = [];
const customers: Customer[] = [];

beforeAll(async () => {
  port = await freePort();
  proxy = await kamailio(port, 'open-proxy.cfg');
  floor = await DesktopFloor.open();
  desk = await baresip({
    server: proxy.place,
    user: '8100',
    password: everybodys,
    sipPort: await freePort(),
    speaksHz: otherHz,
  });
});
afterEach(async () => {
  for (const customer of customers.splice(0)) customer.leave();
  await Promise.all(phones.splice(0).map((phone) => phone.close()));
  await floor.tidyUp();
});
afterAll(async () => {
  await desk?.stop();
  await floor?.close();
  await proxy?.kill();
});

const speaks = (call: PhoneCall): void =>
  call.speak([{ kind: 'sine', frequencyHz: ownHz, durationMs: 1_000 }], { loop: true });

test.each(['udp', 'tcp'] as const)(
  'a telephone registers over %s, calls a desk phone, both hear each other, hold and take back',
  async (transport) => {
    const phone = createPhone({
      server: `sip:${proxy.place};transport=${transport}`,
      user: '8101',
      password: everybodys,
    });
    phones.push(phone);
    await phone.start();
    await phone.register();
    const call = phone.call('8100');
    await call.until('connected', 20_000);
    speaks(call);
    const heard = async (): Promise<boolean> => Math.abs((await call.hear(400)).frequencyHz - otherHz) < 25;
    await until('the telephone hears the desk phone', heard, 20_000);
    await until('the desk phone hears the telephone', async () => (await desk.hears(ownHz)) > clear, 20_000);
    await call.hold();
    await until('held: the desk phone is heard no more', async () => !(await heard()), 20_000);
    await call.retrieve();
    await until('taken back', heard, 20_000);
    call.hangUp();
  },
);

test('the program takes a call that no CTI server knows, holds it by re-INVITE, and hangs it up', async () => {
  const registrars = [{ host: '127.0.0.1', port, transport: 'udp', user: '8001', password: everybodys }];
  const program = await floor.program({ settings: { phone: { registrars } } });
  const page = await floor.page(program);
  await page.call('logIn', '2001', everybodysPassword);
  await until(
    'it is registered',
    async () =>
      ((await page.call('getPhoneAccountList')) as { registerStatusCode: number }[])[0]?.registerStatusCode === 200,
  );
  const caller = createPhone({
    server: `sip:${proxy.place}`,
    user: '8102',
    password: everybodys,
  });
  phones.push(caller);
  await caller.start();
  await caller.register();
  const call = caller.call('8001');
  await until('it rings', () => program.telephone.rings);
  await page.call('offHook');
  await page.status(6, 1);
  await page.call('hold');
  expect(program.telephone.lines).toMatchObject([{ isHeld: true, callId: null }]);
  await page.call('unHold');
  expect(program.telephone.lines).toMatchObject([{ isHeld: false }]);
  await page.call('onHook');
  await page.status(0, 0);
  await call.until('ended');
});

test('a call by sipp through somebody else’s proxy rings, and is refused', async () => {
  const registrars = [{ host: '127.0.0.1', port, transport: 'udp', user: '8001', password: everybodys }];
  const program = await floor.program({ settings: { phone: { registrars } } });
  const page = await floor.page(program);
  await page.call('logIn', '2001', everybodysPassword);
  await until('it is registered', () => program.model.phoneAccounts[0]?.registerStatusCode === 200);
  customers.push(await customerCalls(port, '8001', '13800138000', otherHz));
  await until('it rings', () => program.telephone.rings);
  await page.call('onHook');
  await until('it is over', () => program.telephone.lines.length === 0);
});

test('a registrar that is killed and started again: told, and registered by itself', async () => {
  const registrars = [{ host: '127.0.0.1', port, transport: 'tcp', user: '8001', password: everybodys }];
  const program = await floor.program({ settings: { phone: { registrars } } });
  const page = await floor.page(program);
  const status = (): unknown =>
    (page.told('onPhonAccountRegStateChanged').at(-1)?.params?.[0] as { registerStatusCode: number } | undefined)
      ?.registerStatusCode;
  await until(
    'registered',
    async () =>
      ((await page.call('getPhoneAccountList')) as { registerStatusCode: number }[])[0]?.registerStatusCode === 200,
  );
  await proxy.kill();
  await until('told', () => status() === 503, 20_000);
  await proxy.start();
  await until('registered again', () => status() === 200, 60_000);
}, 120_000);
