// Waiting for a call to come somewhere ends, one way or the other.
import { expect, test } from 'vitest';
import { CallState } from './call-state.ts';

test('a call that is answered at once has rung', async () => {
  const state = new CallState('calling');
  const ringing = state.until('ringing');
  state.become('connected');
  await ringing;
  await state.until('ringing');
});

test('waiting for an answer fails with the reason when the call ends', async () => {
  const state = new CallState('ringing');
  const connected = state.until('connected');
  expect(state.end('busy')).toBe(true);
  await expect(connected).rejects.toThrow('the call ended: busy');
});

test('a call ends once, for the first reason', async () => {
  const state = new CallState('connected');
  let ends = 0;
  state.onEnd(() => (ends += 1));
  state.end('normal');
  expect(state.end('failed')).toBe(false);
  state.become('connected');
  await state.until('ended');
  expect({ ends, now: state.now, cause: state.endCause }).toEqual({ ends: 1, now: 'ended', cause: 'normal' });
});

test('waiting has an end of its own', async () => {
  await expect(new CallState('ringing').until('connected', 5)).rejects.toThrow('still ringing, not connected');
});
