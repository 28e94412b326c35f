// What a screen reader hears as a call comes, is answered, held and ends.
import { expect, test } from 'vitest';
import { fixtures } from '../dev/fixtures.ts';
import { announcementOf } from './announcement.ts';
import { sayIn } from './say.ts';
import type { Announcement } from './announcement.ts';

const between = (before: string, after: string): Announcement =>
  announcementOf(fixtures[before]!, fixtures[after]!, sayIn('en'));

test('a ringing call is said at once, with caller and queue', () => {
  expect(between('ready', 'ringing').assertive).toBe('Incoming call from 张伟, queue Sales');
});

test('it is said once only, and taken back when it no longer rings', () => {
  expect(between('ringing', 'ringing')).toEqual({ polite: null, assertive: null });
  expect(between('ringing', 'wrapUp').assertive).toBe('');
});

test('connection, hold, wrap-up and the pending state are said in their turn', () => {
  expect(between('ringing', 'talking').polite).toBe('Connected with 张伟. Break after this call');
  expect(between('talking', 'held').polite).toBe('You are now: On hold');
  expect(between('held', 'wrapUp').polite).toBe('You are now: Wrap-up');
  expect(between('ready', 'notReady').polite).toBe('You are now: Not ready, Lunch');
});

test('sound that has become poor is said once', () => {
  expect(between('talking', 'poorSound').polite).toBe('Sound: poor');
  expect(between('poorSound', 'poorSound').polite).toBeNull();
});
