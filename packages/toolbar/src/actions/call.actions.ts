// What the agent can do with one of his calls.
import type { BarState, CallPanelKind, Desk, MyCall } from '../bar-state.ts';
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
  | 'pauseRecording'
  | 'resumeRecording'
  | 'keypad'
  | 'consult'
  | 'invite'
  | 'alternate'
  | 'conference'
  | 'completeTransfer'
  | 'endConsultation'
  | 'grade'
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
  const open = (kind: CallPanelKind): boolean =>
    state.panel?.kind === kind && 'callId' in state.panel && state.panel.callId === id;
  const toggle = (kind: CallPanelKind) => (): void => desk.show(open(kind) ? null : { kind, callId: id });
  /** One language needs no question. */
  const [language, ...others] = state.gradingLanguages;
  const grade = language !== undefined && others.length === 0 ? () => desk.grade(id, language) : toggle('grade');
  return {
    answer: makeAction('answer', making, () => desk.answer(id), null, linked),
    reject: makeAction('reject', making, () => desk.reject(id), null, linked),
    hold: makeAction('hold', making, () => desk.hold(id), null, linked),
    retrieve: makeAction('retrieve', making, () => desk.retrieve(id), null, linked),
    mute: makeAction('mute', making, () => desk.mute(id), null, linked),
    unmute: makeAction('unmute', making, () => desk.unmute(id), null, linked),
    pauseRecording: makeAction('pauseRecording', making, () => desk.pauseRecording(id), null, linked),
    resumeRecording: makeAction('resumeRecording', making, () => desk.resumeRecording(id), null, linked),
    keypad: makeAction('keypad', making, toggle('keypad'), open('keypad'), linked),
    consult: makeAction('consult', making, toggle('consult'), open('consult'), linked),
    invite: makeAction('invite', making, toggle('invite'), open('invite'), linked),
    alternate: makeAction('alternate', making, () => desk.alternate(id), null, linked),
    conference: makeAction('conference', making, () => desk.conference(id), null, linked),
    completeTransfer: makeAction('completeTransfer', making, () => desk.completeTransfer(id), null, linked),
    endConsultation: makeAction('endConsultation', making, () => desk.endConsultation(id), null, linked),
    grade: makeAction('grade', making, grade, open('grade'), linked),
    transfer: makeAction('transfer', making, toggle('transfer'), open('transfer'), linked),
    hangUp: makeAction('hangUp', making, () => desk.hangUp(id), null, linked || hasOwnPhone(state, call)),
  };
}

/** The buttons of a call card, in order: of each pair the one that the phase asks for. */
export function shownActions(call: MyCall, actions: CallActions): readonly Action[] {
  if (call.phase === 'ringing') return [actions.answer, actions.reject];
  if (call.phase === 'dialling') return [actions.hangUp];
  const mute = call.muted ? actions.unmute : actions.mute;
  const records = [actions.pauseRecording, actions.resumeRecording].filter(({ enabled }) => enabled);
  if (call.consultation !== null) {
    const { alternate, conference, completeTransfer, endConsultation, hangUp } = actions;
    return [mute, alternate, conference, completeTransfer, endConsultation, ...records, hangUp];
  }
  const { consult, grade, hangUp, hold, invite, keypad, retrieve, transfer } = actions;
  const marks = grade.enabled ? [grade] : [];
  return [
    call.phase === 'held' ? retrieve : hold,
    mute,
    keypad,
    consult,
    invite,
    transfer,
    ...records,
    ...marks,
    hangUp,
  ];
}
