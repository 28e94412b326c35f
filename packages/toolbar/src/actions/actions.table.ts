// Every action of the bar by name: its word, its drawing, its key, and the method whose permission enables it.
import type { IconName } from '../icons.ts';
import type { StringKey } from '../strings.table.ts';

type Row = {
  readonly label: StringKey;
  readonly icon: IconName;
  /** With Alt held, unless the agent chose another chord; as KeyboardEvent.code without its `Key`. Those that exclude each other share one. */
  readonly key: string | null;
  /** Enabled when the server says that it would accept this; null: always. */
  readonly needs: string | null;
};

export const actionRows = {
  ready: { label: 'goReady', icon: 'ready', key: 'R', needs: 'agent.setReady' },
  notReady: { label: 'goNotReady', icon: 'notReady', key: 'N', needs: 'agent.setNotReady' },
  finishWrapUp: { label: 'finishWrapUp', icon: 'finish', key: 'W', needs: 'agent.finishWrapUp' },
  signOut: { label: 'signOut', icon: 'signOut', key: null, needs: 'agent.signOut' },
  makeCall: { label: 'makeCall', icon: 'answer', key: 'C', needs: 'call.make' },
  callMe: { label: 'callMe', icon: 'incoming', key: null, needs: null },
  recent: { label: 'recentCalls', icon: 'history', key: null, needs: null },
  team: { label: 'team', icon: 'people', key: null, needs: null },
  leave: { label: 'leaves', icon: 'leave', key: null, needs: null },
  cancelLeave: { label: 'cancelLeave', icon: 'close', key: null, needs: 'leave.cancel' },
  idleAfterHangUp: { label: 'idleAfterHangUp', icon: 'finish', key: null, needs: null },
  checkPhone: { label: 'checkPhone', icon: 'phone', key: null, needs: 'phone.check' },
  listen: { label: 'listen', icon: 'headset', key: null, needs: 'supervision.listen' },
  whisper: { label: 'whisper', icon: 'whisper', key: null, needs: 'supervision.whisper' },
  bargeIn: { label: 'bargeIn', icon: 'people', key: null, needs: 'supervision.bargeIn' },
  pickUp: { label: 'pickUp', icon: 'answer', key: null, needs: 'supervision.pickUp' },
  takeOver: { label: 'takeOver', icon: 'swap', key: null, needs: 'supervision.takeOver' },
  clearCall: { label: 'clearCall', icon: 'hangUp', key: null, needs: 'supervision.clearCall' },
  makeReady: { label: 'makeReady', icon: 'ready', key: null, needs: 'supervision.forceState' },
  makeNotReady: { label: 'makeNotReady', icon: 'notReady', key: null, needs: 'supervision.forceState' },
  signOutOther: { label: 'signOutOther', icon: 'signOut', key: null, needs: 'supervision.signOut' },
  endSupervision: { label: 'endSupervision', icon: 'close', key: null, needs: null },
  settings: { label: 'settings', icon: 'settings', key: null, needs: null },
  help: { label: 'shortcutHelp', icon: 'help', key: null, needs: null },
  answer: { label: 'answer', icon: 'answer', key: 'A', needs: 'call.answer' },
  reject: { label: 'reject', icon: 'hangUp', key: 'X', needs: 'call.reject' },
  hold: { label: 'hold', icon: 'hold', key: 'H', needs: 'call.hold' },
  retrieve: { label: 'retrieve', icon: 'retrieve', key: 'H', needs: 'call.retrieve' },
  mute: { label: 'mute', icon: 'unmute', key: 'M', needs: 'call.mute' },
  unmute: { label: 'unmute', icon: 'mute', key: 'M', needs: 'call.unmute' },
  pauseRecording: { label: 'pauseRecording', icon: 'notReady', key: 'P', needs: 'recording.pause' },
  resumeRecording: { label: 'resumeRecording', icon: 'record', key: 'P', needs: 'recording.resume' },
  keypad: { label: 'keypad', icon: 'keypad', key: 'K', needs: 'call.sendDigits' },
  consult: { label: 'consult', icon: 'consult', key: 'Q', needs: 'call.consult' },
  invite: { label: 'invite', icon: 'people', key: null, needs: 'call.invite' },
  alternate: { label: 'alternate', icon: 'swap', key: 'J', needs: 'call.alternate' },
  conference: { label: 'conference', icon: 'people', key: null, needs: 'call.conference' },
  completeTransfer: { label: 'completeTransfer', icon: 'transfer', key: null, needs: 'call.completeTransfer' },
  endConsultation: { label: 'endConsultation', icon: 'hangUp', key: null, needs: 'call.endConsultation' },
  grade: { label: 'grade', icon: 'star', key: null, needs: 'call.grade' },
  transfer: { label: 'transfer', icon: 'transfer', key: 'T', needs: 'call.transfer' },
  hangUp: { label: 'hangUp', icon: 'hangUp', key: 'E', needs: 'call.hangUp' },
} as const satisfies Readonly<Record<string, Row>>;

export type ActionName = keyof typeof actionRows;
