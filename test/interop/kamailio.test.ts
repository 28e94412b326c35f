// Telephones of ours at kamailio: registered with digest over UDP and TCP, calling each other through it, back by themselves when it was killed.
import { createPhone, type Phone, type PhoneCall, type PhoneOptions } from '@cordboard/telephony';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { freePort } from '../support/running-server.ts';
import { until } from '../support/until.ts';
import { kamailio, type Kamailio } from './kamailio.ts';

const callerHz = 700;
const calledHz = 1100;

let far: Kamailio;
const phones: Phone[] = [];

beforeAll(async () => {
  far = await kamailio(await freePort());
});

afterEach(async () => {
  await Promise.all(phones.splice(0).map((one) => one.close()));
});

afterAll(() => far?.kill());

async function phone(user: string, transport: 'udp' | 'tcp', more: Partial<PhoneOptions> = {}): Promise<Phone> {
  const server = `sip:${far.place};transport=${transport}`;
  const one = createPhone({ server, user, domain: 'far.test', password: 'secret', ...more });
  phones.push(one);
  await one.start();
  await one.register();
  return one;
}

/** A call that is answered, with both speaking. */
async function talk(from: Phone, to: Phone, number: string): Promise<readonly [PhoneCall, PhoneCall]> {
  let forget = (): void => undefined;
  const arrived = new Promise<PhoneCall>((resolve) => (forget = to.onIncoming(resolve)));
  const out = from.call(number);
  const failed = out.until('ended').then(() => Promise.reject(new Error(`not connected: ${out.endCause}`)));
  const call = await Promise.race([arrived, failed]).finally(() => forget());
  failed.catch(() => undefined);
  await Promise.all([call.answer(), out.until('connected')]);
  out.speak([{ kind: 'sine', frequencyHz: callerHz, durationMs: 1_000 }], { loop: true });
  call.speak([{ kind: 'sine', frequencyHz: calledHz, durationMs: 1_000 }], { loop: true });
  return [out, call];
}

const near = (heardHz: number, wantedHz: number): boolean => Math.abs(heardHz - wantedHz) < 30;

async function bothHear(out: PhoneCall, call: PhoneCall): Promise<void> {
  const hears = async (one: PhoneCall, wantedHz: number): Promise<boolean> => {
    const { frequencyHz, level } = await one.hear(200);
    return near(frequencyHz, wantedHz) && level > 0.05;
  };
  await until('the called one hears the caller', () => hears(call, callerHz));
  await until('the caller hears the called one', () => hears(out, calledHz));
}

test.each([
  ['udp', 'tcp'],
  ['tcp', 'udp'],
] as const)('a call from %s to %s: heard both ways, held, retrieved, hung up', async (one, other) => {
  const caller = await phone('2001', one);
  const called = await phone('2002', other);
  const [out, call] = await talk(caller, called, '2002');
  expect(call.remoteUser).toBe('2001');
  await bothHear(out, call);
  await out.hold();
  await until('the caller hears nobody', async () => (await out.levelAt(calledHz, 200)) < 0.01);
  await out.retrieve();
  await bothHear(out, call);
  await call.hold();
  await until('the called one hears nobody', async () => (await call.levelAt(callerHz, 200)) < 0.01);
  await call.retrieve();
  await bothHear(out, call);
  call.hangUp();
  await out.until('ended');
  expect(out.endCause).toBe('normal');
});

test('a wrong password does not register', async () => {
  await expect(phone('2003', 'udp', { password: 'wrong' })).rejects.toThrow('401');
});

test('killed and started again, it has its telephones back without anybody doing anything', async () => {
  const byTcp = await phone('2001', 'tcp');
  // Over UDP nothing tells that a registrar is gone: it is missed at the next refresh.
  const byUdp = await phone('2002', 'udp', { expiresS: 10 });
  await far.kill();
  await far.start();
  for (const [from, to, number] of [
    [byTcp, byUdp, '2002'],
    [byUdp, byTcp, '2001'],
  ] as const) {
    const reached = (): Promise<readonly [PhoneCall, PhoneCall] | null> => talk(from, to, number).catch(() => null);
    const [out, call] = await until(`${number} is reached`, reached, 40_000);
    await bothHear(out, call);
    out.hangUp();
    await call.until('ended');
  }
});
