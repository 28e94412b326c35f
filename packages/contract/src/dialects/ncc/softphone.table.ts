// The same telephone in the words of the vendor's SoftPhone library for pages (version 10): which command a request is, which event it hears.
import type { NccCommand } from './commands.table.ts';
import type { NccEvent } from './events.table.ts';

export const softphoneSubProtocol = 'nauphone-softphone-protocol';
export const softphoneVersion = 10;

/** `command`: asked of the CTI API; `look`: answered from what is known. `fields`: name there → name in the CTI API. */
export type SoftphoneRequestRow =
  | { readonly command: NccCommand; readonly fields: Readonly<Record<string, string>> }
  | { readonly look: 'currentCall' | 'state' | 'params' };

const call = { id: 'cid' } as const;
const callAndNumber = { id: 'cid', number: 'phoneNumber' } as const;
const callAndSwitch = { id: 'cid', on: 'on' } as const;

export const softphoneRequests = {
  getUserState:         { command: 'GetUserState',         fields: {} },
  setUserState:         { command: 'ChangeUserState',      fields: { state: 'state', reason: 'reason' } },
  getCurrentCall:       { look: 'currentCall' },
  getCalls:             { command: 'GetCalls',             fields: {} },
  getState:             { look: 'state' },
  getParams:            { look: 'params' },
  makeCall:             { command: 'MakeCall',             fields: { url: 'phoneNumber' } },
  answer:               { command: 'Answer',               fields: call },
  close:                { command: 'Close',                fields: call },
  hangup:               { command: 'Hangup',               fields: call },
  breakTransfer:        { command: 'BreakTransfer',        fields: call },
  setActive:            { command: 'SetActive',            fields: call },
  hold:                 { command: 'Hold',                 fields: callAndSwitch },
  mute:                 { command: 'Mute',                 fields: callAndSwitch },
  transfer:             { command: 'Transfer',             fields: callAndNumber },
  transferWithCallBack: { command: 'TransferWithCallBack', fields: callAndNumber },
  conferenceTransfer:   { command: 'ConferenceTransfer',   fields: callAndNumber },
  consultationTransfer: { command: 'ConsultationTransfer', fields: callAndNumber },
  setCallParam:         { command: 'SetCallParam',         fields: { id: 'cid', paramName: 'paramName', paramValue: 'paramValue' } },
  textMessageProcessed: { command: 'MessageInProcessMode', fields: { id: 'cid', messageId: 'messageId' } },
  createConference:     { command: 'CreateConference',     fields: { conferenceName: 'conferenceName' } },
  getConferenceCalls:   { command: 'GetConferences',       fields: {} },
  hangupConference:     { command: 'HangupConference',     fields: { id: 'confId' } },
  leaveConference:      { command: 'LeaveConference',      fields: { id: 'confId' } },
  joinConference:       { command: 'JoinConference',       fields: { id: 'confId' } },
  makeConferenceCall:   { command: 'MakeConferenceCall',   fields: { id: 'confId', url: 'phoneNumber' } },
  addCallToConference:  { command: 'AddCallToConference',  fields: { id: 'confId', callId: 'cid' } },
  removeCallFromConference: { command: 'RemoveCallFromConference', fields: { id: 'confId', callId: 'cid' } },
  bindNumber:           { command: 'BindNumber',           fields: { number: 'number', replace: 'replace' } },
} as const satisfies Readonly<Record<string, SoftphoneRequestRow>>;

/** What an event is called there, and what it carries: mostly the call alone, which is then asked about. */
export const softphoneEvents = {
  UserState:            { name: 'userstate',            carries: ['state', 'substates', 'reason', 'time'] },
  NewCall:              { name: 'newcall',              carries: ['cid'] },
  CallStatus:           { name: 'callstatus',           carries: ['cid'] },
  CurrentCall:          { name: 'currentcall',          carries: ['cid'] },
  OnClose:              { name: 'onclose',              carries: ['cid'] },
  CallParams:           { name: 'callparams',           carries: ['cid'] },
  CallParamsUpdated:    { name: 'callparamsupdated',    carries: ['cid'] },
  TransferSucceed:      { name: 'transferSucceed',      carries: ['cid'] },
  TransferFailed:       { name: 'transferFailed',       carries: ['cid', 'status'] },
  TransferCallReturned: { name: 'transferCallReturned', carries: ['cid'] },
  NewTextMessage:       { name: 'newtextmessage',       carries: ['cid', 'messageId'] },
} as const satisfies Readonly<Partial<Record<NccEvent, { readonly name: string; readonly carries: readonly string[] }>>>;
