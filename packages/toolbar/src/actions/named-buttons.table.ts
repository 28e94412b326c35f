// The names by which pages press the bar's buttons (seed 003 DoClickAgentBarButtonByName), each of an action of ours.
import type { ActionName } from './actions.table.ts';

/** Of several actions the first that is enabled is meant. */
export const namedButtons = {
  tsbCancelApplication: ['cancelLeave'],
  tsbAnswer: ['answer'],
  tsbKeyPad: ['keypad'],
  tsbCallAgent: ['makeCall'],
  tsbCallOut: ['makeCall'],
  tsbHangUp: ['hangUp', 'reject', 'endSupervision'],
  tsbTransfer: ['transfer'],
  tsbGrade: ['grade'],
  tsbHold: ['hold'],
  tsbStopHold: ['retrieve'],
  tsbThreeWay: ['conference', 'invite'],
  tsbThreeWayCancel: ['endConsultation'],
  tsbConsult: ['consult'],
  tsbStopConsult: ['endConsultation'],
  tsddbAfterHangup: ['idleAfterHangUp'],
  tsbMute: ['mute'],
  tsbStopMute: ['unmute'],
  tsbConsultTransfer: ['completeTransfer'],
} as const satisfies Readonly<Record<string, readonly ActionName[]>>;

export type ButtonName = keyof typeof namedButtons;

export const isButtonName = (name: string): name is ButtonName => Object.hasOwn(namedButtons, name);
