// The commands of the CTI API: 43 rows, in the manual's order (NCC CTI API, protocol version 13).
import { z } from 'zod';
import { cid, confId, onOff, phoneNumber, text } from './fields.ts';
import type { NccCommandRow } from './row.ts';
import { userStateName } from './states.table.ts';

const short = z.string().min(1).max(256);
const nothing = z.looseObject({});
const call = z.looseObject({ cid });
const callAndNumber = z.looseObject({ cid, phoneNumber });
const callAndSwitch = z.looseObject({ cid, on: onOff });
const parameter = z.looseObject({ cid, paramName: short, paramValue: text });
const conference = z.looseObject({ confId });
const callInConference = z.looseObject({ confId, cid });

const ok = { answer: 'Ok', here: true } as const;
/** For one user, by a browser's telephone too, and relayed. */
const user = { ...ok, scope: 'user', webPhone: true, relayed: true } as const;
const service = { ...ok, scope: 'service', webPhone: true, relayed: false, causes: [] } as const;
const programOnly = { ...user, webPhone: false, relayed: false } as const;
const noText = 'Calls only: there are no text channels here.';
const noConference = 'An agent has one call here: ConferenceTransfer brings a third party into it.';
const onlyProgram = 'Only a telephone that is a program of its own does this.';

export const commands = {
  // the connection and its users
  SetProtocolVersion:   { ...service, does: 'The first command: nothing is accepted, and nothing told, before it has succeeded.', fields: z.looseObject({ protocolVersion: z.union([z.string(), z.number()]).transform(String) }) },
  AttachToUser:         { ...user, relayed: false, does: 'From here on the module is told what happens at this user\'s telephone, and may steer it.', fields: nothing, causes: ['UserState', 'Calls', 'Conferences'] },
  DetachFromUser:       { ...user, relayed: false, does: 'The contrary.', fields: nothing, causes: [] },
  GetUserState:         { ...user, does: 'Asks for the state.', fields: nothing, answer: 'UserState', causes: [] },
  ChangeUserState:      { ...user, does: 'Changes the state: normal, away, dnd, custom1 to custom3.', fields: z.looseObject({ state: userStateName, reason: z.string().max(256).optional() }), causes: ['UserState'] },
  Logout:               { ...user, does: 'Signs the user out.', fields: nothing, causes: ['UserState'] },
  Exit:                 { ...user, relayed: false, does: 'Ends his telephone; here: signs him out.', fields: nothing, causes: ['UserState'] },
  BindNumber:           { ...programOnly, does: 'Binds a hardware telephone.', fields: z.looseObject({ number: short, replace: onOff.optional() }), causes: [], here: onlyProgram },
  ReopenAudioDevice:    { ...programOnly, does: 'Opens the sound device anew.', fields: nothing, causes: ['CallStatus'], here: onlyProgram },
  ReopenRootPage:       { ...programOnly, does: 'Opens the first page anew.', fields: nothing, causes: ['CallStatus'], here: onlyProgram },
  SendPmsRestRequest:   { ...service, does: 'A request to the management system, as any user.', fields: z.looseObject({ path: short, data: z.unknown().optional(), method: short, headers: z.record(z.string(), z.unknown()).optional(), timeout: z.unknown().optional() }), here: 'There is no such system here, and it could act as anybody.' },

  // calls
  MakeCall:             { ...user, does: 'Calls a number.', fields: z.looseObject({ phoneNumber }), causes: ['NewCall', 'UserState'] },
  Answer:               { ...user, does: 'Answers a call that rings.', fields: call, causes: ['UserState', 'CallStatus'] },
  Hangup:               { ...user, does: 'Ends a call, or refuses one that rings.', fields: call, causes: ['CallStatus', 'OnClose'] },
  Close:                { ...user, does: 'Ends the work on a call that is over.', fields: call, causes: ['OnClose'] },
  Hold:                 { ...user, does: 'Puts the other side on hold, or takes it off.', fields: callAndSwitch, causes: ['CallStatus'] },
  Mute:                 { ...user, does: 'The other side no longer hears the user, or hears him again.', fields: callAndSwitch, causes: ['CallStatus'] },
  GetCalls:             { ...user, does: 'Asks for all calls.', fields: nothing, answer: 'Calls', causes: [] },
  SetActive:            { ...user, does: 'Makes a call the present one.', fields: call, causes: ['CurrentCall'] },
  SendDTMFSignal:       { ...user, does: 'Sends keys; ! is the flash of an analogue telephone.', fields: z.looseObject({ cid, DTMFString: z.string().regex(/^[0-9A-D*#!]{1,64}$/u) }), causes: [] },
  Transfer:             { ...user, does: 'Sends the other side to a number, without asking there.', fields: callAndNumber, causes: ['CallStatus', 'OnTransferCall', 'TransferSucceed', 'TransferFailed'] },
  ConsultationTransfer: { ...user, does: 'Asks a number first, while the other side hears music.', fields: callAndNumber, causes: ['OnTransferCall', 'TransferSucceed', 'TransferFailed'] },
  ConferenceTransfer:   { ...user, does: 'Calls a third party into the call.', fields: callAndNumber, causes: ['OnTransferCall', 'TransferSucceed', 'TransferFailed'] },
  FinishConferenceTransfer: { ...user, does: 'Leaves the call to the other two.', fields: call, causes: ['TransferSucceed', 'UserState', 'OnClose'] },
  TransferWithCallBack: { ...user, does: 'Sends the other side to a number; it comes back if nobody takes it.', fields: callAndNumber, causes: ['OnTransferCall', 'CallStatus', 'TransferSucceed', 'TransferFailed', 'TransferCallReturned'] },
  BreakTransfer:        { ...user, does: 'Breaks a transfer off: back to the other side.', fields: call, causes: ['TransferFailed', 'TransferCallReturned'] },
  SetSessionSecureMode: { ...user, does: 'Takes a call off the record while secrets are said (enable), or goes on recording it. Without a session for the call, or in this mode already, the event says so.', fields: z.looseObject({ cid, enable: onOff }), causes: ['SetSessionModeResponse'] },
  SetMusicOnHold:       { ...programOnly, does: 'Music for the next hold.', fields: z.looseObject({ cid, url: short }), causes: [], here: onlyProgram },
  SetCallParam:         { ...user, does: 'Notes something about the call, for all who are in it.', fields: parameter, causes: ['CallParamsUpdated'] },
  SetLocalParam:        { ...user, does: 'Notes something about the call, for this user\'s programs.', fields: parameter, causes: ['LocalParamsUpdated'] },

  // conferences
  CreateConference:     { ...programOnly, does: 'Makes a conference.', fields: z.looseObject({ conferenceName: z.string().max(256) }), causes: ['NewConference', 'ConferenceInfo'], here: noConference },
  GetConferences:       { ...programOnly, does: 'Asks for all conferences.', fields: nothing, answer: 'Conferences', causes: [] },
  HangupConference:     { ...programOnly, does: 'Ends a conference.', fields: conference, causes: ['ConferenceInfo', 'OnCloseConference'], here: noConference },
  MakeConferenceCall:   { ...programOnly, does: 'Calls a number into a conference.', fields: z.looseObject({ confId, phoneNumber }), causes: ['NewCall', 'ConferenceInfo'], here: noConference },
  AddCallToConference:  { ...programOnly, does: 'Brings a call into a conference.', fields: callInConference, causes: ['Calls', 'ConferenceInfo'], here: noConference },
  RemoveCallFromConference: { ...programOnly, does: 'Takes a call out of a conference.', fields: callInConference, causes: ['Calls', 'ConferenceInfo'], here: noConference },
  JoinConference:       { ...programOnly, does: 'Joins a conference.', fields: conference, causes: ['ConferenceInfo'], here: noConference },
  LeaveConference:      { ...programOnly, does: 'Leaves a conference.', fields: conference, causes: ['ConferenceInfo'], here: noConference },

  // messages in text
  MessageInProcessMode: { ...user, isText: true, does: 'A message of a text session is being worked on.', fields: z.looseObject({ cid, messageId: short }), causes: [], here: noText },
  SendVoipMessage:      { ...user, isText: true, does: 'A message to the other side; `messageId` in the manual\'s template.', fields: z.looseObject({ cid, message: text.optional(), messageId: text.optional() }).refine((said) => said.message !== undefined || said.messageId !== undefined, { path: ['message'] }), causes: [], here: noText },
  SubscribeOnMessagesSession: { ...service, isText: true, does: 'Asks for the messages of a text session, and to be told of further ones.', fields: z.looseObject({ protocol_version: z.literal(0), session_id: short, direction: z.enum(['in', 'out']).optional() }), here: noText },
  BroadcastMessage:     { ...service, isText: true, does: 'A message to users and departments.', fields: z.looseObject({ message: text, to: z.array(z.unknown()).max(1_000) }), here: noText },
  BroadcastProjectMessage: { ...service, isText: true, does: 'A message to the people of a project.', fields: z.looseObject({ message: text, project_id: short, to: z.array(z.enum(['agent', 'supervisor'])).max(2) }), here: noText },
} as const satisfies Readonly<Record<string, NccCommandRow>>;

export type NccCommand = keyof typeof commands;
export type NccFieldsOf<C extends NccCommand> = z.output<(typeof commands)[C]['fields']>;
