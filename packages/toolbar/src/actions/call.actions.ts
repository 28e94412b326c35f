// What the agent can do with one of his calls.
import type { BarState, Desk, MyCall } from '../bar-state.ts';
import type { Say } from '../say.ts';
import { makeAction } from './make-action.ts';
import type { Action } from './action.ts';
import type { Making } from './make-action.ts';

export type CallActionName =
  | 'answer'
  | 'reject'
  | 'hold'
  | 'retrieve'
  | 'mute'
  | 'unmute'
  | 'keypad'
  | 'transfer'
  | 'hangUp';
export type CallActions = Readonly<Record<CallActionName, Action>>;

/** The phone in this page can end its call even while the server cannot be asked to. */
function hasOwnPhone(state: BarState, call: MyCall): boolean {
  const answered = call.phase === 'talking' || call.phase === 'held';
  return answered && call.soundHere && state.phone !== 'desk' && state.phone !== 'deskGone';
}

export function callActions(state: BarState, call: MyCall, say: Say, desk: Desk): CallActions {
  const making: Making = { say, allowed: call.allowed, shortcuts: state.settings.shortcuts };
  const linked = state.link === 'up';
  const id = call.callId;
  const open = (kind: 'keypad' | 'transfer'): boolean => state.panel?.kind === kind && state.panel.callId === id;
  const toggle = (kind: 'keypad' | 'transfer') => (): void => desk.show(open(kind) ? null : { kind, callId: id });
  return {
    answer: makeAction('answer', making, () => desk.answer(id), null, linked),
    reject: makeAction('reject', making, () => desk.reject(id), null, linked),
    hold: makeAction('hold', making, () => desk.hold(id), null, linked),
    retrieve: makeAction('retrieve', making, () => desk.retrieve(id), null, linked),
    mute: makeAction('mute', making, () => desk.mute(id), null, linked),
    unmute: makeAction('unmute', making, () => desk.unmute(id), null, linked),
    keypad: makeAction('keypad', making, toggle('keypad'), open('keypad'), linked),
    transfer: makeAction('transfer', making, toggle('transfer'), open('transfer'), linked),
    hangUp: makeAction('hangUp', making, () => desk.hangUp(id), null, linked || hasOwnPhone(state, call)),
  };
}

/** The buttons of a call card, in order: of each pair the one that the phase asks for. */
export function shownActions(call: MyCall, actions: CallActions): readonly Action[] {
  if (call.phase === 'ringing') return [actions.answer, actions.reject];
  if (call.phase === 'dialling') return [actions.hangUp];
  return [
    call.phase === 'held' ? actions.retrieve : actions.hold,
    call.muted ? actions.unmute : actions.mute,
    actions.keypad,
    actions.transfer,
    actions.hangUp,
  ];
}
