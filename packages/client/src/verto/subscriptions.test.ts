// The numbers of events by channel: line 47 of the checklist, where channels overlap and come and go.
import { expect, test } from 'vitest';
import { Subscriptions } from './subscriptions.ts';

test('47: what is still under way to a channel that was given up does not reach the one above, nor its numbers', () => {
  const subscriptions = new Subscriptions<null>();
  const heard: string[] = [];
  const hear = (name: string) => ({ handler: () => void heard.push(name) });
  subscriptions.add('vcc', hear('vcc'));
  const below = subscriptions.add('vcc.default', hear('below'));
  const event = (subscribedChannel: string, eventSerno: number) =>
    subscriptions.give(null, { eventChannel: 'vcc.default.1007', subscribedChannel, eventSerno });
  expect([event('vcc', 0), event('vcc.default', 40)]).toEqual(['given', 'given']);
  subscriptions.remove(below);
  expect(event('vcc.default', 41)).toBe('unknown');
  expect(event('vcc', 1)).toBe('given');
  expect(heard).toEqual(['vcc', 'below', 'vcc']);
});

test('52: handlers may come and go while an event is given', () => {
  const subscriptions = new Subscriptions<null>();
  const heard: string[] = [];
  let more = 0;
  subscriptions.add('vcc', {
    handler: () => {
      heard.push('first');
      subscriptions.remove(second);
      subscriptions.add('vcc', { handler: () => void (more += 1) });
    },
  });
  const second = subscriptions.add('vcc', { handler: () => void heard.push('second') });
  subscriptions.give(null, { eventChannel: 'vcc' });
  expect([heard, more]).toEqual([['first'], 0]);
});
