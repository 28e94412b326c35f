// What a colleague is at, in words and in a colour: his state, or what he does in his call.
import { reasonText } from './state-words.ts';
import type { Colleague } from '../bar-state.ts';
import type { StringKey } from '../strings.table.ts';
import type { Say } from '../say.ts';

const stateKeys: Readonly<Record<Colleague['state'], StringKey>> = {
  null: 'stateNull',
  ready: 'stateReady',
  notReady: 'stateNotReady',
  busy: 'stateBusy',
  workingAfterCall: 'stateWorkingAfterCall',
};
const activityKeys: Readonly<Partial<Record<Colleague['activity'], StringKey>>> = {
  ringing: 'activityRinging',
  calling: 'activityCalling',
  talking: 'activityTalking',
  hold: 'activityHold',
  muted: 'activityMuted',
};

/** @returns such as "Not ready · Lunch", or "On hold" */
export function activityWords({ state, reason, activity }: Colleague, say: Say): string {
  const key = state === 'busy' ? activityKeys[activity] : undefined;
  if (key !== undefined) return say(key);
  const more = state === 'notReady' && reason !== '' ? ` · ${reasonText(reason, say)}` : '';
  return `${say(stateKeys[state])}${more}`;
}
