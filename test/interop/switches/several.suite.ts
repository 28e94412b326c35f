// Two real switches of one tenant: calls of both in one queue; one of them dies, and the other's calls go on.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PhoneCall } from '@cordboard/telephony';
import { until } from '../../support/until.ts';
import { openHouse, say, toneOf, type House, type Worker } from './house.ts';
import type { Make } from './instance.ts';

const customerTone = 2_200;

let house: House;
let one: Worker;
let two: Worker;

const stateOf = ({ client }: Worker): string | undefined => client.state.agent?.state;
const hears = (who: string, call: () => PhoneCall | null, frequencyHz: number): Promise<unknown> =>
  until(`${who} hears ${frequencyHz} Hz`, async () => ((await call()?.levelAt(frequencyHz, 200)) ?? 0) > 0.05);

async function talk(customer: PhoneCall, worker: Worker, number: number): Promise<void> {
  await customer.until('connected');
  say(customer, customerTone);
  await hears('the customer', () => customer, toneOf(number));
  await hears('the agent', () => worker.call, customerTone);
}

export function twoSwitches(make: Make): void {
  const { start } = make;
  if (start === null) return test.skip(`two of ${make.name} (${make.reason})`, () => {});
  beforeAll(async () => {
    house = await openHouse({ start, workers: 2, switches: 2 });
    one = await house.worker(1);
    two = await house.worker(2);
  }, 60_000);
  afterAll(() => house?.close(), 30_000);

  test('one queue serves the calls of both; when one is killed the calls of the other go on, and when it is back it is served again', async () => {
    const first = await house.customer('13800138000', '4001');
    await talk(first, one, 1);
    const second = await house.customer('13900139000', '4001', house.other);
    await talk(second, two, 2);

    await house.other.kill();
    await until('he is shown that it is out of reach', () => two.client.state.calls[0]?.outOfReach);
    expect(one.client.state.calls[0]).toMatchObject({ outOfReach: false });
    await hears('the customer of the first', () => first, toneOf(1));
    // Nobody is kept by a switch that is away.
    await two.client.call('call.hangUp', { callId: two.client.state.calls[0]!.callId });
    expect(stateOf(one)).toBe('busy');
    await until('there is work after the call', () => stateOf(two) === 'workingAfterCall');
    await two.client.call('agent.finishWrapUp', { state: 'ready' });
    const third = await house.customer('13700137000', '4001');
    await talk(third, two, 2);
    third.hangUp();
    await until('that one is over', () => stateOf(two) === 'workingAfterCall');
    await two.client.call('agent.finishWrapUp', { state: 'ready' });

    await house.other.startAgain();
    const fourth = await until(
      'a call by the second is served',
      async () => {
        const call = await house.customer('13600136000', '4001', house.other);
        return call.until('connected', 2_000).then(
          () => call,
          () => null,
        );
      },
      40_000,
    );
    expect(fourth.state).toBe('connected');
    await hears('the customer of the first', () => first, toneOf(1));
    for (const call of [first, fourth]) call.hangUp();
    await until('nobody talks', () => [one, two].every((worker) => worker.client.state.calls.length === 0));
  }, 120_000);
}
