// The agent's state in words and in a colour: call phases are told apart, because the agent sees them so.
import type { BarState, Me } from '../bar-state.ts';
import type { StringKey } from '../strings.table.ts';
import type { Say } from '../say.ts';

export type Tone = 'ready' | 'pause' | 'talk' | 'wrap' | 'off';

const reasonWords: Readonly<Record<string, StringKey>> = {
  break: 'reasonBreak',
  lunch: 'reasonLunch',
  training: 'reasonTraining',
  meeting: 'reasonMeeting',
  admin: 'reasonAdmin',
  signIn: 'reasonSignIn',
  missedCalls: 'reasonMissed',
  noAnswer: 'reasonMissed',
  phoneLost: 'reasonPhone',
  busy: 'reasonBusy',
  leave: 'reasonLeave',
  callOut: 'reasonCallOut',
  afterCallWork: 'reasonAfterCall',
};

/** The reasons offered in the menu, in its order. */
export const offeredReasons = ['break', 'lunch', 'training', 'meeting', 'admin'] as const;

/** A reason that we have no word for is shown as it came. */
export function reasonText(reason: string, say: Say): string {
  const key = reasonWords[reason];
  return key ? say(key) : reason;
}

const phaseWords = {
  ringing: 'stateRinging',
  dialling: 'stateDialling',
  talking: 'stateBusy',
  held: 'stateHeld',
} as const;

/** @returns what to call the present state, and its colour family */
export function stateWords(
  state: BarState,
  say: Say,
): { readonly text: string; readonly detail: string; readonly tone: Tone } {
  const me = state.me;
  if (!me || me.state === 'null') return { text: say('stateNull'), detail: '', tone: 'off' };
  const call = state.calls.find((one) => one.phase === 'talking') ?? state.calls[0];
  if (call) return { text: say(phaseWords[call.phase]), detail: '', tone: 'talk' };
  if (me.state === 'busy') return { text: say('stateBusy'), detail: '', tone: 'talk' };
  if (me.state === 'workingAfterCall') return { text: say('stateWorkingAfterCall'), detail: '', tone: 'wrap' };
  if (me.state === 'ready') {
    return { text: say('stateReady'), detail: '', tone: 'ready' };
  }
  return { text: say('stateNotReady'), detail: me.reason === '' ? '' : reasonText(me.reason, say), tone: 'pause' };
}

/** @returns "lunch after this call", or empty */
export function pendingWords(me: Me, say: Say): string {
  if (!me.pending) return '';
  const { state, reason } = me.pending;
  const what =
    state === 'ready'
      ? say('stateReady')
      : state === 'null'
        ? say('signOut')
        : reason === ''
          ? say('stateNotReady')
          : reasonText(reason, say);
  return say(me.state === 'workingAfterCall' ? 'pendingAfterWrapUp' : 'pendingAfterCall', { what });
}
