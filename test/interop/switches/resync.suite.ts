// What becomes of calls on a real switch when the CTI server is killed under them: none ends, and soon everybody is shown as he is.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PhoneCall } from '@cordboard/telephony';
import { until } from '../../support/until.ts';
import { openHouse, say, toneOf, type House, type Worker } from './house.ts';
import type { Make } from './instance.ts';

const talkers = 14;
const waiters = 3;
const inMenu = 3;

let house: House;

const stateOf = ({ client }: Worker): string | undefined => client.state.agent?.state;
const isTalking = ({ client, id }: Worker): boolean =>
  client.state.link === 'up' &&
  client.state.calls.some(({ connections }) =>
    connections.some(({ party, state }) => state === 'connected' && party.kind === 'agent' && party.agentId === id),
  );
const heard = (call: PhoneCall, frequencyHz: number): Promise<unknown> =>
  until(`${frequencyHz} Hz heard`, async () => (await call.levelAt(frequencyHz, 200)) > 0.01);

type Scene = {
  readonly workers: readonly Worker[];
  readonly talking: readonly PhoneCall[];
  readonly others: readonly PhoneCall[];
};

/** Fourteen talk, three wait in the queue, three are in the menu. */
async function twentyCalls(): Promise<Scene> {
  const workers: Worker[] = [];
  for (let number = 1; number <= talkers; number += 1) workers.push(await house.worker(number));
  const talking: PhoneCall[] = [];
  for (const [index, worker] of workers.entries()) {
    const call = await house.customer(`1380000${String(1000 + index)}`, '4001');
    talking.push(call);
    await until(`${worker.id} talks`, () => isTalking(worker), 20_000);
    say(call, 3_000);
  }
  const others: PhoneCall[] = [];
  for (let number = 0; number < waiters + inMenu; number += 1)
    others.push(await house.customer(`1390000${String(1000 + number)}`, number < waiters ? '4001' : '4000'));
  for (const call of others) await call.until('connected');
  return { workers, talking, others };
}

export function killedUnderLiveCalls(make: Make): void {
  const { start } = make;
  if (start === null)
    return test.skip(`the CTI server is killed under live calls on ${make.name} (${make.reason})`, () => {});
  beforeAll(async () => {
    house = await openHouse({ start, workers: talkers + 1 });
  }, 60_000);
  afterAll(() => house?.close(), 30_000);

  test('kill -9 of the CTI server under twenty live calls: none ends; those that ended or began meanwhile are told of; within five seconds all is shown as it is', async () => {
    const { workers, talking, others } = await twentyCalls();
    const rung = await house.worker(talkers + 1, 'rings');
    await until('one more is rung', () => rung.call !== null);
    for (const [index, call] of talking.entries()) await heard(call, toneOf(index + 1));

    await house.server.kill();
    // Two conversations end while nobody watches: one by the customer, one by the agent; and somebody new calls.
    talking[0]!.hangUp();
    workers[1]!.call!.hangUp();
    await until(
      'the customer of the second is left alone',
      async () => (await talking[1]!.levelAt(toneOf(2), 200)) < 0.005,
    );
    const fresh = await house.customer('13700001000', '4001');
    for (const [index, call] of talking.entries()) if (index > 1) await heard(call, toneOf(index + 1));

    await house.server.startAgain();
    const from = performance.now();
    const [left, leftToo, ...still] = workers;
    await until('those who still talk are shown talking', () => still.every(isTalking), 5_000);
    await until(
      'those whose call is over are shown so',
      () => [left!, leftToo!].every((worker) => stateOf(worker) === 'workingAfterCall' && !isTalking(worker)),
      5_000,
    );
    await until('who called meanwhile is let in', () => fresh.state === 'connected', 5_000);
    console.log(`shown as it is ${Math.round(performance.now() - from)} ms after the start`);

    expect(talking.slice(2).map(({ state }) => state)).toEqual(talking.slice(2).map(() => 'connected'));
    expect(others.map(({ state }) => state)).toEqual(others.map(() => 'connected'));
    for (const [index, call] of talking.entries()) if (index > 1) await heard(call, toneOf(index + 1));

    // Who was rung before the kill still is, and can answer.
    expect(rung.call!.state).toBe('ringing');
    await rung.call!.answer();
    say(rung.call!, toneOf(talkers + 1));
    await until('he talks', () => isTalking(rung));
    await until('and is heard', async () => {
      const levels = await Promise.all(others.map((call) => call.levelAt(toneOf(talkers + 1), 200)));
      return levels.filter((level) => level > 0.01).length === 1;
    });

    // One of those who wait comes to whoever is ready again; held and retrieved, they hear each other.
    await left!.client.call('agent.finishWrapUp', { state: 'ready' });
    await until('the next one is served', () => isTalking(left!), 10_000);
    await until('he is heard', async () => {
      const levels = await Promise.all([...others, fresh].map((call) => call.levelAt(toneOf(1), 200)));
      return levels.filter((level) => level > 0.01).length === 1;
    });
    const third = still[0]!;
    const { callId } = third.client.state.calls[0]!;
    await third.client.call('call.hold', { callId });
    await until('held', async () => (await talking[2]!.levelAt(toneOf(3), 200)) < 0.005);
    await third.client.call('call.retrieve', { callId });
    await heard(talking[2]!, toneOf(3));

    for (const call of [...talking, ...others, fresh]) if (call.state !== 'ended') call.hangUp();
    await until('no call is shown', () => [...workers, rung].every((worker) => !isTalking(worker)));
    await until('nothing is left at the switch', async () => (await house.switch.left()) === 0, 15_000);
    await until('all recordings are kept', async () => (await house.switch.recordingsLeft()) === 0, 15_000);
  }, 150_000);
}
