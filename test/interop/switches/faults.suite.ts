// A real switch out of reach, out of step or out of order: agents are shown as they are as soon as it is known, and nobody acts who must not.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PhoneCall } from '@cordboard/telephony';
import type { SwitchDriver } from '../../../packages/server/src/drivers/switch.ts';
import { SettingError } from '../../../packages/server/src/setting-error.ts';
import { Facts } from '../../conformance/switch-bench.ts';
import { Relay } from '../../support/relay.ts';
import { until } from '../../support/until.ts';
import { openHouse, say, toneOf, type House, type Worker } from './house.ts';
import type { Make } from './instance.ts';

const stateOf = ({ client }: Worker): string | undefined => client.state.agent?.state;
const talks = ({ client, id }: Worker): boolean =>
  client.state.calls.some(({ connections }) =>
    connections.some(({ party, state }) => state === 'connected' && party.kind === 'agent' && party.agentId === id),
  );
const hears = (call: PhoneCall, frequencyHz: number): Promise<unknown> =>
  until(`${frequencyHz} Hz heard`, async () => (await call.levelAt(frequencyHz, 200)) > 0.01);

/** @param marks by which each make says what has to be said. */
export function trouble(make: Make, marks: { readonly wrongPassword: string; readonly takenOver: string }): void {
  const { start } = make;
  if (start === null) return test.skip(`${make.name} in trouble (${make.reason})`, () => {});
  describe('the way to the switch', () => {
    let house: House;
    let relay: Relay;
    let workers: readonly [Worker, Worker];
    let customers: readonly [PhoneCall, PhoneCall];
    const endings: string[] = [];

    beforeAll(async () => {
      house = await openHouse({
        start,
        workers: 2,
        through: async ({ steerPort }) => {
          relay = await Relay.before(steerPort);
          return relay.port;
        },
      });
      workers = [await house.worker(1), await house.worker(2)];
      workers[0].client.on('event', (event) => event.type === 'call.cleared' && endings.push(event.cause));
    }, 60_000);
    afterAll(async () => {
      await house?.close();
      relay?.close();
    }, 30_000);

    beforeEach(async () => {
      const calls: PhoneCall[] = [];
      for (const [index, worker] of workers.entries()) {
        if (stateOf(worker) === 'workingAfterCall') await worker.client.call('agent.finishWrapUp', { state: 'ready' });
        await until('ready', () => stateOf(worker) === 'ready');
        calls.push(await house.customer(`1380000${String(2000 + index)}`, '4001'));
        await until('talks', () => talks(worker));
        await hears(calls[index]!, toneOf(index + 1));
      }
      customers = [calls[0]!, calls[1]!];
    }, 30_000);
    afterEach(async () => {
      for (const call of customers) if (call.state !== 'ended') call.hangUp();
      await until('over', () => workers.every((worker) => !talks(worker)));
    });

    const isSwitchUp = async (): Promise<boolean> => (await fetch(`${house.server.http}/healthz`)).ok;

    /** One call ends while the way is closed, the other goes on, a third begins. */
    async function meanwhile(): Promise<PhoneCall> {
      customers[0].hangUp();
      return house.customer('13700002000', '4001');
    }

    /** Why the latest call of the first worker ended, as his program was told. */
    const ending = (): string | undefined => endings.at(-1);

    async function expectTruth(fresh: PhoneCall): Promise<void> {
      await until('the call that ended is over', () => stateOf(workers[0]) === 'workingAfterCall', 5_000);
      expect(ending()).toBe('normal');
      await until('the call that began is let in', () => fresh.state === 'connected', 5_000);
      expect(talks(workers[1])).toBe(true);
      expect(customers[1].state).toBe('connected');
      await hears(customers[1], toneOf(2));
      // And it can be steered again.
      const { callId } = workers[1].client.state.calls[0]!;
      await workers[1].client.call('call.hold', { callId });
      await until('held', async () => (await customers[1].levelAt(toneOf(2), 200)) < 0.005);
      await workers[1].client.call('call.retrieve', { callId });
      await hears(customers[1], toneOf(2));
      fresh.hangUp();
    }

    test('it breaks off, and comes back', async () => {
      relay.cut();
      await until('it is known', async () => !(await isSwitchUp()));
      const fresh = await meanwhile();
      relay.restore();
      await until('it is back', isSwitchUp);
      await expectTruth(fresh);
    }, 60_000);

    test('it is away: who hangs up is free, nobody is offered what waits there, and when it is back that is served', async () => {
      const waiting = await house.customer('13600002000', '4001');
      await waiting.until('connected');
      relay.cut();
      await until('it is known', async () => !(await isSwitchUp()));
      const [first] = workers;
      await until('he is shown it', () => first.client.state.calls[0]?.outOfReach === true);
      await first.client.call('call.hangUp', { callId: first.client.state.calls[0]!.callId });
      await until('he is free', () => stateOf(first) === 'workingAfterCall');
      expect(customers[0].state).toBe('connected');
      await first.client.call('agent.finishWrapUp', { state: 'ready' });
      await until('he is ready', () => stateOf(first) === 'ready');
      await first.client.call('agent.list', {});
      expect(stateOf(first)).toBe('ready');
      relay.restore();
      await until('it is back', isSwitchUp);
      await hears(waiting, toneOf(1));
      await until('who was left alone is let go', () => customers[0].state === 'ended');
      waiting.hangUp();
    }, 60_000);

    test('it is silent for ten seconds and more, until that is noticed', async () => {
      relay.silence();
      const fresh = await meanwhile();
      await until('it is known', async () => !(await isSwitchUp()), 15_000);
      relay.restore();
      await until('it is back', isSwitchUp, 15_000);
      await expectTruth(fresh);
    }, 60_000);

    test('it is silent for a moment: what happened is told late, and once', async () => {
      relay.silence();
      const fresh = await meanwhile();
      await hears(customers[1], toneOf(2));
      relay.restore();
      await expectTruth(fresh);
    }, 60_000);

    test('the switch itself ends and starts again: the calls are over, and the next one is served', async () => {
      await house.switch.kill();
      await until('it is known', async () => !(await isSwitchUp()));
      await house.switch.startAgain();
      await until('it is back', isSwitchUp);
      await until(
        'both are free of their calls',
        () => workers.every((worker) => stateOf(worker) === 'workingAfterCall'),
        5_000,
      );
      expect(ending()).toBe('switchLost');
      for (const { phone } of workers) {
        // Who leaves takes all with him that FreeSWITCH knows of his extension: he leaves first.
        if (house.switch.kind === 'freeswitch') await phone.unregister();
        await until('registered again', () =>
          phone.register().then(
            () => true,
            () => false,
          ),
        );
      }
      await workers[0].client.call('agent.finishWrapUp', { state: 'ready' });
      const call = await house.customer('13700002001', '4001');
      await until('served', () => talks(workers[0]));
      say(call, 3_000);
      await hears(call, toneOf(1));
      call.hangUp();
    }, 60_000);
  });

  describe('who may act', () => {
    let house: House;
    let folder: string;
    const drivers: SwitchDriver[] = [];

    const driverOf = (password?: string): SwitchDriver => {
      const driver = house.switch.driver(folder, password);
      drivers.push(driver);
      return driver;
    };

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'cordboard-faults-'));
      house = await openHouse({ start, workers: 1 });
    }, 60_000);
    afterAll(async () => {
      for (const driver of drivers) await driver.close();
      await house?.close();
      await rm(folder, { recursive: true, force: true });
    }, 30_000);

    test('a wrong password is a setting that cannot work, and is named', async () => {
      const refused = driverOf('not the password').start(() => undefined);
      await expect(refused).rejects.toThrow(SettingError);
      await expect(refused).rejects.toMatchObject({
        setting: 'switches[0]',
        message: expect.stringContaining(marks.wrongPassword),
      });
    });

    test('of two nodes the later one acts; the earlier one says so and keeps still', async () => {
      const facts = new Facts();
      const later = driverOf();
      await later.start(facts.tell);
      await until('the earlier one says so', async () => {
        const health = await fetch(`${house.server.http}/healthz`);
        return !health.ok && (await health.text()).includes(marks.takenOver);
      });
      const call = await house.customer('13700002002', '4001');
      const { callId, connectionId } = await facts.next('inboundCall');
      later.wish({
        effect: 'topology',
        topology: {
          callId,
          participants: [{ connectionId, stage: 'answered', hears: { kind: 'none' }, track: null }],
          recordingId: null,
          recordingPaused: false,
        },
      });
      await call.until('connected');
      expect(later.health().ok).toBe(true);
      call.hangUp();
      await facts.next('cleared', { connectionId });
    });
  });
}
