// A telephone that cannot be called any more makes its agent not ready, unless it is back in time.
import { expect, test } from 'vitest';
import type { DeviceId } from '../ids.ts';
import { Floor } from '../support/floor.ts';

const lost = { fact: 'unregistered', deviceId: '8001' as DeviceId } as const;
const graceMs = 60_000;

test('away too long: he is not ready, and why is said', () => {
  const floor = new Floor()
    .ready('1001')
    .fact(lost)
    .wait(graceMs - 1);
  expect(floor.state('1001')).toBe('ready');
  floor.wait(1);
  expect(floor.world.agents.get('1001' as never)).toMatchObject({ state: 'notReady', reason: 'phoneLost' });
});

test('back in time: nothing happens', () => {
  const floor = new Floor()
    .ready('1001')
    .fact(lost)
    .wait(graceMs - 1)
    .registered('8001')
    .wait(graceMs);
  expect(floor.state('1001')).toBe('ready');
});

test('one who is not ready stays what he is, with his own reason', () => {
  const floor = new Floor().ready('1001');
  floor.command('1001', 'agent.setNotReady', { reason: 'lunch' });
  floor.fact(lost).wait(graceMs);
  expect(floor.world.agents.get('1001' as never)).toMatchObject({ state: 'notReady', reason: 'lunch' });
});

test('lost in a call: after it he is not ready', () => {
  const floor = new Floor().ready('1001').customer('c1').answered('c1.2').fact(lost).wait(graceMs);
  expect(floor.state('1001')).toBe('busy');
  floor.cleared('c1.1').wait(3 * graceMs);
  expect(floor.state('1001')).toBe('notReady');
});
