// What a page is told as the bar's state goes on.
import { expect, test } from 'vitest';
import { fixtures } from '../dev/fixtures.ts';
import { eventsBetween } from './page-events.ts';
import type { BarState } from './bar-state.ts';

const told = (before: string | BarState, now: string | BarState): string[] => {
  const state = (one: string | BarState): BarState => (typeof one === 'string' ? fixtures[one]! : one);
  return eventsBetween(state(before), state(now)).map(({ name, detail }) =>
    [name, 'phase' in detail ? detail.phase : 'signedIn' in detail ? detail.signedIn : ''].join(' ').trim(),
  );
};

test('signing in, then out', () => {
  expect(told('signedOut', 'ready')).toEqual(['cordboard-session true', 'cordboard-agent']);
  expect(told('signedOut', { ...fixtures['ready']!, me: null })).toEqual([]);
  expect(told('ready', 'signedOut')).toEqual(['cordboard-session false']);
});

test('a call comes, is talked on, is held, ends', () => {
  expect(told('ready', 'ringing')).toEqual(['cordboard-call ringing', 'cordboard-agent']);
  expect(told('ringing', 'talking')).toEqual(['cordboard-call talking', 'cordboard-agent']);
  expect(told('talking', 'held')[0]).toBe('cordboard-call held');
  expect(told('held', 'wrapUp')).toEqual(['cordboard-call ended', 'cordboard-agent']);
});

test('new data of a call is news, the same again is not', () => {
  const { talking } = fixtures;
  const [call] = talking!.calls;
  expect(told('talking', { ...talking!, missedUnseen: 3 })).toEqual([]);
  expect(told('talking', { ...talking!, calls: [{ ...call!, data: { ...call!.data, more: 'x' } }] })).toEqual([
    'cordboard-call talking',
  ]);
});

test('of several tabs each tells whether it leads', () => {
  const follows = { ...fixtures['ringing']!, tabs: { leads: false, seenElsewhere: false } };
  expect(eventsBetween(fixtures['ready']!, follows).map(({ detail }) => 'leads' in detail && detail.leads)).toEqual([
    false,
    false,
  ]);
});
