// A caller in a menu: prompts, keys, digits collected, silence, and mistakes.
import { expect, test } from 'vitest';
import type { ConnectionId, IvrId } from '../ids.ts';
import { Floor } from '../support/floor.ts';
import { sample } from '../support/sample.ts';

const caller = 'c.1' as ConnectionId;
const key = (floor: Floor, ...digits: string[]) => {
  for (const digit of digits) floor.fact({ fact: 'digit', connectionId: caller, digit });
  return floor;
};
const finished = (floor: Floor, step: number) =>
  floor.fact({ fact: 'playbackFinished', connectionId: caller, playId: `c.ivr${step}` });
const atMenu = () => finished(new Floor().customer('c', '9500'), 1);

test('a key breaks into the prompt', () => {
  const floor = key(atMenu(), '2');
  expect(floor.wishes('stopPlay')).toEqual([{ effect: 'stopPlay', connectionId: 'c.1' }]);
  expect(floor.call('c')?.ivr?.node).toBe('card');
});

test('a wrong key asks again, then takes the way out', () => {
  const floor = key(atMenu(), '9');
  expect(floor.call('c')?.ivr).toMatchObject({ node: 'menu', attempt: 2 });
  key(floor, '9');
  expect(floor.call('c')?.queue?.queueId).toBe('help');
});

test('silence counts from the end of the prompt', () => {
  const floor = finished(atMenu(), 2).wait(4_999);
  expect(floor.call('c')?.ivr?.attempt).toBe(1);
  floor.wait(1);
  expect(floor.call('c')?.ivr?.attempt).toBe(2);
});

test('collected digits join the data of the call; the terminator is not one of them', () => {
  const floor = key(atMenu(), '2', '1', '2', '3', '4', '#');
  expect(floor.call('c')).toMatchObject({ data: { card: '1234' }, queue: { queueId: 'sales' } });
});

test('as many digits as wanted need no terminator', () => {
  expect(key(atMenu(), '2', '1', '2', '3', '4', '5', '6').call('c')?.data).toEqual({ card: '123456' });
});

test('a pause ends the collecting: enough digits are taken, too few are not', () => {
  const enough = key(atMenu(), '2', '1', '2', '3', '4').wait(4_000);
  expect(enough.call('c')?.data).toEqual({ card: '1234' });
  const few = key(atMenu(), '2', '1', '2').wait(4_000);
  expect(few.call('c')).toMatchObject({ data: {}, queue: { queueId: 'help' } });
});

test('a prompt whose end is never reported does not hold a caller for ever', () => {
  const floor = new Floor().customer('c', '9500').wait(120_000);
  expect(floor.call('c')?.ivr?.node).toBe('menu');
});

test('menus that lead in a circle are left in the end', () => {
  const ivrs = [
    { id: 'welcome' as IvrId, name: '', start: 'a', nodes: { a: { kind: 'play' as const, prompts: [], next: 'a' } } },
  ];
  const floor = new Floor({ ...sample, ivrs }).customer('c', '9500');
  expect(floor.call('c')).toBeUndefined();
  expect(floor.wishes('clear')).toEqual([{ effect: 'clear', connectionId: 'c.1', cause: 'failed' }]);
});

test('a caller who hangs up in the menu leaves nothing behind', () => {
  const floor = atMenu().cleared('c.1');
  expect(floor.happened.at(-1)).toMatchObject({ type: 'call.cleared', record: { outcome: 'ivrOnly' } });
  expect([...floor.timers.keys()]).toEqual([]);
});
