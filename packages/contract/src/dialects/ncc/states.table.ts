// The words of the CTI API for users, calls and transfers (NCC CTI API, protocol version 13), and what of ours is shown as them.
import type { AgentState, ClearCause, RefusalName } from '@cordboard/domain';
import { z } from 'zod';
import { make } from '../../fields.ts';

/** What a user is shown as. `by`: who may put him there. */
export const userStates = {
  offline:  { says: 'His telephone is not there, or he is not signed in.', by: 'telephone' },
  normal:   { says: 'May be offered calls.', by: 'user' },
  away:     { says: 'Not to be called, for a reason.', by: 'user' },
  dnd:      { says: 'Not to be disturbed.', by: 'user' },
  wrapup:   { says: 'At work on a call that is over; the reason is its session id.', by: 'telephone' },
  custom1:  { says: 'Not to be called: the first reason of the centre\'s own.', by: 'user' },
  custom2:  { says: 'The second.', by: 'user' },
  custom3:  { says: 'The third.', by: 'user' },
  ringing:  { says: 'It rings, here or at whom he calls.', by: 'telephone' },
  speaking: { says: 'Talks.', by: 'telephone' },
} as const satisfies Readonly<Record<string, { readonly says: string; readonly by: 'telephone' | 'user' }>>;

export type UserStateName = keyof typeof userStates;
const names = Object.keys(userStates) as [UserStateName, ...UserStateName[]];
export const userStateName = make.described(z.enum(names), 'What a user is shown as.', 'normal');

/** Those of which one at most holds, and which are shown before all others. */
export const absences = ['away', 'dnd', 'custom1', 'custom2', 'custom3'] as const satisfies readonly UserStateName[];
type Absence = (typeof absences)[number];
export const isAbsence = (name: string): name is Absence => absences.some((one) => one === name);

/** An agent of ours in the words of the CTI API; `notReady` and `busy` take more than the state. */
export const agentStates = {
  null: 'offline',
  notReady: 'away',
  ready: 'normal',
  busy: 'speaking',
  workingAfterCall: 'wrapup',
} as const satisfies Readonly<Record<AgentState, UserStateName>>;

export const callTypes = [
  'dev', 'cfr', 'sip', 'voice', 'pop3', 'imap', 'sms', 'xmpp', 'webim', 'telegram', 'facebook_im', 'facebook_mention',
  'instagram_im', 'instagram_mention', 'vkontakte_im', 'vkontakte_mention', 'vkontakte_market',
] as const; // prettier-ignore

/** Why a transfer did not come to pass: `status` of `TransferFailed`, as text. */
export const transferCodes = {
  EmptyAddress: 0,
  BadAddressFormat: 1,
  DifferentTypeConnections: 2,
  SourceConnectionNotFound: 3,
  ResponseTimeout: 4,
  ConnectionTrouble: 5,
  ReceiveReturnError: 6,
  Busy: 7,
  BreakTransfer: 8,
  TransferredSideDisconnected: 9,
  DestinationNotFound: 10,
} as const;
export type TransferCode = keyof typeof transferCodes;

/** Why the one asked did not come. */
export const transferCodeOf: Readonly<Partial<Record<ClearCause, TransferCode>>> = {
  busy: 'Busy',
  noAnswer: 'ResponseTimeout',
  rejected: 'ReceiveReturnError',
  cancelled: 'BreakTransfer',
  unreachable: 'ConnectionTrouble',
  notFound: 'DestinationNotFound',
  notAllowed: 'BadAddressFormat',
};

/** What a refusal of the core means for a transfer; others are the answer `Error` alone. */
export const transferCodeOfRefusal: Readonly<Partial<Record<RefusalName, TransferCode>>> = {
  unknownAgent: 'DestinationNotFound',
  unknownDevice: 'DestinationNotFound',
  targetNotSignedIn: 'DestinationNotFound',
  targetWithoutDevice: 'DestinationNotFound',
  deviceUnregistered: 'ConnectionTrouble',
  targetUnregistered: 'ConnectionTrouble',
  targetBusy: 'Busy',
  numberInvalid: 'BadAddressFormat',
};
