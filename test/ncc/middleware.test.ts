// The middleware's client of the CTI API against our own door: what it was written for works here.
import type { NccMessage } from '@cordboard/contract/dialects/ncc';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CtiClient } from '../../packages/middleware/src/cti/cti-client.ts';
import { NccFloor } from '../support/ncc-floor.ts';
import { until } from '../support/until.ts';

let floor: NccFloor;
const clients: CtiClient[] = [];
beforeAll(async () => {
  floor = await NccFloor.open();
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  await floor.tidyUp();
});
afterAll(() => floor.close());

const login = '2001';
const number = '01065550100';
const log = { info: () => undefined, warn: () => undefined };

async function connected(url: string) {
  const events: NccMessage[] = [];
  const client = new CtiClient({ url, commandTimeoutMs: 5_000, log, event: (_, message) => events.push(message) });
  clients.push(client);
  client.start();
  await until('the CTI API is connected', () => client.isConnected);
  await client.attach(login);
  const told = (name: string, wished: object = {}): Promise<NccMessage> =>
    until(`${name} ${JSON.stringify(wished)}`, () =>
      events.findLast(
        (event) => event.name === name && Object.entries(wished).every(([field, value]) => event[field] === value),
      ),
    );
  return { client, events, told };
}

test('attached, a call is made, answered, held, taken back and hung up; its table of calls agrees', async () => {
  const { at, url } = await floor.centre();
  const { phone } = await at.agent(login);
  const { client, told } = await connected(url);
  await told('UserState', { state: 'normal' });
  const customer = at.customer(number);
  await client.command(login, 'MakeCall', { phoneNumber: number });
  await at.settled();
  if (phone.calls[0]!.state === 'ringing') await phone.calls[0]!.answer();
  await at.settled();
  await customer.calls[0]!.answer();
  await at.settled();
  const { cid } = await told('CallStatus', { state: 'connected' });
  await client.command(login, 'Hold', { cid, on: true });
  await told('CallStatus', { cid, hold: true });
  expect((await client.callsOf(login)).calls).toMatchObject([{ cid, state: 'connected', hold: true }]);
  await client.command(login, 'Hold', { cid, on: false });
  await told('CallStatus', { cid, hold: false });
  await client.command(login, 'Hangup', { cid });
  await told('OnClose', { cid });
  await told('UserState', { state: 'normal' });
  expect((await client.callsOf(login)).calls).toEqual([]);
  expect(client.counters).toMatchObject({ unknownLogins: 0, odd: 0 });
});

test('a call of the queue is answered, hung up and closed; what is refused says why', async () => {
  const { at, url } = await floor.centre();
  await at.agent(login);
  const { client, told } = await connected(url);
  at.customer('13900000000').call('4001');
  await at.pass(1_000);
  const { cid } = await told('NewCall');
  await client.command(login, 'Answer', { cid });
  await at.settled();
  await told('UserState', { state: 'speaking' });
  await expect(client.command(login, 'Close', { cid })).rejects.toMatchObject({ fault: 'refused' });
  await client.command(login, 'Hangup', { cid });
  await told('UserState', { state: 'wrapup' });
  await client.command(login, 'Close', { cid });
  await told('OnClose', { cid });
  await expect(client.command(login, 'Answer', { cid })).rejects.toMatchObject({ fault: 'refused' });
  await expect(client.attach('2999')).rejects.toMatchObject({ fault: 'refused' });
});
