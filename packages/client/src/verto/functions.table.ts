// The functions of VertoCallcenter: the order of their arguments as seed 001 has it, and ours, which take one object.

/** Left out at the end when the callbacks stand in its place. */
type Argument = { readonly name: string; readonly optional?: true };
const one = (name: string): Argument => ({ name });
const maybe = (name: string): Argument => ({ name, optional: true });

/** Seed 001: 签入, 签出, 示闲, 示忙, 外呼. */
export const seedFunctions = {
  ccLogin:   [one('queue'), one('agent'), one('extn')],
  ccLogout:  [one('queue'), one('agent')],
  ccGoReady: [one('queue'), one('agent')],
  ccGoBreak: [one('queue'), one('agent'), maybe('reason')],
  ccDial:    [one('agent'), one('extn'), one('cidNumber'), one('destNumber'), maybe('earlyMedia')],
} as const satisfies Readonly<Record<string, readonly Argument[]>>;

/** Ours. */
export const ownFunctions = [
  'ccAnswer', 'ccHangup', 'ccHold', 'ccUnHold', 'ccMute', 'ccUnMute', 'ccDtmf', 'ccTransfer', 'ccConsult', 'ccConsultTransfer', 'ccConference',
  'ccCancelConsult', 'ccFinish', 'ccListen', 'ccWhisper', 'ccBarge', 'ccStopListen', 'ccPickUp', 'ccForceReady', 'ccForceBreak', 'ccForceLogout',
  'ccAgentState', 'ccSnapshot',
] as const;

export type OwnFunction = (typeof ownFunctions)[number];
